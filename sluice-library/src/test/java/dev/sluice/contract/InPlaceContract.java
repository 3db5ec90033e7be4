package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.Connection;
import dev.sluice.ElementTooLargeException;
import dev.sluice.Pipe;
import dev.sluice.peer.OtherThread.RunningThread;
import dev.sluice.peer.Running;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are written and read where they are. */
public abstract class InPlaceContract extends PipeContract {
    private static final int LARGE = 200_000;

    private static void fill(MemorySegment memory, int seed) {
        MemorySegment.copy(
                Payload.of((int) memory.byteSize(), seed), 0, memory, ValueLayout.JAVA_BYTE, 0,
                (int) memory.byteSize());
    }

    private static void send(Connection connection, int length, int seed) throws Exception {
        try (Connection.Claim claim = connection.claim(length)) {
            assertEquals(length, claim.memory().byteSize());
            fill(claim.memory(), seed);
            claim.commit();
        }
    }

    private static void assertReceives(Connection connection, int length, int seed) throws Exception {
        try (Connection.Message message = connection.recvInPlace()) {
            Payload.assertWhole(length, seed, message.memory().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 167, 168, 169, 4_096, 65_664, 65_665, LARGE, 1 << 20, 3_000_000})
    void messagesOfEverySizeCrossWhole(int length) throws Exception {
        Pipe pipe = oneWay();
        Running<Boolean> sent = give(pipe.second(), c -> {
            for (int seed = 0; seed < 6; seed++) {
                send(c, length, seed);
                c.sendBytes(Payload.of(length, seed + 10));
            }
            return true;
        });
        for (int seed = 0; seed < 6; seed++) {
            assertReceives(pipe.first(), length, seed);
            assertReceives(pipe.first(), length, seed + 10);
        }
        assertTrue(sent.get());
        assertThrows(EOFException.class, () -> pipe.first().recvInPlace());
    }

    @Test
    void whatWasWrittenInPlaceIsReceivedAsAnyOther() throws Exception {
        Pipe pipe = duplex();
        Running<Boolean> echo = give(pipe.second(), c -> {
            for (int i = 0; i < 4; i++) {
                c.sendBytes(c.recvBytes());
            }
            return true;
        });
        for (int length : new int[] {10, 5_000, 70_000, 1 << 20}) {
            send(pipe.first(), length, 3);
            ByteBuffer buffer = ByteBuffer.allocate(length);
            assertEquals(length, pipe.first().recvBytesInto(buffer));
            Payload.assertWhole(length, 3, buffer.array());
        }
        assertTrue(echo.get());
    }

    @Test
    void objectsArriveInTheirEncodedForm() throws Exception {
        Pipe pipe = oneWay();
        pipe.second().send("some text");
        pipe.second().send("some text");
        byte[] encoded = pipe.first().recvBytes();
        try (Connection.Message message = pipe.first().recvInPlace()) {
            assertArrayEquals(encoded, message.memory().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void aClaimThatIsNotCommittedSendsNothing() throws Exception {
        Pipe pipe = oneWay();
        for (int length : new int[] {10, LARGE}) {
            for (int i = 0; i < 300; i++) { // more than may be open at once
                try (Connection.Claim claim = pipe.second().claim(length)) {
                    fill(claim.memory(), i);
                }
            }
        }
        assertFalse(pipe.first().poll());
        pipe.second().send(1);
        assertEquals(1, (int) pipe.first().recv());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 65_664, 70_000, 120_000, LARGE})
    void theBeginningOfAClaimMayBeCommitted(int length) throws Exception {
        Pipe pipe = oneWay();
        Connection.Claim claim = pipe.second().claim(LARGE);
        MemorySegment memory = claim.memory();
        fill(memory.asSlice(0, length), 7);
        assertThrows(IllegalArgumentException.class, () -> claim.commit(LARGE + 1));
        assertThrows(IllegalArgumentException.class, () -> claim.commit(-1));
        claim.commit(length);
        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
        assertThrows(IllegalStateException.class, claim::memory);
        assertThrows(IllegalStateException.class, () -> claim.commit());
        claim.close();
        assertReceives(pipe.first(), length, 7);
        assertFalse(pipe.first().poll());
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 1_000, LARGE})
    void memoryIsInaccessibleAfterItsEnd(int length) throws Exception {
        Pipe pipe = oneWay();
        Connection.Claim claim = pipe.second().claim(length);
        MemorySegment written = claim.memory();
        ByteBuffer buffer = written.asByteBuffer();
        claim.close();
        assertThrows(IllegalStateException.class, () -> written.set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
        assertThrows(IllegalStateException.class, () -> buffer.put(0, (byte) 1));
        assertThrows(IllegalStateException.class, claim::memory);
        assertThrows(IllegalStateException.class, claim::commit);
        send(pipe.second(), length, 1);
        Connection.Message message = pipe.first().recvInPlace();
        MemorySegment read = message.memory();
        MemorySegment part = read.asSlice(1, 3);
        assertTrue(read.isReadOnly());
        assertThrows(IllegalArgumentException.class, () -> read.set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
        message.close();
        message.close();
        assertThrows(IllegalStateException.class, () -> part.get(ValueLayout.JAVA_BYTE, 0));
        assertThrows(IllegalStateException.class, message::memory);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, LARGE})
    void itBelongsToOneThread(int length) throws Exception {
        Pipe pipe = oneWay();
        try (Connection.Claim claim = pipe.second().claim(length)) {
            MemorySegment memory = claim.memory();
            start(() -> {
                assertThrows(WrongThreadException.class, () -> memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
                assertThrows(WrongThreadException.class, claim::commit);
                assertThrows(WrongThreadException.class, claim::close);
                return true;
            }).get();
            fill(memory, 2);
            claim.commit();
        }
        try (Connection.Message message = pipe.first().recvInPlace()) {
            start(() -> {
                assertThrows(WrongThreadException.class, message::close);
                return true;
            }).get();
            Payload.assertWhole(length, 2, message.memory().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void severalMayBeOpenAtOnceAndEndInAnyOrder() throws Exception {
        Pipe pipe = oneWay();
        List<Connection.Claim> claims = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            claims.add(pipe.second().claim(LARGE + i));
            fill(claims.get(i).memory(), i);
        }
        for (int i = 9; i >= 0; i--) {
            claims.get(i).commit();
        }
        List<Connection.Message> messages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            messages.add(pipe.first().recvInPlace());
        }
        assertFalse(pipe.first().poll());
        for (int i = 0; i < 10; i++) {
            int seed = 9 - i;
            Payload.assertWhole(LARGE + seed, seed, messages.get(i).memory().toArray(ValueLayout.JAVA_BYTE));
        }
        for (int i : new int[] {3, 1, 2, 0, 9, 8, 7, 4, 5, 6}) {
            messages.get(i).close();
        }
    }

    @Test
    void anOpenMessageOutlivesTheClosingOfItsConnection() throws Exception {
        Pipe pipe = oneWay();
        send(pipe.second(), LARGE, 5);
        Connection.Message message = pipe.first().recvInPlace();
        pipe.first().close();
        assertThrows(ClosedChannelException.class, () -> pipe.first().recvInPlace());
        pipe.second().close();
        Payload.assertWhole(LARGE, 5, message.memory().toArray(ValueLayout.JAVA_BYTE));
        message.close();
    }

    @Test
    void anOpenClaimCannotBeCommittedOnceItsConnectionIsClosed() throws Exception {
        for (int length : new int[] {10, LARGE}) {
            Pipe pipe = oneWay();
            Connection.Claim claim = pipe.second().claim(length);
            pipe.second().close();
            assertThrows(EOFException.class, () -> pipe.first().recvInPlace());
            fill(claim.memory(), 1);
            assertThrows(ClosedChannelException.class, claim::commit);
            claim.close();
            assertThrows(ClosedChannelException.class, () -> pipe.second().claim(length));
        }
    }

    @Test
    void aClaimCannotBeCommittedWhenNobodyReceivesAnyMore() throws Exception {
        for (int length : new int[] {10, LARGE}) {
            Pipe pipe = oneWay();
            try (Connection.Claim claim = pipe.second().claim(length)) {
                pipe.first().close();
                assertThrows(IOException.class, claim::commit);
            }
            assertThrows(IOException.class, () -> pipe.second().claim(length));
        }
    }

    @Test
    void aWrongLengthIsRefused() {
        Pipe pipe = oneWay();
        assertFails(IllegalArgumentException.class, () -> pipe.second().claim(-1));
        assertFails(ElementTooLargeException.class, () -> pipe.second().claim(1L << 40));
        assertFails(UnsupportedOperationException.class, () -> pipe.first().claim(1));
        assertFails(UnsupportedOperationException.class, () -> pipe.second().recvInPlace());
    }

    @Test
    void anInterruptEndsTheWaitForAMessageInPlace() throws Exception {
        Pipe pipe = oneWay();
        RunningThread<Boolean> waiting = startBlocked(() -> {
            pipe.first().recvInPlace().close();
            return true;
        });
        assertInterruptEnds(waiting);
        assertRefusesInterrupted(() -> pipe.first().recvInPlace());
        assertRefusesInterrupted(() -> pipe.second().claim(LARGE));
        pipe.second().send(3);
        assertEquals(3, (int) pipe.first().recv());
    }

    @Test
    void anInterruptedCommitCanBeRepeated() throws Exception {
        Pipe pipe = oneWay();
        for (int length : new int[] {100, LARGE}) {
            try (Connection.Claim claim = pipe.second().claim(length)) {
                fill(claim.memory(), 4);
                assertRefusesInterrupted(claim::commit);
                claim.commit();
            }
            assertReceives(pipe.first(), length, 4);
        }
    }

    @Test
    void whatIsForgottenComesBack() throws Exception {
        Pipe pipe = oneWay();
        send(pipe.second(), LARGE, 6);
        pipe.first().recvInPlace();
        pipe.second().claim(LARGE);
        assertSoon("the garbage collector finds it", () -> {
            System.gc();
            return pipe.first().poll();
        });
        assertReceives(pipe.first(), LARGE, 6);
    }
}
