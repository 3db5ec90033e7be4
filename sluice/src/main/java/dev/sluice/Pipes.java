package dev.sluice;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Creates pipes and waits for connections. */
final class Pipes {
    private Pipes() {}

    static Pipe create(boolean duplex) {
        throw new UnsupportedOperationException("under construction");
    }

    static List<Connection> waitAny(Collection<Connection> connections, Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException("under construction");
    }
}
