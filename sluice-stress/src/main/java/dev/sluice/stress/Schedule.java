package dev.sluice.stress;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What happens to whom: a function of the seed alone. Each lane (the first producer, the second, ...) has one process at a
 * time; each incarnation of a lane has its fate. The lane numbered 0 of each side survives but for the great killings.
 */
class Schedule {
    /** How a process ends. */
    enum End {
        /** The controller kills it, in the middle of a burst. */
        KILL,
        /** It kills itself at a named step of the algorithms; if it does not get there in time, the controller kills it. */
        AIMED,
        /** It leaves of its own accord. */
        LEAVE,
        /** It lives until the end of the round. */
        SURVIVE
    }

    /** The side of a lane. */
    enum Side {
        PRODUCER,
        CONSUMER
    }

    /**
     * The fate of one process.
     *
     * @param end             how it ends
     * @param killPoint       the named step and the passage, as in {@code PUT_LOCKED:7}; empty if not aimed
     * @param lifeMillis      when it ends, counted from its first work
     * @param stopAfterMillis when it is stopped, counted from its first work
     * @param stopMillis      how long it is stopped, 0 if it is not
     * @param interrupted     whether its threads are interrupted all the time
     * @param burstAfterMillis when it begins to work without a pause, counted from its first work
     * @param collecting      whether it has a large heap of which something dies all the time
     */
    record Fate(
            End end,
            String killPoint,
            int lifeMillis,
            int stopAfterMillis,
            int stopMillis,
            boolean interrupted,
            int burstAfterMillis,
            boolean collecting) {
        /** One to whom nothing happens, and which works without a pause. */
        static Fate unharmed() {
            return new Fate(End.SURVIVE, "", Integer.MAX_VALUE, 0, 0, false, 0, false);
        }

        /** One that kills itself at a named step, if it gets there. */
        static Fate aimed(String killPoint) {
            return new Fate(End.AIMED, killPoint, Integer.MAX_VALUE, 0, 0, false, 0, false);
        }

        /** One that begins to work without a pause in time to be killed at work. */
        Fate(End end, String killPoint, int lifeMillis, int stopAfterMillis, int stopMillis, boolean interrupted) {
            this(
                    end,
                    killPoint,
                    lifeMillis,
                    stopAfterMillis,
                    stopMillis,
                    interrupted,
                    killPoint.isEmpty() ? lifeMillis - BURST_MILLIS : 0,
                    false);
        }
    }

    private static final int BURST_MILLIS = 20;

    private static final List<String> ANYBODYS = List.of(
            "RECOVER_LOCKED", "RECOVER_MARKED", "RECOVER_SLOT_FREED", "STEAL_LOCKED", "REPAIR_STARTED",
            "ATTACH_CLAIMED",
            "DETACH_LOCKED", "DETACH_MARKED", "DETACH_SLOT_FREED");
    private static final List<String> PRODUCERS = List.of(
            "PUT_LOCKED", "PUT_PAGE_ADDED", "PUT_WRITTEN", "PUT_COMMITTED", "PUT_COUNTED", "PUT_PUBLISHED",
            "PUT_UNLOCKED");
    private static final List<String> PRODUCERS_OF_BATCHES = List.of("PUT_STAGED");
    private static final List<String> PRODUCERS_IN_PLACE = List.of("CLAIM_HELD");
    private static final List<String> PRODUCERS_THAT_WITHDRAW = List.of("REMOVE_COMMITTED", "REMOVE_MARKED");
    private static final List<String> PRODUCERS_OF_CHANGING =
            List.of("COALESCE_FORGOTTEN", "COALESCE_LISTED", "RANGE_LEFT", "RANGE_ENTERED");
    private static final List<String> ANYBODYS_WITH_BURSTS = List.of("TRIM_LOCKED", "TRIM_RESET");
    private static final List<String> CLOSERS = List.of("SHUTDOWN_LOCKED", "SHUTDOWN_SET");
    private static final List<String> DISCARDERS = List.of("DISCARD_COMMITTED");
    private static final List<String> PRODUCERS_OF_LARGE = List.of(
            "PREPARE_TENTATIVE", "PREPARE_COMMITTED", "PREPARE_HELD", "PREPARE_COPIED", "PREPARE_ABORTING");
    private static final List<String> CONSUMERS =
            List.of("GET_LOCKED", "GET_COUNTED", "GET_COMMITTED", "GET_LINKED", "GET_PAGE_FREED", "GET_UNLOCKED");
    private static final List<String> CONSUMERS_OF_PLAIN = List.of("GET_COPIED");
    private static final List<String> CONSUMERS_THAT_DRAIN =
            List.of("DRAIN_STAGED", "DRAIN_COMMITTED", "DRAIN_UNLOCKED", "PUT_BACK_MARKED");
    private static final List<String> CONSUMERS_IN_PLACE = List.of("LEND_TAKEN");
    private static final List<String> CONSUMERS_WITH_ENTRIES = List.of(
            "GET_ENTRY_FILLED", "GET_TAKEN", "REDELIVERY_TAKEN", "ACK_LOCKED", "ACK_COMMITTED", "ACK_ENTRY_FREED",
            "ACK_UNLOCKED");
    private static final List<String> CONSUMERS_OF_JOINABLE = List.of("GIVE_BACK_MARKED");

    private static final int SHORTEST_LIFE_MILLIS = 5;
    private static final int LIFE_SPREAD_MILLIS = 200;
    private static final int LIVES_OF_THE_ONLY_ONE = 8;
    private static final int LONGEST_AIMED_LIFE_MILLIS = 600;
    private static final int LONGEST_LIFE_FOR_RARE_MILLIS = 4000;
    private static final int LONGEST_STOP_MILLIS = 2500;

    private final Configuration configuration;
    private final long seed;
    private final boolean stoppingMuch;

    Schedule(Configuration configuration, long seed) {
        this(configuration, seed, false);
    }

    /**
     * Makes a schedule.
     *
     * @param stoppingMuch whether most are stopped, and for long
     */
    Schedule(Configuration configuration, long seed, boolean stoppingMuch) {
        this.configuration = configuration;
        this.seed = seed;
        this.stoppingMuch = stoppingMuch;
    }

    Configuration configuration() {
        return configuration;
    }

    /** The random numbers of one incarnation of one lane. */
    SplittableRandom random(Side side, int lane, int incarnation) {
        long mixed = new SplittableRandom(seed).nextLong() ^ configuration.name().hashCode() * 0x9E3779B97F4A7C15L;
        mixed = new SplittableRandom(mixed + side.name().hashCode()).nextLong() + lane;
        return new SplittableRandom(new SplittableRandom(mixed).nextLong() + incarnation);
    }

    Fate fate(Side side, int lane, int incarnation) {
        SplittableRandom random = random(side, lane, incarnation);
        // Without the only one of its side the others have nothing to do.
        int factor = lanes(side) == 1 ? LIVES_OF_THE_ONLY_ONE : 1;
        int life = factor * (SHORTEST_LIFE_MILLIS + random.nextInt(LIFE_SPREAD_MILLIS));
        boolean interrupted = random.nextInt(4) == 0;
        boolean stopped = random.nextInt(stoppingMuch ? 2 : 5) == 0;
        int stopAfter = random.nextInt(life);
        int stop = stopped ? stopMillis(random) : 0;
        int dice = random.nextInt(100);
        if (isSurvivor(side, lane)) {
            // Never stopped: how long it has to wait for others is what is measured.
            return new Fate(
                    End.SURVIVE, "", Integer.MAX_VALUE, 0, 0, interrupted, Integer.MAX_VALUE, side == collectingSide());
        }
        if (dice < 45) {
            return new Fate(End.KILL, "", life, stopAfter, stop, interrupted);
        }
        if (dice < 92) {
            String point = point(side, random);
            // What is passed seldom is met at its first passage or never.
            int passage = 1 + random.nextInt(isFrequent(point) ? factor * 60 : 2);
            boolean atLeaving = point.startsWith("DETACH");
            return new Fate(
                    atLeaving ? End.LEAVE : End.AIMED,
                    point + ":" + (atLeaving ? 1 : passage),
                    atLeaving ? life : aimedLifeMillis(point, factor),
                    stopAfter,
                    stop,
                    interrupted);
        }
        return new Fate(End.LEAVE, "", life, stopAfter, stop, interrupted);
    }

    private static int aimedLifeMillis(String point, int factor) {
        return isRare(point) ? LONGEST_LIFE_FOR_RARE_MILLIS : factor * LONGEST_AIMED_LIFE_MILLIS;
    }

    /** Whether it takes bursts of one size and then of another, or a pause, to get there. */
    private static boolean isRare(String point) {
        return PRODUCERS_OF_CHANGING.contains(point) || ANYBODYS_WITH_BURSTS.contains(point);
    }

    /** Whether the queue is shut down in the way that discards what is in it. */
    boolean isDiscarding() {
        return closing().nextBoolean();
    }

    /** Who shuts the queue down: some who do not get to the end of it, and one who does. */
    List<Fate> closers() {
        SplittableRandom random = closing();
        boolean discarding = random.nextBoolean();
        // Where somebody who dies has begun to discard, all others go on with it.
        String second = discarding && random.nextBoolean()
                ? DISCARDERS.getFirst() + ":" + (1 + random.nextInt(3)) : CLOSERS.getLast() + ":1";
        return List.of(Fate.aimed(CLOSERS.getFirst() + ":1"), Fate.aimed(second), Fate.unharmed());
    }

    SplittableRandom randomOfClosing(int number) {
        return new SplittableRandom(closing().nextLong() + number);
    }

    private SplittableRandom closing() {
        return new SplittableRandom(seed ^ 0x2545F4914F6CDD1DL);
    }

    /** The named steps at which processes are made to kill themselves. */
    static Set<String> killPoints() {
        Set<String> all = new TreeSet<>();
        List.of(
                ANYBODYS,
                PRODUCERS,
                PRODUCERS_OF_LARGE,
                PRODUCERS_OF_BATCHES,
                PRODUCERS_IN_PLACE,
                CONSUMERS_THAT_DRAIN,
                CONSUMERS_IN_PLACE,
                PRODUCERS_THAT_WITHDRAW,
                PRODUCERS_OF_CHANGING,
                ANYBODYS_WITH_BURSTS,
                CLOSERS,
                DISCARDERS,
                CONSUMERS,
                CONSUMERS_OF_PLAIN,
                CONSUMERS_WITH_ENTRIES,
                CONSUMERS_OF_JOINABLE)
                .forEach(all::addAll);
        return all;
    }

    /** Where there is only one on a side, it has to be mortal, or nobody of that side would ever die. */
    private boolean isSurvivor(Side side, int lane) {
        return lane == 0 && lanes(side) > 1;
    }

    /** Whose survivor has to collect garbage, and lives long enough for it. */
    private Side collectingSide() {
        boolean producer = (seed & 1) == 0;
        return lanes(Side.CONSUMER) == 1 || (producer && lanes(Side.PRODUCER) > 1) ? Side.PRODUCER : Side.CONSUMER;
    }

    private int lanes(Side side) {
        return side == Side.PRODUCER ? configuration.producers() : configuration.consumers();
    }

    private int stopMillis(SplittableRandom random) {
        int dice = stoppingMuch ? 9 : random.nextInt(10);
        return dice < 7
                ? 20 + random.nextInt(200)
                : dice < 9 ? 200 + random.nextInt(800) : 1500 + random.nextInt(LONGEST_STOP_MILLIS - 1500);
    }

    private static boolean isFrequent(String point) {
        return (PRODUCERS.contains(point) && !point.equals("PUT_PAGE_ADDED"))
                || (CONSUMERS.contains(point) && !point.equals("GET_PAGE_FREED"))
                || CONSUMERS_OF_PLAIN.contains(point);
    }

    private String point(Side side, SplittableRandom random) {
        if (configuration.sizes() == Sizes.CHANGING && random.nextInt(3) == 0) {
            List<String> list =
                    side == Side.PRODUCER && random.nextInt(3) > 0 ? PRODUCERS_OF_CHANGING : ANYBODYS_WITH_BURSTS;
            return list.get(random.nextInt(list.size()));
        }
        if (side == Side.PRODUCER && configuration.isWithdrawing() && random.nextInt(8) == 0) {
            return PRODUCERS_THAT_WITHDRAW.get(random.nextInt(PRODUCERS_THAT_WITHDRAW.size()));
        }
        List<String> several = several(side);
        if (!several.isEmpty() && random.nextInt(6) == 0) {
            return several.get(random.nextInt(several.size()));
        }
        boolean hasLarge = configuration.sizes() != Sizes.SMALL;
        boolean plain = !configuration.isJoinable();
        if (random.nextInt(8) == 0) {
            return ANYBODYS.get(random.nextInt(ANYBODYS.size()));
        }
        List<List<String>> lists = side == Side.PRODUCER
                ? List.of(PRODUCERS, PRODUCERS, hasLarge ? PRODUCERS_OF_LARGE : PRODUCERS)
                : List.of(
                        CONSUMERS,
                        plain ? CONSUMERS_OF_PLAIN : CONSUMERS_OF_JOINABLE,
                        !plain || hasLarge ? CONSUMERS_WITH_ENTRIES : CONSUMERS,
                        !plain || hasLarge ? CONSUMERS_WITH_ENTRIES : CONSUMERS);
        List<String> list = lists.get(random.nextInt(lists.size()));
        return list.get(random.nextInt(list.size()));
    }

    /** The steps of those who put or take several at a time, or in place. */
    private List<String> several(Side side) {
        if (configuration.isPipe()) {
            return side == Side.PRODUCER ? PRODUCERS_IN_PLACE : CONSUMERS_IN_PLACE;
        }
        if (side == Side.PRODUCER) {
            return configuration.mostTogether() > 1 ? PRODUCERS_OF_BATCHES : List.of();
        }
        return configuration.isDraining() ? CONSUMERS_THAT_DRAIN : List.of();
    }

    /** After how many more deaths everybody is killed at once. */
    int deathsUntilAllAreKilled(int killing) {
        return 40 + new SplittableRandom(seed ^ 0x5DEECE66DL + killing).nextInt(60);
    }
}
