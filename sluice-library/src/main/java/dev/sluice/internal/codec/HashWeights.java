package dev.sluice.internal.codec;

import java.io.InvalidObjectException;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps JDK streams from describing, in a few bytes, objects whose hash code takes years: containers of containers
 * with so many shared parts that a walk visits them an exponential number of times. The JDK hashes while it reads,
 * so such an object has to be noticed before, and it is refused only in streams that have something that hashes at
 * all. The same for native messages is in {@link Decoder}, which knows exactly what it hashes.
 */
final class HashWeights {
    private static final long FREE_WEIGHT = 100_000_000;
    private static final long WEIGHT_PER_BYTE = 64;
    private static final long TOO_HEAVY_TO_COUNT = Long.MAX_VALUE / 4;

    private final long limit;
    private IdentityHashMap<Object, Long> weights;
    private long heaviest;
    private boolean hashing;

    HashWeights(int messageBytes) {
        limit = FREE_WEIGHT + WEIGHT_PER_BYTE * messageBytes;
    }

    /** The stream is going to have objects of this class. */
    void addClass(Class<?> type) throws InvalidObjectException {
        // Immutable sets and maps come in the guise of java.util.CollSer.
        hashing |= Map.class.isAssignableFrom(type)
                || java.util.Set.class.isAssignableFrom(type)
                || type.getName().equals("java.util.CollSer");
        check();
    }

    /** The stream had this object, and its content. */
    void add(Object object) throws InvalidObjectException {
        long weight = weightOfContent(object);
        if (weight > 0) {
            if (weights == null) {
                weights = new IdentityHashMap<>();
            }
            weights.put(object, weight);
            heaviest = Math.max(heaviest, weight);
            check();
        }
    }

    private void check() throws InvalidObjectException {
        if (hashing && heaviest > limit) {
            throw new InvalidObjectException("nested sets or maps would take too long to hash");
        }
    }

    private long weightOfContent(Object object) {
        // No switch over types: linking it takes longer than all else when a process decodes its first object.
        if (object instanceof Record record) {
            return sum(record);
        }
        return object != null && object.getClass().getClassLoader() == null ? weightOfJdkContent(object) : 0;
    }

    private long weightOfJdkContent(Object object) {
        if (object instanceof Collection<?> collection) {
            return sum(collection);
        }
        if (object instanceof Map<?, ?> map) {
            return sum(map.keySet()) + sum(map.values());
        }
        if (object instanceof Map.Entry<?, ?> entry) {
            return weightOf(entry.getKey()) + weightOf(entry.getValue());
        }
        return object instanceof Optional<?> optional ? weightOf(optional.orElse(null)) : 0;
    }

    private long sum(Collection<?> collection) {
        long sum = 1;
        for (Object element : collection) {
            sum = Math.min(TOO_HEAVY_TO_COUNT, sum + weightOf(element));
        }
        return sum;
    }

    private long sum(Record record) {
        RecordShape shape = ClassInfo.of(record.getClass()).record;
        long sum = 1;
        for (int i = 0; shape != null && i < shape.componentCount(); i++) {
            try {
                sum = Math.min(TOO_HEAVY_TO_COUNT, sum + weightOf(shape.accessor(i).invoke(record)));
            } catch (ReflectiveOperationException e) {
                sum++; // an accessor that throws leads nowhere
            }
        }
        return sum;
    }

    private long weightOf(Object object) {
        return weights == null || object == null ? 1 : weights.getOrDefault(object, 1L);
    }
}
