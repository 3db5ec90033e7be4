package dev.sluice.internal.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

/** Writes and reads whole messages by JDK serialization. */
final class JdkStreams {
    private JdkStreams() {}

    /** Appends the tag and the stream. */
    static void write(Object value, EncodeBuffer out) throws IOException {
        out.putByte(Format.JDK);
        try (Writer writer = new Writer(new BufferStream(out))) {
            writer.writeObject(value);
            if (writer.hasStandIns) {
                checkStandIns(value);
            }
        }
    }

    /** A stand-in that is referred to before its place is taken would be left standing in the copy. */
    private static void checkStandIns(Object root) {
        Object self = PathFinder.findSelfContained(
                root, object -> !(object instanceof Serializable) && ClassInfo.of(object.getClass()).kind >= 0);
        if (self != null) {
            throw new Encoder.SelfContained(self);
        }
    }

    static Object read(byte[] bytes, int offset, int length, ClassLookup classes) throws DecodeException {
        Limits limits = new Limits(classes.filter(), length);
        try (Reader reader = new Reader(new ByteArrayInputStream(bytes, offset, length), length, classes, limits)) {
            return reader.readMessage();
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            if (limits.refusal() != null) {
                throw new DecodeException(limits.refusal(), e);
            }
            throw new DecodeException("JDK deserialization failed: " + e, e);
        }
    }

    private static final class BufferStream extends OutputStream {
        private final EncodeBuffer out;

        BufferStream(EncodeBuffer out) {
            this.out = out;
        }

        @Override
        public void write(int b) {
            out.putByte(b);
        }

        @Override
        public void write(byte[] source, int offset, int count) {
            out.putBytes(source, offset, count);
        }
    }

    private static final class Writer extends ObjectOutputStream {
        private boolean hasStandIns;

        Writer(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) throws IOException {
            if (object instanceof Serializable) {
                return object;
            }
            try {
                hasStandIns = true;
                return StandIn.of(object);
            } catch (InvocationTargetException e) {
                throw new IOException(e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }
    }

    private static final class Reader extends ObjectInputStream {
        private final ClassLookup classes;
        private final HashWeights weights;
        private DecodeException missing;

        Reader(InputStream in, int length, ClassLookup classes, ObjectInputFilter limits) throws IOException {
            super(in);
            this.classes = classes;
            this.weights = new HashWeights(length);
            setObjectInputFilter(limits);
            enableResolveObject(true);
        }

        Object readMessage() throws IOException, ClassNotFoundException, DecodeException {
            try {
                return readObject();
            } catch (ClassNotFoundException e) {
                if (missing != null) {
                    throw missing;
                }
                throw e;
            }
        }

        @Override
        protected Object resolveObject(Object object) throws IOException {
            weights.add(object);
            return object;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            Class<?> type = load(description.getName());
            weights.addClass(type);
            return type;
        }

        private Class<?> load(String name) throws ClassNotFoundException {
            try {
                return classes.typeInStream(name);
            } catch (DecodeException e) {
                missing = e;
                throw new ClassNotFoundException(name, e);
            }
        }

        /**
         * As the JDK does it, but with our class loader: interfaces that are not public decide about the loader of
         * the proxy.
         */
        @Override
        protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
            Class<?>[] interfaces = new Class<?>[names.length];
            ClassLoader loader = classes.loader();
            for (int i = 0; i < names.length; i++) {
                interfaces[i] = load(names[i]);
                if (!Modifier.isPublic(interfaces[i].getModifiers())) {
                    loader = interfaces[i].getClassLoader();
                }
            }
            return proxyClass(loader, interfaces);
        }

        @SuppressWarnings("deprecation") // only the class is wanted: the stream makes the instance
        private static Class<?> proxyClass(ClassLoader loader, Class<?>[] interfaces) throws ClassNotFoundException {
            try {
                return Proxy.getProxyClass(loader, interfaces);
            } catch (IllegalArgumentException e) {
                throw new ClassNotFoundException(null, e);
            }
        }
    }

    /**
     * The user's filter, and limits that hold whatever it says: the lengths of all arrays together cannot exceed
     * what the stream has bytes for. The factor leaves room for hash tables, whose capacity is announced to filters
     * as the length of an array.
     */
    private static final class Limits implements ObjectInputFilter {
        private static final long ARRAY_BYTES_PER_BYTE = 8;
        private static final long FREE_ARRAY_BYTES = 1024;

        private final ObjectInputFilter filter;
        private long arrayBytesLeft;
        private String refusal;

        Limits(ObjectInputFilter filter, int length) {
            this.filter = filter;
            this.arrayBytesLeft = FREE_ARRAY_BYTES + ARRAY_BYTES_PER_BYTE * length;
        }

        String refusal() {
            return refusal;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            Class<?> type = info.serialClass();
            if (info.arrayLength() >= 0 && type != null) {
                arrayBytesLeft -= info.arrayLength() * bytesEach(type.getComponentType());
                if (arrayBytesLeft < 0) {
                    refusal = "the bytes are damaged: arrays claim more elements than the message has bytes";
                    return Status.REJECTED;
                }
            }
            if (info.depth() > Format.MAX_DEPTH) {
                refusal = "the message is nested more than " + Format.MAX_DEPTH + " levels deep";
                return Status.REJECTED;
            }
            return type == StandIn.class || filter == null ? Status.UNDECIDED : asked(info);
        }

        private Status asked(FilterInfo info) {
            Status status = filter.checkInput(info);
            if (status == null || status == Status.REJECTED) {
                refusal = info.serialClass() == null
                        ? "the message was refused by the filter, at depth " + info.depth() + " after "
                                + info.references()
                                + " objects and " + info.streamBytes() + " bytes"
                        : ClassLookup.refusal(info.serialClass(), info.arrayLength())
                                + "; if the sender is to be trusted, let the filter allow it";
                return Status.REJECTED;
            }
            return status;
        }

        private static int bytesEach(Class<?> component) {
            if (component == long.class || component == double.class) {
                return 8;
            } else if (component == int.class || component == float.class) {
                return 4;
            } else if (component == short.class || component == char.class) {
                return 2;
            }
            return 1;
        }
    }
}
