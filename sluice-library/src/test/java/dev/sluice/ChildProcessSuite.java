package dev.sluice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What tests of children have in common: they hear from them, and leave none behind. */
@Timeout(60)
abstract class ChildProcessSuite {
    Reports reports;

    /** Of {@link #reports}; copied by tasks, which must not capture the test. */
    int port;

    @BeforeEach
    final void openReports() throws Exception {
        reports = new Reports();
        port = reports.port();
    }

    @AfterEach
    final void endAll() throws Exception {
        reports.close();
        for (ChildProcess child : ChildProcess.active()) {
            child.kill();
            child.join();
        }
    }
}
