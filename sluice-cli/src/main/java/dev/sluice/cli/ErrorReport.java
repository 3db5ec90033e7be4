package dev.sluice.cli;

import dev.sluice.QueueNotFoundException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells an error in one line on standard error, and gives the exit code. */
public final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final BooleanSupplier debug;

    /**
     * Makes a report.
     *
     * @param debug whether to print the stack trace as well
     */
    ErrorReport(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println(line(error));
        if (debug.getAsBoolean()) {
            error.printStackTrace(err);
        }
        return switch (error) {
            case QueueNotFoundException e -> ExitCodes.NO;
            case IllegalArgumentException e -> ExitCodes.USAGE;
            default -> ExitCodes.ERROR;
        };
    }

    @Override
    public int handleParseException(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(line(error));
        UnmatchedArgumentException.printSuggestions(error, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for more information.");
        return ExitCodes.USAGE;
    }

    /** The error in one line, for standard error. */
    static String line(Throwable error) {
        return "sluice: " + text(error);
    }

    /**
     * What an error says, without line breaks.
     *
     * @param error the error
     * @return its message, or its name if it has none
     */
    public static String text(Throwable error) {
        String message = error.getMessage();
        String text = message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
