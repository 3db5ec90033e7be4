package dev.sluice.benchmarks.report;

import java.util.List;

/**
 * Where Sluice must stand against a peer.
 *
 * @param workload the workload
 * @param subject  what of Sluice is measured
 * @param peers    against whom; of several, the better one of each repetition
 * @param bound    the ratio of the two, at least, or, for a time, at most
 * @param isTime   whether what is compared is a time, of which less is better
 */
public record Target(String workload, String subject, List<String> peers, double bound, boolean isTime) {
    private static final double PYTHON_PLAIN = 60;
    private static final double PYTHON_RECORD = 30;
    private static final double PYTHON_JOINABLE = 40;
    private static final double AHEAD = 1.2;
    private static final double LEVEL = 1.0;
    private static final double NEAR = 0.8;
    private static final double SPIN = 2.5;
    private static final double FUTEX = 1.15;

    /** All that this benchmark can judge. */
    public static List<Target> all() {
        return List.of(
                atLeast("W1", "sluice", PYTHON_PLAIN, "python-queue"),
                atLeast("W1", "sluice", AHEAD, "abq"),
                atLeast("W2-64B", "sluice", NEAR, "agrona-1-1"),
                atLeast("W2-64B", "sluice-pipe", NEAR, "agrona-1-1"),
                atLeast("W2-1K", "sluice", NEAR, "agrona-1-1"),
                atLeast("W2-1K", "sluice-pipe", NEAR, "agrona-1-1"),
                atLeast("W2-64K", "sluice", LEVEL, "agrona-1-1"),
                atLeast("W2-64K", "sluice-pipe", LEVEL, "agrona-1-1"),
                atLeast("W2-1M", "sluice", LEVEL, "agrona-1-1"),
                atLeast("W2-1M", "sluice-pipe", LEVEL, "agrona-1-1"),
                inPlace("W2-64B"),
                inPlace("W2-1K"),
                inPlace("W2-64K"),
                inPlace("W2-1M"),
                atLeast("W3-2x2", "sluice", LEVEL, "abq"),
                atLeast("W3-4x4", "sluice", LEVEL, "abq"),
                atMost("W4-busy", "sluice-pipe", SPIN, "spin-c"),
                atMost("W4-busy", "sluice", SPIN, "spin-c"),
                atMost("W4-asleep", "sluice-pipe", FUTEX, "futex-c"),
                atMost("W4-asleep", "sluice", FUTEX, "futex-c"),
                atLeast("W5", "sluice", PYTHON_RECORD, "python-queue"),
                atLeast("W5", "sluice", AHEAD, "agrona-1-1", "aeron"),
                atLeast("W6", "sluice", PYTHON_JOINABLE, "python-joinable"));
    }

    /** Whether a contender is named by a target of a workload. */
    public static boolean isNamed(String workload, String contender) {
        return all().stream()
                .filter(target -> target.workload.equals(workload))
                .anyMatch(target -> target.subject.equals(contender) || target.peers.contains(contender));
    }

    /** Reading in place has to be faster than any copy. */
    private static Target inPlace(String workload) {
        return atLeast(workload, "sluice-in-place", LEVEL, "sluice", "sluice-pipe", "agrona-1-1");
    }

    private static Target atLeast(String workload, String subject, double bound, String... peers) {
        return new Target(workload, subject, List.of(peers), bound, false);
    }

    private static Target atMost(String workload, String subject, double bound, String... peers) {
        return new Target(workload, subject, List.of(peers), bound, true);
    }

    /** Whether a ratio meets it. */
    boolean isMetBy(double ratio) {
        return isTime ? ratio <= bound : ratio >= bound;
    }

    /** It, in words. */
    String words() {
        return "at " + (isTime ? "most " : "least ") + Numbers.ratio(bound) + " x "
                + (peers.size() > 1 ? "the best of " : "") + String.join(", ", peers);
    }
}
