package dev.sluice.peer;

/** The other side as a thread of the same process, with the same handle. */
public final class OtherThread implements Elsewhere {
    @Override
    public <H extends AutoCloseable, R> RunningThread<R> run(H handle, Job<? super H, R> job) {
        return start(() -> job.on(handle));
    }

    @Override
    public <H extends AutoCloseable, R> RunningThread<R> give(H handle, Job<? super H, R> job) {
        return start(() -> {
            try (handle) {
                return job.on(handle);
            }
        });
    }

    /** Runs on a new platform thread. */
    public static <R> RunningThread<R> start(Work<R> work) {
        return new RunningThread<>(work);
    }

    @Override
    public void close() {}

    /** What a thread of this process does. */
    @FunctionalInterface
    public interface Work<R> {
        R call() throws Exception;
    }

    /** A job on a thread of this process, which can therefore be interrupted. */
    public static final class RunningThread<R> extends Running<R> {
        private final Work<R> work;
        private final Thread thread;

        RunningThread(Work<R> work) {
            this.work = work;
            this.thread = Thread.ofPlatform().name("other-side").daemon().start(this::work);
        }

        private void work() {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        }

        public RunningThread<R> interrupt() {
            thread.interrupt();
            return this;
        }

        @Override
        public RunningThread<R> awaitBlocked() throws InterruptedException {
            Stillness.await(thread);
            return this;
        }
    }
}
