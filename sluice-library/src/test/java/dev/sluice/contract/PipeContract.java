package dev.sluice.contract;

import dev.sluice.Connection;
import dev.sluice.Pipe;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A suite for pipes and connections. */
public abstract class PipeContract extends Contract {
    protected final Pipe duplex() {
        return keep(engine().duplex());
    }

    protected final Pipe oneWay() {
        return keep(engine().oneWay());
    }

    static List<Call> sendingCalls() {
        return List.of(
                new Call("send", c -> c.send(1)),
                new Call("sendBytes", c -> c.sendBytes(new byte[1])),
                new Call("sendBytes of a buffer", c -> c.sendBytes(ByteBuffer.allocate(1))),
                new Call("sendBytes of a segment", c -> c.sendBytes(MemorySegment.ofArray(new byte[1]))),
                new Call("claim", c -> commit(c, 1)),
                new Call("claim of a large message", c -> commit(c, 100_000)));
    }

    private static void commit(Connection connection, long length) throws Exception {
        try (Connection.Claim claim = connection.claim(length)) {
            claim.commit();
        }
    }

    static List<Call> receivingCalls() {
        return List.of(
                new Call("recv", Connection::recv),
                new Call("recvBytes", Connection::recvBytes),
                new Call("recvBytes of limited length", c -> c.recvBytes(1)),
                new Call("recvBytesInto", c -> c.recvBytesInto(ByteBuffer.allocate(1))),
                new Call("recvInPlace", c -> c.recvInPlace().close()),
                new Call("poll", Connection::poll),
                new Call("poll timed", c -> c.poll(SHORT)));
    }

    static List<Call> allCalls() {
        var calls = new ArrayList<>(sendingCalls());
        calls.addAll(receivingCalls());
        return calls;
    }

    record Call(String name, Use use) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Use {
        void of(Connection connection) throws Exception;
    }

    protected static boolean sendRange(Connection connection, int first, int count) throws Exception {
        for (int i = first; i < first + count; i++) {
            connection.send(i);
        }
        return true;
    }
}
