package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;

/** A chart for each workload: the medians of its contenders. */
final class Charts {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;
    private static final int ROTATION = 45;
    private static final double FILL = 0.7;

    private Charts() {}

    /** The file of a workload's chart. */
    static String file(Workload workload) {
        return workload.id() + ".svg";
    }

    static void write(Results results, Path folder) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Files.createDirectories(folder);
        for (Workload workload : results.workloads()) {
            List<String> names = new ArrayList<>();
            List<Double> medians = new ArrayList<>();
            for (String contender : results.contenders(workload)) {
                Optional<Spread> spread = results.spread(workload.id(), contender, 0);
                if (spread.isPresent()) {
                    names.add(contender);
                    medians.add(spread.get().median());
                }
            }
            if (!names.isEmpty()) {
                write(chart(workload, names, medians), folder.resolve(file(workload)));
            }
        }
    }

    private static CategoryChart chart(Workload workload, List<String> names, List<Double> medians) {
        boolean exchange = workload.kind().isExchange();
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(workload.id() + ": " + workload.title())
                .yAxisTitle(exchange ? "median round trip, us (less is better)" : "elements a second (more is better)")
                .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setAvailableSpaceFill(FILL);
        chart.getStyler().setXAxisLabelRotation(ROTATION);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(decadeBelow(Collections.min(medians)));
        chart.getStyler().setYAxisMax(10 * decadeBelow(Collections.max(medians)));
        chart.getStyler().setYAxisTickLabelsFormattingFunction(exchange ? Numbers::plain : Numbers::large);
        chart.addSeries("median", names, medians);
        return chart;
    }

    private static double decadeBelow(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    private static void write(CategoryChart chart, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartEncoder.saveChart(chart, out, "svg");
        }
    }
}
