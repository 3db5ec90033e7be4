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
 * How many slots for processes are in use in a segment. No interface of the library tells it, since who is dead counts
 * for nothing there; so it is read where docs/layout.md says it is.
 */
final class ParticipantTable {
    private static final int TABLE_AT = 0x2000;
    private static final int SLOTS = 1024;
    private static final int SLOT_BYTES = 64;
    private static final int STATE_SHIFT = 50;

    private ParticipantTable() {}

    /** Slots in use; empty where the segment cannot be found. */
    static Optional<Integer> inUse(Order order) throws IOException {
        Optional<Path> segment = order.configuration().isNamed()
                ? Optional.of(order.directory().resolve("q-" + Channels.NAME))
                : anonymous();
        return segment.isPresent() ? Optional.of(count(segment.get())) : Optional.empty();
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

    private static int count(Path segment) throws IOException {
        ByteBuffer table = ByteBuffer.allocate(SLOTS * SLOT_BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(segment)) {
            while (table.hasRemaining() && channel.read(table, TABLE_AT + table.position()) >= 0) {
                Thread.onSpinWait();
            }
        }
        int count = 0;
        for (int slot = 1; slot < SLOTS; slot++) {
            if ((table.getLong(slot * SLOT_BYTES) >>> STATE_SHIFT & 3) == 1) {
                count++;
            }
        }
        return count;
    }
}
