package dev.sluice.stress;

import java.util.Arrays;
import java.util.List;

/** How many of some things can each be explained by a cause of its own: things and causes have to touch in time. */
final class Matching {
    private static final int NOBODY = -1;

    private final List<Interval> things;
    private final List<Interval> causes;
    private final int[] explained;

    private Matching(List<Interval> things, List<Interval> causes) {
        this.things = things;
        this.causes = causes;
        this.explained = new int[causes.size()];
        Arrays.fill(explained, NOBODY);
    }

    /** The greatest number of things that have causes of their own. */
    static int explained(List<Interval> things, List<Interval> causes) {
        Matching matching = new Matching(things, causes);
        int count = 0;
        for (int thing = 0; thing < things.size() && count < causes.size(); thing++) {
            count += matching.explain(thing, new boolean[causes.size()]) ? 1 : 0;
        }
        return count;
    }

    private boolean explain(int thing, boolean[] tried) {
        for (int cause = 0; cause < causes.size(); cause++) {
            if (!tried[cause] && things.get(thing).touches(causes.get(cause))) {
                tried[cause] = true;
                if (explained[cause] == NOBODY || explain(explained[cause], tried)) {
                    explained[cause] = thing;
                    return true;
                }
            }
        }
        return false;
    }
}
