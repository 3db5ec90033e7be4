package dev.sluice.internal.codec;

import java.io.ObjectInputFilter;
import java.lang.ref.WeakReference;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the classes that messages name, for one class loader and one filter. Does not keep the loader alive: whoever
 * decodes does so for as long as it takes.
 */
final class ClassLookup {
    private final NameTable names;
    private final WeakReference<ClassLoader> loader;
    private final ObjectInputFilter filter;

    ClassLookup(NameTable names, ClassLoader loader, ObjectInputFilter filter) {
        this.names = names;
        this.loader = new WeakReference<>(loader);
        this.filter = filter;
    }

    boolean isBy(ClassLoader other) {
        return loader.refersTo(other);
    }

    boolean isFiltered() {
        return filter != null;
    }

    ObjectInputFilter filter() {
        return filter;
    }

    /** Loads a class without initializing it, by this lookup's loader, else by the library's own. */
    Class<?> load(String name) throws DecodeException {
        if (!names.mayAskLoader()) {
            throw new DecodeException("class " + printable(name) + " is needed by the message, but was not looked for:"
                    + " there were too many messages with names of missing classes; find out who sends them");
        }
        try {
            return Class.forName(name, false, loader());
        } catch (ClassNotFoundException | LinkageError e) {
            names.countMiss();
            return loadByOwnLoader(name, e);
        }
    }

    private static Class<?> loadByOwnLoader(String name, Throwable cause) throws DecodeException {
        try {
            return Class.forName(name, false, ClassLookup.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new DecodeException(
                    "class " + printable(name) + " is needed by the message, but cannot be loaded here ("
                            + printable(cause.toString())
                            + "); add it to the class path of this process",
                    cause);
        }
    }

    /** Asks the filter. Nothing but a refusal stops the decoding. */
    void check(Class<?> type, long arrayLength, long depth, long references, long bytes) throws DecodeException {
        if (filter == null) {
            return;
        }
        ObjectInputFilter.Status status;
        try {
            status = filter.checkInput(new Info(type, arrayLength, depth, references, bytes));
        } catch (RuntimeException e) {
            throw new DecodeException(refusal(type, arrayLength) + ", which threw " + e, e);
        }
        if (status == null || status == ObjectInputFilter.Status.REJECTED) {
            throw new DecodeException(
                    refusal(type, arrayLength) + "; if the sender is to be trusted, let the filter allow it");
        }
    }

    static String refusal(Class<?> type, long arrayLength) {
        return "class " + type.getTypeName() + (arrayLength < 0 ? "" : " (length " + arrayLength + ")")
                + " was refused by the filter";
    }

    RecordShape record(byte[] bytes, int offset, int length) throws DecodeException {
        if (names.find(Format.RECORD, bytes, offset, length) instanceof RecordShape known) {
            return known;
        }
        byte[] header = Arrays.copyOfRange(bytes, offset, offset + length);
        String name = RecordShape.nameIn(header);
        Class<?> type = load(name);
        check(type, -1, 1, 1, 0);
        if (!type.isRecord()) {
            throw new DecodeException("class " + name + " was written as a record, but is none here");
        }
        RecordShape shape = ClassInfo.of(type).record;
        if (shape == null) {
            throw new DecodeException("record " + name + " was written by its components, but here it "
                    + (Modifier.isPublic(type.getModifiers()) ? "replaces itself in serialization or " : "")
                    + "cannot be reached: let its module open its package to dev.sluice, and use the same version"
                    + " on both sides");
        }
        if (!Arrays.equals(shape.header(), header)) {
            throw new DecodeException(shape.differenceTo(header));
        }
        names.add(Format.RECORD, header, shape);
        return shape;
    }

    Enum<?> constant(byte[] bytes, int offset, int length) throws DecodeException {
        if (names.find(Format.ENUM, bytes, offset, length) instanceof Enum<?> known) {
            return known;
        }
        byte[] header = Arrays.copyOfRange(bytes, offset, offset + length);
        String text = textOf(header);
        int separator = text.indexOf('\0');
        if (separator < 0) {
            throw new DecodeException("the bytes are damaged: the header of an enum constant has no name in it");
        }
        Class<?> type = enumClass(load(text.substring(0, separator)));
        check(type, -1, 1, 1, 0);
        String name = text.substring(separator + 1);
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                names.add(Format.ENUM, header, constant);
                return (Enum<?>) constant;
            }
        }
        throw new DecodeException("enum " + type.getName() + " has no constant " + printable(name)
                + " here. Run both processes with the same version of the class");
    }

    static Class<?> enumClass(Class<?> type) throws DecodeException {
        if (!type.isEnum()) {
            throw new DecodeException("class " + type.getName() + " was written as an enum, but is none here");
        }
        return type;
    }

    Class<?> type(byte[] bytes, int offset, int length) throws DecodeException {
        if (names.find(Format.ARRAY, bytes, offset, length) instanceof Class<?> known) {
            return known;
        }
        byte[] header = Arrays.copyOfRange(bytes, offset, offset + length);
        Class<?> type = load(textOf(header));
        names.add(Format.ARRAY, header, type);
        return type;
    }

    /** {@return the class of a name in a JDK stream, not initialized} */
    Class<?> typeInStream(String name) throws DecodeException {
        byte[] header = NameTable.header(name.getBytes(StandardCharsets.UTF_8));
        if (names.find(Format.JDK, header, 0, header.length) instanceof Class<?> known) {
            return known;
        }
        Class<?> primitive = Class.forPrimitiveName(name);
        Class<?> type = primitive != null ? primitive : load(name);
        names.add(Format.JDK, header, type);
        return type;
    }

    ClassLoader loader() {
        return loader.get();
    }

    private static String textOf(byte[] header) throws DecodeException {
        byte[] text = Arrays.copyOfRange(header, 4, header.length);
        if (!Arrays.equals(NameTable.header(text), header)) {
            throw new DecodeException("the bytes are damaged: the hash of a name does not fit the name");
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Names come from other programs: control characters have no business in a message for people. */
    private static String printable(String name) {
        String cut = name.length() > 200 ? name.substring(0, 200) + "..." : name;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    private record Info(Class<?> serialClass, long arrayLength, long depth, long references, long streamBytes)
            implements ObjectInputFilter.FilterInfo {}
}
