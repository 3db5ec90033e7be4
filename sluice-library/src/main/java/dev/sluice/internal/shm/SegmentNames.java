package dev.sluice.internal.shm;

/** The names that users may give to segments: such that each is a file name, and none needs escaping anywhere. */
public final class SegmentNames {
    public static final int MAX_LENGTH = 200;

    private SegmentNames() {}

    /**
     * Returns {@code name}.
     *
     * @throws IllegalArgumentException if it is no such name
     */
    public static String check(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH || name.startsWith(".") || !isPlain(name, "._-")) {
            throw new IllegalArgumentException("name \"" + name + "\" is not 1 to " + MAX_LENGTH
                    + " characters out of A-Z a-z 0-9 . _ - without a leading dot");
        }
        return name;
    }

    /** Whether all characters are ASCII letters, digits, or among {@code others}. */
    static boolean isPlain(String text, String others) {
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
}
