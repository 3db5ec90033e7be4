package dev.sluice.peer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Objects as bytes, the JDK's way. */
public final class Serialized {
    private Serialized() {}

    /** What travels when the object is sent. */
    public static byte[] write(Object object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** What arrives when that was sent. */
    public static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    /** What arrives when the object is sent; of a handle, another one in this process. */
    @SuppressWarnings("unchecked") // what is read is of the type that was written
    public static <T> T copyOf(T object) {
        try {
            return (T) read(write(object));
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError("cannot travel: " + object, e);
        }
    }
}
