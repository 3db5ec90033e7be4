package dev.sluice.stress;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that a round leaves to judge.
 *
 * @param configuration what was attacked
 * @param lives         the processes
 * @param gaps          when the machine stood still
 * @param seen          what the keeper saw at the end, by name
 * @param filesLeft     files that were left in the private directory after the next program had started
 * @param processesLeft processes that were left
 * @param failures      errors of workers, as they reported them
 * @param folder        where the journals are
 */
record Evidence(
        Configuration configuration,
        List<Life> lives,
        List<Interval> gaps,
        Map<String, Long> seen,
        int filesLeft,
        int processesLeft,
        List<String> failures,
        Path folder) {}
