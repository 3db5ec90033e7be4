package dev.sluice.stress;

import dev.sluice.ProcessQueue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of the attack. It is started before it is needed, and learns from one line of its standard input what it is
 * to be; it ends with its controller, at the end of that input.
 */
public final class Worker {
    /** The exit code of a process that met an error. */
    static final int FAILED = 70;
    /** What the controller writes to have it finish what there is to do, and leave. */
    static final String STOP = "stop";
    /** What the controller writes to have it leave at once. */
    static final String LEAVE = "leave";

    /** What it says when it has its channel, and begins. */
    static final String UP = "up";

    private static final int LONGEST_CALM_MILLIS = 8;
    private static final String REMOVE = "REMOVE_";
    private static final String REFUSING = "PUT_BACK_";
    private static final int WITHDRAWN_PERCENT = 3;
    private static final int WITHDRAWN_PERCENT_OF_AIMED = 40;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long NUDGE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final LinkedBlockingQueue<String> commands = new LinkedBlockingQueue<>();
    private volatile boolean stopping;
    private volatile boolean leaving;

    private Worker() {}

    /**
     * Waits for an order and follows it.
     *
     * @param arguments none
     * @throws Exception if it cannot
     */
    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("ready");
        String line = in.readLine();
        if (line != null) {
            Order order = Order.parse(line);
            // Before any class of the library is initialized: they look once.
            System.setProperty("dev.sluice.dir", order.directory().toString());
            set("dev.sluice.killpoint", order.killPoint());
            set("dev.sluice.broken", order.broken());
            set("dev.sluice.native", order.configuration().isPortable() ? "off" : "");
            new Worker().follow(order, in);
        }
    }

    private static void set(String property, String value) {
        if (!value.isEmpty()) {
            System.setProperty(property, value);
        }
    }

    /** Tells the controller something, in one line of standard output. */
    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void follow(Order order, BufferedReader in) throws Exception {
        Thread.ofPlatform().daemon().name("orders").start(() -> listen(in));
        switch (order.role()) {
            case PRODUCER, CONSUMER -> work(order);
            case WATCHER -> new Watcher(order, this::isStopping).run();
            case KEEPER -> new Keeper(order, commands).run();
            case CLOSER, DISCARDER -> new Closer(order).run();
            case SWEEPER -> ProcessQueue.create(1).close();
            case TRAINEE -> new Trainee(order).run();
            default -> throw new IllegalArgumentException("no such role: " + order.role());
        }
    }

    private boolean isStopping() {
        return stopping;
    }

    private void listen(BufferedReader in) {
        Optional<ProcessHandle> controller = ProcessHandle.current().parent();
        try {
            String line = in.readLine();
            while (line != null) {
                leaving |= line.equals(LEAVE);
                stopping |= leaving || line.equals(STOP);
                commands.add(line);
                // The last one. A thread that sits in a read would hold up the end of the JVM, for 300 ms.
                line = stopping ? null : in.readLine();
            }
        } catch (IOException e) {
            // As at the end.
        }
        while (stopping && controller.filter(ProcessHandle::isAlive).isPresent()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        // The controller is gone. What it would have told us to do now is to end.
        Runtime.getRuntime().halt(FAILED);
    }

    private void work(Order order) throws Exception {
        List<Journal> journals = new ArrayList<>();
        for (int i = 0; i < order.journals().size(); i++) {
            journals.add(Journal.create(order.journals().get(i)));
        }
        Channel channel = Channels.open(order);
        say(UP);
        long burstFrom = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(order.burstAfterMillis());
        List<Thread> threads = new ArrayList<>();
        List<Pace> paces = new ArrayList<>();
        for (int i = 0; i < journals.size(); i++) {
            Journal journal = journals.get(i);
            int id = order.ids().get(i);
            SplittableRandom random = new SplittableRandom(order.seed() + i);
            Pace pace = new Pace(random, burstFrom, LONGEST_CALM_MILLIS, this::isStopping);
            paces.add(pace);
            Runnable job = order.role() == Order.Role.PRODUCER
                    ? new Producer(
                            id,
                            order.configuration().sizes(),
                            withdrawnPercent(order),
                            order.configuration().mostTogether(),
                            channel,
                            journal,
                            random,
                            pace)
                    : new Consumer(
                            channel,
                            journal,
                            random,
                            pace,
                            () -> !leaving,
                            order.configuration().isDraining(),
                            order.killPoint().startsWith(REFUSING));
            threads.add(Thread.ofPlatform().name(order.role() + "-" + id).start(() -> run(job, journal)));
        }
        if (order.interrupted()) {
            Thread.ofPlatform().daemon().name("interrupter").start(() -> interrupt(threads, order.seed()));
        }
        if (order.collecting()) {
            Thread.ofPlatform().daemon().name("live-heap").start(new LiveHeap(order.seed()));
        }
        Thread.ofPlatform().daemon().name("nudger").start(() -> nudge(threads, paces));
        for (Thread thread : threads) {
            thread.join();
        }
        channel.close();
    }

    private static int withdrawnPercent(Order order) {
        if (!order.configuration().isWithdrawing()) {
            return 0;
        }
        return order.killPoint().startsWith(REMOVE) ? WITHDRAWN_PERCENT_OF_AIMED : WITHDRAWN_PERCENT;
    }

    /** An error ends the process at once: its journal says so, and standard error why. */
    private static void run(Runnable job, Journal journal) {
        try {
            job.run();
            journal.note(Journal.Kind.ENDED);
        } catch (Throwable e) {
            journal.note(Journal.Kind.FAILED);
            e.printStackTrace();
            Runtime.getRuntime().halt(FAILED);
        }
    }

    private void interrupt(List<Thread> threads, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        while (!stopping) {
            LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(10)));
            threads.get(random.nextInt(threads.size())).interrupt();
        }
    }

    /** Who waits for something that will not come any more has to be told that it is over. */
    private void nudge(List<Thread> threads, List<Pace> paces) {
        boolean all = false;
        while (!all) {
            LockSupport.parkNanos(NUDGE_NANOS);
            all = stopping;
            for (int i = 0; i < threads.size() && stopping; i++) {
                if (!paces.get(i).isOver()) {
                    threads.get(i).interrupt();
                    all = false;
                }
            }
        }
    }

    /** Waits for the next command; tells the calling role's loop. */
    static String next(LinkedBlockingQueue<String> commands) {
        try {
            return commands.take();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException("interrupted while waiting for a command", e));
        }
    }
}
