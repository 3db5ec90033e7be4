package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.Connection;
import dev.sluice.Pipe;
import dev.sluice.ProcessQueue;
import dev.sluice.peer.OtherThread;
import dev.sluice.peer.OtherThread.RunningThread;
import dev.sluice.peer.Running;
import dev.sluice.peer.Serialized;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link Connection} promises of waiting, and of the end of the stream. */
public abstract class ConnectionContract extends PipeContract {
    // Waiting

    @Test
    void recvAndPollWaitForTheOtherSide() throws Exception {
        Pipe pipe = duplex();
        Connection end = pipe.first();
        var polling = startBlocked(() -> end.poll(LONG));
        elsewhere(pipe.second(), c -> {
            c.send("wakes poll");
            return true;
        }).get();
        assertTrue(polling.get());
        assertTrue(end.poll());
        assertEquals("wakes poll", end.recv());
        RunningThread<Object> receiving = startBlocked(() -> end.recv());
        elsewhere(pipe.second(), c -> {
            c.send("wakes recv");
            return true;
        }).get();
        assertEquals("wakes recv", receiving.get());
    }

    @Test
    void pollIsFalseInTimeIfNothingComes() throws Throwable {
        Connection end = duplex().first();
        assertFalse(end.poll());
        assertLasts(SHORT, () -> assertFalse(end.poll(SHORT)));
        assertPrompt(() -> assertFalse(end.poll(Duration.ZERO)));
        assertPrompt(() -> assertFalse(end.poll(Duration.ofSeconds(-1))));
    }

    @Test
    void anInterruptEndsEveryWait() throws Exception {
        Connection end = duplex().first();
        assertInterruptEnds(startBlocked(() -> end.recv()));
        assertInterruptEnds(startBlocked(end::recvBytes));
        assertInterruptEnds(startBlocked(() -> end.poll(LONG)));
        assertInterruptEnds(startBlocked(() -> Connection.waitAny(List.of(end))));
        assertRefusesInterrupted(end::recv);
        assertRefusesInterrupted(() -> end.poll(LONG));
        assertRefusesInterrupted(() -> end.send("x"));
        assertRefusesInterrupted(() -> Connection.waitAny(List.of(end)));
    }

    // A full pipe

    /** As many messages as one direction holds. */
    private static final int FULL = 1 << 16;

    private Pipe fullPipe() throws Exception {
        Pipe pipe = oneWay();
        sendRange(pipe.second(), 0, FULL);
        return pipe;
    }

    private static RunningThread<Boolean> startSending(Pipe full) throws InterruptedException {
        return startBlocked(() -> sendRange(full.second(), FULL, 1));
    }

    @Test
    void aSendIntoAFullPipeWaitsForTheReceiver() throws Exception {
        Pipe pipe = fullPipe();
        Running<Boolean> sending = startSending(pipe);
        assertEquals(List.of(0, 1, FULL), elsewhere(pipe.first(), c -> {
            List<Integer> received = new ArrayList<>();
            for (int i = 0; i <= FULL; i++) {
                int number = c.recv();
                if (i < 2 || i == FULL) {
                    received.add(number);
                }
            }
            return received;
        }).get());
        assertTrue(sending.get());
    }

    @Test
    void anInterruptEndsASendIntoAFullPipeAndNothingIsSent() throws Exception {
        Pipe pipe = fullPipe();
        assertInterruptEnds(startSending(pipe));
        assertRefusesInterrupted(() -> pipe.second().send(FULL));
        for (int i = 0; i < FULL; i++) {
            assertEquals(i, (int) pipe.first().recv());
        }
        assertFalse(pipe.first().poll());
    }

    @Test
    void aSendIntoAFullPipeEndsWithTheOtherEnd() throws Exception {
        Pipe pipe = fullPipe();
        ProcessQueue<Boolean> goOn = keep(engine().<Boolean>builder().build());
        ProcessQueue<Boolean> copy = keep(Serialized.copyOf(goOn));
        Running<Boolean> closing = give(pipe.first(), _ -> copy.take());
        Running<Boolean> sending = startSending(pipe);
        goOn.put(true);
        assertFails(IOException.class, sending::get);
        assertTrue(closing.get());
        assertFails(IOException.class, () -> pipe.second().send(FULL));
    }

    @Test
    void aSendIntoAFullPipeEndsWithItsOwnHandle() throws Exception {
        Pipe pipe = fullPipe();
        Running<Boolean> sending = startSending(pipe);
        pipe.second().close();
        assertThrows(ClosedChannelException.class, sending::get);
    }

    @Test
    void objectsAndBytesWaitForRoomAlike() throws Exception {
        Pipe pipe = fullPipe();
        Running<Boolean> sending = startSending(pipe);
        Running<Boolean> sendingBytes = startBlocked(() -> {
            pipe.second().sendBytes(new byte[100]);
            return true;
        });
        for (int i = 0; i < FULL + 2; i++) {
            assertTrue(pipe.first().recvBytes().length > 0);
        }
        assertTrue(sending.get());
        assertTrue(sendingBytes.get());
    }

    // The end of the stream

    @Test
    void theEndComesAfterTheLastMessage() throws Exception {
        Pipe pipe = duplex();
        give(pipe.second(), c -> {
            c.send(1);
            c.send(2);
            return true;
        }).get();
        Connection end = pipe.first();
        assertEquals(1, end.<Integer>recv());
        assertEquals(2, end.<Integer>recv());
        assertSoon("the end of the stream", end::poll);
        assertTrue(end.poll(SHORT));
        assertFails(EOFException.class, end::recv);
        assertFails(EOFException.class, end::recvBytes);
        assertFails(EOFException.class, () -> end.recvBytesInto(ByteBuffer.allocate(1)));
        assertEquals(List.of(end), Connection.waitAny(List.of(end)));
    }

    @Test
    void theEndWakesWhoWaits() throws Throwable {
        Pipe pipe = duplex();
        var receiving = startBlocked(() -> pipe.first().recv());
        var polling = startBlocked(() -> pipe.first().poll(LONG));
        var choosing = startBlocked(() -> Connection.waitAny(List.of(pipe.first())));
        give(pipe.second(), _ -> true).get();
        assertPrompt(() -> {
            assertFails(EOFException.class, receiving::get);
            assertTrue(polling.get());
            assertEquals(List.of(pipe.first()), choosing.get());
        });
    }

    @Test
    void sendingToNobodyFails() throws Exception {
        Pipe pipe = duplex();
        give(pipe.second(), _ -> true).get();
        assertSoon("the end of the stream", pipe.first()::poll);
        for (Call call : sendingCalls()) {
            var failure = assertFails(IOException.class, () -> call.use().of(pipe.first()));
            assertFalse(failure instanceof ClosedChannelException, call.name());
        }
    }

    @Test
    void sendingToNobodyLeavesABufferUnread() {
        Pipe pipe = oneWay();
        pipe.first().close();
        ByteBuffer buffer = ByteBuffer.allocate(5);
        assertFails(IOException.class, () -> pipe.second().sendBytes(buffer));
        assertEquals(0, buffer.position());
    }

    @Test
    void theEndComesOnlyWhenEveryHolderHasClosed() throws Exception {
        Pipe pipe = duplex();
        Connection copy = keep(Serialized.copyOf(pipe.second()));
        pipe.second().close();
        assertFalse(pipe.first().poll(SHORT));
        copy.send("still held");
        assertEquals("still held", pipe.first().recv());
        pipe.first().send("both ways");
        assertEquals("both ways", copy.recv());
        copy.close();
        assertFails(EOFException.class, () -> pipe.first().recv());
    }

    @Test
    void whatWasSentBeforeTheOtherEndClosedItsReadingIsNotLost() throws Exception {
        Pipe pipe = duplex();
        pipe.first().send("question");
        String question = give(pipe.second(), c -> {
            String received = c.recv();
            c.send("answer");
            return received;
        }).get();
        assertEquals("question", question);
        assertEquals("answer", pipe.first().recv());
        assertFails(EOFException.class, () -> pipe.first().recv());
    }

    // Close

    @ParameterizedTest
    @MethodSource("allCalls")
    void afterItsOwnCloseEveryCallFails(Call call) {
        Connection end = duplex().first();
        end.close();
        Exception closed = assertThrows(ClosedChannelException.class, () -> call.use().of(end));
        assertTrue(closed.getMessage().contains("was closed in this process"), closed.getMessage());
    }

    @Test
    void closeEndsTheWaitsOnThatHandle() throws Exception {
        Pipe pipe = duplex();
        var waiting = List.<OtherThread.Work<?>>of(
                () -> pipe.first().recv(),
                () -> pipe.first().recvBytes(),
                () -> pipe.first().poll(LONG));
        List<RunningThread<?>> running = new ArrayList<>();
        for (var work : waiting) {
            running.add(startBlocked(work));
        }
        pipe.first().close();
        for (var each : running) {
            assertThrows(ClosedChannelException.class, each::get);
        }
    }

    @Test
    void closingTwiceIsHarmless() {
        Pipe pipe = duplex();
        pipe.first().close();
        assertDoesNotThrow(pipe.first()::close);
        assertDoesNotThrow(pipe::close);
        assertDoesNotThrow(pipe::close);
        assertFalse(pipe.toString().isBlank());
        assertFalse(pipe.first().toString().isBlank());
    }

    @Test
    void closingThePipeClosesBothEnds() {
        Pipe pipe = duplex();
        pipe.close();
        assertThrows(ClosedChannelException.class, () -> pipe.first().recv());
        assertThrows(ClosedChannelException.class, () -> pipe.second().recv());
    }

    // waitAny

    @Test
    void waitAnyOfNothingIsNothing() throws Throwable {
        assertEquals(List.of(), Connection.waitAny(List.of()));
        assertLasts(SHORT, () -> assertEquals(List.of(), Connection.waitAny(List.of(), SHORT)));
    }

    @Test
    void waitAnyRefusesNull() {
        Connection end = duplex().first();
        assertThrows(NullPointerException.class, () -> Connection.waitAny(null));
        assertThrows(NullPointerException.class, () -> Connection.waitAny(Arrays.asList(end, null)));
        assertThrows(NullPointerException.class, () -> Connection.waitAny(List.of(end), null));
    }

    @Test
    void waitAnyWaitsForTheOneThatBecomesReady() throws Exception {
        Pipe silent = duplex();
        Pipe speaking = oneWay();
        List<Connection> both = List.of(silent.first(), speaking.first());
        var waiting = startBlocked(() -> Connection.waitAny(both));
        elsewhere(speaking.second(), c -> {
            c.send(1);
            return true;
        }).get();
        assertEquals(List.of(speaking.first()), waiting.get());
        assertEquals(List.of(speaking.first()), Connection.waitAny(both, Duration.ZERO));
        assertEquals(1, speaking.first().<Integer>recv());
        assertEquals(List.of(), Connection.waitAny(both, Duration.ZERO));
    }

    @Test
    void waitAnyReturnsAllThatAreReadyInOrder() throws Exception {
        List<Pipe> pipes = List.of(oneWay(), oneWay(), oneWay());
        List<Connection> ends = pipes.stream().map(Pipe::first).toList();
        pipes.get(2).second().send("message");
        pipes.get(0).second().close();
        assertEquals(List.of(ends.get(0), ends.get(2)), Connection.waitAny(ends, LONG));
    }

    @Test
    void waitAnyEndsInTime() throws Throwable {
        Connection end = oneWay().first();
        assertLasts(SHORT, () -> assertEquals(List.of(), Connection.waitAny(List.of(end), SHORT)));
        assertPrompt(() -> assertEquals(List.of(), Connection.waitAny(List.of(end), Duration.ofSeconds(-1))));
    }

    @Test
    void waitAnyServesManyConnections() throws Exception {
        List<Pipe> pipes = IntStream.range(0, 30).mapToObj(_ -> oneWay()).toList();
        List<Running<Boolean>> sending = new ArrayList<>();
        for (Pipe pipe : pipes) {
            sending.add(give(pipe.second(), c -> sendRange(c, 0, 5)));
        }
        List<Connection> open = new ArrayList<>(pipes.stream().map(Pipe::first).toList());
        int received = 0;
        while (!open.isEmpty()) {
            for (Connection ready : Connection.waitAny(open)) {
                try {
                    ready.recv();
                    received++;
                } catch (EOFException e) {
                    open.remove(ready);
                }
            }
        }
        assertEquals(30 * 5, received);
        for (var each : sending) {
            assertTrue(each.get());
        }
    }
}
