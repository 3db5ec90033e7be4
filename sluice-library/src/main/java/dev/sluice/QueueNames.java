package dev.sluice;

import dev.sluice.internal.shm.SharedFile;
import dev.sluice.spi.EngineSettings;
import dev.sluice.spi.QueueEngine;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** What a name of a queue means: shared memory of this machine, or another engine's URI. */
final class QueueNames {
    private static final String SHARED_MEMORY = "shm";

    private QueueNames() {}

    static <E> ProcessQueue<E> create(QueueSettings settings) {
        String name = settings.name();
        return isLocal(name)
                ? SharedQueues.create(settings)
                : engine(name).create(name, engineSettings(settings));
    }

    static <E> ProcessQueue<E> openOrCreate(QueueSettings settings) {
        String name = settings.name();
        return isLocal(name)
                ? SharedQueues.openOrCreate(settings)
                : engine(name).openOrCreate(
                        name, engineSettings(settings), NetworkCoding.reader(settings.filter()));
    }

    private static EngineSettings engineSettings(QueueSettings settings) {
        return new EngineSettings(
                settings.maxSize(),
                settings.maxBytes(),
                settings.isJoinable(),
                settings.buffered(),
                settings.maxDeliveries(),
                NetworkCoding.of(settings));
    }

    static <E> ProcessQueue<E> open(String name) {
        return isLocal(name) ? SharedQueues.open(local(name)) : engine(name).open(name, NetworkCoding.reader(null));
    }

    static boolean unlink(String name) {
        return isLocal(name) ? SharedQueues.unlink(local(name)) : engine(name).unlink(name);
    }

    static QueueStatus status(String name) {
        return isLocal(name) ? SharedQueues.status(local(name)) : engine(name).status(name);
    }

    /** What a builder keeps of the name it is given. */
    static String checked(String name) {
        if (isLocal(name)) {
            return SharedFile.checkName(local(name));
        }
        engine(name);
        return name;
    }

    /** The scheme in lower case; null for a plain name. */
    private static String scheme(String name) {
        int colon = Objects.requireNonNull(name, "name").indexOf(':');
        return colon < 0 ? null : name.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** Null is the name of an anonymous queue. */
    private static boolean isLocal(String name) {
        String scheme = name == null ? null : scheme(name);
        return scheme == null || scheme.equals(SHARED_MEMORY);
    }

    private static String local(String name) {
        return name.substring(Objects.requireNonNull(name, "name").indexOf(':') + 1);
    }

    /** Looks where the calling thread's classes are first: a library may be loaded above the engine. */
    private static QueueEngine engine(String name) {
        String scheme = scheme(name);
        QueueEngine found = find(ServiceLoader.load(QueueEngine.class), scheme);
        if (found == null) {
            found = find(ServiceLoader.load(QueueEngine.class, QueueEngine.class.getClassLoader()), scheme);
        }
        if (found == null) {
            throw new IllegalArgumentException("no engine for '" + scheme + ":' is on the class or module path"
                    + (scheme.startsWith("redis") ? "; add the module sluice-redis" : "")
                    + "; for shared memory give a plain name or shm:NAME");
        }
        return found;
    }

    private static QueueEngine find(ServiceLoader<QueueEngine> engines, String scheme) {
        try {
            for (QueueEngine engine : engines) {
                if (engine.schemes().contains(scheme)) {
                    return engine;
                }
            }
            return null;
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException(
                    "the engines on the class or module path cannot be loaded: " + e.getMessage()
                            + "; use the same version of all modules",
                    e);
        }
    }
}
