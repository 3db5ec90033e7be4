package dev.sluice.benchmarks.pool;

/**
 * What one repetition gave.
 *
 * @param tasksPerSecond tasks per second, all of them waiting at once
 * @param latencyMicros  from submitting a task to having its result, nothing else going on: the median; NaN: not measured
 */
public record PoolRun(double tasksPerSecond, double latencyMicros) {}
