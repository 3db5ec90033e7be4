package dev.sluice;

import dev.sluice.internal.process.LaunchSettings;
import dev.sluice.internal.process.SparePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The spare JVMs of this process, by what they are like. A thread in the background makes them, one at a time, after a child of
 * the same kind has begun its task: so what cannot be started is not tried again and again, and a child's own start is not
 * slowed by that of a spare.
 */
final class Spares {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int MOST_UNASKED = 4;
    private static final int MOST_KINDS = 64;
    private static final int MOST_FAILURES = 3;

    /** Of how many that nobody asked for and nobody used it is learned that this program does not start alike children. */
    private static final int LEARNED_AFTER = 2;

    /** By kind, the one longest not started first. Guarded by itself, as is all that is in it. */
    private static final Map<Kind, Shelf> SHELVES = new LinkedHashMap<>(16, 0.75f, true);

    private static Thread maker; // guarded by SHELVES
    private static int unused; // guarded by SHELVES

    private Spares() {}

    /** What makes one JVM like another before it has its task. */
    record Kind(List<String> command, LaunchSettings settings) {}

    private static final class Shelf {
        final Deque<Spare> spares = new ArrayDeque<>();
        List<String> classes = List.of();
        int wanted;
        boolean asked;
        boolean due;
        int failures;
        long lastFailure;
        long lastStart = System.nanoTime() - IDLE_NANOS;
        boolean startedTwice;

        boolean lacksOne() {
            boolean mayTry = failures < MOST_FAILURES || System.nanoTime() - lastFailure > IDLE_NANOS;
            return due && mayTry && spares.size() < wanted;
        }
    }

    /**
     * Takes a spare that is ready; null if there is none.
     *
     * @param wanted  how many the child's maker has asked for; negative if that is left to us
     * @param classes names of classes that this child needs, and so perhaps the next one
     */
    static Spare take(Kind kind, int wanted, List<String> classes) {
        List<Spare> unfit = new ArrayList<>();
        try {
            synchronized (SHELVES) {
                Shelf shelf = shelf(kind);
                shelf.classes = classes;
                shelf.asked = wanted >= 0;
                shelf.wanted = shelf.asked ? wanted : SparePolicy.unasked(kind.command());
                long now = System.nanoTime();
                shelf.startedTwice = now - shelf.lastStart < IDLE_NANOS;
                shelf.lastStart = now;
                while (!shelf.spares.isEmpty()) {
                    Spare spare = shelf.spares.removeFirst();
                    if (shelf.wanted > 0 && spare.isFit()) {
                        unused = 0;
                        return spare;
                    }
                    unfit.add(spare);
                }
                return null;
            }
        } finally {
            unfit.forEach(Spare::end);
        }
    }

    private static Shelf shelf(Kind kind) {
        Shelf shelf = SHELVES.computeIfAbsent(kind, _ -> new Shelf());
        if (SHELVES.size() > MOST_KINDS) {
            Iterator<Shelf> eldestFirst = SHELVES.values().iterator();
            while (eldestFirst.hasNext()) {
                if (eldestFirst.next().spares.isEmpty()) {
                    eldestFirst.remove();
                    break;
                }
            }
        }
        return shelf;
    }

    /** A child of this kind has begun its task: the next one may find a spare. */
    static void refill(Kind kind) {
        synchronized (SHELVES) {
            Shelf shelf = SHELVES.get(kind);
            if (shelf == null || shelf.wanted == 0) {
                return;
            }
            shelf.due = shelf.asked || unused < LEARNED_AFTER || shelf.startedTwice;
            if (maker == null) {
                maker = Thread.ofPlatform()
                        .name("sluice-spares")
                        .daemon()
                        .start(Spares::make);
            }
            SHELVES.notifyAll();
        }
    }

    private static void make() {
        while (true) {
            try {
                Map.Entry<Kind, Shelf> next = next();
                boolean made = makeOne(next.getKey(), next.getValue());
                synchronized (SHELVES) {
                    next.getValue().failures = made ? 0 : next.getValue().failures + 1;
                    next.getValue().lastFailure = System.nanoTime();
                }
            } catch (InterruptedException e) {
                // Some code interrupts every thread it finds.
            } catch (RuntimeException | Error e) {
                // No memory for another JVM, or even for this; children are started without a spare, then.
            }
        }
    }

    /** Waits for a shelf that lacks a spare, and ends meanwhile those that nobody needed. */
    private static Map.Entry<Kind, Shelf> next() throws InterruptedException {
        while (true) {
            List<Spare> unneeded;
            synchronized (SHELVES) {
                for (Map.Entry<Kind, Shelf> each : SHELVES.entrySet()) {
                    if (each.getValue().lacksOne()) {
                        return Map.entry(each.getKey(), each.getValue());
                    }
                }
                unneeded = removeUnneeded();
                if (unneeded.isEmpty()) {
                    TimeUnit.NANOSECONDS.timedWait(SHELVES, nextLook());
                }
            }
            unneeded.forEach(Spare::end);
        }
    }

    private static List<Spare> removeUnneeded() {
        List<Spare> unneeded = new ArrayList<>();
        long now = System.nanoTime();
        int unaskedToEnd = (int) SHELVES.values().stream().filter(Spares::isUnasked).count() - MOST_UNASKED;
        for (Shelf shelf : SHELVES.values()) {
            if (isUnasked(shelf) && (unaskedToEnd-- > 0 || now - shelf.lastStart > IDLE_NANOS)) {
                unneeded.addAll(shelf.spares);
                shelf.spares.clear();
                shelf.due = false;
                unused++;
            }
        }
        return unneeded;
    }

    private static boolean isUnasked(Shelf shelf) {
        return !shelf.asked && !shelf.spares.isEmpty();
    }

    private static long nextLook() {
        return SHELVES.values().stream().anyMatch(Spares::isUnasked) ? IDLE_NANOS / 8 : Long.MAX_VALUE;
    }

    private static boolean makeOne(Kind kind, Shelf shelf) throws InterruptedException {
        List<String> classes;
        synchronized (SHELVES) {
            classes = shelf.classes;
        }
        Spare spare;
        try {
            spare = Spare.start(kind.command(), kind.settings(), classes);
        } catch (IOException | RuntimeException | Error e) {
            return false;
        }
        boolean kept = false;
        boolean ready = false;
        try {
            ready = spare.becomesReady(LONGEST_START);
            synchronized (SHELVES) {
                kept = ready && shelf.spares.size() < shelf.wanted;
                if (kept) {
                    shelf.spares.addLast(spare);
                }
            }
            return ready;
        } catch (IOException e) {
            return false;
        } finally {
            if (!kept) {
                spare.end();
            }
        }
    }

    /** Ends those that are idle, without waiting for it. More are made as children are started. */
    static void discard() {
        List<Spare> all = new ArrayList<>();
        synchronized (SHELVES) {
            for (Shelf shelf : SHELVES.values()) {
                all.addAll(shelf.spares);
                shelf.spares.clear();
                shelf.due = false;
                shelf.wanted = 0;
            }
        }
        all.forEach(Spare::end);
    }

    /** How many are ready, of all kinds. */
    static int ready() {
        synchronized (SHELVES) {
            return SHELVES.values().stream().mapToInt(shelf -> shelf.spares.size()).sum();
        }
    }
}
