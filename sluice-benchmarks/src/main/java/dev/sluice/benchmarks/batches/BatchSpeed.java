package dev.sluice.benchmarks.batches;

import dev.sluice.Connection;
import dev.sluice.Pipe;
import dev.sluice.ProcessQueue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What several elements in one call, and messages in place, bring against one by one and copies: one producer and one
 * consumer process, the manners in turns within one run. Started by hand:
 *
 * <pre>
 * java --enable-native-access=ALL-UNNAMED -cp CLASSPATH dev.sluice.benchmarks.batches.BatchSpeed [repetitions]
 * </pre>
 */
final class BatchSpeed {
    private static final int ELEMENTS = 2_000_000;
    private static final int TOGETHER = 256;
    private static final int[] MESSAGE_BYTES = {64 << 10, 1 << 20};
    private static final long BYTES = 2L << 30;

    private BatchSpeed() {}

    /** What the consumer is to do, and that it is done. */
    private record Step(String manner, int length, int count) {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1 && arguments[0].equals("consume")) {
            consume();
            return;
        }
        int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        ProcessQueue<Connection> handles = ProcessQueue.<Connection>builder().name("batch-speed-handles").build();
        ProcessQueue<Step> steps = ProcessQueue.<Step>builder().name("batch-speed-steps").build();
        ProcessQueue<Integer> numbers =
                ProcessQueue.<Integer>builder().name("batch-speed-numbers").maxSize(1 << 14).build();
        ProcessQueue<Integer> done = ProcessQueue.<Integer>builder().name("batch-speed-done").build();
        Process consumer = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BatchSpeed.class.getName(),
                "consume").inheritIO().start();
        try (handles; steps; numbers; done; Pipe pipe = Pipe.oneWay()) {
            handles.put(pipe.first());
            for (int i = 0; i < repetitions; i++) {
                numbers(steps, numbers, done);
                messages(steps, pipe.second(), done);
            }
            steps.put(new Step("end", 0, 0));
            consumer.waitFor();
        } finally {
            consumer.destroyForcibly();
            for (String name : List.of("handles", "steps", "numbers", "done")) {
                ProcessQueue.unlink("batch-speed-" + name);
            }
        }
    }

    private static void numbers(ProcessQueue<Step> steps, ProcessQueue<Integer> numbers, ProcessQueue<Integer> done)
            throws Exception {
        List<Integer> batch = new ArrayList<>();
        for (String manner : List.of("one by one", "put batches", "take batches", "both batches")) {
            steps.put(new Step(manner, 0, ELEMENTS));
            long start = System.nanoTime();
            if (manner.startsWith("one") || manner.startsWith("take")) {
                for (int i = 0; i < ELEMENTS; i++) {
                    numbers.put(i);
                }
            } else {
                for (int i = 0; i < ELEMENTS; i += TOGETHER) {
                    batch.clear();
                    for (int n = i; n < Math.min(ELEMENTS, i + TOGETHER); n++) {
                        batch.add(n);
                    }
                    numbers.putAll(batch);
                }
            }
            done.get();
            print("int " + manner, (double) (System.nanoTime() - start) / ELEMENTS, "ns each");
        }
    }

    private static void messages(ProcessQueue<Step> steps, Connection out, ProcessQueue<Integer> done)
            throws Exception {
        for (int length : MESSAGE_BYTES) {
            byte[] bytes = new byte[length];
            int count = (int) (BYTES / length);
            for (String manner : List.of("copied", "written in place", "read in place", "both in place")) {
                steps.put(new Step(manner, length, count));
                long start = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    boolean inPlace = manner.startsWith("written") || manner.startsWith("both");
                    if (inPlace) {
                        try (Connection.Claim claim = out.claim(length)) {
                            claim.memory().fill((byte) i);
                            claim.commit();
                        }
                    } else {
                        Arrays.fill(bytes, (byte) i);
                        out.sendBytes(bytes);
                    }
                }
                done.get();
                print((length >> 10) + " KiB " + manner, (double) (System.nanoTime() - start) / count / 1e3, "us each");
            }
        }
    }

    private static void print(String what, double value, String unit) {
        System.out.printf("%-32s %9.2f %s%n", what, value, unit);
    }

    private static void consume() throws Exception {
        try (ProcessQueue<Connection> handles = ProcessQueue.open("batch-speed-handles");
                ProcessQueue<Step> steps = ProcessQueue.open("batch-speed-steps");
                ProcessQueue<Integer> numbers = ProcessQueue.open("batch-speed-numbers");
                ProcessQueue<Integer> done = ProcessQueue.open("batch-speed-done");
                Connection in = handles.get(Duration.ofSeconds(20))) {
            for (Step step = steps.get(); step.count() > 0; step = steps.get()) {
                done.put(step.length() == 0 ? takeNumbers(step, numbers) : receive(step, in));
            }
        }
    }

    private static int takeNumbers(Step step, ProcessQueue<Integer> numbers) throws Exception {
        int sum = 0;
        if (step.manner().startsWith("one") || step.manner().startsWith("put")) {
            for (int i = 0; i < step.count(); i++) {
                sum += numbers.take();
            }
            return sum;
        }
        List<Integer> taken = new ArrayList<>();
        for (int count = 0; count < step.count(); count += taken.size()) {
            taken.clear();
            if (numbers.drainTo(taken, TOGETHER) == 0) {
                taken.add(numbers.take());
            }
            for (int number : taken) {
                sum += number;
            }
        }
        return sum;
    }

    /** Looks at each cache line, as who uses a message would. */
    private static int receive(Step step, Connection in) throws Exception {
        long sum = 0;
        boolean inPlace = step.manner().startsWith("read") || step.manner().startsWith("both");
        for (int i = 0; i < step.count(); i++) {
            if (inPlace) {
                try (Connection.Message message = in.recvInPlace()) {
                    sum += sum(message.memory());
                }
            } else {
                sum += sum(MemorySegment.ofArray(in.recvBytes()));
            }
        }
        return (int) sum;
    }

    private static long sum(MemorySegment memory) {
        long sum = 0;
        for (long at = 0; at + 8 <= memory.byteSize(); at += 64) {
            sum += memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }
}
