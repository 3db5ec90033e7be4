package dev.sluice.redis;

import dev.sluice.contract.RedisContracts;
import dev.sluice.peer.Elsewhere;
import dev.sluice.peer.OtherThread;

/** The contracts between the threads of one process. */
final class RedisOneProcessTest extends RedisContracts {
    @Override
    protected Elsewhere elsewhere() {
        return new OtherThread();
    }
}
