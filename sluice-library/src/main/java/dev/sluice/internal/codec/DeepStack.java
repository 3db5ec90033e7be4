package dev.sluice.internal.codec;

import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/**
 * Runs a piece of encoding or decoding in a thread with a large stack, while the calling thread waits.
 * Recursion is the natural and fast way through an object graph; only graphs nested unusually deep pay for a thread.
 */
final class DeepStack {
    /** Reserved, not used up: the system provides only the pages that are touched. */
    private static final long STACK_BYTES = 256L << 20;

    private static volatile UnaryOperator<Runnable> carrier = UnaryOperator.identity();

    private DeepStack() {}

    static void carryBy(UnaryOperator<Runnable> newCarrier) {
        carrier = newCarrier;
    }

    /** Returns or throws what the task does. The caller's interrupt status is kept; it does not end the task. */
    static <T> T call(Callable<T> task) throws Exception {
        Run<T> run = new Run<>(task);
        Thread thread = Thread.ofPlatform()
                .name("sluice-deep-codec")
                .daemon()
                .stackSize(STACK_BYTES)
                .inheritInheritableThreadLocals(false)
                .unstarted(carrier.apply(run));
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return run.result();
    }

    private static final class Run<T> implements Runnable {
        private final Callable<T> task;
        private T value;
        private Throwable failure;

        Run(Callable<T> task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                value = task.call();
            } catch (Throwable e) {
                failure = e;
            }
        }

        T result() throws Exception {
            return switch (failure) {
                case null -> value;
                case Error e -> throw e;
                case Exception e -> throw e;
                default -> throw new IllegalStateException(failure);
            };
        }
    }
}
