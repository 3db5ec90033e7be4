package dev.sluice.internal.process;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that decides what a child JVM is like before it is given its task. Two children with equal settings are started
 * alike.
 *
 * @param jvmOptions       options of the JVM, after all others so that they win
 * @param environment      variables added to those of this process
 * @param workingDirectory the folder it starts in; empty: that of this process
 * @param classPath        its class path; empty: that of this process
 * @param output           where its standard output goes
 * @param errors           where its standard error goes
 */
public record LaunchSettings(
        List<String> jvmOptions,
        Map<String, String> environment,
        Optional<Path> workingDirectory,
        Optional<List<Path>> classPath,
        Redirect output,
        Redirect errors) {

    /** As its parent in everything. */
    public static final LaunchSettings LIKE_PARENT = new LaunchSettings(
            List.of(), Map.of(), Optional.empty(), Optional.empty(), Redirect.INHERIT, Redirect.INHERIT);

    /** Takes copies of what could change. */
    public LaunchSettings {
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(environment);
        classPath = classPath.map(List::copyOf);
    }
}
