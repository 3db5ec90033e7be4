package dev.sluice;

import dev.sluice.contract.SharedMemoryContracts;
import dev.sluice.peer.Elsewhere;
import dev.sluice.peer.OtherThread;

/** All contracts between the threads of one process. */
final class OneProcessTest extends SharedMemoryContracts {
    @Override
    protected Elsewhere elsewhere() {
        return new OtherThread();
    }
}
