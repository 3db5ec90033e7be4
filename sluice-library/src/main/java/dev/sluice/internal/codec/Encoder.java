package dev.sluice.internal.codec;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Writes one message natively. Reused with its buffer; for one thread at a time.
 *
 * <p><b>Identity.</b> Every object that could be part of a cycle, or whose identity a program may rely on, is
 * numbered (see {@link Format}). That makes cycles and shared objects arrive as they were sent, and keeps a graph
 * with many paths to one object as small as it is. Flat messages have one to three numbered objects, found by a
 * short scan; values are not numbered at all.
 *
 * <p><b>Cycles through constructors.</b> Records, immutable collections and the like exist only after their
 * content. One that contains itself (through a mutable object in between) cannot be rebuilt by any order of
 * constructor calls, so it is refused here, by name.
 *
 * <p><b>Depth.</b> The encoder recurses. From {@link Format#INLINE_DEPTH} on it goes on in a thread with a large
 * stack.
 */
final class Encoder {
    private static final int MAX_HEADERS = 16;
    private static final ClassInfo ARRAY_LIST = ClassInfo.of(ArrayList.class);

    final EncodeBuffer out;
    private final HandleTable handles = new HandleTable();
    private final byte[][] headers = new byte[MAX_HEADERS][];
    private int headerCount;
    private Object[] unfinished = new Object[8];
    private int unfinishedCount;
    private int depth;
    private boolean deep;
    private Class<?> lastClass;
    private ClassInfo lastInfo;
    private WeakReference<ClassInfo> first = ARRAY_LIST.self;

    Encoder(EncodeBuffer out) {
        this.out = out;
    }

    /** Forgets everything about the message, so that nothing of it stays reachable. */
    void reset() {
        handles.clear();
        Arrays.fill(headers, 0, headerCount, null);
        headerCount = 0;
        if (unfinished.length > 64) {
            unfinished = new Object[8];
        } else if (unfinishedCount > 0) {
            Arrays.fill(unfinished, null); // a failure left them
        }
        unfinishedCount = 0;
        depth = 0;
        deep = false;
        lastClass = null;
        lastInfo = null;
    }

    /** Says that this runs in a thread with a large stack already. */
    void setDeep() {
        deep = true;
    }

    void writeString(String value) {
        if (value == null) {
            out.putByte(Format.NULL);
        } else if (value.length() < Format.SHARED_STRING_CHARS || !wroteReference(value)) {
            out.putString(value);
        }
    }

    void writeObject(Object value) throws EncodeException {
        if (value == null) {
            out.putByte(Format.NULL);
            return;
        }
        Class<?> type = value.getClass();
        if (type == String.class) {
            writeString((String) value);
        } else if (type == Integer.class) {
            out.putTagged(Format.INT, (int) value);
        } else if (type == ArrayList.class) {
            writeNumbered(value, ARRAY_LIST);
        } else {
            writeOther(value, type);
        }
    }

    private void writeOther(Object value, Class<?> type) throws EncodeException {
        ClassInfo info;
        if (type == lastClass) {
            info = lastInfo;
        } else {
            info = lastClass == null ? infoOfFirst(type) : ClassInfo.of(type);
            lastClass = type;
            lastInfo = info;
        }
        if (info.kind >= Format.NUMBERED_FIRST && info.kind < Format.NUMBERED_END) {
            writeNumbered(value, info);
        } else if (info.kind >= 0) {
            writeValue(value, info);
        } else if (info.kind == ClassInfo.JDK_ONLY) {
            throw JdkNeeded.INSTANCE;
        } else {
            throw new NotEncodable(type);
        }
    }

    /** Messages often begin with the same class as the one before. */
    private ClassInfo infoOfFirst(Class<?> type) {
        ClassInfo recent = first.get();
        if (recent != null && recent.isOf(type)) {
            return recent;
        }
        ClassInfo info = ClassInfo.of(type);
        first = info.self;
        return info;
    }

    private void writeValue(Object value, ClassInfo info) throws EncodeException {
        if (info.kind == Format.ENUM) {
            writeEnum((Enum<?>) value, info);
        } else {
            ValueEncoding.write(value, info.kind, out, this);
        }
    }

    private void writeNumbered(Object value, ClassInfo info) throws EncodeException {
        if (wroteReference(value)) {
            return;
        }
        if (++depth > Format.INLINE_DEPTH) {
            writeDeep(value, info);
        } else {
            writeContent(value, info);
        }
        depth--;
    }

    private void writeDeep(Object value, ClassInfo info) throws EncodeException {
        if (depth > Format.MAX_DEPTH) {
            throw new EncodeException(value.getClass().getName() + " is nested more than " + Format.MAX_DEPTH
                    + " levels deep; send such a structure in a flat form");
        }
        if (deep) {
            writeContent(value, info);
            return;
        }
        deep = true;
        try {
            DeepStack.call(() -> {
                writeContent(value, info);
                return null;
            });
        } catch (EncodeException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CheckedFailure(e);
        }
        deep = false;
    }

    private void writeContent(Object value, ClassInfo info) throws EncodeException {
        switch (info.kind) {
            case Format.RECORD -> writeRecord(value, info.record);
            case Format.ARRAY_LIST -> ContainerEncoding.writeArrayList((ArrayList<?>) value, this);
            default -> ContainerEncoding.write(value, info, this);
        }
    }

    private void writeRecord(Object value, RecordShape shape) throws EncodeException {
        writeHeader(Format.RECORD, shape.header());
        begin(value);
        try {
            shape.access().write(value, this);
        } catch (EncodeException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new CheckedFailure(e);
        }
        end();
    }

    @SuppressWarnings("EnumOrdinal") // an index into a table of this very class, never written
    private void writeEnum(Enum<?> value, ClassInfo info) {
        writeHeader(Format.ENUM, info.constants[value.ordinal()]);
    }

    /** The whole header the first time, its number afterwards. */
    @SuppressWarnings("ReferenceEquality") // each class has one header
    private void writeHeader(byte tag, byte[] header) {
        for (int i = 0; i < headerCount; i++) {
            if (headers[i] == header) {
                out.putByte(tag + 1);
                out.putLength(i);
                return;
            }
        }
        if (headerCount < MAX_HEADERS) {
            headers[headerCount++] = header;
        }
        out.putByte(tag);
        out.putBlock(header);
    }

    /** Gives the object the next number, or writes a reference to it if it has one. */
    @SuppressWarnings("ReferenceEquality") // identity is the point
    private boolean wroteReference(Object value) {
        int number = handles.numberOrAdd(value);
        if (number < 0) {
            return false;
        }
        for (int i = 0; i < unfinishedCount; i++) {
            if (unfinished[i] == value) {
                throw new SelfContained(value);
            }
        }
        out.putByte(Format.REF);
        out.putLength(number);
        return true;
    }

    /** The object can be made only after all that is written from now on. */
    void begin(Object value) {
        if (unfinishedCount == unfinished.length) {
            unfinished = Arrays.copyOf(unfinished, unfinishedCount * 2);
        }
        unfinished[unfinishedCount++] = value;
    }

    /** Ends the last {@link #begin}. */
    void end() {
        unfinished[--unfinishedCount] = null;
    }

    /** A class that nothing can encode. */
    static final class NotEncodable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Class<?> type;

        NotEncodable(Class<?> type) {
            super(type.getName(), null, false, false);
            this.type = type;
        }

        Class<?> type() {
            return type;
        }
    }

    /** An immutable object that contains itself. */
    static final class SelfContained extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Object object;

        SelfContained(Object object) {
            super(object.getClass().getName(), null, false, false);
            this.object = object;
        }

        Object object() {
            return object;
        }
    }

    /** A checked exception that an accessor threw without declaring it. */
    static final class CheckedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CheckedFailure(Throwable cause) {
            super(cause);
        }
    }
}
