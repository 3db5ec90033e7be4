package dev.sluice.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A round that never was: its journals are written by the test. Times are in milliseconds. */
final class Scene {
    private static final int ALIVE = 0;

    private final Path folder;
    private final Configuration configuration;
    private final List<Life> lives = new ArrayList<>();
    private final List<Interval> gaps = new ArrayList<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private int filesLeft;
    private int processesLeft;

    Scene(Path folder, Configuration configuration) {
        this.folder = folder;
        this.configuration = configuration;
        seen.put(Inspection.ACCEPTED, (long) configuration.maxSize());
        seen.put(Inspection.RETURNED, (long) configuration.maxSize());
    }

    /** A process of one thread, and its journal. */
    final class Actor {
        private final Life life;
        private final Journal journal;
        private final int id;

        private Actor(Order.Role role) {
            id = lives.size() + 1;
            Path file = folder.resolve(id + ".journal");
            Order order = new Order(
                    role, configuration, folder, List.of(file), List.of(id), 0, "", "", 0, false, false, false);
            life = new Life(order);
            life.ended(ALIVE, nanos(1_000_000));
            lives.add(life);
            try {
                journal = Journal.create(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Actor note(Journal.Kind kind, Actor producer, long sequence, int detail, long millis) {
            journal.note(kind, producer.id, sequence, detail, nanos(millis));
            return this;
        }

        Actor puts(long sequence, long from, long to) {
            note(Journal.Kind.PUTTING, this, sequence, 0, from);
            return note(Journal.Kind.PUT, this, sequence, 0, to);
        }

        Actor takes(Actor producer, long sequence, int count, long from, long to) {
            note(Journal.Kind.TAKING, this, 0, 0, from);
            return note(Journal.Kind.TOOK, producer, sequence, count, to);
        }

        Actor acknowledges(Actor producer, long sequence, long from, long to) {
            note(Journal.Kind.ACKING, producer, sequence, 0, from);
            return note(Journal.Kind.ACKED, producer, sequence, 0, to);
        }

        Actor givesBack(Actor producer, long sequence, long from, long to) {
            note(Journal.Kind.GIVING_BACK, producer, sequence, 0, from);
            return note(Journal.Kind.GAVE_BACK, producer, sequence, 0, to);
        }

        Actor withdraws(long sequence, boolean found, long from, long to) {
            note(Journal.Kind.WITHDRAWING, this, sequence, 0, from);
            return note(Journal.Kind.WITHDRAWN, this, sequence, found ? 1 : 0, to);
        }

        Actor shutsDown(boolean discarding, long from, long to) {
            note(Journal.Kind.SHUTTING_DOWN, this, 0, discarding ? 1 : 0, from);
            return note(Journal.Kind.SHUT_DOWN, this, 0, discarding ? 1 : 0, to);
        }

        /** Works until the queue is shut down. */
        Actor isLast() {
            life.beLast();
            return this;
        }

        Actor dies(long millis) {
            life.killing(nanos(millis));
            life.ended(WorkerJvm.KILLED, nanos(millis + 1));
            return this;
        }

        /** Its threads wait for the garbage collector. */
        Actor isCollecting(long from, long to) {
            life.collected(List.of(new Interval(nanos(from), nanos(to))));
            return this;
        }

        Actor isStopped(long from, long to) {
            life.stopped(new Interval(nanos(from), nanos(to)));
            return this;
        }
    }

    Actor producer() {
        return new Actor(Order.Role.PRODUCER);
    }

    Actor consumer() {
        return new Actor(Order.Role.CONSUMER);
    }

    Actor watcher() {
        return new Actor(Order.Role.WATCHER);
    }

    Actor closer() {
        return new Actor(Order.Role.CLOSER);
    }

    Scene machineStoodStill(long from, long to) {
        gaps.add(new Interval(nanos(from), nanos(to)));
        return this;
    }

    Scene keeperSaw(String what, long number) {
        seen.put(what, number);
        return this;
    }

    Scene left(int files, int processes) {
        filesLeft = files;
        processesLeft = processes;
        return this;
    }

    Scene failed(String what) {
        failures.add(what);
        return this;
    }

    Outcome verdict() throws IOException {
        return Verdict.of(new Evidence(
                configuration, lives, gaps, Map.copyOf(seen), filesLeft, processesLeft, failures, folder));
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis + 1);
    }
}
