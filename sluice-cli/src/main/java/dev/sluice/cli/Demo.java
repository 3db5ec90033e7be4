package dev.sluice.cli;

import java.util.concurrent.Callable;

/** A demo program. */
interface Demo extends Callable<Integer> {
    /** Runs it, and tells whether its result was checked and is right. */
    boolean run() throws Exception;

    @Override
    default Integer call() throws Exception {
        return ExitCodes.of(run());
    }
}
