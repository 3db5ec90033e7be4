package dev.sluice.cli.doctor;

import dev.sluice.cli.ExitCodes;
import dev.sluice.cli.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Examines the machine. */
@Command(
        name = "doctor",
        description = "Say what this machine gives to Sluice, and what to do about each lack.",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            "0:Sluice works here, be it slower or less of it",
            "1:something is missing without which it does not work",
            ExitCodes.USAGE_LINE,
            ExitCodes.ERROR_LINE
        })
public final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print an object with the verdict and the list of checks.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    DoctorCommand() {}

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>(JavaChecks.all());
        checks.addAll(new MemoryChecks(Path.of("/dev/shm")).all());
        checks.addAll(new SystemChecks(new Proc(Path.of("/"))).all());
        boolean works = checks.stream().noneMatch(check -> check.verdict() == Check.Verdict.MISSING);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(works, checks));
        } else {
            checks.forEach(check -> print(check, out));
        }
        return works ? ExitCodes.OK : ExitCodes.NO;
    }

    static String json(boolean works, List<Check> checks) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("works", works);
        json.put("checks", checks.stream().map(Check::json).toList());
        return Json.write(json);
    }

    private void print(Check check, PrintWriter out) {
        String verdict =
                switch (check.verdict()) {
                    case OK -> "@|green ok     |@ ";
                    case LIMITED -> "@|yellow limited|@ ";
                    case MISSING -> "@|red missing|@ ";
                };
        String coloured = spec.commandLine().getColorScheme().ansi().string(verdict);
        out.println(coloured + String.format("%-14s", check.name()) + check.found());
        check.remedy().ifPresent(remedy -> out.println(" ".repeat(22) + "-> " + remedy));
    }
}
