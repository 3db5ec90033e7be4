package dev.sluice.benchmarks.pool;

import dev.sluice.benchmarks.contender.PythonProgram;
import java.io.IOException;

/** A pool of CPython. */
public final class PythonPool implements PoolContender {
    private static final double NANOS_PER_MICRO = 1e3;

    private final String title;
    private final String way;
    private final PythonProgram program;

    /**
     * Starts the program that has the pool.
     *
     * @param way one that the program knows
     */
    public PythonPool(String title, String way, int workers) throws IOException {
        this.title = title;
        this.way = way;
        program = new PythonProgram("pool.py", Integer.toString(workers));
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public PoolRun measure(int tasks) throws IOException {
        String[] figures = program.ask(way + " " + tasks);
        double nanos = Double.parseDouble(figures[1]);
        return new PoolRun(Double.parseDouble(figures[0]), nanos == 0 ? Double.NaN : nanos / NANOS_PER_MICRO);
    }

    @Override
    public void close() {
        program.close();
    }
}
