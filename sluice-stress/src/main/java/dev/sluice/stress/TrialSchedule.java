package dev.sluice.stress;

import java.util.SplittableRandom;

/** A single death: the second of one side is killed while everybody works without a pause. All others live. */
final class TrialSchedule extends Schedule {
    private static final int SHORTEST_LIFE_MILLIS = 5;
    private static final int LIFE_SPREAD_MILLIS = 55;

    private final Side victim;
    private final long seed;

    TrialSchedule(Configuration configuration, long seed, Side victim) {
        super(configuration, seed);
        this.seed = seed;
        this.victim = victim;
    }

    @Override
    Fate fate(Side side, int lane, int incarnation) {
        if (side == victim && lane == 1 && incarnation == 0) {
            int life = SHORTEST_LIFE_MILLIS + new SplittableRandom(seed).nextInt(LIFE_SPREAD_MILLIS);
            return new Fate(End.KILL, "", life, 0, 0, false, 0, false);
        }
        return Fate.unharmed();
    }
}
