package dev.sluice.benchmarks.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** An executor of Java: one of Sluice, or one of threads. */
public final class JavaPool implements PoolContender {
    private static final int SINGLE = 200;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final String title;
    private final ExecutorService pool;
    private final IntFunction<Future<Integer>> submit;
    private final IntFunction<Stream<Integer>> map;

    private JavaPool(
            String title,
            ExecutorService pool,
            IntFunction<Future<Integer>> submit,
            IntFunction<Stream<Integer>> map) {
        this.title = title;
        this.pool = pool;
        this.submit = submit;
        this.map = map;
    }

    /** One that is given its tasks one by one, and is closed with this. */
    public static JavaPool submitting(
            String title, ExecutorService pool, IntFunction<Future<Integer>> submit) {
        return new JavaPool(title, pool, submit, null);
    }

    /** One that maps so many numbers to their doubles. */
    public static JavaPool mapping(String title, ExecutorService pool, IntFunction<Stream<Integer>> map) {
        return new JavaPool(title, pool, null, map);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public PoolRun measure(int tasks) throws IOException, InterruptedException {
        try {
            long began = System.nanoTime();
            long sum = map != null ? sumOfMap(tasks) : sumOfSubmitted(tasks);
            long nanos = System.nanoTime() - began;
            if (sum != (long) tasks * (tasks - 1)) {
                throw new IOException(title + " has given wrong results");
            }
            return new PoolRun(tasks * NANOS_PER_SECOND / nanos, map != null ? Double.NaN : latencyMicros());
        } catch (ExecutionException e) {
            throw new IOException("a task of " + title + " has failed", e);
        }
    }

    private long sumOfMap(int tasks) {
        try (Stream<Integer> results = map.apply(tasks)) {
            return results.mapToLong(Integer::longValue).sum();
        }
    }

    private long sumOfSubmitted(int tasks) throws InterruptedException, ExecutionException {
        List<Future<Integer>> futures = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            futures.add(submit.apply(i));
        }
        long sum = 0;
        for (Future<Integer> future : futures) {
            sum += future.get();
        }
        return sum;
    }

    private double latencyMicros() throws InterruptedException, ExecutionException {
        long[] nanos = new long[SINGLE];
        for (int i = 0; i < SINGLE; i++) {
            long began = System.nanoTime();
            submit.apply(i).get();
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        return nanos[SINGLE / 2] / NANOS_PER_MICRO;
    }

    @Override
    public void close() {
        pool.close();
    }
}
