package dev.sluice;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * One end of a {@link Pipe}. Any thread, platform or virtual, may call any method, several at once: each message is sent
 * and received whole.
 *
 * <p>A wait ends at once on an interrupt, on {@link #close()} of this handle by another thread (with
 * {@link java.nio.channels.ClosedChannelException}), and when nobody holds the other end any more. A peer that is killed
 * in the middle of a message leaves no part of it behind.
 */
public interface Connection extends AutoCloseable, Serializable {
    /**
     * Sends an object, waiting while the pipe is full. When it returns, the message outlives its sender.
     *
     * @param o the object, not null
     * @throws IOException                   if nobody holds the other end any more, or this handle is closed; nothing was
     *                                       sent
     * @throws InterruptedException          if interrupted before or while waiting; nothing was sent
     * @throws SerializationException        if the object cannot cross; nothing was sent
     * @throws ElementTooLargeException      if it could never fit into the pipe; nothing was sent
     * @throws UnsupportedOperationException if this end only receives
     */
    void send(Object o) throws IOException, InterruptedException;

    /**
     * Receives the next message as an object, waiting for it.
     *
     * @param <T> the type that the caller expects
     * @return the object
     * @throws EOFException                  if nothing is left and nobody holds the other end any more
     * @throws IOException                   if this handle is closed
     * @throws InterruptedException          if interrupted before or while waiting; nothing was received
     * @throws SerializationException        if the message cannot be decoded; it is consumed, the next is unaffected
     * @throws UnsupportedOperationException if this end only sends
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // saves the cast where the caller names the type anyway
    <T> T recv() throws IOException, InterruptedException;

    /**
     * Whether {@link #recv()} would not wait: a message is there, or the end of the stream is reached.
     *
     * <p>After {@link #close()} of this handle it throws {@link java.nio.channels.ClosedChannelException} without declaring
     * it, so that a poll that cannot fail needs no catch clause.
     *
     * @return true if a message or the end of the stream can be had at once
     * @throws UnsupportedOperationException if this end only sends
     */
    boolean poll();

    /**
     * Waits until {@link #recv()} would not wait, no longer than the given time.
     *
     * <p>After {@link #close()} of this handle it throws {@link java.nio.channels.ClosedChannelException}, undeclared as in
     * {@link #poll()}.
     *
     * @param timeout how long to wait; zero or less: not at all
     * @return true if a message or the end of the stream can be had at once
     * @throws InterruptedException          if interrupted before or while waiting
     * @throws UnsupportedOperationException if this end only sends
     */
    boolean poll(Duration timeout) throws InterruptedException;

    /**
     * Sends bytes as one message, which may be empty. Waits and fails as {@link #send} does.
     *
     * @param b the bytes
     * @throws IOException          as in {@link #send}
     * @throws InterruptedException as in {@link #send}
     */
    void sendBytes(byte[] b) throws IOException, InterruptedException;

    /**
     * Sends the remaining bytes of the buffer as one message and advances its position to its limit. Waits and fails as
     * {@link #send} does; the position is then unchanged.
     *
     * @param b the buffer, heap or direct
     * @throws IOException          as in {@link #send}
     * @throws InterruptedException as in {@link #send}
     */
    void sendBytes(ByteBuffer b) throws IOException, InterruptedException;

    /**
     * Sends the bytes of the segment as one message. Waits and fails as {@link #send} does.
     *
     * @param s the segment, heap or native
     * @throws IOException          as in {@link #send}
     * @throws InterruptedException as in {@link #send}
     */
    void sendBytes(MemorySegment s) throws IOException, InterruptedException;

    /**
     * Receives the next message as bytes, waiting for it. A message sent by {@link #send} arrives in its encoded form.
     *
     * @return the bytes, owned by the caller
     * @throws IOException          as in {@link #recv}
     * @throws InterruptedException as in {@link #recv}
     */
    byte[] recvBytes() throws IOException, InterruptedException;

    /**
     * Receives the next message as bytes, of at most the given number.
     *
     * @param maxLength the greatest length accepted, not negative
     * @return the bytes, owned by the caller
     * @throws BufferTooShortException  if the message is longer; the exception carries it whole
     * @throws IllegalArgumentException if {@code maxLength} is negative
     * @throws IOException              as in {@link #recv}
     * @throws InterruptedException     as in {@link #recv}
     */
    byte[] recvBytes(int maxLength) throws IOException, InterruptedException;

    /**
     * Receives the next message into the buffer and advances its position.
     *
     * @param b the buffer, heap or direct
     * @return the length of the message in bytes
     * @throws BufferTooShortException if the message is longer than what remains in the buffer; the exception carries it
     *                                 whole, the buffer is unchanged
     * @throws IOException             as in {@link #recv}
     * @throws InterruptedException    as in {@link #recv}
     */
    int recvBytesInto(ByteBuffer b) throws IOException, InterruptedException;

    /**
     * Whether this end receives.
     *
     * @return true if {@link #recv} and its kin are supported
     */
    boolean isReadable();

    /**
     * Whether this end sends.
     *
     * @return true if {@link #send} and its kin are supported
     */
    boolean isWritable();

    /** Closes this handle. Closing twice is harmless. What was sent stays readable. */
    @Override
    void close();

    /**
     * Waits until at least one of the connections has a message or has reached its end.
     *
     * @param connections the connections, all readable
     * @return those that are ready, in the order of the collection; empty if the collection is
     * @throws InterruptedException if interrupted before or while waiting
     */
    static List<Connection> waitAny(Collection<Connection> connections) throws InterruptedException {
        return Pipes.waitAny(connections, null);
    }

    /**
     * Waits, no longer than the given time, until at least one of the connections has a message or has reached its end.
     *
     * @param connections the connections, all readable
     * @param timeout     how long to wait; zero or less: not at all
     * @return those that are ready, in the order of the collection; empty if none became ready in time
     * @throws InterruptedException if interrupted before or while waiting
     */
    static List<Connection> waitAny(Collection<Connection> connections, Duration timeout) throws InterruptedException {
        return Pipes.waitAny(connections, Objects.requireNonNull(timeout, "timeout"));
    }
}
