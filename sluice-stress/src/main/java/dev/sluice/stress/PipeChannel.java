package dev.sluice.stress;

import dev.sluice.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** One end of a pipe. */
final class PipeChannel implements Channel {
    private static final int MOST_WAIT_MILLIS = 40;
    private static final int MOST_SPARE_BYTES = 200_000;

    private final Connection connection;

    PipeChannel(Connection connection) {
        this.connection = connection;
    }

    @Override
    public boolean put(byte[] element, boolean withdrawable, SplittableRandom random) throws InterruptedException {
        try {
            switch (random.nextInt(4)) {
                case 0 -> connection.sendBytes(element);
                case 1 -> connection.sendBytes(ByteBuffer.wrap(element));
                default -> write(element, element.length + random.nextInt(MOST_SPARE_BYTES));
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] element, int claimed) throws IOException, InterruptedException {
        try (Connection.Claim claim = connection.claim(claimed)) {
            MemorySegment.copy(element, 0, claim.memory(), ValueLayout.JAVA_BYTE, 0, element.length);
            claim.commit(element.length);
        }
    }

    @Override
    public int putAll(List<byte[]> elements, SplittableRandom random) {
        throw new UnsupportedOperationException("a message is sent by itself");
    }

    @Override
    public List<Taken> takeAll(int most) {
        return List.of();
    }

    @Override
    public void refuse(int most) {
        throw new UnsupportedOperationException("what was received is received");
    }

    @Override
    public boolean withdraw(byte[] element) {
        throw new UnsupportedOperationException("what was sent is sent");
    }

    @Override
    public Taken take(SplittableRandom random) throws InterruptedException {
        if (random.nextBoolean() && !connection.poll(Duration.ofMillis(random.nextInt(MOST_WAIT_MILLIS)))) {
            return null;
        }
        return receive(random.nextBoolean());
    }

    @Override
    public Taken takeLast() throws InterruptedException {
        return receive(false);
    }

    private Taken receive(boolean inPlace) throws InterruptedException {
        try {
            return new Owned(inPlace ? read() : connection.recvBytes());
        } catch (EOFException e) {
            throw new EndedException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] read() throws IOException, InterruptedException {
        try (Connection.Message message = connection.recvInPlace()) {
            return message.memory().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
