package dev.sluice.internal.libc;

import java.lang.foreign.Linker;

/**
 * Decides, once per process, whether native calls may be made.
 *
 * <p>In the mode {@code auto} they are made only where native access was granted explicitly, so that a plain
 * {@code java -cp} never prints the warning of the JDK.
 */
final class NativeAccess {
    static final String PROPERTY = "dev.sluice.native";

    /**
     * What was decided: {@code refusal} is null where native calls may be made; {@code error} is set where the user
     * asked for something that cannot be had, which must not pass silently.
     */
    record Decision(String refusal, String error) {
        private static final Decision GRANTED = new Decision(null, null);

        private static Decision refused(String reason) {
            return new Decision(reason, null);
        }

        private static Decision failed(String reason) {
            return new Decision(reason, reason);
        }
    }

    private static final Decision DECISION = decide(System.getProperty(PROPERTY, "auto"));

    private NativeAccess() {}

    static Decision decision() {
        return DECISION;
    }

    static Decision decide(String mode) {
        return switch (mode) {
            case "off" -> Decision.refused("switched off by -D" + PROPERTY + "=off");
            case "auto" -> {
                String lack = lackOfPlatform();
                if (lack == null && !NativeAccess.class.getModule().isNativeAccessEnabled()) {
                    lack = "native access is not granted: start java with " + flag();
                }
                yield lack == null ? link() : Decision.refused(lack);
            }
            case "on" -> {
                String lack = lackOfPlatform();
                Decision linked = lack == null ? link() : Decision.refused(lack);
                yield linked.refusal == null
                        ? linked
                        : Decision.failed(linked.refusal + "; or leave out -D" + PROPERTY + "=on");
            }
            default -> Decision.failed("-D" + PROPERTY + "=" + mode + " is not one of auto, on, off");
        };
    }

    private static String lackOfPlatform() {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            return "native calls are made on Linux only, this is " + system;
        }
        return SystemCall.ofThisMachine() == null
                ? "native calls are made on x86-64 and aarch64 only, this is " + System.getProperty("os.arch")
                : null;
    }

    private static Decision link() {
        try {
            if (Linker.nativeLinker().defaultLookup().find(Libc.SYMBOL).isEmpty()) {
                return Decision.refused("the C library of this machine has no function " + Libc.SYMBOL);
            }
            Libc.link();
            return Decision.GRANTED;
        } catch (IllegalCallerException e) {
            return Decision.refused("native access is forbidden: start java with " + flag());
        } catch (UnsupportedOperationException e) {
            return Decision.refused("this Java runtime has no linker for " + System.getProperty("os.arch"));
        }
    }

    private static String flag() {
        Module module = NativeAccess.class.getModule();
        return "--enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }
}
