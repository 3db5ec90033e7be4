package dev.sluice.benchmarks.report;

import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** A chart as a file. */
final class SvgFile {
    private static final Pattern FRACTION = Pattern.compile("-?\\d+\\.\\d{2,}(?![\\dEe])");
    private static final int TITLE_POINTS = 14;
    private static final int TEXT_POINTS = 12;
    private static final Color GRID = new Color(0xe0e0e0);

    private SvgFile() {}

    /** How all charts look. */
    static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotGridLinesColor(GRID);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, TITLE_POINTS));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, TEXT_POINTS));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, TEXT_POINTS));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, TEXT_POINTS));
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    }

    static void write(Chart<?, ?> chart, Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChartEncoder.saveChart(chart, out, "svg");
        Files.writeString(file, shortened(out.toString(StandardCharsets.UTF_8)));
    }

    /** Letters are drawn as outlines, with far more digits than a screen has places. */
    static String shortened(String svg) {
        return FRACTION.matcher(svg)
                .replaceAll(number -> new BigDecimal(number.group())
                        .setScale(1, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString());
    }
}
