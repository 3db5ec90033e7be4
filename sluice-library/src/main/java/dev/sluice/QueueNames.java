package dev.sluice;

/** Creates and finds queues by their names. */
final class QueueNames {
    private QueueNames() {}

    static <E> ProcessQueue<E> create(QueueSettings settings) {
        throw new UnsupportedOperationException("under construction");
    }

    static <E> ProcessQueue<E> openOrCreate(QueueSettings settings) {
        throw new UnsupportedOperationException("under construction");
    }

    static <E> ProcessQueue<E> open(String name) {
        throw new UnsupportedOperationException("under construction");
    }

    static boolean unlink(String name) {
        throw new UnsupportedOperationException("under construction");
    }

    static java.util.List<String> names() {
        throw new UnsupportedOperationException("under construction");
    }

    static QueueStatus status(String name) {
        throw new UnsupportedOperationException("under construction");
    }
}
