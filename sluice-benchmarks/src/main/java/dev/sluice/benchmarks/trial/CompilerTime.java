package dev.sluice.benchmarks.trial;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processor time of the JIT compilers of some processes, read from outside: nothing is asked of the JVMs. */
final class CompilerTime {
    private CompilerTime() {}

    /** Nanoseconds up to now; 0 where the system does not tell. */
    static long nanos(List<Long> pids) {
        long sum = 0;
        for (long pid : pids) {
            sum += nanos(Path.of("/proc", Long.toString(pid), "task"));
        }
        return sum;
    }

    private static long nanos(Path tasks) {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                sum += isCompiler(thread) ? nanosOf(thread) : 0;
            }
        } catch (IOException e) {
            // The process has just ended, or this is not Linux.
        }
        return sum;
    }

    private static boolean isCompiler(Path thread) throws IOException {
        String name = Files.readString(thread.resolve("comm"));
        return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
    }

    private static long nanosOf(Path thread) throws IOException {
        return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
    }
}
