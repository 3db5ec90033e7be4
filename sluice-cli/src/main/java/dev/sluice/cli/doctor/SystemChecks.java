package dev.sluice.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What the machine and its kernel allow this process. */
final class SystemChecks {
    private static final String INITIAL_PID_NAMESPACE = "pid:[4026531836]";
    private static final long ENOUGH_FILES = 1024;

    private final Proc proc;

    SystemChecks(Proc proc) {
        this.proc = proc;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(system());
        checks.add(pageSize());
        checks.add(openFiles());
        checks.add(unlimited(
                "Max address space",
                "address space",
                "each queue reserves address space for its byte budget; 'ulimit -v unlimited', or a smaller maxBytes"));
        checks.add(unlimited(
                "Max file size",
                "file size",
                "shared memory is a file to the kernel; 'ulimit -f unlimited', or a smaller maxBytes"));
        checks.add(memory());
        checks.add(pidNamespace());
        checks.add(otherProcesses());
        return checks;
    }

    private static Check system() {
        String found = "%s %s on %s, processors: %d"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors());
        return System.getProperty("os.name").equals("Linux")
                ? Check.ok("system", found)
                : Check.limited(
                        "system",
                        found,
                        "everything works, but waiting and the death of processes are found by polling;"
                                + " Linux does it at once");
    }

    private Check pageSize() {
        OptionalLong bytes = proc.pageSize();
        return Check.ok("page size", bytes.isPresent() ? bytes.getAsLong() + " bytes" : "the system does not tell");
    }

    private Check openFiles() {
        OptionalLong limit = proc.limit("Max open files");
        String found = limit.isPresent() ? amount(limit.getAsLong()) : "the system does not tell";
        return limit.orElse(Long.MAX_VALUE) >= ENOUGH_FILES
                ? Check.ok("open files", found)
                : Check.limited(
                        "open files",
                        found,
                        "each queue and pipe takes a file in each process that holds it; 'ulimit -n 4096'");
    }

    private Check unlimited(String limit, String name, String remedy) {
        OptionalLong value = proc.limit(limit);
        String found = value.isPresent() ? amount(value.getAsLong()) : "the system does not tell";
        return value.orElse(Long.MAX_VALUE) == Long.MAX_VALUE
                ? Check.ok(name, found)
                : Check.limited(name, found + " bytes", remedy);
    }

    private Check memory() {
        long limit = proc.memoryLimit().orElse(Long.MAX_VALUE);
        return Check.ok(
                "memory limit",
                limit >= 1L << 60 ? "none" : Sizes.text(limit) + " for this container; what is queued counts to it");
    }

    private Check pidNamespace() {
        return proc.pidNamespace()
                .map(namespace -> Check.ok(
                        "pid namespace",
                        namespace.equals(INITIAL_PID_NAMESPACE)
                                ? "that of the machine"
                                : namespace + ", of a container: queues are shared with processes inside it"))
                .orElseGet(() -> Check.ok("pid namespace", "the system has none"));
    }

    /** The death of a process is read from its files in /proc, and anonymous memory is found through them. */
    private Check otherProcesses() {
        String hidepid = proc.hidepid().orElse("0");
        String found = "hidepid=" + hidepid
                + proc.ptraceScope().map(scope -> ", ptrace_scope=" + scope).orElse("");
        return hidepid.equals("4") || hidepid.equals("ptraceable")
                ? Check.missing(
                        "/proc", found, "processes of one user must see each other; mount /proc with hidepid=2 at most")
                : Check.ok("/proc", found + ": processes of one user see each other");
    }

    private static String amount(long limit) {
        return limit == Long.MAX_VALUE ? "unlimited" : String.valueOf(limit);
    }
}
