package dev.sluice.peer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** One message between a test and its peer JVM. */
record Frame(Kind kind, long call, byte[] body) {
    private static final byte[] EMPTY = {};

    enum Kind {
        /** To the peer: run the job. */
        RUN,
        /** To the peer: say when the job waits. From the peer: it does. */
        BLOCKED,
        /** From the peer: the job has its handle and begins. */
        BEGUN,
        /** From the peer: the job's result. */
        RETURNED,
        /** From the peer: what the job threw. */
        THREW
    }

    static Frame of(Kind kind, long call) {
        return new Frame(kind, call, EMPTY);
    }

    static Frame of(Kind kind, long call, Object content) throws IOException {
        return new Frame(kind, call, Serialized.write(content));
    }

    static Frame read(DataInputStream in) throws IOException {
        Kind kind = Kind.values()[in.readByte()];
        long call = in.readLong();
        return new Frame(kind, call, in.readNBytes(in.readInt()));
    }

    void write(DataOutputStream out) throws IOException {
        synchronized (out) {
            out.writeByte(kind.ordinal());
            out.writeLong(call);
            out.writeInt(body.length);
            out.write(body);
            out.flush();
        }
    }

    Object content() throws IOException, ClassNotFoundException {
        return Serialized.read(body);
    }
}
