package dev.sluice.internal.codec;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How the instances of one class are encoded. Decided by the exact class: a subclass of a JDK collection is not
 * that collection. Belongs to its class (through {@link ClassValue}), so that neither keeps the other from being
 * unloaded.
 */
final class ClassInfo {
    /** Serializable, but not by this library: the message goes to the JDK. */
    static final byte JDK_ONLY = -1;

    /** Cannot cross. */
    static final byte REFUSED = -2;

    private static final byte[] NO_HEADER = {};

    private static final ClassValue<ClassInfo> INFOS = new ClassValue<>() {
        @Override
        protected ClassInfo computeValue(Class<?> type) {
            return create(type);
        }
    };

    /** A tag of {@link Format}, {@link #JDK_ONLY} or {@link #REFUSED}. */
    final byte kind;

    /** Null but for records. */
    final RecordShape record;

    /** Of the component type for arrays, else of the class. */
    final byte[] header;

    /** The headers of an enum's constants by ordinal; null for other classes. */
    final byte[][] constants;

    /** For those who remember this beyond a message. */
    final WeakReference<ClassInfo> self = new WeakReference<>(this);

    private final Class<?> type;

    private ClassInfo(Class<?> type, byte kind, RecordShape record, byte[] header, byte[][] constants) {
        this.type = type;
        this.kind = kind;
        this.record = record;
        this.header = header;
        this.constants = constants;
    }

    boolean isOf(Class<?> other) {
        return type == other;
    }

    static ClassInfo of(Class<?> type) {
        return INFOS.get(type);
    }

    private static ClassInfo create(Class<?> type) {
        byte known = KnownClasses.tagOf(type);
        if (known != 0) {
            return simple(type, known);
        } else if (type.isArray()) {
            return new ClassInfo(type, Format.ARRAY, null, nameHeader(type.getComponentType()), null);
        } else if (Enum.class.isAssignableFrom(type) && type != Enum.class) {
            return createEnum(type, type.isEnum() ? type : type.getSuperclass());
        } else if (type.isRecord()) {
            return createRecord(type);
        } else if (isDefaultPath(type)) {
            return simple(type, Format.PATH);
        }
        return simple(type, Serializable.class.isAssignableFrom(type) ? JDK_ONLY : REFUSED);
    }

    private static boolean isDefaultPath(Class<?> type) {
        return Path.class.isAssignableFrom(type) && type == FileSystems.getDefault().getPath("").getClass();
    }

    private static ClassInfo simple(Class<?> type, byte kind) {
        return new ClassInfo(type, kind, null, NO_HEADER, null);
    }

    private static ClassInfo createEnum(Class<?> constantType, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        byte[][] headers = new byte[constants.length][];
        byte[] name = type.getName().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < headers.length; i++) {
            byte[] constant = ((Enum<?>) constants[i]).name().getBytes(StandardCharsets.UTF_8);
            byte[] text = Arrays.copyOf(name, name.length + 1 + constant.length);
            System.arraycopy(constant, 0, text, name.length + 1, constant.length);
            headers[i] = NameTable.header(text);
        }
        return new ClassInfo(constantType, Format.ENUM, null, nameHeader(type), headers);
    }

    private static ClassInfo createRecord(Class<?> type) {
        boolean serializable = Serializable.class.isAssignableFrom(type);
        RecordShape shape = serializable && replacesItself(type) ? null : RecordShape.of(type);
        if (shape == null) {
            return simple(type, serializable ? JDK_ONLY : REFUSED);
        }
        return new ClassInfo(type, Format.RECORD, shape, nameHeader(type), null);
    }

    private static boolean replacesItself(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            boolean replacing = method.getName().equals("writeReplace") || method.getName().equals("readResolve");
            if (replacing && method.getParameterCount() == 0) {
                return true;
            }
        }
        return false;
    }

    private static byte[] nameHeader(Class<?> type) {
        return NameTable.header(type.getName().getBytes(StandardCharsets.UTF_8));
    }
}
