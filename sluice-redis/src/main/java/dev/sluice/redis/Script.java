package dev.sluice.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The script in its two forms. A server that is out of memory refuses the first before it begins, and runs the second, which
 * in the end frees memory: so consumers get on.
 */
enum Script {
    NEEDS_MEMORY("#!lua\n"),
    FREES_MEMORY("#!lua flags=allow-oom\n");

    private static final String FILE = "queue.lua";

    private final String text;
    private final String digest;

    Script(String head) {
        this.text = head + read();
        try {
            this.digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }

    private static String read() {
        try (InputStream in = Script.class.getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the script of the queues cannot be read from the jar", e);
        }
    }

    String text() {
        return text;
    }

    /** By which the server knows it. */
    String digest() {
        return digest;
    }
}
