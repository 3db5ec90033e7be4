package dev.sluice.stress;

import dev.sluice.Connection;
import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import java.time.Duration;

/** How a worker comes by its channel: by name, or by a handle that the keeper put into a queue for whoever comes. */
final class Channels {
    /** The name of the queue under attack, if it has one. */
    static final String NAME = "attacked";
    /** The queue of handles for producers, and for all where there are no sides. */
    static final String HANDLES = "handles";
    /** The queue of handles for those who receive from the pipe. */
    static final String RECEIVING_HANDLES = "receiving-handles";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Channels() {}

    static Channel open(Order order) throws InterruptedException {
        if (order.configuration().isPipe()) {
            return new PipeChannel(Channels.<Connection>receive(
                    order.role() == Order.Role.CONSUMER ? RECEIVING_HANDLES : HANDLES));
        }
        ProcessQueue<Object> queue = openQueue(order);
        return queue instanceof JoinableQueue<Object> joinable ? new JoinableChannel(joinable)
                : new PlainChannel(queue);
    }

    static ProcessQueue<Object> openQueue(Order order) throws InterruptedException {
        return order.configuration().isNamed() ? ProcessQueue.open(NAME) : receive(HANDLES);
    }

    /** Who puts handles there knows of which kind they are, as does who takes them. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    static <H> H receive(String name) throws InterruptedException {
        try (ProcessQueue<H> handles = ProcessQueue.open(name)) {
            return handles.get(PATIENCE);
        }
    }
}
