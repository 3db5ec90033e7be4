package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** The JDK's own way to send objects through a stream: written, flushed and forgotten one by one. */
final class ObjectStreams {
    private static final int BUFFER_BYTES = 64 << 10;

    private ObjectStreams() {}

    static <E> Sender<E> sender(OutputStream out) throws IOException {
        ObjectOutputStream objects = new ObjectOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
        objects.flush();
        return element -> {
            objects.writeObject(element);
            objects.reset();
            objects.flush();
        };
    }

    /** Waits for the other side. */
    @SuppressWarnings("unchecked") // what was written is what is read
    static <E> Receiver<E> receiver(InputStream in) throws IOException {
        ObjectInputStream objects = new ObjectInputStream(new BufferedInputStream(in, BUFFER_BYTES));
        return handler -> handler.accept((E) objects.readObject());
    }
}
