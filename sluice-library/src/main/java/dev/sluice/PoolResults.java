package dev.sluice;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Receives what a worker answers, as many answers at once as there are, and hands it to the futures. */
final class PoolResults {
    private static final int MOST_AT_ONCE = 64;

    private final PoolCore core;
    private final PoolWorker worker;
    private final SharedConnection results;

    private final Object receivingLock = new Object();
    private Thread receiver; // guarded by receivingLock; null while it does anything else
    private boolean exited; // guarded by receivingLock

    PoolResults(PoolCore core, PoolWorker worker, SharedConnection results) {
        this.core = core;
        this.worker = worker;
        this.results = results;
    }

    void receiveAll() throws IOException {
        List<byte[]> messages = new ArrayList<>();
        boolean more = true;
        while (more) {
            messages.clear();
            more = receiveOne(messages);
            byte[] message;
            while (messages.size() < MOST_AT_ONCE && !endsInHandles(messages)
                    && (message = results.tryRecvBytes()) != null) {
                messages.add(message);
                more = true;
            }
            if (!messages.isEmpty()) {
                handle(messages);
            }
        }
    }

    private static boolean endsInHandles(List<byte[]> messages) {
        return !messages.isEmpty() && PoolMessage.kind(messages.getLast()) == PoolMessage.HANDLES;
    }

    /** Waits for a message; false if the process has ended. */
    private boolean receiveOne(List<byte[]> messages) throws IOException {
        synchronized (receivingLock) {
            if (exited) {
                return false;
            }
            receiver = Thread.currentThread();
        }
        try {
            messages.add(results.recvBytes());
            return true;
        } catch (InterruptedException | EOFException processEnded) {
            return false;
        } finally {
            synchronized (receivingLock) {
                receiver = null;
                Thread.interrupted();
            }
        }
    }

    /** The process has ended: what is in the pipe is still received, and then no more is waited for. */
    void stop() {
        synchronized (receivingLock) {
            exited = true;
            if (receiver != null) {
                receiver.interrupt();
            }
        }
    }

    private void handle(List<byte[]> messages) {
        List<PoolTask<?>> answered = core.answers.answered(worker, messages);
        // First the worker gets more to do; what it has done is looked at meanwhile.
        core.dispatch.serve(worker);
        for (int i = 0; i < messages.size(); i++) {
            PoolTask<?> task = answered.get(i);
            if (task != null) {
                deliver(task, messages.get(i));
            }
        }
        core.delivered(worker);
    }

    private void deliver(PoolTask<?> task, byte[] message) {
        try {
            if (PoolMessage.kind(message) == PoolMessage.FAILED) {
                task.fail(exceptionOf(PoolMessage.failure(message)));
            } else {
                task.succeed(resultOf(message));
            }
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            task.fail(new SerializationException(
                    "the task has returned in " + worker + ", but its result could not be read: " + e.getMessage()
                            + "; its class must be on the class path of worker process too",
                    e));
        }
    }

    private Object resultOf(byte[] message) throws IOException, InterruptedException {
        if (PoolMessage.kind(message) == PoolMessage.HANDLES) {
            return results.recv();
        }
        return message.length == PoolMessage.HEADER_BYTES
                ? null
                : ObjectBytes.decodeFromChild(message, PoolMessage.HEADER_BYTES);
    }

    private Throwable exceptionOf(TaskFailure failure) {
        Throwable thrown = failure.decode();
        return thrown != null
                ? thrown
                : new TaskFailedException(failure.summary() + System.lineSeparator()
                        + "The exception itself could not cross; in " + worker + " it was: "
                        + failure.trace().stripTrailing());
    }
}
