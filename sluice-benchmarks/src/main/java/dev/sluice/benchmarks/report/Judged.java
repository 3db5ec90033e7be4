package dev.sluice.benchmarks.report;

/**
 * A row of the table of targets.
 *
 * @param workload what was done
 * @param subject  what of Sluice was measured
 * @param target   where it must stand
 * @param measured where it stands
 * @param range    from where to where
 * @param verdict  what follows
 */
public record Judged(
        String workload, String subject, String target, String measured, String range, String verdict) {
    private static final String NONE = "-";
    private static final String NOT_MET = "NOT MET";

    /** A row of a target that was measured. */
    public static Judged of(
            String workload, String subject, String target, String measured, String range, boolean met) {
        return new Judged(workload, subject, target, measured, range, met ? "met" : NOT_MET);
    }

    /** A row of a target that was not measured here. */
    public static Judged notMeasured(String workload, String subject, String target, String where) {
        return new Judged(workload, subject, target, NONE, NONE, where);
    }

    /** Whether it was measured, and is not met. */
    public boolean isMissed() {
        return verdict.equals(NOT_MET);
    }
}
