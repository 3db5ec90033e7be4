package dev.sluice;

import dev.sluice.internal.process.OutputTail;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Cuts what a child prints into lines. Used by one thread. */
final class OutputLines {
    private static final int LONGEST_LINE_BYTES = 1 << 20;

    private final String child;
    private final long pid;
    private final boolean isError;
    private final Consumer<? super ProcessOutput.Line> consumer;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean afterReturn;

    OutputLines(String child, long pid, boolean isError, Consumer<? super ProcessOutput.Line> consumer) {
        this.child = child;
        this.pid = pid;
        this.isError = isError;
        this.consumer = consumer;
    }

    void add(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '\n' && afterReturn) {
                afterReturn = false;
                start = i + 1;
                continue;
            }
            afterReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                line.write(bytes, start, i - start);
                start = i + 1;
                hand();
            }
        }
        line.write(bytes, start, bytes.length - start);
        if (line.size() >= LONGEST_LINE_BYTES) {
            hand();
        }
    }

    void end() {
        if (line.size() > 0) {
            hand();
        }
    }

    private void hand() {
        ProcessOutput.Line whole = new ProcessOutput.Line(child, pid, isError, line.toString(OutputTail.CHARSET));
        line.reset();
        try {
            consumer.accept(whole);
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
