package dev.sluice.stress;

import dev.sluice.Connection;
import dev.sluice.JoinableQueue;
import dev.sluice.Pipe;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueClosedException;
import dev.sluice.QueueShutdownException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Makes the channel, or takes over from a keeper that is about to be killed. Where the channel has no name it hands out
 * handles. When everybody else has left it looks whether anything is missing.
 */
final class Keeper {
    /** The command to hand out no more handles. */
    static final String SEAL = "seal";
    /** The command to hand out handles again. */
    static final String SUPPLY = "supply";
    /** The command to look at a queue that was shut down. */
    static final String LOOK_BACK = "look-back";
    /** The command to look at what is left; followed by the number of processes that hold the queue. */
    static final String INSPECT = "inspect";

    private static final int HANDLES_IN_STORE = 3;

    private final Order order;
    private final LinkedBlockingQueue<String> commands;
    private final List<Store<?>> stores = new ArrayList<>();
    private ProcessQueue<Object> queue;
    private Connection receiver;
    private Connection sender;

    /** Handles for whoever comes, and the thread that sees to it that there are some. */
    private static final class Store<H> {
        private final ProcessQueue<H> handles;
        private final H handle;
        private Thread supplier;

        Store(String name, H handle) {
            this.handles = ProcessQueue.<H>builder().name(name).maxSize(HANDLES_IN_STORE).openOrBuild();
            this.handle = handle;
        }

        void open() {
            supplier = Thread.ofPlatform().daemon().name("supplier-" + handles).start(this::supply);
        }

        private void supply() {
            try {
                while (true) {
                    handles.put(handle);
                }
            } catch (InterruptedException | QueueShutdownException | QueueClosedException e) {
                // Sealed.
            }
        }

        /** Handles in store would count as holders. */
        void seal() throws InterruptedException {
            supplier.interrupt();
            supplier.join();
            for (H each = handles.poll(); each != null; each = handles.poll()) {
                ((ProcessQueue<?>) each).close();
            }
        }
    }

    Keeper(Order order, LinkedBlockingQueue<String> commands) {
        this.order = order;
        this.commands = commands;
    }

    void run() throws IOException, InterruptedException {
        Journal journal = Journal.create(order.journals().get(0));
        if (order.configuration().isPipe()) {
            obtainPipe();
            supply(Channels.RECEIVING_HANDLES, receiver);
            supply(Channels.HANDLES, sender);
        } else {
            queue = order.creating() ? create() : Channels.openQueue(order);
            if (!order.configuration().isNamed()) {
                supply(Channels.HANDLES, queue);
            }
        }
        Worker.say(Worker.UP);
        for (String command = Worker.next(commands); !command.equals(Worker.STOP); command = Worker.next(commands)) {
            if (command.equals(SEAL)) {
                for (Store<?> store : stores) {
                    store.seal();
                }
            } else if (command.equals(SUPPLY)) {
                stores.forEach(Store::open);
            } else if (command.equals(LOOK_BACK)) {
                new Inspection(order, queue, journal).lookBack();
            } else if (command.startsWith(INSPECT)) {
                int holders = Integer.parseInt(command.substring(INSPECT.length()).strip());
                new Inspection(order, queue, journal).run(holders);
            }
            Worker.say("done " + command);
        }
        close();
        journal.note(Journal.Kind.ENDED);
    }

    private ProcessQueue<Object> create() {
        ProcessQueue.Builder<Object> builder = ProcessQueue.builder();
        if (order.configuration().isNamed()) {
            builder.name(Channels.NAME);
        }
        builder.maxBytes(order.configuration().maxBytes());
        if (order.configuration().isBounded()) {
            builder.maxSize(order.configuration().maxSize());
        }
        return order.configuration().isJoinable() ? builder.buildJoinable() : builder.build();
    }

    private void obtainPipe() throws InterruptedException {
        if (order.creating()) {
            Pipe pipe = Pipe.oneWay();
            receiver = pipe.first();
            sender = pipe.second();
        } else {
            receiver = Channels.receive(Channels.RECEIVING_HANDLES);
            sender = Channels.receive(Channels.HANDLES);
        }
    }

    private <H> void supply(String name, H handle) {
        Store<H> store = new Store<>(name, handle);
        stores.add(store);
        store.open();
    }

    private void unlink() {
        if (order.configuration().isNamed()) {
            ProcessQueue.unlink(Channels.NAME);
        }
    }

    private void close() {
        unlink();
        stores.forEach(store -> store.handles.close());
        if (order.configuration().isPipe() || !order.configuration().isNamed()) {
            ProcessQueue.unlink(Channels.HANDLES);
            ProcessQueue.unlink(Channels.RECEIVING_HANDLES);
        }
        if (queue != null) {
            queue.close();
        } else {
            receiver.close();
            sender.close();
        }
    }

    /** Whether a wait of a joinable queue, in which all is done, ends at once. */
    static boolean joins(ProcessQueue<?> queue, Duration limit) throws InterruptedException {
        return !(queue instanceof JoinableQueue<?> joinable) || joinable.join(limit);
    }
}
