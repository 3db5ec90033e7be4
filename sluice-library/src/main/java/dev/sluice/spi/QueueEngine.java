package dev.sluice.spi;

import dev.sluice.ProcessQueue;
import dev.sluice.QueueStatus;
import java.util.List;
import java.util.Set;

/**
 * Gives the queues whose names are URIs of certain schemes. Found by {@link java.util.ServiceLoader}; shared memory is built
 * in and needs none. Any thread may call any method. Each call may wait for a server, and ends in bounded time.
 */
public interface QueueEngine {
    /**
     * The schemes of the URIs that this engine answers to.
     *
     * @return the schemes, in lower case, without a colon
     */
    Set<String> schemes();

    /**
     * Creates a queue.
     *
     * @param <E>      the type of the elements
     * @param uri      its name
     * @param settings what it is built with
     * @return its first handle, a {@link dev.sluice.JoinableQueue} if the settings say so
     * @throws dev.sluice.QueueExistsException if the name is taken
     * @throws dev.sluice.QueueServerException if the server cannot be used
     */
    <E> ProcessQueue<E> create(String uri, EngineSettings settings);

    /**
     * Opens a queue.
     *
     * @param <E>    the type of the elements
     * @param uri    its name
     * @param reader reads what is stored beside it
     * @return a new handle, a {@link dev.sluice.JoinableQueue} if the queue is joinable
     * @throws dev.sluice.QueueNotFoundException if there is none
     * @throws dev.sluice.QueueServerException   if the server cannot be used
     */
    <E> ProcessQueue<E> open(String uri, ElementCoding.Reader reader);

    /**
     * Opens a queue, or creates it. Of several processes that do so at once, one creates it.
     *
     * @param <E>      the type of the elements
     * @param uri      its name
     * @param settings what it is built with
     * @param reader   reads what is stored beside it
     * @return a new handle
     * @throws IllegalStateException           if there is one with other settings
     * @throws dev.sluice.QueueServerException if the server cannot be used
     */
    <E> ProcessQueue<E> openOrCreate(String uri, EngineSettings settings, ElementCoding.Reader reader);

    /**
     * Removes a queue with all that is in it.
     *
     * @param uri its name
     * @return false if there was none
     * @throws dev.sluice.QueueServerException if the server cannot be used
     */
    boolean unlink(String uri);

    /**
     * The queues of one server.
     *
     * @param uri the URI of the server, with or without the name of a queue
     * @return the names of the queues as URIs that {@link #open} takes, sorted
     * @throws dev.sluice.QueueServerException if the server cannot be used
     */
    List<String> list(String uri);

    /**
     * What a queue looks like from outside.
     *
     * @param uri its name
     * @return its state at one moment
     * @throws dev.sluice.QueueNotFoundException if there is none
     * @throws dev.sluice.QueueServerException   if the server cannot be used
     */
    QueueStatus status(String uri);
}
