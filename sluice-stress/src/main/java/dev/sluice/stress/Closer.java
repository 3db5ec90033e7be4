package dev.sluice.stress;

import dev.sluice.ProcessQueue;
import java.io.IOException;

/** Shuts the queue down, whoever uses it, and notes before and after. */
final class Closer {
    private final Order order;

    Closer(Order order) {
        this.order = order;
    }

    void run() throws IOException, InterruptedException {
        Journal journal = Journal.create(order.journals().get(0));
        boolean discarding = order.role() == Order.Role.DISCARDER;
        int detail = discarding ? 1 : 0;
        try (ProcessQueue<Object> queue = Channels.openQueue(order)) {
            journal.note(Journal.Kind.SHUTTING_DOWN, 0, 0, detail);
            if (discarding) {
                queue.shutdownNow();
            } else {
                queue.shutdown();
            }
            journal.note(Journal.Kind.SHUT_DOWN, 0, 0, detail);
        }
        journal.note(Journal.Kind.ENDED);
    }
}
