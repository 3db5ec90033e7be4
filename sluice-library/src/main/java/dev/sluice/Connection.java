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
     * Claims memory for a message that the caller writes himself, in place of a copy of it: fill the memory, and commit.
     * Waits and fails as {@link #send} does.
     * {@snippet :
     * try (Connection.Claim claim = connection.claim(length)) {
     *     read(file, claim.memory());
     *     claim.commit();
     * }                                  // without commit() nothing is sent
     * }
     * Messages of more than some 64 KiB are written where the receiver reads them, if native access is granted; smaller ones,
     * and all without native access, are written beside it and copied by the commit.
     *
     * @param length how long the message is at most, in bytes; not negative
     * @return the claim, to be used in a try-with-resources statement
     * @throws IllegalArgumentException if the length is negative
     * @throws ElementTooLargeException if it could never fit into the pipe
     * @throws IOException              as in {@link #send}
     * @throws InterruptedException     as in {@link #send}; nothing is claimed
     */
    Claim claim(long length) throws IOException, InterruptedException;

    /**
     * Receives the next message, waiting for it, and leaves it where it is: its memory can be read until the message is
     * closed. A message sent by {@link #send} arrives in its encoded form.
     *
     * @return the message, to be used in a try-with-resources statement
     * @throws IOException           as in {@link #recv}
     * @throws InterruptedException  as in {@link #recv}
     * @throws SharedMemoryException if more than 4,096 messages are being read in place
     */
    Message recvInPlace() throws IOException, InterruptedException;

    /**
     * A message that is being written. Belongs to the thread that has claimed it. It takes up room in shared memory until it
     * ends; one that is no longer reachable ends by itself, some time. The closing of the connection does not end it, but lets
     * its commit fail. If the process dies, nothing of it was sent, and the room comes back.
     */
    interface Claim extends AutoCloseable {
        /**
         * The memory to be filled, aligned to 8 bytes. What it contains at first is undefined, in particular bytes of earlier
         * messages of this pipe. It is inaccessible, also by parts and buffers made of it, as soon as the claim has ended.
         *
         * @return the memory, as long as was claimed, accessible by the thread that has claimed it
         * @throws IllegalStateException if the claim has ended
         */
        MemorySegment memory();

        /**
         * Sends all of the memory as one message, as by {@link #commit(long)}.
         *
         * @throws IOException           as in {@link Connection#send}
         * @throws InterruptedException  as in {@link Connection#send}; the claim goes on
         * @throws IllegalStateException if the claim has ended
         * @throws WrongThreadException  if it is another thread's
         */
        void commit() throws IOException, InterruptedException;

        /**
         * Sends the beginning of the memory as one message, waiting while the pipe is full, and ends the claim. If it throws,
         * nothing was sent and the claim goes on. If less than a quarter of the memory is used, it is copied.
         *
         * @param length how many bytes
         * @throws IllegalArgumentException if it is negative, or more than was claimed
         * @throws IOException              as in {@link Connection#send}
         * @throws InterruptedException     as in {@link Connection#send}; the claim goes on
         * @throws IllegalStateException    if the claim has ended
         * @throws WrongThreadException     if it is another thread's
         */
        void commit(long length) throws IOException, InterruptedException;

        /**
         * Ends the claim; unless it was committed, nothing is sent. Closing twice is harmless.
         *
         * @throws WrongThreadException if it is another thread's
         */
        @Override
        void close();
    }

    /**
     * A message that is being read where it is. Belongs to the thread that has received it. Until it is closed it takes up its
     * room in shared memory, and counts as being in that thread's hand: if the process dies first, the message is received
     * again, before all others, by whoever holds this end of the pipe. One that is no longer reachable and was not closed is
     * received again, too. The closing of the connection does not end it.
     */
    interface Message extends AutoCloseable {
        /**
         * The message. Without native access it is a copy. It is inaccessible, also by parts and buffers made of it, as soon as
         * the message is closed.
         *
         * @return its memory, read-only, aligned to 8 bytes, accessible by the thread that has received it
         * @throws IllegalStateException if the message is closed
         */
        MemorySegment memory();

        /**
         * Ends the message, which is consumed with that. Closing twice is harmless.
         *
         * @throws WrongThreadException if it is another thread's
         */
        @Override
        void close();
    }

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
