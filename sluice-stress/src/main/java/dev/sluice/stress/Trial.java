package dev.sluice.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One kind of trial: two producers and two consumers, one of the four is killed.
 *
 * @param configuration the queue
 * @param victim        who is killed
 */
record Trial(Configuration configuration, Schedule.Side victim) {
    static List<Trial> all() {
        List<Trial> all = new ArrayList<>();
        for (Configuration configuration : List.of(Configuration.PLAIN_TRIAL, Configuration.JOINABLE_TRIAL)) {
            for (Schedule.Side victim : Schedule.Side.values()) {
                all.add(new Trial(configuration, victim));
            }
        }
        return List.copyOf(all);
    }

    boolean isJoinable() {
        return configuration.isJoinable();
    }

    /** The class of the queue, which has the same name in CPython's world. */
    String queueName() {
        return isJoinable() ? "JoinableQueue" : "Queue";
    }

    String victimName() {
        return victim.name().toLowerCase(Locale.ROOT);
    }

    /**
     * What the trials of one kind came to.
     *
     * @param stuck    trials in which a survivor was stuck
     * @param lost     places lost for good in the others, all together
     * @param mostLost places lost in the worst of those
     * @param hung     trials in which join() hung
     */
    record Count(int stuck, int lost, int mostLost, int hung) {
        static final Count NONE = new Count(0, 0, 0, 0);

        /** Where somebody is stuck, the queue cannot be emptied: what is lost then is no number of its own. */
        Count and(boolean wasStuck, int lostNow, boolean hasHung) {
            int counted = wasStuck ? 0 : lostNow;
            return new Count(
                    stuck + (wasStuck ? 1 : 0),
                    lost + counted,
                    Math.max(mostLost, counted),
                    hung + (hasHung ? 1 : 0));
        }

        boolean isNone() {
            return equals(NONE);
        }
    }
}
