package dev.sluice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** What a worker of a pool runs: one task after the other, until its pool lets go of it. */
final class PoolWorkerMain implements ProcessTask {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_TEXT = 1000;
    private static final int DEEPEST_CAUSE = 100;

    private final Connection tasks;
    private final Connection results;
    private final ProcessTask initializer;
    private transient Map<Long, ProcessFunction<Object, Object>> functions;

    /** Given up when a task has filled the heap, so that this can still be reported. */
    @SuppressWarnings("UnusedVariable") // what counts is the memory
    private transient byte[] reserve;

    PoolWorkerMain(Connection tasks, Connection results, ProcessTask initializer) {
        this.tasks = tasks;
        this.results = results;
        this.initializer = initializer;
    }

    @Override
    public void run() throws Exception {
        functions = new HashMap<>();
        reserve = new byte[512 * 1024];
        if (initializer != null) {
            initializer.run();
        }
        try {
            send(PoolMessage.header(PoolMessage.READY, 0));
            while (true) {
                handle(receive());
            }
        } catch (IOException poolLetGo) {
            // Threads that tasks have left behind must not keep this process.
            System.exit(0);
        }
    }

    private byte[] receive() throws IOException {
        while (true) {
            try {
                return tasks.recvBytes();
            } catch (InterruptedException leftByTheTaskBefore) {
                // Says nothing to the next one.
            }
        }
    }

    private void send(byte[] message) throws IOException {
        while (true) {
            try {
                results.sendBytes(message);
                return;
            } catch (InterruptedException leftByTheTask) {
                // Its answer is sent all the same.
            }
        }
    }

    private void handle(byte[] message) throws IOException {
        long number = PoolMessage.number(message);
        switch (PoolMessage.kind(message)) {
            case PoolMessage.TASK -> answer(number, () -> runTask(message));
            case PoolMessage.CHUNK -> runChunk(number, message);
            case PoolMessage.FORGET -> functions.remove(number);
            default -> throw new IllegalStateException("a message of kind " + PoolMessage.kind(message)
                    + " is none of this library's; use the same version of the library in parent and child");
        }
    }

    private static Object runTask(byte[] message) throws Exception {
        Object task = ObjectBytes.decodeTask(
                message, PoolMessage.HEADER_BYTES, message.length - PoolMessage.HEADER_BYTES);
        if (task instanceof PoolLambda lambda) {
            task = lambda.restore();
        }
        switch (task) {
            case Callable<?> callable -> {
                return callable.call();
            }
            case ProcessRunnable runnable -> runnable.perform();
            default -> ((Runnable) task).run();
        }
        return null;
    }

    private void runChunk(long job, byte[] message) throws IOException {
        ByteBuffer inputs = PoolMessage.inputs(message);
        while (inputs.hasRemaining()) {
            int length = inputs.getInt();
            int offset = inputs.position();
            inputs.position(offset + length);
            answer(job, () -> function(message)
                    .apply(length == 0 ? null : ObjectBytes.decodeTask(message, offset, length)));
        }
    }

    @SuppressWarnings("unchecked") // the pool sends it with inputs of its type
    private ProcessFunction<Object, Object> function(byte[] chunk) {
        long number = PoolMessage.functionNumber(chunk);
        ProcessFunction<Object, Object> function = functions.get(number);
        if (function == null) {
            function = (ProcessFunction<Object, Object>) ObjectBytes.decodeTask(
                    chunk, PoolMessage.functionOffset(), PoolMessage.functionBytes(chunk));
            functions.put(number, function);
        }
        return function;
    }

    private void answer(long job, Callable<?> task) throws IOException {
        Object result;
        try {
            result = task.call();
        } catch (Throwable e) {
            sendFailure(job, e);
            return;
        } finally {
            Thread.interrupted();
        }
        try {
            sendResult(job, result);
        } catch (SerializationException | ElementTooLargeException e) {
            sendFailure(job, new SerializationException(
                    "the result of the task cannot cross: " + e.getMessage() + "; the result was: " + text(result), e));
        } catch (OutOfMemoryError e) {
            sendFailure(job, e);
        }
    }

    private void sendResult(long job, Object result) throws IOException {
        try (InTransit handles = new InTransit()) {
            byte[] encoded;
            handles.begin();
            try {
                encoded = PoolMessage.encode(result);
            } finally {
                handles.end();
            }
            if (handles.isEmpty()) {
                send(PoolMessage.withHeader(PoolMessage.RESULT, job, encoded));
            } else {
                sendHandles(job, result);
            }
        }
    }

    /** As an object, for the pipe then takes care of what its handles stand for until they have arrived. */
    private void sendHandles(long job, Object result) throws IOException {
        send(PoolMessage.header(PoolMessage.HANDLES, job));
        while (true) {
            try {
                results.send(result);
                return;
            } catch (InterruptedException leftByTheTask) {
                // As in send.
            }
        }
    }

    private void sendFailure(long job, Throwable e) throws IOException {
        boolean cannotGoOn = isOfTheMachine(e);
        if (cannotGoOn) {
            reserve = null;
        }
        send(PoolMessage.failed(job, cannotGoOn, TaskFailure.of(true, e)));
    }

    /** Whether the JVM itself has failed, which libraries like to wrap. */
    private static boolean isOfTheMachine(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String text(Object result) {
        try {
            String text = result.toString();
            return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " ...";
        } catch (Throwable broken) {
            return "a " + result.getClass().getName();
        }
    }
}
