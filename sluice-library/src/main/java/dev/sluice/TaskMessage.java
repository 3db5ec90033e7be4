package dev.sluice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a child is told to do.
 *
 * @param name  its name, for what there is to say if the rest cannot be decoded
 * @param child the encoded {@link ChildProcess}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TaskMessage(String name, byte[] child) {
    byte[] toBytes() {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + utf8.length + child.length)
                .putInt(utf8.length)
                .put(utf8)
                .put(child)
                .array();
    }

    static TaskMessage fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] utf8 = new byte[buffer.getInt()];
        buffer.get(utf8);
        byte[] child = new byte[buffer.remaining()];
        buffer.get(child);
        return new TaskMessage(new String(utf8, StandardCharsets.UTF_8), child);
    }
}
