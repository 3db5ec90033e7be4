package dev.sluice.stress;

import dev.sluice.ProcessQueue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is attacked: the kind of channel, its bound, its processes, the sizes of its elements. */
public enum Configuration {
    /** A plain queue, three against three, all sizes up to some hundred KiB. */
    BASE(Kind.PLAIN, 3, 3, 1, 64, Sizes.MIXED, true, false),
    /** A bound of one element: everybody waits for somebody all the time. */
    TIGHT(Kind.PLAIN, 2, 2, 1, 1, Sizes.SMALL, true, false),
    /** Many processes of two threads each, and room for many elements, in an anonymous queue. */
    WIDE(Kind.PLAIN, 4, 4, 2, 1024, Sizes.SMALL, false, false),
    /** Elements of up to 4 MiB. */
    BIG(Kind.PLAIN, 2, 2, 1, 8, Sizes.BIG, true, false),
    /** Six producers, one consumer: its view is the order of the whole queue. */
    FAN_IN(Kind.PLAIN, 6, 1, 1, 64, Sizes.MIXED, false, false),
    /** One producer, six consumers. */
    FAN_OUT(Kind.PLAIN, 1, 6, 1, 64, Sizes.MIXED, true, false),
    /** A joinable queue: whatever dies, nothing is lost. */
    JOINABLE(Kind.JOINABLE, 3, 3, 1, 64, Sizes.MIXED, true, false),
    /** A queue without a bound, anonymous. */
    UNBOUNDED(Kind.PLAIN, 3, 3, 1, Integer.MAX_VALUE, Sizes.MIXED, false, false),
    /** A pipe with several senders and receivers. */
    PIPE(Kind.PIPE, 3, 3, 1, Integer.MAX_VALUE, Sizes.MIXED, false, false),
    /** A joinable queue without native access: files and polling. */
    PORTABLE(Kind.JOINABLE, 2, 2, 1, 64, Sizes.MIXED, true, true),
    /** Sizes that change again and again: memory is given back, and free pieces of it are merged. */
    BURSTS(Kind.PLAIN, 3, 2, 1, 1024, Sizes.CHANGING, true, false),
    /** For the comparison with CPython's Queue. */
    PLAIN_TRIAL(Kind.PLAIN, 2, 2, 1, 64, Sizes.SMALL, false, false),
    /** For the comparison with CPython's JoinableQueue. */
    JOINABLE_TRIAL(Kind.JOINABLE, 2, 2, 1, 64, Sizes.SMALL, false, false);

    /** The kind of channel. */
    enum Kind {
        PLAIN,
        JOINABLE,
        PIPE
    }

    private static final int MOST_TOGETHER = 12;
    private static final long MAX_BYTES_OF_CHANGING = 16L << 20;
    private static final List<Configuration> ALL = Arrays.stream(values())
            .filter(each -> !each.isTrial())
            .toList();

    private final Kind kind;
    private final int producers;
    private final int consumers;
    private final int threads;
    private final int maxSize;
    private final Sizes sizes;
    private final boolean named;
    private final boolean portable;

    Configuration(
            Kind kind, int producers, int consumers, int threads, int maxSize, Sizes sizes, boolean named,
            boolean portable) {
        this.kind = kind;
        this.producers = producers;
        this.consumers = consumers;
        this.threads = threads;
        this.maxSize = maxSize;
        this.sizes = sizes;
        this.named = named;
        this.portable = portable;
    }

    /**
     * Those to attack at length.
     *
     * @return all but those of the trials
     */
    public static List<Configuration> all() {
        return ALL;
    }

    /** Producer processes at any time. */
    int producers() {
        return producers;
    }

    /** Consumer processes at any time. */
    int consumers() {
        return consumers;
    }

    /** Threads that work in each of them. */
    int threads() {
        return threads;
    }

    int maxSize() {
        return maxSize;
    }

    boolean isBounded() {
        return maxSize != Integer.MAX_VALUE;
    }

    /** How many bytes may be queued. With few addresses, memory is merged soon. */
    long maxBytes() {
        return sizes == Sizes.CHANGING ? MAX_BYTES_OF_CHANGING : ProcessQueue.DEFAULT_MAX_BYTES;
    }

    /** Whether producers withdraw elements: what is removed from the middle has to be looked for, among not too many. */
    boolean isWithdrawing() {
        return isBounded() && !isPipe() && sizes != Sizes.CHANGING && !isTrial();
    }

    /** How many elements a producer puts in one call at most. */
    int mostTogether() {
        return isPipe() || isTrial() ? 1 : MOST_TOGETHER;
    }

    /** Whether consumers take several elements in one call: where nobody asks how often each was delivered. */
    boolean isDraining() {
        return kind == Kind.PLAIN && !isTrial();
    }

    /** Whether it is for the comparison alone, in which a single process dies. */
    boolean isTrial() {
        return this == PLAIN_TRIAL || this == JOINABLE_TRIAL;
    }

    Sizes sizes() {
        return sizes;
    }

    /** Whether processes find the queue by its name; else its handle is handed to them. */
    boolean isNamed() {
        return named;
    }

    /**
     * By how many elements the bound may be exceeded: what the dead held of a joinable queue comes back at once, as many as
     * there are processes and their successors.
     */
    int mostAboveTheBound() {
        return isJoinable() ? 2 * (consumers + producers) * threads : 0;
    }

    /** Whether all processes do without native access. */
    boolean isPortable() {
        return portable;
    }

    boolean isJoinable() {
        return kind == Kind.JOINABLE;
    }

    boolean isPipe() {
        return kind == Kind.PIPE;
    }

    /**
     * The name on the command line.
     *
     * @return as in {@code fan-in}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label();
    }
}
