/** Queues across machines, on Redis: an engine of {@code dev.sluice}, found by the schemes {@code redis} and {@code rediss}. */
@SuppressWarnings("requires-automatic") // the client has no descriptor of its own
module dev.sluice.redis {
    requires dev.sluice;
    requires lettuce.core;

    provides dev.sluice.spi.QueueEngine with
            dev.sluice.redis.RedisEngine;
}
