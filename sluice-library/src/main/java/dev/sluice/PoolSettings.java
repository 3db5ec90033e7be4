package dev.sluice;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a pool was asked to be. Durations and limits that were not asked for are null or 0.
 *
 * @param name             its name
 * @param workers          the most workers at a time
 * @param minWorkers       as many are kept although they are idle
 * @param keepAliveNanos   how long an idle worker beyond that is kept
 * @param retries          how often a task whose worker died is tried again
 * @param maxTasks         tasks per worker; 0: no limit
 * @param maxMemoryBytes   resident memory of a worker that is still given tasks; 0: no limit
 * @param maxAgeNanos      age of a worker that is still given tasks; 0: no limit
 * @param timeLimitNanos   how long a task may run; 0: no limit
 * @param startLimitNanos  how long a worker may take to be ready, its initializer included
 * @param initializer      run in each worker before its first task; or null
 * @param child            further settings of the workers
 * @param progress         told of every change; or null
 */
record PoolSettings(
        String name,
        int workers,
        int minWorkers,
        long keepAliveNanos,
        int retries,
        int maxTasks,
        long maxMemoryBytes,
        long maxAgeNanos,
        long timeLimitNanos,
        long startLimitNanos,
        ProcessTask initializer,
        Consumer<ChildProcess.Builder> child,
        Consumer<ProcessPool.Progress> progress) {

    String timeLimit() {
        return Duration.ofNanos(timeLimitNanos).toString();
    }
}
