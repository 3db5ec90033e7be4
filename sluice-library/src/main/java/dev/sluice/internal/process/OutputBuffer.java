package dev.sluice.internal.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a child has printed and nobody has taken yet: in memory up to a bound, beyond it in a temporary file. One thread adds,
 * one takes.
 */
public final class OutputBuffer {
    private static final int MOST_IN_MEMORY = 1 << 20;
    private static final int PIECE_BYTES = 64 * 1024;
    private static final long FULL_DISK_MILLIS = 100;

    private final Deque<byte[]> pieces = new ArrayDeque<>(); // guarded by this
    private long bytesInMemory; // guarded by this
    private FileChannel file; // guarded by this
    private long fileRead; // guarded by this
    private long fileWritten; // guarded by this
    private boolean ended; // guarded by this

    /** Makes an empty one. */
    public OutputBuffer() {}

    /**
     * Adds a piece. Waits for the taker only if the temporary folder is full.
     *
     * @param piece what was printed; not changed afterwards
     */
    public synchronized void add(byte[] piece) {
        boolean added = false;
        while (!ended && !added) {
            added = tryAdd(piece);
            try {
                if (!added) {
                    wait(FULL_DISK_MILLIS); // anybody may make room on it
                }
            } catch (InterruptedException e) {
                // Some code interrupts every thread it finds.
            }
        }
        notifyAll();
    }

    private boolean tryAdd(byte[] piece) {
        if (fileRead == fileWritten && bytesInMemory + piece.length <= MOST_IN_MEMORY) {
            pieces.addLast(piece);
            bytesInMemory += piece.length;
            return true;
        }
        try {
            append(piece);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    private void append(byte[] piece) throws IOException {
        if (file == null) {
            Path path = Files.createTempFile("sluice-", ".output");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            removeName(path);
        }
        ByteBuffer bytes = ByteBuffer.wrap(piece);
        long at = fileWritten;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
        fileWritten = at;
    }

    /** Where the system allows it, nothing is left even if this process is killed. */
    private static void removeName(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // It goes when it is closed.
        }
    }

    /**
     * Takes the next piece, waiting for it.
     *
     * @return the piece; null after the last one
     * @throws IOException if it is in the temporary file and cannot be read
     */
    public synchronized byte[] take() throws IOException {
        while (true) {
            byte[] piece = pieces.pollFirst();
            if (piece != null) {
                bytesInMemory -= piece.length;
                return piece;
            }
            if (fileRead < fileWritten) {
                return readFromFile();
            }
            if (ended) {
                return null;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                // Some code interrupts every thread it finds.
            }
        }
    }

    private byte[] readFromFile() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, fileWritten - fileRead));
        while (bytes.hasRemaining()) {
            int read = file.read(bytes, fileRead);
            if (read < 0) {
                fileRead = fileWritten;
                throw new IOException("the temporary file of a child's output was cut off by somebody");
            }
            fileRead += read;
        }
        if (fileRead == fileWritten) {
            file.truncate(0);
            fileRead = 0;
            fileWritten = 0;
        }
        return bytes.array();
    }

    /** No more is added. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Gives up the temporary file, if there is one. */
    public synchronized void close() {
        ended = true;
        pieces.clear();
        notifyAll();
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // Nobody needs it any more.
            }
        }
    }
}
