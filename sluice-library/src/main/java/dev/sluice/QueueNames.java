package dev.sluice;

import java.util.Locale;
import java.util.Objects;

/** What a name of a queue means: shared memory of this machine, or another engine's URI. */
final class QueueNames {
    private static final String SHARED_MEMORY = "shm";

    private QueueNames() {}

    static <E> ProcessQueue<E> open(String name) {
        return SharedQueues.open(local(name));
    }

    static boolean unlink(String name) {
        return SharedQueues.unlink(local(name));
    }

    static QueueStatus status(String name) {
        return SharedQueues.status(local(name));
    }

    private static String local(String name) {
        int colon = Objects.requireNonNull(name, "name").indexOf(':');
        if (colon < 0) {
            return name;
        }
        String scheme = name.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals(SHARED_MEMORY)) {
            throw new IllegalArgumentException("no engine for '" + scheme + ":' in \"" + name
                    + "\" in this version; for shared memory give a plain name or shm:NAME");
        }
        return name.substring(colon + 1);
    }
}
