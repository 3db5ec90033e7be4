package dev.sluice.benchmarks.report;

import java.util.List;

/** A part of a section. */
public sealed interface Block {
    /**
     * Some sentences.
     *
     * @param text the sentences
     */
    record Paragraph(String text) implements Block {}

    /**
     * A table.
     *
     * @param rows its head and rows
     */
    record Table(TextTable rows) implements Block {}

    /**
     * A chart of curves; both axes are logarithmic.
     *
     * @param file   its file, without a folder
     * @param title  what it shows
     * @param xTitle what goes to the right
     * @param yTitle what goes up
     * @param curves the curves
     */
    record Plot(String file, String title, String xTitle, String yTitle, List<Curve> curves) implements Block {}

    /**
     * A curve.
     *
     * @param name   whose it is
     * @param points its points from left to right
     */
    record Curve(String name, List<Point> points) {}

    /**
     * A point.
     *
     * @param x how far to the right
     * @param y how far up
     */
    record Point(double x, double y) {}
}
