package dev.sluice.examples;

import dev.sluice.ChildProcess;
import dev.sluice.ProcessQueue;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Producers put random items into a queue, consumers take them out, each in a process of its own.
 *
 * <p>A consumer that leaves as soon as the queue is empty leaves too early when the producers are slow, and with an end
 * mark in the queue each of N consumers needs one of its own. Here the parent calls {@code shutdown()} once, after the
 * producers have ended: every consumer drains what is left and then ends.
 */
public final class QueueExample {
    private QueueExample() {}

    /** Who waits for whom. */
    public enum Pace {
        /** The queue is empty most of the time: the case in which {@code empty()} is no sign of the end. */
        SLOW_PRODUCERS(Duration.ofMillis(100), Duration.ofMillis(10)),
        /** The queue fills up. */
        FAST_PRODUCERS(Duration.ZERO, Duration.ofMillis(50));

        private final Duration perPut;
        private final Duration perGet;

        Pace(Duration perPut, Duration perGet) {
            this.perPut = perPut;
            this.perGet = perGet;
        }
    }

    /**
     * What to run.
     *
     * @param producers the number of producers
     * @param consumers the number of consumers
     * @param items     the number of items of each producer
     * @param pace      who is slow
     */
    public record Settings(int producers, int consumers, int items, Pace pace) implements Serializable {
        /** Checks the numbers. */
        public Settings {
            requireAtLeastOne("producers", producers);
            requireAtLeastOne("consumers", consumers);
            requireAtLeastOne("items", items);
        }

        private static void requireAtLeastOne(String what, int number) {
            if (number < 1) {
                throw new IllegalArgumentException(what + "=" + number + " is below 1; give at least 1");
            }
        }
    }

    /** What a producer has put or a consumer has taken, told at its end. */
    private record Report(boolean produced, List<Integer> items) {}

    /** Puts random items into the queue. */
    @SuppressWarnings("serial") // parent and child are one program, so its versions never meet
    private static final class Producer extends ChildProcess {
        private final ProcessQueue<Integer> queue;
        private final ProcessQueue<Report> reports;
        private final Settings settings;

        Producer(ProcessQueue<Integer> queue, ProcessQueue<Report> reports, Settings settings) {
            this.queue = queue;
            this.reports = reports;
            this.settings = settings;
        }

        @Override
        protected void run() throws InterruptedException {
            List<Integer> items = new ArrayList<>();
            for (int i = 0; i < settings.items(); i++) {
                int item = ThreadLocalRandom.current().nextInt(257);
                queue.put(item);
                items.add(item);
                say("Process Producer : item %d appended to queue %s (pid %d)%nThe size of queue is %d"
                        .formatted(item, name(), pid(), queue.size()));
                Thread.sleep(settings.pace().perPut);
            }
            reports.put(new Report(true, items));
        }
    }

    /** Takes items out of the queue until it is shut down and drained. */
    @SuppressWarnings("serial") // parent and child are one program, so its versions never meet
    private static final class Consumer extends ChildProcess {
        private final ProcessQueue<Integer> queue;
        private final ProcessQueue<Report> reports;
        private final Settings settings;

        Consumer(ProcessQueue<Integer> queue, ProcessQueue<Report> reports, Settings settings) {
            this.queue = queue;
            this.reports = reports;
            this.settings = settings;
        }

        @Override
        protected void run() throws InterruptedException {
            List<Integer> items = new ArrayList<>();
            for (int item : queue.untilShutdown()) {
                items.add(item);
                say("Process Consumer : item %d popped by %s (pid %d)".formatted(item, name(), pid()));
                Thread.sleep(settings.pace().perGet);
            }
            say("the queue is shut down and empty: " + name() + " ends");
            reports.put(new Report(false, items));
        }
    }

    /**
     * Runs the producers and consumers.
     *
     * @param settings how many of each, and how fast
     * @return whether every item that was put was taken exactly once
     * @throws InterruptedException if interrupted while waiting for the processes
     */
    public static boolean run(Settings settings) throws InterruptedException {
        try (ProcessQueue<Integer> queue = ProcessQueue.create();
                ProcessQueue<Report> reports = ProcessQueue.create()) {
            List<Producer> producers = Stream.generate(() -> new Producer(queue, reports, settings))
                    .limit(settings.producers())
                    .toList();
            List<Consumer> consumers = Stream.generate(() -> new Consumer(queue, reports, settings))
                    .limit(settings.consumers())
                    .toList();
            producers.forEach(ChildProcess::start);
            consumers.forEach(ChildProcess::start);
            for (Producer producer : producers) {
                producer.join();
            }
            queue.shutdown();
            for (Consumer consumer : consumers) {
                consumer.join();
            }
            return everyItemOnce(reports, settings);
        }
    }

    private static boolean everyItemOnce(ProcessQueue<Report> reports, Settings settings) {
        List<Report> received = new ArrayList<>();
        reports.drainTo(received);
        Map<Integer, Long> appended = occurrences(received, true);
        Map<Integer, Long> popped = occurrences(received, false);
        boolean right = received.size() == settings.producers() + settings.consumers()
                && total(appended) == (long) settings.producers() * settings.items()
                && appended.equals(popped);
        say("%d items appended by %d producers, %d popped by %d consumers: %s"
                .formatted(
                        total(appended),
                        settings.producers(),
                        total(popped),
                        settings.consumers(),
                        right ? "every item exactly once" : "NOT the same items"));
        return right;
    }

    /** Writes all at once, where printf writes piece by piece: the lines of several processes shall not mix. */
    private static void say(String text) {
        System.out.println(text);
    }

    private static Map<Integer, Long> occurrences(List<Report> reports, boolean produced) {
        return reports.stream()
                .filter(report -> report.produced() == produced)
                .flatMap(report -> report.items().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static long total(Map<Integer, Long> occurrences) {
        return occurrences.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Runs two slow producers and three consumers.
     *
     * @param args not used
     * @throws InterruptedException if interrupted while waiting for the processes
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(new Settings(2, 3, 10, Pace.SLOW_PRODUCERS)) ? 0 : 1);
    }
}
