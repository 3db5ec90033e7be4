package dev.sluice.internal.shm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user in whose name this process creates files. */
public final class User {
    private static final int EFFECTIVE = 1;

    private static final class Uid {
        static final int VALUE = find();
    }

    private User() {}

    /** The effective uid; where the system knows none, a number made from the name of the user. */
    public static int uid() {
        return Uid.VALUE;
    }

    private static int find() {
        String uids = ProcFile.afterLabel(ProcFile.textOrEmpty("/proc/self/status"), "Uid:");
        if (uids != null) {
            return Integer.parseUnsignedInt(uids.split("\\s+", -1)[EFFECTIVE]);
        }
        try {
            Path probe = Files.createTempFile("sluice", null);
            try {
                return (int) Files.getAttribute(probe, "unix:uid");
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return System.getProperty("user.name").hashCode() & Integer.MAX_VALUE;
        }
    }
}
