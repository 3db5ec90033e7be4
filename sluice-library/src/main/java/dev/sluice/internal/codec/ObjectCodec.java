package dev.sluice.internal.codec;

import java.io.ObjectInputFilter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.function.UnaryOperator;

/**
 * Turns objects into bytes and back, in the format of {@link Format}. Any thread may use it; a buffer belongs to
 * one thread at a time.
 *
 * <p>A message is tried natively first. When the encoder meets an object that only JDK serialization can write, the
 * message is started over as one JDK stream: half native, half stream could not keep an object that is reached from
 * both sides one object.
 */
public final class ObjectCodec {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BULK_BYTES = 1024;

    private final ObjectInputFilter filter;
    private final ClassLoader fixed; // null: the loader depends on the thread
    private final Map<ClassLoader, ClassLookup> lookups = new WeakHashMap<>();
    private volatile ClassLookup recent;

    /**
     * Creates a codec.
     *
     * @param loader finds the classes of decoded objects; null: the context class loader of the decoding thread,
     *               then the library's own
     * @param filter decides which classes may be decoded; null: all. The JVM-wide filter ({@code jdk.serialFilter})
     *               is asked in any case.
     */
    public ObjectCodec(ClassLoader loader, ObjectInputFilter filter) {
        ObjectInputFilter everywhere = ObjectInputFilter.Config.getSerialFilter();
        this.filter = filter == null ? everywhere : ObjectInputFilter.merge(filter, everywhere);
        this.fixed = loader;
    }

    /**
     * Says how what callers keep for their thread gets into the thread that works on a very deep graph in their place,
     * while they wait.
     *
     * @param carrier called in the calling thread, with what is to run in the other
     */
    public static void carryAcrossThreads(UnaryOperator<Runnable> carrier) {
        DeepStack.carryBy(carrier);
    }

    /**
     * Encodes an object into a buffer, whose former content is overwritten.
     *
     * @param value the object to encode
     * @param out   receives the bytes
     * @throws NullPointerException if the value is null
     * @throws EncodeException      if the value or something inside cannot cross; the buffer may then hold anything
     */
    public void encode(Object value, EncodeBuffer out) throws EncodeException {
        Objects.requireNonNull(value, "value");
        out.rewind();
        if (value.getClass() == Integer.class) {
            out.putTagged(Format.INT, (int) value);
        } else if (value.getClass() == String.class) {
            encodeString((String) value, out);
        } else if (value instanceof byte[] bytes && bytes.length >= BULK_BYTES) {
            out.putByte(Format.BYTES);
            out.putLength(bytes.length);
            out.setBulk(bytes);
        } else {
            encodeOther(value, out);
        }
    }

    private static void encodeString(String value, EncodeBuffer out) throws EncodeException {
        try {
            out.putString(value);
        } catch (EncodeBuffer.TooLarge e) {
            throw EncodeFailure.explain(value, e);
        }
    }

    private static void encodeOther(Object value, EncodeBuffer out) throws EncodeException {
        Encoder encoder = out.encoder();
        try {
            encoder.writeObject(value);
        } catch (JdkNeeded e) {
            encodeByJdk(value, out);
        } catch (StackOverflowError e) {
            encodeDeep(value, out);
        } catch (RuntimeException | Error e) {
            throw EncodeFailure.explain(value, e);
        } finally {
            encoder.reset();
        }
    }

    private static void encodeDeep(Object value, EncodeBuffer out) throws EncodeException {
        try {
            DeepStack.call(() -> {
                out.rewind();
                out.encoder().reset(); // what the first attempt has numbered is not in this message
                out.encoder().setDeep();
                try {
                    out.encoder().writeObject(value);
                } catch (JdkNeeded e) {
                    out.rewind();
                    JdkStreams.write(value, out);
                }
                return null;
            });
        } catch (EncodeException e) {
            throw e;
        } catch (Exception | Error e) {
            throw EncodeFailure.explain(value, e);
        }
    }

    private static void encodeByJdk(Object value, EncodeBuffer out) throws EncodeException {
        out.rewind();
        try {
            JdkStreams.write(value, out);
        } catch (StackOverflowError e) {
            encodeDeep(value, out);
        } catch (Exception | Error e) {
            throw EncodeFailure.explain(value, e);
        }
    }

    /**
     * Decodes one message.
     *
     * @param bytes  holds the message
     * @param offset the index of its first byte
     * @param length the number of its bytes
     * @return the object, never null
     * @throws DecodeException if the bytes are damaged, or a class is missing, has changed, is refused by the
     *                         filter or fails
     */
    public Object decode(byte[] bytes, int offset, int length) throws DecodeException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            throw new DecodeException("the bytes are damaged: a message cannot be empty");
        }
        if (length == 5 && bytes[offset] == Format.INT && filter == null) {
            return (int) INTS.get(bytes, offset + 1);
        }
        if (length >= 2 && bytes[offset] == Format.LATIN1 && bytes[offset + 1] == length - 2 && filter == null) {
            return Decoder.latin1(bytes, offset + 2, length - 2);
        }
        return decodeOther(bytes, offset, length);
    }

    private Object decodeOther(byte[] bytes, int offset, int length) throws DecodeException {
        int first = bytes[offset] & 0xFF;
        if (first >= Format.FIRST_OF_LATER_VERSIONS) {
            throw new DecodeException("the message is in format version " + (first - Format.FIRST_OF_LATER_VERSIONS + 2)
                    + ", this process knows version 1 only; run both processes with the same version of Sluice");
        }
        ClassLoader loader = loader();
        try {
            Object value = decodeHere(lookup(loader), bytes, offset, length);
            if (value == null || value instanceof StandIn) {
                throw new DecodeException("the bytes are damaged: a message of nothing");
            }
            return value;
        } finally {
            Reference.reachabilityFence(loader); // the lookup does not keep it
        }
    }

    private static Object decodeHere(ClassLookup classes, byte[] bytes, int offset, int length) throws DecodeException {
        try {
            return decodeBy(classes, bytes, offset, length, false);
        } catch (StackOverflowError e) {
            return decodeDeep(classes, bytes, offset, length);
        } catch (RuntimeException | Error e) {
            throw failure(e);
        }
    }

    private static Object decodeBy(ClassLookup classes, byte[] bytes, int offset, int length, boolean deep)
            throws DecodeException {
        if (bytes[offset] == Format.JDK) {
            return JdkStreams.read(bytes, offset + 1, length - 1, classes);
        }
        Decoder decoder = new Decoder(bytes, offset, length, classes);
        if (deep) {
            decoder.setDeep();
        }
        return decoder.readMessage();
    }

    private static Object decodeDeep(ClassLookup classes, byte[] bytes, int offset, int length) throws DecodeException {
        try {
            return DeepStack.call(() -> decodeBy(classes, bytes, offset, length, true));
        } catch (DecodeException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new DecodeException("the message is nested too deep", e);
        } catch (Exception | Error e) {
            throw failure(e);
        }
    }

    // Any Error: damaged bytes make the JDK throw even InternalError (from the immutable collections).
    private static DecodeException failure(Throwable cause) {
        return new DecodeException("the message cannot be decoded: " + cause, cause);
    }

    private ClassLoader loader() {
        ClassLoader wanted = fixed != null ? fixed : Thread.currentThread().getContextClassLoader();
        return wanted != null ? wanted : ObjectCodec.class.getClassLoader();
    }

    private ClassLookup lookup(ClassLoader loader) {
        ClassLookup last = recent;
        if (last != null && last.isBy(loader)) {
            return last;
        }
        synchronized (lookups) {
            last = lookups.computeIfAbsent(loader, key -> new ClassLookup(new NameTable(), key, filter));
        }
        recent = last;
        return last;
    }

    /**
     * Tells how to take a {@code byte[]} out of a message without decoding it: its content is all that follows the
     * header. Six available bytes are always enough to decide.
     *
     * @param head      holds the first bytes of a message
     * @param offset    the index of its first byte
     * @param available the number of bytes that may be looked at
     * @return the number of bytes before the content, -1 if the message is not a {@code byte[]} itself
     */
    public static int byteArrayHeaderLength(byte[] head, int offset, int available) {
        if (available < 2 || head[offset] != Format.BYTES) {
            return -1;
        }
        for (int length = 2; length <= Math.min(available, 6); length++) {
            if (head[offset + length - 1] >= 0) {
                return length;
            }
        }
        return -1;
    }
}
