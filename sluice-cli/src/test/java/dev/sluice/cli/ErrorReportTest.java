package dev.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.QueueDamagedException;
import dev.sluice.QueueNotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ErrorReportTest {
    private final StringWriter err = new StringWriter();

    private int report(Exception error, boolean debug) {
        CommandLine command = Main.commandLine();
        command.setErr(new PrintWriter(err, true));
        return new ErrorReport(() -> debug).handleExecutionException(error, command, null);
    }

    @Test
    void anErrorIsOneLine() {
        int exitCode = report(new QueueDamagedException("first line,\n  second line"), false);
        assertEquals(ExitCodes.ERROR, exitCode);
        assertEquals("sluice: first line, second line" + System.lineSeparator(), err.toString());
    }

    @Test
    void aMissingQueueIsTheAnswerNo() {
        assertEquals(ExitCodes.NO, report(new QueueNotFoundException("there is none"), false));
    }

    @Test
    void anErrorWithoutMessageIsNamed() {
        report(new IllegalStateException(), false);
        assertEquals("sluice: IllegalStateException" + System.lineSeparator(), err.toString());
    }

    @Test
    void withDebugTheStackTraceFollows() {
        report(new IllegalStateException("broken"), true);
        assertTrue(err.toString().startsWith("sluice: broken"), err.toString());
        assertTrue(err.toString().contains("\tat dev.sluice.cli.ErrorReportTest"), err.toString());
    }
}
