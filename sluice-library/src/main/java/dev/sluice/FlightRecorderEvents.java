package dev.sluice;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The events of pools in JDK Flight Recorder. */
final class FlightRecorderEvents implements PoolEvents {
    private final WorkerStart probe = new WorkerStart(); // fails at once where there is no Flight Recorder

    /** What all of them tell. */
    @Category({"Sluice", "ProcessPool"})
    @StackTrace(false)
    abstract static class PoolEvent extends Event {
        @Label("Worker")
        String worker;

        @Label("Process id")
        long pid;
    }

    /** A worker is ready. */
    @Name("dev.sluice.WorkerStart")
    @Label("Worker Start")
    @Description("A worker process has been started and is ready for tasks")
    static final class WorkerStart extends PoolEvent {}

    /** A worker has ended. */
    @Name("dev.sluice.WorkerEnd")
    @Label("Worker End")
    @Description("A worker process has ended, by itself or not")
    static final class WorkerEnd extends PoolEvent {
        @Label("Tasks")
        int tasks;

        @Label("Reason")
        String reason;
    }

    /** A task is done. */
    @Name("dev.sluice.Task")
    @Label("Task")
    @Description("A worker process has done a task, or one input of a map")
    static final class Task extends PoolEvent {
        @Label("Run time")
        @Timespan
        long runTime;

        @Label("Outcome")
        String outcome;
    }

    /** A task is tried again. */
    @Name("dev.sluice.Retry")
    @Label("Retry")
    @Description("A task is tried again because the process died that ran it")
    static final class Retry extends PoolEvent {
        @Label("Attempt")
        int attempt;

        @Label("Reason")
        String reason;
    }

    @Override
    public void workerStarted(String worker, long pid) {
        if (probe.isEnabled()) {
            WorkerStart event = new WorkerStart();
            event.worker = worker;
            event.pid = pid;
            event.commit();
        }
    }

    @Override
    public void workerEnded(String worker, long pid, int tasks, String reason) {
        WorkerEnd event = new WorkerEnd();
        if (event.isEnabled()) {
            event.worker = worker;
            event.pid = pid;
            event.tasks = tasks;
            event.reason = reason;
            event.commit();
        }
    }

    @Override
    public void task(String worker, long pid, long nanos, String outcome) {
        Task event = new Task();
        if (event.isEnabled()) {
            event.worker = worker;
            event.pid = pid;
            event.runTime = nanos;
            event.outcome = outcome;
            event.commit();
        }
    }

    @Override
    public void retry(String worker, long pid, int attempt, String reason) {
        Retry event = new Retry();
        if (event.isEnabled()) {
            event.worker = worker;
            event.pid = pid;
            event.attempt = attempt;
            event.reason = reason;
            event.commit();
        }
    }
}
