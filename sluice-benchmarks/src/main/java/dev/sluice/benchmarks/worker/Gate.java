package dev.sluice.benchmarks.worker;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The words through which the controller releases and stops all members of a trial at one instant, and through which it
 * counts what was received. Members that are not Java programs map the same file: words of 8 bytes in the machine's order,
 * the phase at 0, and for each member, 128 bytes apart from 128 on, its state, what it received and what it sent.
 */
public final class Gate {
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final long PHASE = 0;
    private static final long STRIDE = 128;
    private static final long STATE = 0;
    private static final long RECEIVED = 8;
    private static final long SENT = 16;
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final MemorySegment words;

    private Gate(MemorySegment words) {
        this.words = words;
    }

    /** What all members do. */
    public enum Phase {
        /** Get ready. */
        WAIT(0),
        /** Work; nothing counts yet. */
        WARM_UP(1),
        /** Work; all counts. */
        MEASURE(2),
        /** Producers stop; consumers take what is left. */
        STOP(3);

        private final long word;

        Phase(long word) {
            this.word = word;
        }
    }

    /** What a member says of itself. */
    public enum State {
        /** Not there yet. */
        ABSENT(0),
        /** Waits for its release. */
        READY(1),
        /** A producer has sent all, and has finished. */
        DONE(2),
        /** It could not go on; its reason is in its output. */
        FAILED(3);

        private final long word;

        State(long word) {
            this.word = word;
        }
    }

    /** Makes the file for a number of members. */
    public static Gate create(Path file, int members) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Gate(channel.map(FileChannel.MapMode.READ_WRITE, 0, STRIDE * (members + 1), Arena.ofAuto()));
        }
    }

    /** Opens the file of a trial. */
    public static Gate open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Gate(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), Arena.global()));
        }
    }

    /** Begins a phase. */
    public void begin(Phase phase) {
        WORD.setVolatile(words, PHASE, phase.word);
    }

    /** Whether producers are to stop. */
    public boolean isStopped() {
        return (long) WORD.getOpaque(words, PHASE) == Phase.STOP.word;
    }

    /** Whether what is done counts. */
    public boolean isMeasuring() {
        return (long) WORD.getOpaque(words, PHASE) == Phase.MEASURE.word;
    }

    /** Says that a member is ready, and waits for the release. */
    public void awaitRelease(int member) {
        tell(member, State.READY);
        while ((long) WORD.getAcquire(words, PHASE) == Phase.WAIT.word) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Says what became of a member. */
    public void tell(int member, State state) {
        WORD.setVolatile(words, at(member, STATE), state.word);
    }

    /** Whether this is what a member said last. */
    public boolean isState(int member, State state) {
        return (long) WORD.getVolatile(words, at(member, STATE)) == state.word;
    }

    /** Publishes how many elements a member has received up to now. */
    public void received(int member, long count) {
        WORD.setOpaque(words, at(member, RECEIVED), count);
    }

    /** How many elements a member has received. */
    public long received(int member) {
        return (long) WORD.getVolatile(words, at(member, RECEIVED));
    }

    /** Publishes how many elements a member has sent at its end. */
    public void sent(int member, long count) {
        WORD.setVolatile(words, at(member, SENT), count);
    }

    /** How many elements a member has sent, known when it is done. */
    public long sent(int member) {
        return (long) WORD.getVolatile(words, at(member, SENT));
    }

    private static long at(int member, long field) {
        return STRIDE * (member + 1) + field;
    }
}
