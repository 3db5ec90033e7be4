package dev.sluice.benchmarks.workload;

import java.io.Serializable;
import java.util.List;

/** A record as programs have them. */
public record Order(int id, double price, String symbol, String note, List<Integer> lines, boolean urgent)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
