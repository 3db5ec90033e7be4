package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tests of pools have in common: they hear from the workers, show the pools when they fail, and leave nothing. */
@Timeout(90)
abstract class ProcessPoolSuite {
    private final List<ProcessPool> pools = new ArrayList<>();

    @RegisterExtension
    final AfterTestExecutionCallback showPools =
            context -> context.getExecutionException().ifPresent(failure -> pools.forEach(System.err::println));

    Reports reports;

    /** Of {@link #reports}; copied by tasks, which must not capture the test. */
    int port;

    private static ProcessPool shared; // guarded by the class

    @BeforeEach
    final void openReports() throws Exception {
        reports = new Reports();
        port = reports.port();
    }

    @AfterEach
    final void endPools() throws Exception {
        for (ProcessPool pool : pools) {
            pool.shutdownNow();
            assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS), pool::toString);
        }
        reports.close();
    }

    /** A pool for tests that harm no worker; the same for all of a class. */
    static synchronized ProcessPool shared() {
        if (shared == null) {
            shared = ProcessPool.create(2);
        }
        return shared;
    }

    @AfterAll
    static synchronized void endShared() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    final ProcessPool pool(int workers) {
        return pool(ProcessPool.builder().workers(workers));
    }

    final ProcessPool pool(ProcessPool.Builder builder) {
        ProcessPool pool = builder.build();
        pools.add(pool);
        return pool;
    }

    static long pid() {
        return ProcessHandle.current().pid();
    }

    static Throwable failureOf(Future<?> future) {
        return assertThrows(ExecutionException.class, future::get).getCause();
    }

    static <X extends Throwable> X failureOf(Class<X> type, Future<?> future) {
        return assertInstanceOf(type, failureOf(future));
    }

    static void assertSays(Throwable e, String... parts) {
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), () -> part + " missing in: " + e.getMessage());
        }
    }

    /** Waits for it, no longer than the test may take. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
