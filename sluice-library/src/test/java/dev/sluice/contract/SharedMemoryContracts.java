package dev.sluice.contract;

import dev.sluice.Pipe;
import dev.sluice.ProcessQueue;
import dev.sluice.peer.Elsewhere;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * All suites, for the shared memory of this machine. A subclass says where the other side is; the mode, native or
 * portable, is that of the JVM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SharedMemoryContracts {
    private Engine engine;

    /** Starts the other side. */
    protected abstract Elsewhere elsewhere();

    @BeforeAll
    void startEngine() {
        engine = new SharedMemory(elsewhere());
    }

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    private static final class SharedMemory extends Engine {
        SharedMemory(Elsewhere elsewhere) {
            super(elsewhere);
        }

        @Override
        public <E> ProcessQueue.Builder<E> builder() {
            return ProcessQueue.builder();
        }

        @Override
        public Pipe duplex() {
            return Pipe.duplex();
        }

        @Override
        public Pipe oneWay() {
            return Pipe.oneWay();
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

    @Nested
    class Buffered extends BufferedQueueContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }

    @Nested
    class Messages extends MessageContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }

    @Nested
    class InPlace extends InPlaceContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }

    @Nested
    class Connections extends ConnectionContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }

    @Nested
    class HandleHold extends HandleHoldContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }

    @Nested
    class HandleRedelivery extends HandleRedeliveryContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }

    @Nested
    class HandleTravel extends HandleTravelContract {
        @Override
        protected Engine engine() {
            return engine;
        }
    }
}
