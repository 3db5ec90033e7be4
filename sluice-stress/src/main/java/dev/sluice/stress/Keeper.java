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
    /** The command to look at what is left; followed by the number of processes that hold the queue. */
    static final String INSPECT = "inspect";

    private static final int HANDLES_IN_STORE = 3;

    private final Order order;
    private final LinkedBlockingQueue<String> commands;
    private final List<ProcessQueue<?>> handles = new ArrayList<>();
    private final List<Thread> suppliers = new ArrayList<>();
    private ProcessQueue<byte[]> queue;
    private Connection receiver;
    private Connection sender;

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
                seal();
            } else if (command.startsWith(INSPECT)) {
                int holders = Integer.parseInt(command.substring(INSPECT.length()).strip());
                new Inspection(order, queue, journal).run(holders);
                unlink();
            }
            Worker.say("done " + command);
        }
        close();
        journal.note(Journal.Kind.ENDED);
    }

    private ProcessQueue<byte[]> create() {
        ProcessQueue.Builder<byte[]> builder = ProcessQueue.builder();
        if (order.configuration().isNamed()) {
            builder.name(Channels.NAME);
        }
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

    /** Keeps some handles in store for whoever comes. */
    private <H> void supply(String name, H handle) {
        ProcessQueue<H> store = ProcessQueue.<H>builder().name(name).maxSize(HANDLES_IN_STORE).openOrBuild();
        handles.add(store);
        suppliers.add(Thread.ofPlatform().daemon().name("supplier-" + name).start(() -> {
            try {
                while (true) {
                    store.put(handle);
                }
            } catch (InterruptedException | QueueShutdownException | QueueClosedException e) {
                // Sealed.
            }
        }));
    }

    /** Handles in store would count as holders. */
    private void seal() throws InterruptedException {
        for (Thread supplier : suppliers) {
            supplier.interrupt();
            supplier.join();
        }
        for (ProcessQueue<?> store : handles) {
            for (Object handle = store.poll(); handle != null; handle = store.poll()) {
                ((ProcessQueue<?>) handle).close();
            }
        }
    }

    private void unlink() {
        if (order.configuration().isNamed()) {
            ProcessQueue.unlink(Channels.NAME);
        }
    }

    private void close() {
        handles.forEach(ProcessQueue::close);
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
