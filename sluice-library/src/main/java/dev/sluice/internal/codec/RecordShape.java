package dev.sluice.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What identifies a record class in a message, and the access to its components.
 *
 * <p>The header of a record in a message:
 * <pre>
 * offset  size       content
 *      0     4       hash of all below
 *      4     1       number of components, c
 *      5     c * 2   per component 16 bits of the hash of "name:type"
 *  5+c*2     rest    class name in UTF-8
 * </pre>
 * A reader whose own header has the same bytes knows the same record. If the name is equal and the rest is not, the
 * 16-bit hashes tell which component differs, without every message carrying all names and types.
 */
final class RecordShape {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HASHES = 5;

    /** Records used less often than this are not worth a generated class. */
    private static final int USES_BEFORE_GENERATION = 200;

    private final Class<?> type;
    private final RecordComponent[] components;
    private final Class<?>[] componentTypes;
    private final Method[] accessors;
    private final Constructor<?> constructor;
    private final byte[] header;
    private RecordAccess access; // benign race: either kind of access is complete and correct
    private int uses; // benign race: a lost count delays generation

    private RecordShape(Class<?> type, RecordComponent[] components, Method[] accessors, Constructor<?> constructor) {
        this.type = type;
        this.components = components;
        this.componentTypes = typesOf(components);
        this.accessors = accessors;
        this.constructor = constructor;
        this.header = headerOf(type, components);
        this.access = new ReflectiveRecordAccess(componentTypes, accessors, constructor);
    }

    /**
     * {@return the shape of a record class, null if its module does not let this one reach accessors and
     * constructor}
     */
    static RecordShape of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(typesOf(components));
            boolean accessible = constructor.trySetAccessible();
            Method[] accessors = new Method[components.length];
            for (int i = 0; i < accessors.length; i++) {
                accessors[i] = components[i].getAccessor();
                accessible &= accessors[i].trySetAccessible();
            }
            return accessible ? new RecordShape(type, components, accessors, constructor) : null;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type.getName() + " has no canonical constructor", e);
        }
    }

    private static Class<?>[] typesOf(RecordComponent[] components) {
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        return types;
    }

    private static byte[] headerOf(Class<?> type, RecordComponent[] components) {
        byte[] name = type.getName().getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[HASHES + 2 * components.length + name.length];
        header[4] = (byte) components.length;
        StringBuilder all = new StringBuilder(type.getName());
        for (int i = 0; i < components.length; i++) {
            String text = textOf(components[i]);
            all.append(';').append(text);
            SHORTS.set(header, HASHES + 2 * i, (short) NameTable.hash(text.getBytes(StandardCharsets.UTF_8)));
        }
        System.arraycopy(name, 0, header, HASHES + 2 * components.length, name.length);
        INTS.set(header, 0, NameTable.hash(all.toString().getBytes(StandardCharsets.UTF_8)));
        return header;
    }

    private static String textOf(RecordComponent component) {
        return component.getName() + ": " + component.getType().getTypeName();
    }

    Class<?> type() {
        return type;
    }

    byte[] header() {
        return header;
    }

    int componentCount() {
        return components.length;
    }

    String componentName(int index) {
        return components[index].getName();
    }

    Method accessor(int index) {
        return accessors[index];
    }

    Constructor<?> constructor() {
        return constructor;
    }

    RecordAccess access() {
        if (uses < USES_BEFORE_GENERATION) {
            uses++;
            if (uses == USES_BEFORE_GENERATION) {
                generate();
            }
        }
        return access;
    }

    /** From now on with generated code, if that is possible. */
    void generate() {
        if (RecordAccessGenerator.canGenerate(componentTypes)) {
            try {
                access = RecordAccessGenerator.generate(componentTypes, accessors, constructor);
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                // Reflection does the same work, only slower.
                uses = USES_BEFORE_GENERATION;
            }
        }
    }

    /** {@return the class name in a header of a message} */
    static String nameIn(byte[] header) throws DecodeException {
        int start = header.length < HASHES ? Integer.MAX_VALUE : HASHES + 2 * (header[4] & 0xFF);
        if (start >= header.length) {
            throw new DecodeException("the bytes are damaged: the header of a record is too short");
        }
        return new String(header, start, header.length - start, StandardCharsets.UTF_8);
    }

    /**
     * Explains how the sender's record differs from this one, given the sender's header, which has the same class
     * name.
     */
    String differenceTo(byte[] sent) {
        int sentCount = sent[4] & 0xFF;
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            if (i >= sentCount || hashAt(sent, i) != hashAt(header, i)) {
                differing.add(textOf(components[i]) + (isAmong(sent, hashAt(header, i)) ? " (at another place)" : ""));
            }
        }
        return "record " + type.getName() + " was written with other components than it has here: "
                + sentCount + " there, " + components.length + " here"
                + (differing.isEmpty() ? "" : "; not the same there: " + String.join(", ", differing))
                + ". Run both processes with the same version of the class";
    }

    private static short hashAt(byte[] header, int component) {
        return (short) SHORTS.get(header, HASHES + 2 * component);
    }

    private static boolean isAmong(byte[] header, short hash) {
        for (int i = 0; i < (header[4] & 0xFF); i++) {
            if (hashAt(header, i) == hash) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return type.getName() + Arrays.toString(componentTypes);
    }
}
