package dev.sluice;

import java.io.Serializable;
import java.util.concurrent.Callable;

/** A task that was handed to {@code submit}, {@code execute} or one of their kin. */
final class PoolCall<T> extends PoolTask<T> {
    private final T fixedResult;
    private final boolean hasFixedResult;
    private final boolean fromExecute;
    private Object task;

    private PoolCall(PoolCore core, Object task, T fixedResult, boolean hasFixedResult, boolean fromExecute) {
        super(core);
        this.task = task;
        this.fixedResult = fixedResult;
        this.hasFixedResult = hasFixedResult;
        this.fromExecute = fromExecute;
        encodeOrExplain();
    }

    static <T> PoolCall<T> of(PoolCore core, Callable<T> task) {
        return new PoolCall<>(core, task, null, false, false);
    }

    static <T> PoolCall<T> of(PoolCore core, Runnable task, T result) {
        return new PoolCall<>(core, task, result, true, false);
    }

    /** Nobody waits for it, so its failure is told as that of a thread is. */
    static PoolCall<Void> ofExecute(PoolCore core, Runnable task) {
        return new PoolCall<>(core, task, null, true, true);
    }

    private void encodeOrExplain() {
        try {
            Object described = PoolLambda.describe(task);
            if (described instanceof PoolLambda) {
                try {
                    encode(described);
                    return;
                } catch (SerializationException e) {
                    // Tried in the usual way, whose message names the captured variable.
                }
            }
            encode(task);
        } catch (SerializationException e) {
            boolean isPlainLambda = task.getClass().isSynthetic() && !(task instanceof Serializable);
            if (!isPlainLambda) {
                throw e;
            }
            throw new SerializationException(
                    e.getMessage() + "; a lambda can go to another process if it is made as a ProcessCallable or"
                            + " ProcessRunnable, in place of a Callable or Runnable",
                    e);
        }
    }

    @Override
    T result(Object value) {
        return hasFixedResult ? fixedResult : super.result(value);
    }

    @Override
    void settled() {
        task = null;
    }

    @Override
    void fail(Throwable e) {
        super.fail(e);
        if (fromExecute) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    @Override
    Runnable original() {
        return switch (task) {
            case Runnable runnable -> runnable;
            case Callable<?> callable -> new NeverBegun(callable);
            case null, default -> null;
        };
    }

    /**
     * A task that was to return something, as shutdownNow returns it.
     *
     * @param task as it was submitted
     */
    record NeverBegun(Callable<?> task) implements ProcessRunnable {
        @Override
        public void perform() throws Exception {
            Object _ = task.call();
        }
    }
}
