package dev.sluice.peer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** One message between a test and its peer JVM. */
final class Frame {
    private final Kind kind;
    private final long call;
    private final byte[] body;

    private Frame(Kind kind, long call, byte[] body) {
        this.kind = kind;
        this.call = call;
        this.body = body;
    }

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
        return new Frame(kind, call, new byte[0]);
    }

    static Frame of(Kind kind, long call, Object content) throws IOException {
        return new Frame(kind, call, Serialized.write(content));
    }

    static Frame read(DataInputStream in) throws IOException {
        Kind kind = Kind.valueOf(in.readUTF());
        long call = in.readLong();
        return new Frame(kind, call, in.readNBytes(in.readInt()));
    }

    Kind kind() {
        return kind;
    }

    long call() {
        return call;
    }

    void write(DataOutputStream out) throws IOException {
        synchronized (out) {
            out.writeUTF(kind.name());
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
