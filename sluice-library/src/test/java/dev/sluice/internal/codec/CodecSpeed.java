package dev.sluice.internal.codec;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prints rough speeds, for tuning. Not a benchmark to quote from. */
final class CodecSpeed {
    private static final long ROUND_NANOS = 400_000_000L;
    private static final int ROUNDS = Integer.getInteger("rounds", 8);

    record Order(int id, double price, String code, String text, List<Integer> amounts, boolean paid) {}

    record Point(int x, int y) {}

    record Texts(String first, String second) {}

    private interface Work {
        long run(int times) throws Exception;
    }

    /** Processor time: other programs on the machine must not count. */
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private static String[] wanted;
    private static volatile long sink;
    private static volatile Object last;

    private CodecSpeed() {}

    /** Arguments, if any: parts of the names of what to measure; alone, each is faster than after others. */
    public static void main(String[] args) throws Exception {
        wanted = args;
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            numbers.add(i * 31);
        }
        List<Object> points = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            points.add(new Point(i, -i));
        }
        List<Object> orders = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            orders.add(order(i));
        }
        measure("Integer", 4711);
        measure("String 16", "sixteen letters!");
        measure("String 100", "x".repeat(100));
        measure("String 100 UTF-16", "\u6C34".repeat(100));
        measure("W5 record", order(1));
        measure("flat record", new Point(1, 2));
        measure("List of 8 Integers", new ArrayList<>(Arrays.asList(1, 2, 3, 4, 5, 6, 7, 8)));
        measure("record of two strings", new Texts("code", "a text of thirty-two characters."));
        measure("List of 1000 Integers", numbers);
        measure("List of 1000 flat records", points);
        measure("List of 100 W5 records", orders);
        measure("byte[1000]", new byte[1000]);
        measure("byte[1024]", new byte[1024]);
        measure("int[1000]", new int[1000]);
        measure("Exception (JDK)", new IllegalStateException("why not"));
    }

    private static Order order(int id) {
        return new Order(id, 12.5, "code", "a text of thirty-two characters.",
                new ArrayList<>(Arrays.asList(1, 2, 3, 4, 5, 6, 7, 8)), true);
    }

    private static void measure(String name, Object value) throws Exception {
        if (wanted.length > 0 && Arrays.stream(wanted).noneMatch(name::contains)) {
            return;
        }
        ObjectCodec codec = new ObjectCodec(null, null);
        EncodeBuffer buffer = new EncodeBuffer();
        codec.encode(value, buffer);
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.length() + buffer.bulkLength());
        if (buffer.bulk() != null) {
            System.arraycopy(buffer.bulk(), 0, bytes, buffer.length(), buffer.bulkLength());
        }
        double writes = perSecond(times -> {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                codec.encode(value, buffer);
                sum += buffer.length();
                sink = buffer.array()[buffer.length() - 1];
            }
            return sum;
        });
        double reads = perSecond(times -> {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                last = codec.decode(bytes, 0, bytes.length);
            }
            return sum;
        });
        System.out.printf("%-26s %6d bytes %9.3f M writes/s %9.3f M reads/s%n", name, bytes.length, writes / 1e6,
                reads / 1e6);
    }

    private static double perSecond(Work work) throws Exception {
        double best = 0;
        int times = 1;
        for (int round = 0; round < ROUNDS;) {
            long start = CLOCK.getCurrentThreadCpuTime();
            sink = work.run(times);
            long nanos = CLOCK.getCurrentThreadCpuTime() - start;
            if (nanos < ROUND_NANOS / 4) {
                times *= 2;
            } else {
                best = Math.max(best, times * 1e9 / nanos);
                round++;
            }
        }
        return best;
    }
}
