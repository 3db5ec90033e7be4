package dev.sluice.internal.waiting;

import dev.sluice.internal.layout.Words;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Something that threads of several processes wait for, one shared word: bit 0 says that somebody may sleep, the rest is a
 * sequence number. One object per process and word.
 *
 * <p>A waiter {@linkplain #arm arms} the word, looks once more whether it still has to wait, and {@linkplain #await
 * waits} on the value that it armed. Who makes the event true {@linkplain #signal signals} afterwards: if the word is
 * armed, it clears the bit, advances the sequence and wakes one. Either the signal comes after the arming and changes the
 * word, or what was done before the signal is seen by the waiter's second look. A waiter that was woken arms again before
 * it looks, and signals when it leaves work behind, so the bit stays true for those who still sleep. There is no counter
 * of waiters that a killed one could leave wrong; a bit set in vain costs one needless wake-up.
 *
 * <p>Virtual threads must not block their carrier in a futex call: they queue here and park, and one pump thread per event
 * sleeps for them all.
 */
public final class Event {
    private static final int ARMED = 1;
    private static final int SEQUENCE = 2;
    private static final long PUMP_IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long NEW_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Words m;
    private final long offset;
    private final BooleanSupplier polling;
    private final ConcurrentLinkedDeque<Thread> parked = new ConcurrentLinkedDeque<>();
    private final AtomicReference<Thread> pump = new AtomicReference<>();

    /** Whether the pump waits for somebody to pump for; else it must not be disturbed, for its pauses are the polling. */
    private volatile boolean pumpIdles;

    // Of the pump: the last armed value that it has seen, and since when there was no signal.
    private int seen;
    private long waitingSince = System.nanoTime();

    /**
     * Makes this process's view of the event.
     *
     * @param polling whether a process that cannot wake others shares the segment
     */
    public Event(Words m, long offset, BooleanSupplier polling) {
        this.m = m;
        this.offset = offset;
        this.polling = polling;
    }

    /** Announces that the caller may sleep, and returns the value to wait on. */
    public int arm() {
        for (;;) {
            int value = m.getIntVolatile(offset);
            if ((value & ARMED) != 0 || m.compareAndSetInt(offset, value, value | ARMED)) {
                // Pairs with the fence before signal(): if somebody else had armed, nothing else keeps our look behind.
                VarHandle.fullFence();
                return value | ARMED;
            }
        }
    }

    /** Whether somebody may sleep. */
    public boolean isArmed() {
        return (m.getIntVolatile(offset) & ARMED) != 0 || (!Sleep.usesFutex() && !parked.isEmpty());
    }

    /** Whether nothing was signalled since {@link #arm} returned this. */
    public boolean isStill(int armed) {
        return m.getIntVolatile(offset) == armed;
    }

    /** Wakes one waiter, if there may be any. The caller's store that made the event true precedes a full fence. */
    public void signal() {
        int value = m.getIntVolatile(offset);
        if ((value & ARMED) != 0) {
            advance(value, 1);
        }
        if (!Sleep.usesFutex() && !parked.isEmpty()) {
            unparkOne();
        }
    }

    /** Wakes all waiters. */
    public void signalAll() {
        advance(m.getIntVolatile(offset), Integer.MAX_VALUE);
        for (Thread t = parked.poll(); t != null; t = parked.poll()) {
            LockSupport.unpark(t);
        }
    }

    private void advance(int seen, int count) {
        int value = seen;
        while (!m.compareAndSetInt(offset, value, (value & ~ARMED) + SEQUENCE)) {
            value = m.getIntVolatile(offset);
            if ((value & ARMED) == 0 && count == 1) {
                return; // somebody else has just signalled for whoever was armed
            }
        }
        Sleep.wake(m, offset, count);
    }

    /**
     * Waits until the event is signalled after {@code armed} was read, an interrupt, or the time is over; may return
     * earlier for no reason. Callers look again in any case.
     *
     * @param waitedNanos how long the caller has been waiting already
     */
    public void await(int armed, long nanos, long waitedNanos) {
        if (nanos <= 0) {
            return;
        }
        if (!Thread.currentThread().isVirtual()) {
            long slice = Math.min(nanos, Sleep.sliceNanos(waitedNanos));
            if (Sleep.usesFutex()) {
                sleep(armed, slice, waitedNanos);
            } else {
                parkUntilUnparked(armed, slice, waitedNanos);
            }
            return;
        }
        parkUntilUnparked(armed, nanos, waitedNanos);
    }

    /** One sleep, or as many as it takes where it has to be looked at the word: that costs less than for the caller. */
    private void sleep(int armed, long nanos, long waitedNanos) {
        long start = System.nanoTime();
        long slept = 0;
        do {
            Sleep.onWord(m, offset, armed, nanos - slept, polling.getAsBoolean(), waitedNanos + slept);
            slept = System.nanoTime() - start;
        } while (slept < nanos
                && isStill(armed)
                && !Thread.currentThread().isInterrupted());
    }

    /**
     * Waits for any of several events, each armed before, as {@link #await} does for one.
     *
     * @param armed what {@link #arm} returned for each
     */
    public static void awaitAny(List<Event> events, int[] armed, long nanos, long waitedNanos) {
        boolean polling = events.size() > Sleep.MOST_WORDS || Thread.currentThread().isVirtual();
        long[] addresses = new long[events.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = events.get(i).m.address() + events.get(i).offset;
            polling |= events.get(i).polling.getAsBoolean();
        }
        try {
            Sleep.onAnyWord(addresses, armed, nanos, polling, waitedNanos);
        } finally {
            Reference.reachabilityFence(events); // the addresses alone keep nothing mapped
        }
    }

    /** Parks. A platform thread here cannot be woken from another process, and looks at the word after each pause. */
    private void parkUntilUnparked(int armed, long nanos, long waitedNanos) {
        Thread me = Thread.currentThread();
        parked.addLast(me);
        boolean chosen;
        try {
            if (me.isVirtual()) {
                // After we are in the queue: a pump that was about to end looks there once more when it has said so.
                startPump();
            }
            if (pumpIdles) {
                LockSupport.unpark(pump.get());
            }
            long start = System.nanoTime();
            long parked = 0;
            while (parked < nanos && isStill(armed)) {
                long left = nanos - parked;
                long pause = me.isVirtual() ? left : Math.min(left, Sleep.pauseNanos(waitedNanos + parked));
                LockSupport.parkNanos(this, pause);
                long end = parked + pause;
                parked = System.nanoTime() - start;
                if (parked < end) {
                    break; // unparked, or interrupted
                }
            }
        } finally {
            chosen = !parked.remove(me);
        }
        if (chosen && me.isInterrupted()) {
            signal(); // we were chosen, but shall not look: the next one must
            unparkOne();
        }
    }

    private void unparkOne() {
        Thread t = parked.poll();
        if (t != null) {
            LockSupport.unpark(t);
        }
    }

    private void startPump() {
        if (pump.get() == null) {
            Thread t = Thread.ofPlatform().daemon().name("sluice-pump").unstarted(this::pump);
            if (pump.compareAndSet(null, t)) {
                boolean started = false;
                try {
                    t.start();
                    started = true;
                } finally {
                    if (!started) {
                        pump.set(null); // no thread could be had: the next one who waits tries again
                    }
                }
            }
        }
    }

    private void pump() {
        try {
            while (!idle()) {
                pumpWhileSomebodyWaits();
            }
        } finally {
            // A failure, such as a full heap, must not leave behind a pump that is none.
            if (pump.compareAndSet(Thread.currentThread(), null)) {
                signalAll();
            }
        }
    }

    private void pumpWhileSomebodyWaits() {
        while (!parked.isEmpty()) {
            int armed = arm();
            if (armed == seen) {
                long waited = System.nanoTime() - waitingSince;
                Sleep.onWord(m, offset, armed, Sleep.sliceNanos(waited), polling.getAsBoolean(), waited);
            }
            int value = m.getIntVolatile(offset) | ARMED;
            if (value != seen) {
                waitingSince = System.nanoTime();
            }
            seen = value;
            // Also when the sleep merely timed out: a wake-up may have died with its sender.
            unparkOne();
        }
    }

    /** Waits for the first waiter; true if none came and the pump has ended. */
    private boolean idle() {
        long start = System.nanoTime();
        pumpIdles = true;
        if (parked.isEmpty()) {
            LockSupport.parkNanos(this, PUMP_IDLE_NANOS);
        }
        pumpIdles = false;
        long now = System.nanoTime();
        if (now - start > NEW_WAIT_NANOS) {
            waitingSince = now; // not the same one who had looked in vain and waits again
        }
        if (!parked.isEmpty()) {
            return false;
        }
        pump.set(null);
        return parked.isEmpty() || !pump.compareAndSet(null, Thread.currentThread());
    }
}
