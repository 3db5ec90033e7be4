package dev.sluice.benchmarks.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The file in which a process leaves the times it measured, whatever language it is written in: pairs of words of
 * 8 bytes in the machine's order, nanoseconds and how often.
 */
public final class RoundTrips {
    private static final int DIGITS = 3;

    private RoundTrips() {}

    /** Writes the file. */
    public static void write(Histogram histogram, Path file) throws IOException {
        int pairs = 0;
        for (HistogramIterationValue ignored : histogram.recordedValues()) {
            pairs++;
        }
        ByteBuffer bytes = ByteBuffer.allocate(pairs * 2 * Long.BYTES).order(ByteOrder.nativeOrder());
        for (HistogramIterationValue value : histogram.recordedValues()) {
            bytes.putLong(value.getValueIteratedTo()).putLong(value.getCountAtValueIteratedTo());
        }
        Files.write(file, bytes.array());
    }

    /** Reads the file. */
    public static Histogram read(Path file) throws IOException {
        Histogram histogram = new Histogram(DIGITS);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining()) {
            long nanos = bytes.getLong();
            histogram.recordValueWithCount(nanos, bytes.getLong());
        }
        return histogram;
    }
}
