package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ElementTooLargeException;
import dev.sluice.Pipe;
import dev.sluice.ProcessQueue;
import dev.sluice.peer.Elsewhere;
import dev.sluice.peer.Running;
import dev.sluice.redis.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The suites for queues, on a real server. A subclass says where the other side is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RedisContracts {
    private Engine engine;

    /** Starts the other side. */
    protected abstract Elsewhere elsewhere();

    @BeforeAll
    void startEngine() {
        engine = new Redis(new TestServer(), elsewhere());
    }

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    private static final class Redis extends Engine {
        private final TestServer server;

        Redis(TestServer server, Elsewhere elsewhere) {
            super(elsewhere);
            this.server = server;
        }

        @Override
        public <E> ProcessQueue.Builder<E> builder() {
            return ProcessQueue.<E>builder().name(server.newUri());
        }

        @Override
        public Pipe duplex() {
            throw new UnsupportedOperationException("there are no pipes across machines");
        }

        @Override
        public Pipe oneWay() {
            throw new UnsupportedOperationException("there are no pipes across machines");
        }

        @Override
        public void close() {
            super.close();
            server.close();
        }
    }

    @Nested
    class Queue extends ProcessQueueContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }

    @Nested
    class Batches extends BatchContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }

    @Nested
    class Elements extends ElementContract {
        @Override
        protected Engine engine() {
            return engine;
        }

        /** Not 200 MiB: a server does one thing at a time, and all its users would wait for that one. */
        @Test
        @Override
        void aHugeElementCrossesWhole() throws Exception {
            ProcessQueue<byte[]> queue = queue(2);
            Running<Boolean> received = elsewhere(queue, q -> Payload.isWhole(takeAndAcknowledge(q), 1));
            queue.put(Payload.of(60 << 20, 1));
            assertTrue(received.get());
            assertFails(ElementTooLargeException.class, () -> queue.put(new byte[65 << 20]));
            queue.put(Payload.of(1, 2));
            Payload.assertWhole(1, 2, queue.take());
        }
    }

    @Nested
    class End extends EndContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }

    @Nested
    class Acknowledgement extends AcknowledgementContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }

    @Nested
    class Delivery extends DeliveryContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }
}
