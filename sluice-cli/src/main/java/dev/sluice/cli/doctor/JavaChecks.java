package dev.sluice.cli.doctor;

import dev.sluice.ChildProcess;
import dev.sluice.ProcessQueue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the JDK allows, and whether the library works on it. */
final class JavaChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GRANT =
            "--enable-native-access=ALL-UNNAMED on the class path, --enable-native-access=dev.sluice on the module path,"
                    + " or Enable-Native-Access: ALL-UNNAMED in the manifest of an executable jar";

    private JavaChecks() {}

    static List<Check> all() {
        return List.of(jdk(), nativeAccess(), roundTrip());
    }

    private static Check jdk() {
        return Check.ok(
                "JDK",
                "%s of %s, %s"
                        .formatted(
                                Runtime.version(), System.getProperty("java.vendor"), System.getProperty("java.home")));
    }

    private static Check nativeAccess() {
        String setting = System.getProperty("dev.sluice.native", "auto");
        boolean granted = ProcessQueue.class.getModule().isNativeAccessEnabled();
        if (setting.equals("off")) {
            return Check.limited(
                    "native access",
                    "switched off by -Ddev.sluice.native=off",
                    "leave it out: with native access waiting is faster and costs less");
        }
        return granted || setting.equals("on")
                ? Check.ok("native access", "granted to this command; your own programs want " + GRANT)
                : Check.limited(
                        "native access",
                        "not granted: everything works, but waiting is by polling",
                        "start java with " + GRANT + "; children have what their parent has");
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
            return Check.missing("trial", String.valueOf(e.getMessage()), "the lines above may say why");
        }
    }
}
