package dev.sluice.stress;

import java.util.List;
import java.util.Locale;

/** What the library can be made to do wrong, to see that the verdict finds it. */
public enum Defect {
    /** Nothing. */
    NONE(Configuration.BASE),
    /** One element in 10,000 is not put. */
    DROP(Configuration.BASE, Criterion.LOST),
    /** One element in 10,000 is delivered twice. */
    TWICE(Configuration.BASE, Criterion.TWICE),
    /** A bit of one element in 10,000 is wrong. */
    FLIP(Configuration.BASE, Criterion.TORN),
    /** The slots of the dead are never free again. */
    FORGET_SLOT(Configuration.BASE, Criterion.SLOTS),
    /** Who is stopped for more than a second counts as dead: what it goes on with is somebody else's by then. */
    SILENT_IS_DEAD(Configuration.JOINABLE, Criterion.TWICE, Criterion.LOST, Criterion.ACKNOWLEDGED),
    /** No file is removed. */
    KEEP_FILES(Configuration.BASE, Criterion.FILES);

    private final Configuration showsIn;
    private final List<Criterion> foundBy;

    Defect(Configuration showsIn, Criterion... foundBy) {
        this.showsIn = showsIn;
        this.foundBy = List.of(foundBy);
    }

    /** A configuration in which it shows. */
    Configuration showsIn() {
        return showsIn;
    }

    /** The criteria of which at least one is not met because of it. */
    List<Criterion> foundBy() {
        return foundBy;
    }

    /**
     * The name on the command line, and for the library.
     *
     * @return as in {@code forget-slot}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the library is told; empty for no defect. */
    String property() {
        return this == NONE ? "" : label();
    }

    @Override
    public String toString() {
        return label();
    }
}
