package dev.sluice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a pool and its workers tell each other.
 *
 * <pre>
 * to the worker:   TASK       kind, 8 job                                     encoded task
 *                  CHUNK      kind, 8 job, 8 function, 4 bytes of it or -1    encoded function, inputs: (4 bytes of it, encoded input)...
 *                  FORGET     kind, 8 function
 * to the parent:   READY      kind
 *                  RESULT     kind, 8 job                                     encoded result
 *                  HANDLES    kind, 8 job                                     and the result as the next message, an object
 *                  FAILED     kind, 8 job, 1 cannot go on                     a {@link TaskFailure}
 * </pre>
 *
 * The answers to the inputs of a chunk come one by one, in their order.
 */
final class PoolMessage {
    static final byte TASK = 1;
    static final byte CHUNK = 2;
    static final byte FORGET = 3;
    static final byte READY = 4;
    static final byte RESULT = 5;
    static final byte HANDLES = 6;
    static final byte FAILED = 7;

    static final int HEADER_BYTES = 1 + Long.BYTES;
    private static final int NOT_SENT = -1;

    private PoolMessage() {}

    /** Fills the header in front of what is encoded. */
    static byte[] withHeader(byte kind, long number, byte[] message) {
        ByteBuffer.wrap(message).put(kind).putLong(number);
        return message;
    }

    static byte[] header(byte kind, long number) {
        return withHeader(kind, number, new byte[HEADER_BYTES]);
    }

    /** Encodes behind room for a header; null is encoded as nothing. */
    static byte[] encode(Object object) {
        return object == null ? new byte[HEADER_BYTES] : ObjectBytes.encode(object, HEADER_BYTES);
    }

    static byte kind(byte[] message) {
        return message[0];
    }

    static long number(byte[] message) {
        return ByteBuffer.wrap(message).getLong(1);
    }

    /** A chunk; the function is null if the worker has it already. The inputs have room for a header, which is left out. */
    static byte[] chunk(long job, long functionNumber, byte[] function, List<byte[]> inputs) {
        int bytes = HEADER_BYTES + Long.BYTES + Integer.BYTES + (function == null ? 0 : function.length);
        for (byte[] input : inputs) {
            bytes += Integer.BYTES + input.length - HEADER_BYTES;
        }
        ByteBuffer message = ByteBuffer.allocate(bytes);
        message.put(CHUNK).putLong(job).putLong(functionNumber);
        if (function == null) {
            message.putInt(NOT_SENT);
        } else {
            message.putInt(function.length).put(function);
        }
        for (byte[] input : inputs) {
            message.putInt(input.length - HEADER_BYTES).put(input, HEADER_BYTES, input.length - HEADER_BYTES);
        }
        return message.array();
    }

    static long functionNumber(byte[] chunk) {
        return ByteBuffer.wrap(chunk).getLong(HEADER_BYTES);
    }

    static int functionBytes(byte[] chunk) {
        return ByteBuffer.wrap(chunk).getInt(functionOffset() - Integer.BYTES);
    }

    static int functionOffset() {
        return HEADER_BYTES + Long.BYTES + Integer.BYTES;
    }

    /** What comes after the function. */
    static ByteBuffer inputs(byte[] chunk) {
        return ByteBuffer.wrap(chunk).position(functionOffset() + Math.max(0, functionBytes(chunk)));
    }

    static byte[] failed(long job, boolean cannotGoOn, TaskFailure failure) {
        byte[] text = failure.toBytes();
        ByteBuffer message = ByteBuffer.allocate(HEADER_BYTES + 1 + text.length);
        return message.put(FAILED)
                .putLong(job)
                .put((byte) (cannotGoOn ? 1 : 0))
                .put(text)
                .array();
    }

    static boolean cannotGoOn(byte[] failed) {
        return failed[HEADER_BYTES] != 0;
    }

    static TaskFailure failure(byte[] failed) throws IOException {
        byte[] text = new byte[failed.length - HEADER_BYTES - 1];
        System.arraycopy(failed, HEADER_BYTES + 1, text, 0, text.length);
        return TaskFailure.fromBytes(text);
    }
}
