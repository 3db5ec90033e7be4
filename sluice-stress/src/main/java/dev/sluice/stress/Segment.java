package dev.sluice.stress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file behind the queue, read where docs/layout.md says what is in it: for the few things that no interface of the library
 * tells.
 */
final class Segment implements AutoCloseable {
    private final FileChannel file;

    private Segment(FileChannel file) {
        this.file = file;
    }

    /** Opens it for reading; empty where it cannot be found. */
    static Optional<Segment> of(Order order) throws IOException {
        Optional<Path> path = order.configuration().isNamed()
                ? Optional.of(order.directory().resolve("q-" + Channels.NAME))
                : anonymous();
        return path.isPresent() ? Optional.of(new Segment(FileChannel.open(path.get()))) : Optional.empty();
    }

    /** The one memory file of this process that is not a queue of handles: those have names. */
    private static Optional<Path> anonymous() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file) && isAnonymousSegment(Files.readSymbolicLink(file).toString())) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isAnonymousSegment(String target) {
        return target.startsWith("/memfd:sluice-") || target.contains("/anon-");
    }

    /** Some bytes of it, in its own order; zeros beyond its end. */
    ByteBuffer read(long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
            Thread.onSpinWait();
        }
        return buffer;
    }

    long readLong(long at) throws IOException {
        return read(at, Long.BYTES).getLong(0);
    }

    int readInt(long at) throws IOException {
        return read(at, Integer.BYTES).getInt(0);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
