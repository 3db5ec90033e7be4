package dev.sluice;

import java.util.List;
import java.util.Optional;

/**
 * What a named queue looks like from outside at one moment: for tools and people. Looking neither holds the queue nor
 * waits for anybody.
 *
 * @param name           the name
 * @param joinable       whether it is a {@link JoinableQueue}
 * @param maxSize        the bound, {@link Integer#MAX_VALUE} if there is none
 * @param maxBytes       the byte budget
 * @param size           the number of elements queued
 * @param bytes          the sum of the encoded sizes of the queued elements
 * @param unacknowledged the number of elements taken and not acknowledged; 0 in a plain queue
 * @param added          the number of elements ever put
 * @param shutdown       whether it was shut down
 * @param memoryBytes    the memory it occupies now
 * @param holders        the processes that hold it, living ones only
 */
public record QueueStatus(
        String name,
        boolean joinable,
        int maxSize,
        long maxBytes,
        int size,
        long bytes,
        long unacknowledged,
        long added,
        boolean shutdown,
        long memoryBytes,
        List<Holder> holders) {
    /**
     * A process that holds the queue.
     *
     * @param pid            its process id
     * @param command        its command line, if the system tells
     * @param unacknowledged how many elements it has taken and not acknowledged
     */
    public record Holder(long pid, Optional<String> command, int unacknowledged) {}

    /** Copies the list of holders. */
    public QueueStatus {
        holders = List.copyOf(holders);
    }

    /**
     * The names of this user's named queues on this machine.
     *
     * @return the names, sorted
     */
    public static List<String> names() {
        return SharedQueues.names();
    }

    /**
     * Looks at a named queue.
     *
     * @param name the name, as in {@link ProcessQueue#open}
     * @return its status
     * @throws QueueNotFoundException if there is none
     * @throws QueueDamagedException  if what stands under that name is not a queue of this version
     */
    public static QueueStatus of(String name) {
        return QueueNames.status(name);
    }
}
