package dev.sluice;

import dev.sluice.internal.process.OutputBuffer;
import dev.sluice.internal.process.OutputTail;
import dev.sluice.internal.process.ReadingThread;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads one stream of a child as fast as it comes, so that the child does not wait, and passes it on: to this process's own
 * standard error, or as lines to a consumer.
 */
final class OutputReader {
    private static final int READ_BYTES = 64 * 1024;
    private static final long QUIET_MILLIS = 250;

    /** Not System.err, which a program may have replaced: what is inherited is the descriptor. */
    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

    private static final Set<OutputReader> READING = ConcurrentHashMap.newKeySet();
    private static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final InputStream stream;
    private final OutputTail tail = new OutputTail();
    private final OutputBuffer buffer;
    private final OutputLines lines;
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch consumed = new CountDownLatch(1);
    private volatile long lastRead = System.nanoTime();
    private volatile ReadingThread reading;

    private OutputReader(InputStream stream, OutputLines lines) {
        this.stream = stream;
        this.lines = lines;
        buffer = lines == null ? null : new OutputBuffer();
    }

    /**
     * Starts to read.
     *
     * @param consumer of the lines; null for this process's standard error
     */
    static OutputReader start(
            String child, long pid, InputStream stream, boolean isError,
            Consumer<? super ProcessOutput.Line> consumer) {
        OutputLines lines = consumer == null ? null : new OutputLines(child, pid, isError, consumer);
        OutputReader reader = new OutputReader(stream, lines);
        READING.add(reader);
        String name = "sluice-" + (isError ? "errors-" : "output-") + child;
        Thread.ofPlatform().daemon().name(name).start(reader::read);
        if (lines != null) {
            Thread.ofPlatform().daemon().name(name + "-lines").start(reader::consume);
        }
        return reader;
    }

    private void read() {
        byte[] bytes = new byte[READ_BYTES];
        reading = ReadingThread.current();
        try {
            while (true) {
                int length = stream.read(bytes, 0, bytes.length);
                if (length < 0) {
                    return;
                }
                lastRead = System.nanoTime();
                tail.add(bytes, length);
                if (buffer != null) {
                    buffer.add(Arrays.copyOf(bytes, length));
                } else {
                    ERRORS.write(bytes, 0, length);
                }
            }
        } catch (IOException e) {
            // Closed with the child, or this process has no standard error: then the child's goes nowhere as well.
            drain(bytes);
        } finally {
            if (buffer != null) {
                buffer.end();
            }
            READING.remove(this);
            read.countDown();
        }
    }

    /** When this JVM ends, and its children have ended: what they printed last is passed on, unless that takes long. */
    static void finishAll() {
        long deadline = System.nanoTime() + LAST_WORDS_NANOS;
        try {
            for (OutputReader reader : READING) {
                if (!reader.read.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain(byte[] bytes) {
        try {
            int length;
            while ((length = stream.read(bytes, 0, bytes.length)) >= 0) {
                tail.add(bytes, length);
            }
        } catch (IOException closed) {
            // That was all.
        }
    }

    private void consume() {
        try {
            byte[] piece;
            while ((piece = buffer.take()) != null) {
                lines.add(piece);
            }
            lines.end();
        } catch (IOException e) {
            System.err.println("sluice: a part of a child's output is lost: " + e.getMessage());
        } finally {
            buffer.close();
            consumed.countDown();
        }
    }

    /**
     * Called when the child has ended: waits until all that it printed has been passed on. Processes that it has left behind
     * may still hold the stream, and are not waited for.
     */
    void finish() {
        boolean done = false;
        while (!done) {
            try {
                done = read.await(QUIET_MILLIS, TimeUnit.MILLISECONDS) || isQuiet();
            } catch (InterruptedException e) {
                // Some code interrupts every thread it finds.
            }
        }
        if (buffer != null) {
            buffer.end();
            awaitConsumed();
        }
    }

    /** Whether it waits for more than there is. */
    private boolean isQuiet() {
        ReadingThread thread = reading;
        return System.nanoTime() - lastRead > TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS)
                && thread != null
                && thread.isAsleep();
    }

    private void awaitConsumed() {
        while (true) {
            try {
                consumed.await();
                return;
            } catch (InterruptedException e) {
                // As above.
            }
        }
    }

    OutputTail tail() {
        return tail;
    }
}
