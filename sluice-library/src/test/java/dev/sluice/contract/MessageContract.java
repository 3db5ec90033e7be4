package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.BufferTooShortException;
import dev.sluice.Connection;
import dev.sluice.Pipe;
import dev.sluice.SerializationException;
import dev.sluice.peer.OtherThread;
import dev.sluice.peer.Running;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Connection} promises of the messages that it carries. */
public abstract class MessageContract extends PipeContract {
    private static final int HUGE_BYTES = 200 << 20;

    // Directions

    @Test
    void bothEndsOfADuplexPipeSendAndReceive() throws Exception {
        Pipe pipe = duplex();
        for (Connection end : List.of(pipe.first(), pipe.second())) {
            assertTrue(end.isReadable());
            assertTrue(end.isWritable());
        }
        pipe.first().send("to the second");
        pipe.second().send("to the first");
        assertEquals("to the second", pipe.second().recv());
        assertEquals("to the first", pipe.first().recv());
    }

    @Test
    void aOneWayPipeReceivesAtTheFirstEndAndSendsAtTheSecond() throws Exception {
        Pipe pipe = oneWay();
        assertTrue(pipe.first().isReadable() && !pipe.first().isWritable());
        assertTrue(pipe.second().isWritable() && !pipe.second().isReadable());
        pipe.second().send("there");
        assertEquals("there", pipe.first().recv());
        assertSame(pipe.first(), pipe.first());
        assertSame(pipe.second(), pipe.second());
    }

    @ParameterizedTest
    @MethodSource("sendingCalls")
    void theReceivingEndDoesNotSend(Call call) {
        assertFails(UnsupportedOperationException.class, () -> call.use().of(oneWay().first()));
    }

    @ParameterizedTest
    @MethodSource("receivingCalls")
    void theSendingEndDoesNotReceive(Call call) {
        assertFails(UnsupportedOperationException.class, () -> call.use().of(oneWay().second()));
    }

    // Messages

    @Test
    void objectsOfManyKindsGoThereAndBack() throws Exception {
        Pipe pipe = duplex();
        List<Object> objects = Elements.ofManyKinds();
        Running<Boolean> echo = give(pipe.second(), MessageContract::echoUntilTheEnd);
        for (Object object : objects) {
            pipe.first().send(object);
            assertEquals(object, pipe.first().recv());
        }
        pipe.first().close();
        assertTrue(echo.get());
    }

    private static boolean echoUntilTheEnd(Connection connection) throws IOException, InterruptedException {
        try {
            while (true) {
                connection.send(connection.recv());
            }
        } catch (EOFException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 104, 105, 168, 169, 4095, 4096, 4097, 65_536, 65_537, 1 << 20})
    void messagesOfEverySizeKeepTheirBoundaries(int length) throws Exception {
        Pipe pipe = oneWay();
        Running<Boolean> sent = give(pipe.second(), c -> {
            for (int seed = 0; seed < 9; seed++) {
                c.sendBytes(Payload.of(length, seed));
                c.sendBytes(new byte[0]);
            }
            return true;
        });
        for (int seed = 0; seed < 9; seed++) {
            Payload.assertWhole(length, seed, pipe.first().recvBytes());
            assertEquals(0, pipe.first().recvBytes().length);
        }
        assertTrue(sent.get());
    }

    @Test
    void aHugeMessageArrivesWhole() throws Exception {
        Pipe pipe = oneWay();
        Running<Boolean> sent = give(pipe.second(), c -> {
            c.sendBytes(Payload.of(HUGE_BYTES, 3));
            return true;
        });
        Payload.assertWhole(HUGE_BYTES, 3, pipe.first().recvBytes());
        assertTrue(sent.get());
    }

    @Test
    void anEmptyMessageIsAMessage() throws Exception {
        Pipe pipe = oneWay();
        pipe.second().sendBytes(new byte[0]);
        assertTrue(pipe.first().poll());
        ByteBuffer empty = ByteBuffer.allocate(0);
        assertEquals(0, pipe.first().recvBytesInto(empty));
        assertFalse(pipe.first().poll());
    }

    @Test
    void buffersAndSegmentsOfAllKindsAreSent() throws Exception {
        Pipe pipe = oneWay();
        byte[] bytes = Payload.of(5_000, 1);
        ByteBuffer direct = ByteBuffer.allocateDirect(6_000).position(100).put(bytes).flip().position(100);
        ByteBuffer partial = ByteBuffer.wrap(bytes, 10, 20);
        for (ByteBuffer buffer : List.of(direct, partial, ByteBuffer.wrap(bytes).asReadOnlyBuffer())) {
            byte[] expected = new byte[buffer.remaining()];
            buffer.duplicate().get(expected);
            pipe.second().sendBytes(buffer);
            assertEquals(buffer.limit(), buffer.position());
            assertArrayEquals(expected, pipe.first().recvBytes());
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(5_000).copyFrom(MemorySegment.ofArray(bytes));
            for (MemorySegment part : List.of(segment, segment.asSlice(1, 77), MemorySegment.ofArray(bytes))) {
                pipe.second().sendBytes(part);
                assertEquals(-1, part.mismatch(MemorySegment.ofArray(pipe.first().recvBytes())));
            }
        }
    }

    @Test
    void aMessageIsCopiedWhenItIsSent() throws Exception {
        Pipe pipe = oneWay();
        byte[] bytes = {1, 2};
        pipe.second().sendBytes(bytes);
        bytes[0] = 9;
        assertArrayEquals(new byte[] {1, 2}, pipe.first().recvBytes());
    }

    @Test
    void nullIsRefused() {
        Connection end = duplex().first();
        assertFails(NullPointerException.class, () -> end.send(null));
        assertFails(NullPointerException.class, () -> end.sendBytes((byte[]) null));
        assertFails(NullPointerException.class, () -> end.sendBytes((ByteBuffer) null));
        assertFails(NullPointerException.class, () -> end.sendBytes((MemorySegment) null));
        assertFails(NullPointerException.class, () -> end.recvBytesInto(null));
        assertFalse(end.poll());
    }

    // Limited lengths

    @Test
    void aMessageLongerThanAllowedIsCarriedByTheException() throws Exception {
        Pipe pipe = oneWay();
        byte[] message = Payload.of(100, 1);
        for (int i = 0; i < 4; i++) {
            pipe.second().sendBytes(message);
        }
        assertArrayEquals(message, pipe.first().recvBytes(100));
        var tooShort = assertFails(BufferTooShortException.class, () -> pipe.first().recvBytes(99));
        assertArrayEquals(message, tooShort.bytes());
        assertInstanceOf(IOException.class, tooShort);
        assertThrows(BufferTooShortException.class, () -> pipe.first().recvBytes(0));
        assertArrayEquals(message, pipe.first().recvBytes(Integer.MAX_VALUE));
    }

    @Test
    void aNegativeLengthIsRefusedAndTakesNothing() throws Exception {
        Pipe pipe = oneWay();
        pipe.second().sendBytes(new byte[3]);
        assertFails(IllegalArgumentException.class, () -> pipe.first().recvBytes(-1));
        assertEquals(3, pipe.first().recvBytes().length);
    }

    @Test
    void recvBytesIntoFillsTheBufferFromItsPosition() throws Exception {
        Pipe pipe = oneWay();
        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(10), ByteBuffer.allocateDirect(10))) {
            pipe.second().sendBytes(new byte[] {1, 2, 3});
            pipe.second().sendBytes(new byte[] {4});
            buffer.position(2);
            assertEquals(3, pipe.first().recvBytesInto(buffer));
            assertEquals(5, buffer.position());
            assertEquals(1, pipe.first().recvBytesInto(buffer));
            assertEquals(6, buffer.position());
            assertEquals(10, buffer.limit());
            assertEquals(ByteBuffer.wrap(new byte[] {0, 0, 1, 2, 3, 4}), buffer.flip());
        }
    }

    @Test
    void aBufferThatIsTooShortIsUnchanged() throws Exception {
        Pipe pipe = oneWay();
        byte[] message = Payload.of(11, 1);
        pipe.second().sendBytes(message);
        pipe.second().sendBytes(new byte[10]);
        ByteBuffer buffer = ByteBuffer.allocate(10);
        var tooShort = assertFails(BufferTooShortException.class, () -> pipe.first().recvBytesInto(buffer));
        assertArrayEquals(message, tooShort.bytes());
        assertEquals(ByteBuffer.allocate(10), buffer);
        assertEquals(10, pipe.first().recvBytesInto(buffer));
    }

    // Objects that cannot cross

    @Test
    void anObjectThatCannotCrossFailsAtTheSender() throws Exception {
        Pipe pipe = oneWay();
        var failure = assertFails(
                SerializationException.class, () -> pipe.second().send(Elements.thatCannotCross()));
        assertTrue(failure.getMessage().contains("customer.contact"), failure.getMessage());
        assertFalse(pipe.first().poll());
        pipe.second().send("next");
        assertEquals("next", pipe.first().recv());
    }

    @Test
    void anObjectThatCannotBeReadIsConsumed() throws Exception {
        Pipe pipe = oneWay();
        pipe.second().send(new Elements.OneWay());
        pipe.second().send("next");
        assertFails(SerializationException.class, () -> pipe.first().recv());
        assertEquals("next", pipe.first().recv());
    }

    // Several at one end

    @Test
    void severalSendersAndReceiversMayUseOneEnd() throws Exception {
        Pipe pipe = oneWay();
        int senders = 4;
        int each = 200;
        List<Running<Boolean>> sending = new ArrayList<>();
        List<Running<List<Integer>>> receiving = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            int first = s * each;
            sending.add(
                    s % 2 == 0
                            ? elsewhere(pipe.second(), c -> sendRange(c, first, each))
                            : start(() -> sendRange(pipe.second(), first, each)));
            receiving.add(
                    s % 2 == 1
                            ? elsewhere(pipe.first(), c -> receive(c, each))
                            : start(() -> receive(pipe.first(), each)));
        }
        for (var sender : sending) {
            assertTrue(sender.get());
        }
        List<Integer> all = new ArrayList<>();
        for (var receiver : receiving) {
            all.addAll(receiver.get());
        }
        Collections.sort(all);
        assertEquals(IntStream.range(0, senders * each).boxed().toList(), all);
    }

    private static List<Integer> receive(Connection connection, int count) throws Exception {
        List<Integer> received = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            received.add(connection.recv());
        }
        return received;
    }

    @Test
    void bothDirectionsFlowAtOnce() throws Exception {
        Pipe pipe = duplex();
        Running<Boolean> other = give(pipe.second(), MessageContract::sendAndReceiveMuch);
        assertTrue(sendAndReceiveMuch(pipe.first()));
        assertTrue(other.get());
    }

    private static boolean sendAndReceiveMuch(Connection connection) throws Exception {
        int length = 300_000;
        var sending = OtherThread.start(() -> {
            for (int i = 0; i < 100; i++) {
                connection.sendBytes(Payload.of(length, i));
            }
            return true;
        });
        for (int i = 0; i < 100; i++) {
            Payload.assertWhole(length, i, connection.recvBytes());
        }
        return sending.get();
    }
}
