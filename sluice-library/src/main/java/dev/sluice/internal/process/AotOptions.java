package dev.sluice.internal.process;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether a JVM with certain options can use an AOT cache that was made without them. If it cannot, it drops the classes of
 * the JDK that every JVM shares too, and starts slower than without a cache: so what is not known to be harmless excludes it.
 */
final class AotOptions {
    /** A heap of 32 GB or more has references of another size. */
    private static final Pattern HARMLESS = Pattern.compile("-D.*"
            + "|-X(mx|ms|mn)([0-9]{1,10}|[0-9]{1,7}[kK]|[0-9]{1,4}[mM]|([0-9]|[12][0-9])[gG])"
            + "|-Xss.*|-Xrs|-Xlog:gc.*"
            + "|-(ea|da|esa|dsa|enableassertions|disableassertions|enablesystemassertions|disablesystemassertions)(:.*)?"
            + "|-XX:[+]Use(Serial|Parallel|G1)GC"
            + "|-XX:[+-](ExitOnOutOfMemoryError|CrashOnOutOfMemoryError|HeapDumpOnOutOfMemoryError"
            + "|CreateCoredumpOnCrash|UsePerfData|AlwaysPreTouch|ShowCodeDetailsInExceptionMessages"
            + "|ErrorFileToStderr|ErrorFileToStdout)"
            + "|-XX:(ErrorFile|HeapDumpPath|OnError|OnOutOfMemoryError|TieredStopAtLevel|ActiveProcessorCount"
            + "|MaxDirectMemorySize|MaxMetaspaceSize|ReservedCodeCacheSize|CICompilerCount|NewRatio|NewSize"
            + "|MaxNewSize|ParallelGCThreads|MaxRAMPercentage|InitialRAMPercentage)=.*");

    private static final Pattern HEAP = Pattern.compile("-Xmx.*|-XX:MaxRAMPercentage=.*");

    private AotOptions() {}

    static boolean areHarmless(List<String> options) {
        return options.stream().allMatch(option -> HARMLESS.matcher(option).matches());
    }

    /** Without one, the size of the machine's memory decides about the size of references. */
    static boolean chooseTheHeap(List<String> options) {
        return options.stream().anyMatch(option -> HEAP.matcher(option).matches());
    }
}
