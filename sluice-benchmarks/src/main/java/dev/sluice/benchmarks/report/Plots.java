package dev.sluice.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts of curves. */
final class Plots {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;

    private Plots() {}

    static void write(Block.Plot plot, Path folder) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Files.createDirectories(folder);
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(plot.title())
                .xAxisTitle(plot.xTitle())
                .yAxisTitle(plot.yTitle())
                .build();
        SvgFile.style(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(Numbers::axis);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(Numbers::axis);
        chart.getStyler().setYAxisMin(Decades.below(all(plot, Block.Point::y).min().orElse(1)));
        chart.getStyler().setYAxisMax(Decades.above(all(plot, Block.Point::y).max().orElse(1)));
        for (Block.Curve curve : plot.curves()) {
            List<Block.Point> points = drawable(curve);
            if (!points.isEmpty()) {
                chart.addSeries(
                        curve.name(),
                        points.stream().map(Block.Point::x).toList(),
                        points.stream().map(Block.Point::y).toList())
                        .setMarker(SeriesMarkers.CIRCLE);
            }
        }
        SvgFile.write(chart, folder.resolve(plot.file()));
    }

    private static DoubleStream all(Block.Plot plot, ToDoubleFunction<Block.Point> side) {
        return plot.curves().stream().flatMap(curve -> drawable(curve).stream()).mapToDouble(side);
    }

    /** A logarithmic axis has no place for zero. */
    private static List<Block.Point> drawable(Block.Curve curve) {
        return curve.points().stream()
                .filter(point -> point.x() > 0 && point.y() > 0)
                .toList();
    }
}
