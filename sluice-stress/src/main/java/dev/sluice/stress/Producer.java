package dev.sluice.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Puts elements that are numbered without a gap, withdraws some of them, and notes before and after each. */
final class Producer implements Runnable {
    private static final int LATEST_WITHDRAWAL = 4;
    private static final int TOGETHER_PERCENT = 15;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final int id;
    private final Sizes sizes;
    private final int withdrawnPercent;
    private final int mostTogether;
    private final Channel channel;
    private final Journal journal;
    private final SplittableRandom random;
    private final Pace pace;

    // The element that is to be withdrawn, when so many more have been put.
    private Element regretted;
    private byte[] regrettedBytes;
    private int putsLeft;

    Producer(
            int id, Sizes sizes, int withdrawnPercent, int mostTogether, Channel channel, Journal journal,
            SplittableRandom random, Pace pace) {
        this.id = id;
        this.sizes = sizes;
        this.withdrawnPercent = withdrawnPercent;
        this.mostTogether = mostTogether;
        this.channel = channel;
        this.journal = journal;
        this.random = random;
        this.pace = pace;
    }

    @Override
    public void run() {
        try {
            for (long sequence = 0; pace.next() && journal.hasRoom();) {
                if (sizes.isPause(System.nanoTime())) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    continue;
                }
                if (mostTogether > 1 && random.nextInt(100) < TOGETHER_PERCENT) {
                    sequence += putTogether(sequence, 1 + random.nextInt(mostTogether));
                } else {
                    put(new Element(id, sequence));
                    sequence++;
                }
                if (regretted != null && putsLeft-- == 0) {
                    withdraw();
                }
            }
        } catch (Channel.EndedException e) {
            // Shut down: there is nobody to put for.
        }
    }

    private int putTogether(long first, int count) {
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(Element.encode(id, first + i, sizes.length(random, System.nanoTime())));
            journal.note(Journal.Kind.PUTTING, new Element(id, first + i), 0);
        }
        int put = channel.putAll(batch, random);
        for (int i = 0; i < count; i++) {
            boolean isLast = put == count && i == count - 1;
            journal.note(i < put ? Journal.Kind.PUT : Journal.Kind.NOT_PUT, new Element(id, first + i), isLast ? 0 : 1);
        }
        return count;
    }

    private void put(Element element) {
        byte[] bytes = Element.encode(id, element.sequence(), sizes.length(random, System.nanoTime()));
        boolean withdrawable = regretted == null && random.nextInt(100) < withdrawnPercent;
        journal.note(Journal.Kind.PUTTING, element, 0);
        boolean put;
        try {
            put = channel.put(bytes, withdrawable, random);
        } catch (InterruptedException e) {
            put = false;
        } catch (Channel.EndedException e) {
            journal.note(Journal.Kind.NOT_PUT, element, 0);
            throw e;
        }
        journal.note(put ? Journal.Kind.PUT : Journal.Kind.NOT_PUT, element, 0);
        if (put && withdrawable) {
            regretted = element;
            regrettedBytes = bytes;
            putsLeft = random.nextInt(LATEST_WITHDRAWAL);
        }
    }

    private void withdraw() {
        journal.note(Journal.Kind.WITHDRAWING, regretted, 0);
        boolean found = channel.withdraw(regrettedBytes);
        journal.note(Journal.Kind.WITHDRAWN, regretted, found ? 1 : 0);
        regretted = null;
        regrettedBytes = null;
    }
}
