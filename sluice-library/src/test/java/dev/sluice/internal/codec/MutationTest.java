package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Messages changed at random are decoded, or refused by a DecodeException; nothing else. Run in a JVM with a small
 * heap, so that memory taken on trust would show. The seed is fixed, but sets are not in the same order in each
 * JVM: a failure prints its message.
 */
class MutationTest {
    private static final int MUTATIONS = 200_000;
    private static final long SEED = 20_240_229;
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(3);

    @Test
    @Timeout(180)
    void changed_messages_neither_escape_nor_exhaust_the_memory() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", classPath(), MutationTest.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(150, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), output);
            assertTrue(output.contains("decoded"), output);
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Whatever way the tests themselves are run, on a class path or a module path, these two folders are all that
     * is needed.
     */
    private static String classPath() throws Exception {
        return folderOf(ObjectCodec.class) + File.pathSeparator + folderOf(MutationTest.class) + File.pathSeparator
                + folderOf(Test.class);
    }

    private static String folderOf(Class<?> type) throws Exception {
        String resource = type.getName().replace('.', '/') + ".class";
        String url = type.getClassLoader().getResource(resource).toString();
        String path = url.replaceFirst("^jar:", "").replaceFirst("^file:", "").replaceFirst("!?/" + resource + "$", "");
        return java.net.URLDecoder.decode(path, StandardCharsets.UTF_8);
    }

    /** The child: exit code 0 if everything that escaped was a DecodeException, in reasonable time. */
    public static void main(String[] args) throws Exception {
        List<byte[]> messages = new ArrayList<>();
        for (Object sample : Samples.all()) {
            byte[] plain = Messages.encode(sample);
            if (plain.length < 4096) {
                messages.add(plain);
                messages.add(
                        Messages.encode(new RoundTripTest.Holder(new ArrayList<>(List.of(sample, 1, sample)), "x")));
            }
        }
        int mutations = args.length > 0 ? Integer.parseInt(args[0]) : MUTATIONS;
        Random random = new Random(args.length > 1 ? Long.parseLong(args[1]) : SEED);
        int decoded = 0;
        for (int i = 0; i < mutations; i++) {
            byte[] bytes = mutated(messages, random);
            long start = CLOCK.getCurrentThreadCpuTime();
            try {
                Messages.decode(bytes);
                decoded++;
            } catch (DecodeException e) {
                if (e.getMessage() == null || e.getCause() instanceof OutOfMemoryError) {
                    throw new AssertionError(HexFormat.of().formatHex(bytes), e);
                }
            } catch (Throwable e) {
                throw new AssertionError(HexFormat.of().formatHex(bytes), e);
            }
            if (CLOCK.getCurrentThreadCpuTime() - start > SLOW_NANOS) {
                throw new AssertionError("too slow: " + HexFormat.of().formatHex(bytes));
            }
        }
        System.out.println(mutations + " mutations, " + decoded + " of them decoded");
    }

    private static byte[] mutated(List<byte[]> messages, Random random) throws IOException {
        byte[] bytes = messages.get(random.nextInt(messages.size())).clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
                case 3 -> bytes[at] = (byte) random.nextInt(Format.OPTIONAL_EMPTY + 1);
                case 4 -> bytes = java.util.Arrays.copyOf(bytes, Math.max(1, random.nextInt(bytes.length + 8)));
                case 5 -> bytes = spliced(bytes, messages.get(random.nextInt(messages.size())), random);
                default -> {
                    for (int j = at; j < Math.min(bytes.length, at + 4); j++) {
                        bytes[j] = (byte) random.nextInt(256);
                    }
                }
            }
        }
        return bytes;
    }

    /** A piece of another message in the middle of this one. */
    private static byte[] spliced(byte[] bytes, byte[] other, Random random) {
        int from = random.nextInt(other.length);
        int length = Math.min(other.length - from, 1 + random.nextInt(64));
        int at = random.nextInt(bytes.length);
        byte[] result = new byte[bytes.length + length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(other, from, result, at, length);
        System.arraycopy(bytes, at, result, at + length, bytes.length - at);
        return result;
    }
}
