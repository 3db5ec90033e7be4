package dev.sluice.stress;

import java.util.List;
import java.util.Locale;

/** What the library can be made to do wrong, to see that the verdict finds it. */
public enum Defect {
    /** Nothing. */
    NONE,
    /** One element in 10,000 is not put. */
    DROP,
    /** One element in 10,000 is delivered twice. */
    TWICE,
    /** A bit of one element in 10,000 is wrong. */
    FLIP,
    /** The memory of one element in 10,000 is never free again. */
    LEAK,
    /** The slots of the dead are never free again. */
    FORGET_SLOT,
    /** Who is stopped for more than a second counts as dead: what it goes on with is somebody else's by then. */
    SILENT_IS_DEAD,
    /** No file is removed. */
    KEEP_FILES;

    /** A configuration in which it shows. */
    Configuration showsIn() {
        return this == SILENT_IS_DEAD ? Configuration.JOINABLE : Configuration.BASE;
    }

    /** The criteria of which at least one is not met because of it. */
    List<Criterion> foundBy() {
        return switch (this) {
            case NONE -> List.of();
            case DROP -> List.of(Criterion.LOST);
            case TWICE -> List.of(Criterion.TWICE);
            case FLIP -> List.of(Criterion.TORN);
            case LEAK -> List.of(Criterion.LEAK);
            case FORGET_SLOT -> List.of(Criterion.SLOTS);
            // Two owners of one lock spoil whichever words they both write, those of the memory as well as those of the order.
            case SILENT_IS_DEAD -> List.of(
                    Criterion.TWICE,
                    Criterion.LOST,
                    Criterion.TORN,
                    Criterion.ACKNOWLEDGED,
                    Criterion.LEAK,
                    Criterion.CAPACITY);
            case KEEP_FILES -> List.of(Criterion.FILES);
        };
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
