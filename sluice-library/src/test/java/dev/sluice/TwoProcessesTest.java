package dev.sluice;

import dev.sluice.contract.SharedMemoryContracts;
import dev.sluice.peer.Elsewhere;
import dev.sluice.peer.PeerJvm;

/** All contracts between two processes that wait and make their memory in the same way. */
final class TwoProcessesTest extends SharedMemoryContracts {
    @Override
    protected Elsewhere elsewhere() {
        return PeerJvm.start(PeerJvm.Mode.ofThisJvm());
    }
}
