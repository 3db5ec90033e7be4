package dev.sluice;

import java.io.Serializable;

/**
 * Turns the elements of one queue into bytes and back, in place of the built-in encoding.
 *
 * <p>The codec travels with the queue: it is stored beside it when the queue is built, and whoever opens the queue uses
 * it. It is therefore serializable, and its class must be on the class path of every process that opens the queue. It is
 * called by any thread, by several at once, and never while a lock of the queue is held: whatever it throws harms only
 * the call in which it was thrown.
 *
 * @param <E> the type of the elements
 */
public interface Codec<E> extends Serializable {
    /**
     * Encodes one element. Called in {@code put}, by the thread that puts.
     *
     * @param element the element, never null
     * @return its encoding, not changed by the codec afterwards; may be empty
     * @throws Exception whatever prevents it; the caller of {@code put} gets it as the cause of a
     *                   {@link SerializationException}, and nothing was added
     */
    byte[] encode(E element) throws Exception;

    /**
     * Decodes one element. Called in {@code get}, by the thread that gets.
     *
     * @param bytes an encoding, owned by the codec
     * @return the element, never null
     * @throws Exception whatever prevents it; the caller of {@code get} gets it as the cause of a
     *                   {@link SerializationException}
     */
    E decode(byte[] bytes) throws Exception;
}
