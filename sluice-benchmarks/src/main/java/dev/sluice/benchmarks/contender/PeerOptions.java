package dev.sluice.benchmarks.contender;

import java.util.List;

/** The options without which a peer does not run on this JDK, or fills its output with warnings. */
final class PeerOptions {
    /** For peers that reach memory through Unsafe. */
    static final List<String> UNSAFE = List.of("--sun-misc-unsafe-memory-access=allow");

    /** For Agrona, and all that is built on it. */
    static final List<String> AGRONA = List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.util.zip=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

    private PeerOptions() {}
}
