package dev.sluice.cli;

import dev.sluice.cli.doctor.DoctorCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code sluice} command. */
@Command(
        name = "sluice",
        description = "Multiprocessing for Java: queues, pipes and child processes over shared memory.",
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            DoctorCommand.class,
            StressCommand.class,
            BenchCommand.class,
            LsCommand.class,
            StatCommand.class,
            RmCommand.class,
            ClasspathCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {ExitCodes.OK_LINE, ExitCodes.USAGE_LINE, ExitCodes.ERROR_LINE})
@SuppressWarnings("unused") // picocli acts on --help and --version by itself
public final class Main implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions of Sluice and of the JDK and exit.")
    private boolean version;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show where in the code an error came from.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    Main() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }

    /** The command, ready to parse. */
    static CommandLine commandLine() {
        Main main = new Main();
        ErrorReport errors = new ErrorReport(() -> main.debug);
        return new CommandLine(main)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
    }

    /**
     * Runs the command.
     *
     * @param args the words after {@code sluice}
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }
}
