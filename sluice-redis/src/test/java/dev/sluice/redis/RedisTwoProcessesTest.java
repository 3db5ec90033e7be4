package dev.sluice.redis;

import dev.sluice.contract.RedisContracts;
import dev.sluice.peer.Elsewhere;
import dev.sluice.peer.PeerJvm;

/** The contracts between two processes with a client each. */
final class RedisTwoProcessesTest extends RedisContracts {
    @Override
    protected Elsewhere elsewhere() {
        return PeerJvm.start(PeerJvm.Mode.ofThisJvm(), "-Ddev.sluice.filter=dev.sluice.**");
    }
}
