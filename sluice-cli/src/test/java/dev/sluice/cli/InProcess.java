package dev.sluice.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The command, run inside the test. */
record InProcess(int exitCode, String out, String err) {
    static InProcess run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        command.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        int exitCode = command.execute(args);
        return new InProcess(exitCode, out.toString(), err.toString());
    }
}
