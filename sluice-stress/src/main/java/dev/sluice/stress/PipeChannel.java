package dev.sluice.stress;

import dev.sluice.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.SplittableRandom;

/** One end of a pipe. */
final class PipeChannel implements Channel {
    private static final int MOST_WAIT_MILLIS = 40;

    private final Connection connection;

    PipeChannel(Connection connection) {
        this.connection = connection;
    }

    @Override
    public boolean put(byte[] element, boolean withdrawable, SplittableRandom random) throws InterruptedException {
        try {
            connection.send(element);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return receive();
    }

    @Override
    public Taken takeLast() throws InterruptedException {
        return receive();
    }

    private Taken receive() throws InterruptedException {
        try {
            return new Owned(connection.recv());
        } catch (EOFException e) {
            throw new EndedException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
