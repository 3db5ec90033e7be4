package dev.sluice.internal.shm;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The names of files in the private directory.
 *
 * <pre>
 * q-NAME                                     a named segment
 * .tmp-NAMESPACE-PID-START-RANDOM            a named segment that its creator has not published yet
 * anon-NAMESPACE-PID-START-RANDOM-LABEL      an anonymous segment, where there are no memory files
 * </pre>
 *
 * The pid namespace is part of them because containers may share the directory: a number of another namespace must not
 * be looked up in this one.
 */
final class FileNames {
    private static final String NAMED = "q-";
    private static final String TEMPORARY = ".tmp-";
    private static final String ANONYMOUS = "anon-";
    static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_LABEL_LENGTH = 64;
    private static final int HEXADECIMAL = 16;

    /** The creator that a file name tells of. */
    record Creation(boolean anonymous, long pidNamespace, ProcessIdentity creator) {}

    private FileNames() {}

    /** @throws IllegalArgumentException for a name that a segment cannot have */
    static String ofNamed(String name) {
        return NAMED + checkName(name);
    }

    static String ofTemporary() {
        return TEMPORARY + creator();
    }

    static String ofAnonymous(String label) {
        return ANONYMOUS + creator() + "-" + label;
    }

    /** The name of a memory file, unique on this machine. */
    static String ofMemory(String label) {
        return "sluice-" + label + "-" + creator();
    }

    /**
     * Returns {@code name}, if it makes a file name and needs escaping nowhere.
     *
     * @throws IllegalArgumentException if not
     */
    static String checkName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || name.startsWith(".") || !isPlain(name, "._-")) {
            throw new IllegalArgumentException("name \"" + name + "\" is not 1 to " + MAX_NAME_LENGTH
                    + " characters out of A-Z a-z 0-9 . _ - without a leading dot");
        }
        return name;
    }

    /** Whether all characters are ASCII letters, digits, or among {@code others}. */
    private static boolean isPlain(String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean isDigit = c >= '0' && c <= '9';
            if (!isLetter && !isDigit && others.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    static String checkLabel(String label) {
        if (label.isEmpty() || label.length() > MAX_LABEL_LENGTH || !isPlain(label, "-")) {
            throw new IllegalArgumentException(
                    "label \"" + label + "\" is not 1 to " + MAX_LABEL_LENGTH + " characters out of A-Z a-z 0-9 -");
        }
        return label;
    }

    private static String creator() {
        ProcessIdentity self = ProcessIdentity.current();
        return ProcessIdentity.pidNamespace() + "-" + self.pid() + "-" + self.startTicks() + "-"
                + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), HEXADECIMAL);
    }

    static boolean isAnonymous(String fileName) {
        return fileName.startsWith(ANONYMOUS);
    }

    /** The name that users know; empty for a file that is not a named segment. */
    static Optional<String> nameOf(String fileName) {
        return fileName.startsWith(NAMED) ? Optional.of(fileName.substring(NAMED.length())) : Optional.empty();
    }

    /** Empty for a file that tells of no creator. */
    static Optional<Creation> creationOf(String fileName) {
        boolean anonymous = fileName.startsWith(ANONYMOUS);
        if (!anonymous && !fileName.startsWith(TEMPORARY)) {
            return Optional.empty();
        }
        String[] parts = fileName.split("-", 6);
        if (parts.length != (anonymous ? 6 : 5)) {
            return Optional.empty();
        }
        try {
            ProcessIdentity creator = new ProcessIdentity(Integer.parseInt(parts[2]), Long.parseLong(parts[3]));
            return Optional.of(new Creation(anonymous, Long.parseLong(parts[1]), creator));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
