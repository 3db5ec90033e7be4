package dev.sluice.stress;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One place among the producers or consumers: whoever has it dies, and is replaced. */
final class Lane implements Runnable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Every so many stopped processes are killed while they are stopped. */
    private static final int KILLED_WHILE_STOPPED = 3;

    private final Round round;
    private final Schedule.Side side;
    private final int number;
    private Member current;

    Lane(Round round, Schedule.Side side, int number) {
        this.round = round;
        this.side = side;
        this.number = number;
    }

    Schedule.Side side() {
        return side;
    }

    /** Who has it now; empty for a moment between two. */
    synchronized Optional<Member> current() {
        return Optional.ofNullable(current);
    }

    private synchronized void set(Member member) {
        current = member;
    }

    @Override
    public void run() {
        try {
            for (int incarnation = 0; !round.isEnding(); incarnation++) {
                Schedule.Fate fate = round.schedule().fate(side, number, incarnation);
                Member member = round.recruit(side, fate, round.schedule().random(side, number, incarnation));
                set(member);
                live(member, fate);
                if (member.jvm().isAlive()) {
                    return; // the round is ending; it shall finish its work
                }
                set(null);
                round.buried(member);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            round.failed(e);
        }
    }

    private void live(Member member, Schedule.Fate fate) throws IOException, InterruptedException {
        boolean trial = round.schedule().configuration().isTrial();
        if (!member.jvm().awaitLine(trial ? Round.START_LIMIT : LIMIT)) {
            if (trial) {
                round.hasNotBegun(member);
            } else {
                round.stuck(member);
            }
            return;
        }
        if (trial) {
            // The only death of the round: it shall come when everybody is at work.
            round.awaitAllAtWork(member);
        }
        long deadline = System.nanoTime() + Duration.ofMillis(fate.lifeMillis()).toNanos();
        if (fate.stopMillis() > 0) {
            long stopAt = System.nanoTime() + Duration.ofMillis(fate.stopAfterMillis()).toNanos();
            if (!waitUntil(member, Math.min(stopAt, deadline)) || !stop(member, fate)) {
                return;
            }
        }
        if (!waitUntil(member, deadline)) {
            return;
        }
        if (fate.end() == Schedule.End.LEAVE) {
            member.tell(Worker.LEAVE);
            if (!member.jvm().waitFor(LIMIT)) {
                round.stuck(member);
            }
        } else {
            member.kill();
        }
    }

    /** Returns false if it is dead afterwards. */
    private static boolean stop(Member member, Schedule.Fate fate) throws IOException, InterruptedException {
        long from = System.nanoTime();
        long to = Long.MAX_VALUE;
        member.jvm().stop();
        boolean dead = member.jvm().waitFor(Duration.ofMillis(fate.stopMillis()));
        if (!dead && fate.end() == Schedule.End.KILL && fate.stopMillis() % KILLED_WHILE_STOPPED == 0) {
            member.kill();
            dead = true;
        } else if (!dead) {
            to = System.nanoTime();
            member.jvm().goOn();
        }
        member.life().stopped(new Interval(from, Math.min(to, System.nanoTime())));
        return !dead;
    }

    /** Returns whether it lives then and the round goes on. */
    private boolean waitUntil(Member member, long deadline) throws InterruptedException {
        while (!round.isEnding()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            if (member.jvm().waitFor(Duration.ofNanos(Math.min(left, LOOK.toNanos())))) {
                return false;
            }
        }
        return false;
    }
}
