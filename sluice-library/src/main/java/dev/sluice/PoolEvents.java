package dev.sluice;

/** What a pool reports to JDK Flight Recorder, where there is one. */
interface PoolEvents {
    /** Events of this JVM, or none if it is without the module {@code jdk.jfr}. */
    static PoolEvents ofThisJvm() {
        try {
            return new FlightRecorderEvents();
        } catch (NoClassDefFoundError withoutFlightRecorder) {
            return new PoolEvents() {};
        }
    }

    default void workerStarted(String worker, long pid) {}

    default void workerEnded(String worker, long pid, int tasks, String reason) {}

    default void task(String worker, long pid, long nanos, String outcome) {}

    default void retry(String worker, long pid, int attempt, String reason) {}
}
