package dev.sluice.internal.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Ready at once, unlike a generated class, and so the better choice for records that are rarely used and in young
 * processes.
 */
final class ReflectiveRecordAccess extends RecordAccess {
    private final Class<?>[] types;
    private final Method[] accessors;
    private final Constructor<?> constructor;

    ReflectiveRecordAccess(Class<?>[] types, Method[] accessors, Constructor<?> constructor) {
        this.types = types;
        this.accessors = accessors;
        this.constructor = constructor;
    }

    @Override
    void write(Object instance, Encoder encoder) throws Throwable {
        for (int i = 0; i < types.length; i++) {
            writeComponent(types[i], componentOf(instance, accessors[i]), encoder);
        }
    }

    private static Object componentOf(Object instance, Method accessor) throws Throwable {
        try {
            return accessor.invoke(instance);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void writeComponent(Class<?> type, Object value, Encoder encoder) throws EncodeException {
        if (!type.isPrimitive()) {
            encoder.writeObject(value);
            return;
        }
        EncodeBuffer out = encoder.out;
        switch (value) {
            case Integer v -> out.putInt(v);
            case Long v -> out.putLong(v);
            case Double v -> out.putDouble(v);
            case Boolean v -> out.putBoolean(v);
            case Float v -> out.putFloat(v);
            case Short v -> out.putShort(v);
            case Character v -> out.putChar(v);
            case Byte v -> out.putByte(v);
            default -> throw new AssertionError(type);
        }
    }

    @Override
    Object read(Decoder decoder) throws Throwable {
        Object[] values = new Object[types.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = readComponent(types[i], decoder);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } catch (IllegalArgumentException e) {
            throw new ClassCastException("a component is of another type than declared");
        }
    }

    private static Object readComponent(Class<?> type, Decoder decoder) throws DecodeException {
        if (!type.isPrimitive()) {
            return decoder.readObject();
        }
        if (type == int.class) {
            return decoder.readInt();
        } else if (type == long.class) {
            return decoder.readLong();
        } else if (type == double.class) {
            return decoder.readDouble();
        } else if (type == boolean.class) {
            return decoder.readBoolean();
        } else if (type == float.class) {
            return decoder.readFloat();
        } else if (type == short.class) {
            return decoder.readShort();
        } else if (type == char.class) {
            return decoder.readChar();
        }
        return decoder.readByte();
    }
}
