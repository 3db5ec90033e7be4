package dev.sluice.benchmarks.start;

import dev.sluice.benchmarks.contender.PythonProgram;
import java.io.IOException;

/** Processes of CPython's multiprocessing, by one of its start methods. */
public final class PythonStarter implements Starter {
    private final String method;
    private final PythonProgram program;

    /** Starts the program that starts the processes. */
    public PythonStarter(String method) throws IOException {
        this.method = method;
        program = new PythonProgram("start.py");
    }

    @Override
    public String title() {
        return "CPython " + method;
    }

    @Override
    public StartTime measure() throws IOException {
        String[] nanos = program.ask(method);
        return new StartTime(Long.parseLong(nanos[0]), Long.parseLong(nanos[1]));
    }

    @Override
    public void close() {
        program.close();
    }
}
