package dev.sluice;

import dev.sluice.contract.SharedMemoryContracts;
import dev.sluice.peer.Elsewhere;
import dev.sluice.peer.PeerJvm;

/** All contracts between a process with native access and one without. */
final class MixedProcessesTest extends SharedMemoryContracts {
    @Override
    protected Elsewhere elsewhere() {
        return PeerJvm.start(PeerJvm.Mode.ofThisJvm().other());
    }
}
