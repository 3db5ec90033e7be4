package dev.sluice.stress;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the journals of a round, and the look at what was left, say about each criterion. */
final class Verdict {
    static final long STALL_LIMIT_MILLIS = 1000;
    private static final int MIB = 1 << 20;

    private final Map<Criterion, Finding> findings = new EnumMap<>(Criterion.class);
    private final Evidence evidence;
    private final Configuration configuration;
    private final History history;

    private Verdict(Evidence evidence) throws IOException {
        this.evidence = evidence;
        this.configuration = evidence.configuration();
        this.history = History.of(evidence);
    }

    /** Judges a round. */
    static Outcome of(Evidence evidence) throws IOException {
        return new Verdict(evidence).judge();
    }

    private Outcome judge() {
        Losses losses = new Losses(
                history, configuration.isJoinable(), Shutdowns.mostDiscarded(history, configuration));
        Redeliveries redeliveries = new Redeliveries(history, configuration.isJoinable());
        Stalls stalls = new Stalls(history, evidence);
        elements(losses, redeliveries);
        find(Criterion.STUCK, Duration.ofNanos(stalls.longestNanos()).toMillis(), STALL_LIMIT_MILLIS);
        leftovers();
        return new Outcome(Map.copyOf(findings), tallies(redeliveries, stalls), killPointsHit(), evidence.failures());
    }

    private void find(Criterion criterion, long count, long limit) {
        findings.put(criterion, Finding.of(criterion, count, limit));
    }

    private void elements(Losses losses, Redeliveries redeliveries) {
        long deathsInTake = history.deathsInTake();
        find(Criterion.TORN, history.torn(), 0);
        find(Criterion.INVENTED, history.invented(), 0);
        find(Criterion.TWICE, redeliveries.twice(), 0);
        find(Criterion.WITHDRAWN, Withdrawals.delivered(history, configuration.isJoinable()), 0);
        find(Criterion.LOST, losses.lostFromTheLiving(), 0);
        find(Criterion.ORDER, losses.outOfOrder(), 0);
        if (configuration.isJoinable()) {
            find(Criterion.ACKNOWLEDGED, redeliveries.acknowledged(), 0);
            find(Criterion.COUNT, redeliveries.wrongCounts(deathsInTake + history.deathsIn(Journal.Kind.WITHDRAWING)),
                    0);
            find(Criterion.JOIN, Joins.early(history) + seen(Inspection.JOIN_HANGS), 0);
        } else {
            find(Criterion.IN_HAND, losses.lost(), history.takenByTheDead().size());
        }
    }

    private void leftovers() {
        if (!configuration.isPipe()) {
            int above = configuration.mostAboveTheBound();
            boolean tooLong = configuration.isBounded() && history.most() > configuration.maxSize() + above;
            find(Criterion.SIZE, (history.least() < 0 ? 1 : 0) + (tooLong ? 1 : 0), 0);
            find(Criterion.CAPACITY, leakedRoom(), 0);
            find(Criterion.SHUTDOWN, Shutdowns.ignored(history) + seen(Inspection.SHUTDOWN_UNFINISHED), 0);
            find(Criterion.SLOTS, seen(Inspection.SLOTS_LEAKED), 0);
        }
        if (evidence.seen().containsKey(Inspection.MEMORY)) {
            find(Criterion.MEMORY, seen(Inspection.MEMORY) / MIB, Inspection.KEPT_BYTES / MIB);
        }
        if (evidence.seen().containsKey(Inspection.LEAKED_BYTES)) {
            find(Criterion.LEAK, Math.abs(seen(Inspection.LEAKED_BYTES)), 0);
        }
        find(Criterion.FILES, evidence.filesLeft(), 0);
        find(Criterion.PROCESSES, evidence.processesLeft(), 0);
        find(Criterion.FAILURES, evidence.failures().size(), 0);
    }

    private long leakedRoom() {
        long accepted = seen(Inspection.ACCEPTED);
        long wanted = configuration.isBounded() ? configuration.maxSize() : accepted;
        return Math.abs(wanted - accepted)
                + Math.abs(accepted - seen(Inspection.RETURNED))
                + seen(Inspection.SIZE)
                + seen(Inspection.BYTES);
    }

    private long seen(String what) {
        return evidence.seen().getOrDefault(what, 0L);
    }

    private Set<String> killPointsHit() {
        Set<String> hit = new TreeSet<>();
        for (Life life : evidence.lives()) {
            if (life.killedItself()) {
                String point = life.order().killPoint();
                hit.add(point.substring(0, point.indexOf(':')));
            }
        }
        return hit;
    }

    private Map<Tally, Long> tallies(Redeliveries redeliveries, Stalls stalls) {
        Map<Tally, Long> tallies = new EnumMap<>(Tally.class);
        List<Life> lives = evidence.lives();
        tallies.put(Tally.KILLS, lives.stream().filter(Life::wasKilled).count());
        tallies.put(Tally.SELF_KILLS, lives.stream().filter(Life::killedItself).count());
        tallies.put(Tally.IN_PUT, history.deathsIn(Journal.Kind.PUTTING));
        tallies.put(Tally.IN_TAKE, history.deathsInTake());
        tallies.put(
                Tally.IN_ACK, history.deathsIn(Journal.Kind.ACKING) + history.deathsIn(Journal.Kind.GIVING_BACK));
        tallies.put(Tally.IN_REMOVE, history.deathsIn(Journal.Kind.WITHDRAWING));
        tallies.put(Tally.IN_SHUTDOWN, history.deathsIn(Journal.Kind.SHUTTING_DOWN));
        tallies.put(
                Tally.WITHDRAWN,
                history.passages().stream().filter(Passage::wasWithdrawn).count());
        tallies.put(
                Tally.ELEMENTS,
                history.passages().stream().filter(Passage::wasTaken).count());
        tallies.put(Tally.REDELIVERIES, (long) redeliveries.redelivered());
        tallies.put(Tally.STOPS, (long) stalls.stops().count());
        tallies.put(Tally.STOPS_THAT_HELD_UP, (long) stalls.stops().countThatHeldUp());
        tallies.put(Tally.LONGEST_BEHIND_STOPPED, millis(stalls.stops().longestWaitNanos()));
        tallies.put(Tally.COLLECTIONS, (long) stalls.collections().count());
        tallies.put(Tally.LONGEST_COLLECTION, millis(stalls.collections().longestNanos()));
        tallies.put(Tally.COLLECTIONS_THAT_HELD_UP, (long) stalls.collections().countThatHeldUp());
        tallies.put(Tally.LONGEST_BEHIND_COLLECTION, millis(stalls.collections().longestWaitNanos()));
        tallies.put(
                Tally.LONGEST_GAP,
                millis(evidence.gaps().stream().mapToLong(Interval::length).max().orElse(0)));
        return tallies;
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
