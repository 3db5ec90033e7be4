package dev.sluice.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The two background threads of this process: one renews leases and does nothing that can wait for long, one carries dead
 * letters and takes back what was asked in vain.
 */
final class Keeper {
    private static final Logger LOG = System.getLogger("dev.sluice.redis");
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static final List<QueueClient> CLIENTS = new CopyOnWriteArrayList<>();
    private static volatile Thread carrier;

    private Keeper() {}

    static void add(QueueClient client) {
        CLIENTS.add(client);
        start();
    }

    static void remove(QueueClient client) {
        CLIENTS.remove(client);
    }

    static void start() {
        if (STARTED.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("sluice-redis-leases")
                    .start(() -> loop(QueueClient::renewIfDue, () -> {}));
            carrier = Thread.ofPlatform()
                    .daemon()
                    .name("sluice-redis-carrier")
                    .start(() -> loop(QueueClient::carry, RedisServer::closeIdle));
        }
    }

    /** Lets the carrier look now. */
    static void hurry() {
        LockSupport.unpark(carrier);
    }

    /** What is done for each queue. */
    private interface Chore {
        void run(QueueClient client);
    }

    private static void loop(Chore chore, Runnable besides) {
        while (true) {
            for (QueueClient client : CLIENTS) {
                attempt(() -> chore.run(client), client);
            }
            attempt(besides, "connections");
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    private static void attempt(Runnable work, Object what) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // The next round tries again; whoever uses the queue is told by his own calls.
            LOG.log(Level.DEBUG, "the background work for " + what + " failed", e);
        }
    }
}
