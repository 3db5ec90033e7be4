package dev.sluice.benchmarks.workload;

import java.time.Duration;
import java.util.List;

/**
 * A kind of work, the same for all contenders.
 *
 * @param id        its name on the command line and in reports; what stands before the hyphen names its family
 * @param title     what it is, for people
 * @param kind      what happens to its elements
 * @param producers how many put; an exchange has one requester here
 * @param consumers how many take; an exchange has one responder here
 * @param bytes     the length of an element of bytes, else 0
 * @param silence   the pause before each request, else zero
 */
public record Workload(
        String id, String title, Kind kind, int producers, int consumers, int bytes, Duration silence) {
    /** The bound of every queue that has one, in elements. */
    public static final int CAPACITY = 1024;

    private static final int KIB = 1024;

    /** Beyond it, nothing is left of what was done before the silence. */
    private static final Duration SHORT_SILENCE = Duration.ofMillis(10);

    /** From there on, a trial has nothing to do for nearly all of its time. */
    private static final Duration LONG_SILENCE = Duration.ofSeconds(1);

    private static final int MILLIS_PER_SECOND = 1000;

    private static final int FEWEST_REQUESTS = 5;

    /** All of them, in the order of reports. */
    public static List<Workload> all() {
        return List.of(
                new Workload("W1", "1 producer, 1 consumer, boxed integers", Kind.INTEGERS, 1, 1, 0),
                new Workload("W2-64B", "1 producer, 1 consumer, 64 bytes, copied out", Kind.BYTES, 1, 1, 64),
                new Workload("W2-1K", "1 producer, 1 consumer, 1 KiB, copied out", Kind.BYTES, 1, 1, KIB),
                new Workload("W2-64K", "1 producer, 1 consumer, 64 KiB, copied out", Kind.BYTES, 1, 1, 64 * KIB),
                new Workload("W2-1M", "1 producer, 1 consumer, 1 MiB, copied out", Kind.BYTES, 1, 1, KIB * KIB),
                new Workload("W3-2x2", "2 producers, 2 consumers, boxed integers", Kind.INTEGERS, 2, 2, 0),
                new Workload("W3-4x4", "4 producers, 4 consumers, boxed integers", Kind.INTEGERS, 4, 4, 0),
                new Workload("W4-busy", "request and reply, back to back", Kind.BUSY_EXCHANGE, 1, 1, 0),
                afterSilence("W4-asleep", Duration.ofMillis(1)),
                afterSilence("W4-asleep-100ms", Duration.ofMillis(100)),
                afterSilence("W4-asleep-10s", Duration.ofSeconds(10)),
                new Workload("W5", "1 producer, 1 consumer, fresh records", Kind.RECORDS, 1, 1, 0),
                new Workload("W6", "1 producer, 2 consumers, each element acknowledged", Kind.JOINABLE, 1, 2, 0));
    }

    private Workload(String id, String title, Kind kind, int producers, int consumers, int bytes) {
        this(id, title, kind, producers, consumers, bytes, Duration.ZERO);
    }

    private static Workload afterSilence(String id, Duration silence) {
        String length = silence.toMillis() % MILLIS_PER_SECOND == 0
                ? silence.toSeconds() + " s"
                : silence.toMillis() + " ms";
        String title = "request and reply after " + length + " of silence";
        return new Workload(id, title, Kind.ASLEEP_EXCHANGE, 1, 1, 0, silence);
    }

    /** Whether there is more than a moment of silence. */
    public boolean isLongSilence() {
        return silence.compareTo(SHORT_SILENCE) > 0;
    }

    /** Whether its contenders are measured at the same time, since they are silent nearly all of the time. */
    public boolean isSideBySide() {
        return silence.compareTo(LONG_SILENCE) >= 0;
    }

    /** How long it has to be measured, if that is more. */
    public Duration atLeast() {
        return silence.multipliedBy(FEWEST_REQUESTS);
    }

    /**
     * The workload of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Workload named(String id) {
        return all().stream()
                .filter(each -> each.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no workload '" + id + "'; there are "
                        + all().stream().map(Workload::id).toList()));
    }

    /** Whether a name on the command line means this one: its own, or its family's. */
    public boolean isMeantBy(String name) {
        return id.equalsIgnoreCase(name) || family().equalsIgnoreCase(name);
    }

    /** What stands before the hyphen of its name. */
    public String family() {
        int hyphen = id.indexOf('-');
        return hyphen < 0 ? id : id.substring(0, hyphen);
    }

    /** How many take part. */
    public int members() {
        return producers + consumers;
    }

    /** Whether there is one producer and one consumer. */
    public boolean isOneToOne() {
        return producers == 1 && consumers == 1;
    }
}
