package dev.sluice.cli.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the kernel tells of this process and the machine. Empty where it does not tell, as on systems other than Linux.
 *
 * @param root the folder in which {@code proc} and {@code sys} are; {@code /} but for tests
 */
record Proc(Path root) {
    private static final long AUXV_END = 0;
    private static final long AUXV_PAGE_SIZE = 6;

    /** The page size in bytes. */
    OptionalLong pageSize() {
        try {
            ByteBuffer auxv =
                    ByteBuffer.wrap(Files.readAllBytes(root.resolve("proc/self/auxv"))).order(ByteOrder.nativeOrder());
            while (auxv.remaining() >= 2 * Long.BYTES) {
                long type = auxv.getLong();
                long value = auxv.getLong();
                if (type == AUXV_PAGE_SIZE) {
                    return OptionalLong.of(value);
                }
                if (type == AUXV_END) {
                    break;
                }
            }
            return OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** A soft limit of this process; {@link Long#MAX_VALUE} if it is unlimited. */
    OptionalLong limit(String name) {
        return line("proc/self/limits", name + " ")
                .map(rest -> number(rest.strip().split("\\s+", 2)[0]))
                .orElseGet(OptionalLong::empty);
    }

    /** The most memory that this process and those beside it in their control group may use, in bytes. */
    OptionalLong memoryLimit() {
        return Stream.of("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes")
                .flatMap(file -> text(file).stream())
                .map(Proc::number)
                .findFirst()
                .orElseGet(OptionalLong::empty);
    }

    /** The name of the pid namespace of this process. */
    Optional<String> pidNamespace() {
        try {
            return Optional.of(
                    Files.readSymbolicLink(root.resolve("proc/self/ns/pid")).toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** How much a process sees of those of others: 0 all, 1 their names, 2 nothing, 4 only what it may trace. */
    Optional<String> hidepid() {
        return line("proc/self/mounts", "proc /proc proc ")
                .flatMap(options -> Arrays.stream(options.split("[ ,]", -1))
                        .filter(option -> option.startsWith("hidepid="))
                        .map(option -> option.substring("hidepid=".length()))
                        .findFirst());
    }

    /** Who may trace whom; 0: all processes of a user. */
    Optional<String> ptraceScope() {
        return text("proc/sys/kernel/yama/ptrace_scope");
    }

    private Optional<String> line(String file, String start) {
        return text(file)
                .flatMap(text -> text.lines().filter(line -> line.startsWith(start)).findFirst())
                .map(line -> line.substring(start.length()));
    }

    private Optional<String> text(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong number(String text) {
        if (text.equals("unlimited") || text.equals("max")) {
            return OptionalLong.of(Long.MAX_VALUE);
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
