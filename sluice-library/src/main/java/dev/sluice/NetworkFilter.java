package dev.sluice;

import java.io.ObjectInputFilter;

/**
 * Decides which classes may be decoded from what has come over a network. Nothing that is not named is: either here, where
 * only values of the JDK stand, or by this process itself. A filter that is stored with the queue may have been written by
 * anybody who reaches the server, so it can forbid, and never allow.
 */
final class NetworkFilter implements ObjectInputFilter {
    private static final String VALUES = "java.lang.*;java.math.*;java.time.*;java.time.chrono.*;java.util.*"
            + ";java.util.concurrent.ConcurrentHashMap*;java.util.concurrent.ConcurrentLinkedQueue"
            + ";java.util.concurrent.ConcurrentLinkedDeque;java.util.concurrent.CopyOnWriteArrayList"
            + ";java.util.concurrent.CopyOnWriteArraySet;java.util.concurrent.LinkedBlockingQueue"
            + ";java.util.concurrent.ArrayBlockingQueue;java.util.concurrent.TimeUnit"
            + ";java.util.concurrent.atomic.*;dev.sluice.spi.EngineToken";

    private static final ObjectInputFilter ALLOWED_VALUES = ObjectInputFilter.Config.createFilter(VALUES);

    private final ObjectInputFilter ofProcess;
    private final ObjectInputFilter ofBuilder;
    private final ObjectInputFilter ofQueue;

    /**
     * Each may be null.
     *
     * @param ofProcess the pattern of the system property
     * @param ofBuilder what this process gave to the builder
     * @param ofQueue   what is stored with the queue
     */
    NetworkFilter(String ofProcess, String ofBuilder, String ofQueue) {
        this.ofProcess = parsed(ofProcess);
        this.ofBuilder = parsed(ofBuilder);
        this.ofQueue = parsed(ofQueue);
    }

    private static ObjectInputFilter parsed(String pattern) {
        return pattern == null || pattern.isEmpty()
                ? _ -> Status.UNDECIDED
                : ObjectInputFilter.Config.createFilter(pattern);
    }

    @Override
    public Status checkInput(FilterInfo info) {
        Status process = ofProcess.checkInput(info);
        Status builder = ofBuilder.checkInput(info);
        if (process == Status.REJECTED || builder == Status.REJECTED || ofQueue.checkInput(info) == Status.REJECTED) {
            return Status.REJECTED;
        }
        Class<?> c = info.serialClass();
        if (c == null) {
            return Status.UNDECIDED; // a question about depth or size only
        }
        if (process == Status.ALLOWED || builder == Status.ALLOWED || isPrimitive(c)) {
            return Status.ALLOWED;
        }
        return ALLOWED_VALUES.checkInput(info) == Status.ALLOWED ? Status.ALLOWED : Status.REJECTED;
    }

    private static boolean isPrimitive(Class<?> c) {
        Class<?> component = c;
        while (component.isArray()) {
            component = component.getComponentType();
        }
        return component.isPrimitive();
    }
}
