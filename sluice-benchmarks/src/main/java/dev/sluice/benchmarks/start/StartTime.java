package dev.sluice.benchmarks.start;

/**
 * How long one start took.
 *
 * @param firstLineNanos from start() to the first line of the task
 * @param joinNanos      from start() to the return of join()
 */
public record StartTime(long firstLineNanos, long joinNanos) {}
