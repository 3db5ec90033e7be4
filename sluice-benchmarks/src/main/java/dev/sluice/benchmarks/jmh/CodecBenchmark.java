package dev.sluice.benchmarks.jmh;

import dev.sluice.benchmarks.workload.Order;
import dev.sluice.internal.codec.DecodeException;
import dev.sluice.internal.codec.EncodeBuffer;
import dev.sluice.internal.codec.EncodeException;
import dev.sluice.internal.codec.ObjectCodec;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to make bytes of an object, and an object of bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CodecBenchmark {
    private static final int NUMBER = 123_456;
    private static final int KIB = 1024;

    private final ObjectCodec codec = new ObjectCodec(null, null);
    private final EncodeBuffer buffer = new EncodeBuffer();

    /** The type of the element. */
    @Param({"Integer", "Long", "String", "bytes1K", "enum", "list", "map", "record"})
    private String type = "Integer";

    private Object element;
    private byte[] bytes;

    /** Makes the element, and its bytes. */
    @Setup
    public void setUp() throws EncodeException {
        element =
                switch (type) {
                    case "Integer" -> NUMBER;
                    case "Long" -> (long) NUMBER;
                    case "String" -> "deliver to the back door, no. 01";
                    case "bytes1K" -> new byte[KIB];
                    case "enum" -> DayOfWeek.FRIDAY;
                    case "list" -> List.of(NUMBER, NUMBER + 1, NUMBER + 2, NUMBER + 3);
                    case "map" -> Map.of("id", NUMBER, "symbol", "SY01");
                    case "record" ->
                            new Order(
                                    NUMBER,
                                    1.25,
                                    "SY01",
                                    "deliver to the back door, no. 01",
                                    List.of(1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008),
                                    true);
                    default -> throw new IllegalArgumentException("no element of type " + type);
                };
        codec.encode(element, buffer);
        bytes = Arrays.copyOf(buffer.array(), buffer.length() + buffer.bulkLength());
        if (buffer.bulk() != null) {
            System.arraycopy(buffer.bulk(), buffer.bulkOffset(), bytes, buffer.length(), buffer.bulkLength());
        }
    }

    /** Object to bytes. */
    @Benchmark
    public int encode() throws EncodeException {
        codec.encode(element, buffer);
        return buffer.length();
    }

    /** Bytes to object. */
    @Benchmark
    public Object decode() throws DecodeException {
        return codec.decode(bytes, 0, bytes.length);
    }
}
