package dev.sluice;

import java.util.List;

/** Words for a task that has to be given up. */
final class PoolDeaths {
    private PoolDeaths() {}

    static WorkerDiedException ofTask(List<Throwable> deaths) {
        if (deaths.size() == 1) {
            return new WorkerDiedException(
                    "the process died that ran the task: " + deaths.getFirst().getMessage()
                            + "; it is not tried again: allow that by retries(n) if it may run twice",
                    deaths);
        }
        return new WorkerDiedException(
                "the task is poison: " + deaths.size()
                        + " processes died while they ran it, and it is not tried again. "
                        + listed(deaths),
                deaths);
    }

    static WorkerDiedException ofStarts(String pool, List<Throwable> deaths) {
        return new WorkerDiedException(
                pool + " has no worker to run the task: the last " + deaths.size()
                        + " ended before they were ready. Check the class path, the JVM options and the initializer; the next"
                        + " task makes the pool try again. " + listed(deaths),
                deaths);
    }

    private static String listed(List<Throwable> deaths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < deaths.size(); i++) {
            Throwable death = deaths.get(i);
            String message = death.getMessage();
            text.append(i == 0 ? "" : " ")
                    .append('(')
                    .append(i + 1)
                    .append(") ")
                    .append(message == null ? death.toString() : message);
        }
        return text.toString();
    }
}
