package dev.sluice.cli.doctor;

import dev.sluice.ChildProcess;
import dev.sluice.ProcessQueue;
import dev.sluice.cli.ErrorReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the JDK allows, and whether the library works on it. */
final class JavaChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> NATIVE_MACHINES = Set.of("amd64", "aarch64");
    private static final String GRANT =
            "--enable-native-access=ALL-UNNAMED on the class path, --enable-native-access=dev.sluice on the module"
                    + " path, or Enable-Native-Access: ALL-UNNAMED in the manifest of an executable jar";

    private JavaChecks() {}

    static List<Check> all() {
        return List.of(jdk(), nativeAccess(), waiting(), roundTrip());
    }

    private static Check jdk() {
        return Check.ok(
                "JDK",
                "%s of %s, %s"
                        .formatted(
                                Runtime.version(), System.getProperty("java.vendor"), System.getProperty("java.home")));
    }

    private static Check nativeAccess() {
        if (setting().equals("off")) {
            return Check.limited(
                    "native access",
                    "switched off by -Ddev.sluice.native=off",
                    "leave it out: with native access waiting is faster and costs less");
        }
        return isGranted()
                ? Check.ok("native access", "granted to this command; your own programs want " + GRANT)
                : Check.limited(
                        "native access",
                        "not granted: everything works, but slower",
                        "start java with " + GRANT + "; children have what their parent has");
    }

    private static Check waiting() {
        boolean native64 = System.getProperty("os.name").equals("Linux")
                && NATIVE_MACHINES.contains(System.getProperty("os.arch"));
        return native64 && isGranted() && !setting().equals("off")
                ? Check.ok("waiting", "by futex: a waiting process is woken at once and costs nothing")
                : Check.limited(
                        "waiting",
                        "by polling: a process that waits long notices later what it waits for",
                        native64
                                ? "grant native access, as above"
                                : "futexes are used on Linux, on x86-64 and aarch64 machines");
    }

    private static String setting() {
        return System.getProperty("dev.sluice.native", "auto");
    }

    private static boolean isGranted() {
        return setting().equals("on") || ProcessQueue.class.getModule().isNativeAccessEnabled();
    }

    /** Tries it: a queue, a child that fills it, and the child's end. */
    private static Check roundTrip() {
        long start = System.nanoTime();
        try (ProcessQueue<Long> queue = ProcessQueue.create(1);
                ChildProcess child =
                        ChildProcess.start(() -> queue.put(ProcessHandle.current().pid()))) {
            long answer = queue.get(PATIENCE);
            if (answer != child.pid() || !child.join(PATIENCE)) {
                return Check.missing("trial", "a child process did not do as told", "run it with --debug");
            }
            double millis = (System.nanoTime() - start) / 1e6;
            return Check.ok(
                    "trial",
                    String.format(Locale.ROOT, "a child process sent its pid through a queue; %.0f ms in all", millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Check.limited("trial", "interrupted", "run it again");
        } catch (RuntimeException e) {
            return Check.missing("trial", ErrorReport.text(e), "the lines above may say why");
        }
    }
}
