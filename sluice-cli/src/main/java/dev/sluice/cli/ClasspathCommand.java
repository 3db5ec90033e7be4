package dev.sluice.cli;

import dev.sluice.ProcessQueue;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints where the library is. */
@Command(
        name = "classpath",
        description = "Print the class path of the library, for javac and java.",
        footer = {"", "Example:", "  javac -cp \"$(sluice classpath)\" Mine.java"},
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {ExitCodes.OK_LINE, ExitCodes.USAGE_LINE, ExitCodes.ERROR_LINE})
final class ClasspathCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    ClasspathCommand() {}

    @Override
    public Integer call() throws URISyntaxException {
        Path library = Path.of(ProcessQueue.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        spec.commandLine().getOut().println(library);
        return ExitCodes.OK;
    }
}
