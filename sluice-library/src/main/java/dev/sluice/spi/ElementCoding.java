package dev.sluice.spi;

import dev.sluice.ProcessQueue;

/**
 * The elements of one queue as bytes, by the built-in encoding or the codec of its user, and what has to be stored beside the
 * queue so that others code in the same way. Made by the library; any thread may use it.
 *
 * <p>What is decoded is taken to come from a network: only classes of an allow-list are, see {@code docs/redis.md}.
 */
public interface ElementCoding extends AutoCloseable {
    /** Reads what is stored beside a queue. */
    @FunctionalInterface
    interface Reader {
        /**
         * Reads what {@link ElementCoding#stored()} has given.
         *
         * @param stored what is stored beside the queue
         * @param name   the queue, for messages
         * @return the coding of that queue
         * @throws dev.sluice.SerializationException if it cannot be read here
         */
        ElementCoding read(byte[] stored, String name);
    }

    /**
     * Encodes an element.
     *
     * @param element the element
     * @return its bytes, the caller's own
     * @throws dev.sluice.SerializationException if it cannot cross
     */
    byte[] encode(Object element);

    /**
     * Decodes an element.
     *
     * @param bytes what {@link #encode} gave
     * @return the element
     * @throws dev.sluice.SerializationException if it cannot be decoded here
     */
    Object decode(byte[] bytes);

    /**
     * What is to be stored beside the queue.
     *
     * @return the bytes; empty for the defaults
     */
    byte[] stored();

    /**
     * The queue for what was delivered too often.
     *
     * @return a handle that lives as long as this coding, or null if there is none
     */
    ProcessQueue<?> deadLetters();

    /**
     * Compares with another one.
     *
     * @param other the coding of the same queue, by another user of it
     * @return the name of the first setting in which they differ, or null
     */
    String differenceTo(ElementCoding other);

    /** Closes the handle of the dead-letter queue. */
    @Override
    void close();
}
