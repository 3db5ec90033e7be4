package dev.sluice.stress;

import dev.sluice.SerializationException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Takes elements, checks each, acknowledges it, and notes all of that. When told to stop, it takes what is left first. */
final class Consumer implements Runnable {
    private static final int GIVEN_BACK_PERCENT = 2;
    private static final int HELD_PERCENT = 10;
    private static final int DRAINED_PERCENT = 15;

    /** How many are taken in one call; also how many may be lost with a consumer that is killed in it. */
    private static final int MOST_TOGETHER = 5;
    private static final long LONGEST_HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final Channel channel;
    private final Journal journal;
    private final SplittableRandom random;
    private final Pace pace;
    private final BooleanSupplier clearingUp;
    private final boolean draining;
    private final boolean refusing;

    /**
     * Makes a consumer.
     *
     * @param clearingUp whether, at the end, it takes what is left
     * @param draining   whether it takes several at a time now and then
     * @param refusing   whether it has what it took put back now and then
     */
    Consumer(
            Channel channel, Journal journal, SplittableRandom random, Pace pace, BooleanSupplier clearingUp,
            boolean draining,
            boolean refusing) {
        this.channel = channel;
        this.journal = journal;
        this.random = random;
        this.pace = pace;
        this.clearingUp = clearingUp;
        this.draining = draining;
        this.refusing = refusing;
    }

    @Override
    public void run() {
        try {
            while (pace.next() && journal.hasRoom()) {
                int dice = random.nextInt(100);
                if (draining && dice < DRAINED_PERCENT) {
                    drain(1 + random.nextInt(MOST_TOGETHER));
                } else if (refusing && dice < 2 * DRAINED_PERCENT) {
                    refuse(1 + random.nextInt(MOST_TOGETHER));
                } else {
                    take(true);
                }
            }
            while (clearingUp.getAsBoolean() && take(false)) {
                Thread.onSpinWait();
            }
        } catch (Channel.EndedException e) {
            // That is how a pipe ends.
        }
    }

    private void drain(int most) {
        journal.note(Journal.Kind.DRAINING, 0, 0, most);
        for (Channel.Taken taken : channel.takeAll(most)) {
            Element element = Element.decode(taken.bytes());
            if (element == null) {
                journal.note(Journal.Kind.TORN);
            } else {
                journal.note(Journal.Kind.TOOK, element, 0);
            }
        }
        journal.note(Journal.Kind.DRAINED);
    }

    private void refuse(int most) {
        journal.note(Journal.Kind.REFUSING, 0, 0, most);
        channel.refuse(most);
        journal.note(Journal.Kind.REFUSED);
    }

    /** Returns whether to try once more, when it is about the last ones. */
    private boolean take(boolean oneOfMany) {
        journal.note(Journal.Kind.TAKING);
        Channel.Taken taken;
        try {
            taken = oneOfMany ? channel.take(random) : channel.takeLast();
        } catch (InterruptedException e) {
            journal.note(Journal.Kind.NOT_TAKEN);
            return true;
        } catch (SerializationException e) {
            journal.note(Journal.Kind.TORN);
            return true;
        }
        if (taken == null) {
            journal.note(Journal.Kind.NOT_TAKEN);
            return false;
        }
        Element element = Element.decode(taken.bytes());
        if (element == null) {
            journal.note(Journal.Kind.TORN);
            taken.done();
            return true;
        }
        journal.note(Journal.Kind.TOOK, element, taken.count());
        if (taken.count() > 0) {
            finish(taken, element, oneOfMany);
        }
        return true;
    }

    private void finish(Channel.Taken taken, Element element, boolean mayGiveBack) {
        if (random.nextInt(100) < HELD_PERCENT) {
            LockSupport.parkNanos(random.nextLong(LONGEST_HOLD_NANOS));
        }
        if (mayGiveBack && random.nextInt(100) < GIVEN_BACK_PERCENT) {
            journal.note(Journal.Kind.GIVING_BACK, element, 0);
            taken.giveBack();
            journal.note(Journal.Kind.GAVE_BACK, element, 0);
        } else {
            journal.note(Journal.Kind.ACKING, element, 0);
            taken.done();
            journal.note(Journal.Kind.ACKED, element, 0);
        }
    }
}
