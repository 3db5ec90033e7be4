package dev.sluice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a parent and a child tell each other, over a pipe of their own. A message of any length travels as parts, so
 * that the size of the pipe limits none. Any thread may send; one at a time receives.
 *
 * <pre>
 * part:  byte 0  kind of the message        byte 1  1 if more parts follow        from byte 2  content
 * </pre>
 */
final class ControlChannel implements AutoCloseable {
    /** Parent to child: its name and the encoded {@link ChildProcess}, as a {@link TaskMessage}; the child begins it. */
    static final byte TASK = 1;

    /** Child to parent, empty: the task is decoded, its handles are open, it begins. */
    static final byte STARTED = 2;

    /** Child to parent: a {@link TaskFailure}. */
    static final byte FAILED = 3;

    /** Child to parent, one byte: the child ends in good order, because of the signal of this number, or 0 for none. */
    static final byte ENDING = 4;

    /** Child to parent, after that: a {@link Bequest}. Parent to child, empty: it holds what it was left. */
    static final byte BEQUEST = 5;

    /** Parent to spare: names of classes that its task may need, as UTF-8, one a line. */
    static final byte CLASSES = 7;

    /** Spare to parent, empty: it has nothing more to prepare, and waits for its task. */
    static final byte READY = 6;

    /** A message no longer than this is sent at once or not at all. */
    static final int PART_BYTES = 32 * 1024;

    private static final int HEADER_BYTES = 2;

    private final Connection connection;
    private final ReentrantLock sending = new ReentrantLock();

    ControlChannel(Connection connection) {
        this.connection = connection;
    }

    /** A message as it was received. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(byte kind, byte[] content) {}

    void send(byte kind, byte[] content) throws IOException, InterruptedException {
        sending.lockInterruptibly();
        try {
            sendParts(kind, content);
        } finally {
            sending.unlock();
        }
    }

    /** As {@link #send}, but gives up if another thread is sending all the while. */
    boolean trySend(byte kind, byte[] content, long timeoutNanos) throws IOException, InterruptedException {
        if (!sending.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            sendParts(kind, content);
            return true;
        } finally {
            sending.unlock();
        }
    }

    private void sendParts(byte kind, byte[] content) throws IOException, InterruptedException {
        int sent = 0;
        do {
            int length = Math.min(PART_BYTES, content.length - sent);
            byte[] part = new byte[HEADER_BYTES + length];
            part[0] = kind;
            part[1] = (byte) (sent + length < content.length ? 1 : 0);
            System.arraycopy(content, sent, part, HEADER_BYTES, length);
            connection.sendBytes(part);
            sent += length;
        } while (sent < content.length);
    }

    /** Waits for the next message; EOFException when the other process is gone. */
    Message receive() throws IOException, InterruptedException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (true) {
            byte[] part = connection.recvBytes();
            if (part.length < HEADER_BYTES) {
                throw new IllegalStateException(
                        "a control message of " + part.length + " bytes is none of this library's;"
                                + " use the same version of the library in parent and child");
            }
            boolean last = part[1] == 0;
            if (last && content.size() == 0) {
                return new Message(part[0], Arrays.copyOfRange(part, HEADER_BYTES, part.length));
            }
            content.write(part, HEADER_BYTES, part.length - HEADER_BYTES);
            if (last) {
                return new Message(part[0], content.toByteArray());
            }
        }
    }

    /** Whether {@link #receive} would not wait for its first part. */
    boolean ready() {
        return connection.poll();
    }

    /** As {@link #ready()}, waiting for it no longer than the given time. */
    boolean ready(Duration timeout) throws IOException, InterruptedException {
        return connection.poll(timeout);
    }

    @Override
    public void close() {
        connection.close();
    }
}
