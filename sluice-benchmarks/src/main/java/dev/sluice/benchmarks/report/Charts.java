package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.workload.Workload;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** A chart for each workload: the medians of its contenders, Sluice's in a colour of their own. */
final class Charts {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;
    private static final int ROTATION = 45;
    private static final double FILL = 0.8;
    private static final Color OWN = new Color(0x1f77b4);
    private static final Color PEER = new Color(0xb0b0b0);
    private static final String OWN_PREFIX = "sluice";

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
                SvgFile.write(chart(workload, names, medians), folder.resolve(file(workload)));
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
        SvgFile.style(chart.getStyler());
        // All names, however narrow the bars are.
        chart.getStyler().setXAxisTickMarkSpacingHint(1);
        if (names.size() > 1) {
            chart.getStyler().setXAxisMaxLabelCount(names.size());
        }
        chart.getStyler().setAvailableSpaceFill(FILL);
        chart.getStyler().setOverlapped(true);
        chart.getStyler().setXAxisLabelRotation(ROTATION);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(Decades.below(Collections.min(medians)));
        chart.getStyler().setYAxisMax(Decades.above(Collections.max(medians)));
        chart.getStyler().setYAxisTickLabelsFormattingFunction(exchange ? Numbers::axis : Numbers::large);
        // Each series has a place for every name; where it has no value there, the bar of the other one stands.
        chart.addSeries("peers", names, only(names, medians, false)).setFillColor(PEER);
        chart.addSeries("Sluice", names, only(names, medians, true)).setFillColor(OWN);
        return chart;
    }

    private static List<Double> only(List<String> names, List<Double> medians, boolean own) {
        List<Double> some = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            some.add(names.get(i).startsWith(OWN_PREFIX) == own ? medians.get(i) : null);
        }
        return some;
    }
}
