package dev.sluice;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * What ended a task, on its way from child to parent: as text, which always crosses, and as the throwable itself, if
 * that can cross.
 *
 * @param begun     whether the task had begun; else it could not be decoded
 * @param summary   the throwable in one line
 * @param trace     its stack trace as text
 * @param throwable its encoding, empty if it cannot be encoded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TaskFailure(boolean begun, String summary, String trace, byte[] throwable) {
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int LARGEST_THROWABLE_BYTES = 1024 * 1024;

    /** Describes a throwable; never fails, whatever its own methods do. */
    static TaskFailure of(boolean begun, Throwable failure) {
        return new TaskFailure(begun, summaryOf(failure), traceOf(failure), encode(failure));
    }

    private static String summaryOf(Throwable failure) {
        try {
            return shortened(failure.toString());
        } catch (Throwable broken) {
            return failure.getClass().getName();
        }
    }

    static String traceOf(Throwable failure) {
        try {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            return shortened(trace.toString());
        } catch (Throwable broken) {
            return failure.getClass().getName();
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " ...";
    }

    private static byte[] encode(Throwable failure) {
        try {
            byte[] encoded = ObjectBytes.encode(failure);
            return encoded.length <= LARGEST_THROWABLE_BYTES ? encoded : new byte[0];
        } catch (Throwable cannotCross) {
            return new byte[0];
        }
    }

    /** The throwable itself; null if it cannot be had in this process. */
    Throwable decode() {
        if (throwable.length == 0) {
            return null;
        }
        try {
            return (Throwable) ObjectBytes.decodeFromChild(throwable);
        } catch (RuntimeException | LinkageError cannotCross) {
            return null;
        }
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBoolean(begun);
            writeText(out, summary);
            writeText(out, trace);
            out.writeInt(throwable.length);
            out.write(throwable);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static TaskFailure fromBytes(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        return new TaskFailure(in.readBoolean(), readText(in), readText(in), in.readNBytes(in.readInt()));
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
