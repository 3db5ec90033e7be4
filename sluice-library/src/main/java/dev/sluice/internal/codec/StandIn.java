package dev.sluice.internal.codec;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Takes the place, in a JDK stream, of an object that only the native format can write: a record that is not
 * Serializable, an Optional, a Path, an entry of Map.entry. So whether such an object can cross does not depend on
 * what else the message holds.
 */
final class StandIn implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte kind;
    private final Class<?> type;

    @SuppressWarnings("serial") // the parts are replaced in their turn where needed
    private final Object[] parts;

    private StandIn(byte kind, Class<?> type, Object... parts) {
        this.kind = kind;
        this.type = type;
        this.parts = parts;
    }

    /**
     * {@return what to write for an object that is not Serializable: a stand-in, or the object itself for the JDK
     * to refuse}
     */
    static Object of(Object object) throws ReflectiveOperationException {
        ClassInfo info = ClassInfo.of(object.getClass());
        return switch (info.kind) {
            case Format.RECORD -> ofRecord(object, info.record);
            case Format.OPTIONAL -> new StandIn(info.kind, null, ((Optional<?>) object).orElse(null));
            case Format.OPTIONAL_INT -> {
                OptionalInt optional = (OptionalInt) object;
                yield new StandIn(info.kind, null, optional.isPresent() ? optional.getAsInt() : null);
            }
            case Format.OPTIONAL_LONG -> {
                OptionalLong optional = (OptionalLong) object;
                yield new StandIn(info.kind, null, optional.isPresent() ? optional.getAsLong() : null);
            }
            case Format.OPTIONAL_DOUBLE -> {
                OptionalDouble optional = (OptionalDouble) object;
                yield new StandIn(info.kind, null, optional.isPresent() ? optional.getAsDouble() : null);
            }
            case Format.MAP_ENTRY -> {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) object;
                yield new StandIn(info.kind, null, entry.getKey(), entry.getValue());
            }
            case Format.PATH -> new StandIn(info.kind, null, object.toString());
            default -> object;
        };
    }

    private static StandIn ofRecord(Object object, RecordShape shape) throws ReflectiveOperationException {
        Object[] parts = new Object[shape.componentCount()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = shape.accessor(i).invoke(object);
        }
        return new StandIn(Format.RECORD, shape.type(), parts);
    }

    private Object readResolve() throws InvalidObjectException {
        return switch (kind) {
            case Format.RECORD -> resolveRecord();
            case Format.OPTIONAL -> Optional.ofNullable(parts[0]);
            case Format.OPTIONAL_INT -> parts[0] == null ? OptionalInt.empty() : OptionalInt.of((int) parts[0]);
            case Format.OPTIONAL_LONG -> parts[0] == null ? OptionalLong.empty() : OptionalLong.of((long) parts[0]);
            case Format.OPTIONAL_DOUBLE ->
                    parts[0] == null ? OptionalDouble.empty() : OptionalDouble.of((double) parts[0]);
            case Format.MAP_ENTRY -> Map.entry(parts[0], parts[1]);
            case Format.PATH -> Path.of((String) parts[0]);
            default -> throw new InvalidObjectException("there is no stand-in of kind " + kind);
        };
    }

    private Object resolveRecord() throws InvalidObjectException {
        RecordShape shape = type == null ? null : ClassInfo.of(type).record;
        if (shape == null || shape.componentCount() != parts.length) {
            throw new InvalidObjectException("record " + (type == null ? "" : type.getName())
                    + " was written with other components than it has here");
        }
        try {
            return shape.constructor().newInstance(parts);
        } catch (InvocationTargetException e) {
            throw invalid("the constructor of record " + type.getName() + " threw " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw invalid("record " + type.getName() + " cannot be rebuilt: " + e.getMessage(), e);
        }
    }

    private static InvalidObjectException invalid(String message, Throwable cause) {
        return new InvalidObjectException(message, cause);
    }
}
