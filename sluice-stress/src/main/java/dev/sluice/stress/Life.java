package dev.sluice.stress;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the controller knows about one process: its order, what was done to it, its end. */
final class Life {
    private final Order order;
    private final List<Interval> stops = new CopyOnWriteArrayList<>();
    private final List<Interval> collections = new CopyOnWriteArrayList<>();
    private volatile long killNanos;
    private volatile long endNanos;
    private volatile int exitCode = -1;
    private volatile boolean stuck;
    private volatile boolean last;

    Life(Order order) {
        this.order = order;
    }

    Order order() {
        return order;
    }

    /** It is about to be killed: from now on it may be dead. */
    void killing() {
        if (killNanos == 0) {
            killing(System.nanoTime());
        }
    }

    void killing(long nanos) {
        killNanos = nanos;
    }

    /** Was stopped during that time, at most. */
    void stopped(Interval interval) {
        stops.add(interval);
    }

    /** Had to wait for its garbage collector then. */
    void collected(List<Interval> intervals) {
        collections.addAll(intervals);
    }

    void ended(int code) {
        ended(code, System.nanoTime());
    }

    void ended(int code, long nanos) {
        exitCode = code;
        endNanos = nanos;
    }

    /** It did not do in time what it was told to, though nothing kept it from it. */
    void stuck() {
        stuck = true;
    }

    /** It is one of the last, who work until the queue is shut down. */
    void beLast() {
        last = true;
    }

    boolean isLast() {
        return last;
    }

    List<Interval> stops() {
        return stops;
    }

    List<Interval> collections() {
        return collections;
    }

    /** When the controller killed it; 0 if it did not. */
    long killNanos() {
        return killNanos;
    }

    /** When its end was noticed. */
    long endNanos() {
        return endNanos;
    }

    boolean isStuck() {
        return stuck;
    }

    boolean wasKilled() {
        return exitCode == WorkerJvm.KILLED;
    }

    /** Whether it killed itself at its kill point. */
    boolean killedItself() {
        return wasKilled() && killNanos == 0 && !order.killPoint().isEmpty();
    }

    /** Whether it ended in a way that nobody meant. */
    boolean failed() {
        return exitCode != 0 && !(wasKilled() && (killNanos != 0 || !order.killPoint().isEmpty()));
    }

    int exitCode() {
        return exitCode;
    }
}
