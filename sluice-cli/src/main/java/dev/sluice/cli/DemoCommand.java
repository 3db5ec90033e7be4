package dev.sluice.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the demo programs. */
@Command(
        name = "demo",
        description = {
            "Run a demo program on real processes; each checks its own result.",
            "Without a name: all of them in turn."
        },
        subcommands = {
            DemoQueueCommand.class,
            DemoChefsCommand.class,
            DemoPipeCommand.class,
            DemoIndexCommand.class,
            DemoIsolateCommand.class
        },
        synopsisSubcommandLabel = "[NAME]",
        commandListHeading = "%nDemos:%n",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            "0:the results were checked and are right",
            "1:a result is wrong, or a program did not get so far",
            ExitCodes.USAGE_LINE,
            ExitCodes.ERROR_LINE
        })
final class DemoCommand implements Callable<Integer> {
    private static final double MILLIS_PER_SECOND = 1e3;

    @Spec
    private CommandSpec spec;

    DemoCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Demo> demos = new LinkedHashMap<>();
        spec.subcommands().forEach((name, command) -> demos.put(name, (Demo) command.getCommand()));
        PrintWriter out = spec.commandLine().getOut();
        List<String> summary = new ArrayList<>();
        boolean allRight = true;
        for (Map.Entry<String, Demo> demo : demos.entrySet()) {
            out.println("== " + demo.getKey() + " ==");
            long start = System.nanoTime();
            boolean right = runOne(demo.getValue());
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            out.println();
            allRight &= right;
            summary.add(String.format(
                    Locale.ROOT,
                    "%-8s%-8s%6.1f s",
                    demo.getKey(),
                    right ? "right" : "WRONG",
                    time.toMillis() / MILLIS_PER_SECOND));
        }
        summary.forEach(out::println);
        return ExitCodes.of(allRight);
    }

    /** A demo that fails does not keep the others from running. */
    private boolean runOne(Demo demo) throws InterruptedException {
        try {
            return demo.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            spec.commandLine().getErr().println(ErrorReport.line(e));
            return false;
        }
    }
}
