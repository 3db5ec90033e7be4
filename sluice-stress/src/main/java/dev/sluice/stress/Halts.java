package dev.sluice.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The times when all threads of some process stood still though it was alive, and who had to wait for that. */
final class Halts {
    /** From here on somebody is held up, rather than slow. */
    static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    /** A process that goes on needs some time to come to the end of what it was doing. */
    private static final long RESUMING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Halt> halts = new ArrayList<>();
    private long longestWait;

    private static final class Halt {
        private final Life life;
        private final Interval interval;
        private boolean heldUp;

        Halt(Life life, Interval interval) {
            this.life = life;
            this.interval = interval;
        }
    }

    Halts(List<Life> lives, Function<Life, List<Interval>> ofLife) {
        for (Life life : lives) {
            ofLife.apply(life).forEach(interval -> halts.add(new Halt(life, interval)));
        }
    }

    /** When others may have had to wait for them. */
    List<Interval> withResuming() {
        return halts.stream()
                .map(halt -> new Interval(halt.interval.from(), halt.interval.to() + RESUMING_NANOS))
                .toList();
    }

    /** Whether somebody who waited in vain did so for one of them. */
    void consider(Interval wait, Life who) {
        for (Halt halt : halts) {
            long overlap = wait.overlap(halt.interval);
            // Who waits for a lock gets on when its holder does, and not much later.
            boolean endsWithIt = wait.to() >= halt.interval.to() && wait.to() <= halt.interval.to() + RESUMING_NANOS;
            if (overlap > HELD_UP_NANOS && endsWithIt && !halt.life.equals(who)) {
                halt.heldUp = true;
                longestWait = Math.max(longestWait, overlap);
            }
        }
    }

    int count() {
        return halts.size();
    }

    /** The longest of them. */
    long longestNanos() {
        return halts.stream().mapToLong(halt -> halt.interval.length()).max().orElse(0);
    }

    /** How many of them held up somebody else. */
    int countThatHeldUp() {
        return (int) halts.stream().filter(halt -> halt.heldUp).count();
    }

    /** The longest wait of somebody else for one of them. */
    long longestWaitNanos() {
        return longestWait;
    }
}
