package dev.sluice.spi;

import dev.sluice.ProcessQueue;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/** A handle of an engine's queue on its way to another process: it is opened there by its URI. */
public final class EngineToken implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What the receiver opens. */
    private final String uri;

    /**
     * Makes the token that a handle is replaced by when it is serialized.
     *
     * @param uri the URI by which another process opens the queue, with all that it needs for that
     */
    public EngineToken(String uri) {
        this.uri = Objects.requireNonNull(uri, "uri");
    }

    /**
     * Opens the queue where the token arrives.
     *
     * @return a new handle
     */
    @Serial
    private Object readResolve() {
        return ProcessQueue.open(uri);
    }
}
