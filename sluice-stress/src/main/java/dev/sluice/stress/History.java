package dev.sluice.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The journals of a round, put together. */
final class History {
    private static final long NEVER = Long.MAX_VALUE;

    private final Map<Integer, List<Passage>> byProducer = new HashMap<>();
    private final List<Passage> passages = new ArrayList<>();
    private final List<Script> scripts = new ArrayList<>();
    private final Map<Life, Long> lastNoted = new HashMap<>();
    private final Set<Life> left = new HashSet<>();
    private final List<Interval> allDone = new ArrayList<>();
    private final List<Interval> putBack = new ArrayList<>();
    private int torn;
    private int invented;
    private int least;
    private int most;
    private int failed;
    private boolean discarding;
    private long shutDownNanos = NEVER;
    private long discardedNanos = NEVER;

    /** What one thread noted: what it was about to do when its notes end, and since when. */
    record Script(
            Life life, int id, Journal.Kind last, long firstNanos, long lastNanos, long begunNanos, int inHand) {
        boolean diedWhile(Journal.Kind kind) {
            return life.wasKilled() && last == kind;
        }
    }

    static History of(Evidence evidence) throws IOException {
        History history = new History();
        for (Life life : evidence.lives()) {
            if (life.order().role() == Order.Role.PRODUCER) {
                history.readAll(life);
            }
        }
        for (Life life : evidence.lives()) {
            if (life.order().role() != Order.Role.PRODUCER) {
                history.readAll(life);
            }
        }
        history.passages.forEach(Passage::sortTakes);
        return history;
    }

    private void readAll(Life life) throws IOException {
        for (int i = 0; i < life.order().journals().size(); i++) {
            Path journal = life.order().journals().get(i);
            if (Files.exists(journal)) {
                read(journal, life, life.order().ids().get(i));
            }
        }
    }

    /** Where one thread is in its notes. */
    private final class Place {
        private int inHand;

        private Passage passage(int producer, long sequence) {
            return byProducer.get(producer).get((int) sequence);
        }

        private Journal.Kind kind = Journal.Kind.NOTHING;
        private long first;
        private long nanos;
        private long begun;
        private Passage passage;
        private Passage.Take take;
    }

    private void read(Path journal, Life life, int id) throws IOException {
        Place place = new Place();
        Journal.read(journal, (kind, producer, sequence, nanos, detail) -> {
            switch (kind) {
                case PUTTING -> {
                    place.passage = new Passage(new Element(producer, sequence), life, nanos);
                    byProducer.computeIfAbsent(producer, _ -> new ArrayList<>()).add(place.passage);
                    passages.add(place.passage);
                }
                case PUT -> place.passage(producer, sequence).put(nanos, detail == 0);
                case NOT_PUT -> place.passage(producer, sequence).refused();
                case TAKING, DRAINING, JOINING, REFUSING -> {
                    place.begun = nanos;
                    place.inHand = kind == Journal.Kind.JOINING ? 0 : Math.max(1, detail);
                }
                case TOOK -> {
                    place.take = took(life, new Element(producer, sequence), place.begun, nanos, detail);
                    place.inHand--;
                }
                case TORN -> {
                    torn++;
                    place.inHand--;
                }
                case NOT_TAKEN, DRAINED -> place.inHand = 0;
                case REFUSED -> {
                    putBack.addAll(Collections.nCopies(place.inHand, new Interval(place.begun, nanos)));
                    place.inHand = 0;
                }
                case ACKING -> place.take.acking(nanos);
                case ACKED -> place.take.acked(nanos);
                case GIVING_BACK -> place.take.givingBack(nanos);
                case SIZE -> {
                    least = Math.min(least, (int) Math.min(sequence, producer));
                    most = Math.max(most, detail);
                }
                case JOINED -> {
                    if (detail == 1) {
                        allDone.add(new Interval(place.begun, nanos));
                    }
                }
                case WITHDRAWING -> byProducer.get(producer).get((int) sequence).withdrawing(nanos);
                case WITHDRAWN -> byProducer.get(producer).get((int) sequence).withdrawn(nanos, detail == 1);
                case SHUTTING_DOWN -> discarding |= detail == 1;
                case SHUT_DOWN -> {
                    shutDownNanos = Math.min(shutDownNanos, nanos);
                    discardedNanos = detail == 1 ? Math.min(discardedNanos, nanos) : discardedNanos;
                }
                case FAILED -> failed++;
                default -> {}
            }
            place.kind = kind;
            place.first = place.first == 0 ? nanos : place.first;
            place.nanos = nanos;
        });
        scripts.add(new Script(life, id, place.kind, place.first, place.nanos, place.begun, place.inHand));
        lastNoted.merge(life, place.nanos, Math::max);
        if (place.kind == Journal.Kind.ENDED) {
            left.add(life);
        }
    }

    private Passage.Take took(Life taker, Element element, long begin, long end, int count) {
        Passage.Take take = new Passage.Take(taker, begin, end, count);
        List<Passage> ofProducer = byProducer.getOrDefault(element.producer(), List.of());
        Passage passage =
                element.sequence() < ofProducer.size() ? ofProducer.get((int) element.sequence()) : null;
        if (passage == null || passage.putting() == Passage.Putting.REFUSED) {
            invented++;
        } else {
            passage.taken(take);
        }
        return take;
    }

    /** All elements that were put, or may have been. */
    List<Passage> passages() {
        return passages;
    }

    List<Script> scripts() {
        return scripts;
    }

    /** Elements that were not whole. */
    int torn() {
        return torn;
    }

    /** Elements that were taken though nobody had put them. */
    int invented() {
        return invented;
    }

    /** The smallest size or room seen, 0 if none was negative. */
    int least() {
        return least;
    }

    int most() {
        return most;
    }

    /** Threads that failed. */
    int failed() {
        return failed;
    }

    /** Whether somebody began to shut the queue down and to discard what was in it. */
    boolean isDiscarding() {
        return discarding;
    }

    /** When it had been shut down; never if it was not. */
    long shutDownNanos() {
        return shutDownNanos;
    }

    /** When it had been shut down and all that was in it discarded; never if it was not. */
    long discardedNanos() {
        return discardedNanos;
    }

    /** The waits that ended because all was done. */
    List<Interval> allDone() {
        return allDone;
    }

    /** The first moment at which others could rightly have what the process held: it may have been dead, or had left. */
    long earliestDeath(Life life) {
        if (!life.wasKilled()) {
            return left.contains(life) ? lastNoted.get(life) : NEVER;
        }
        long lastSign = lastNoted.getOrDefault(life, 0L);
        // Who has a kill point may have been dead already when the controller killed it.
        return life.order().killPoint().isEmpty() ? Math.max(life.killNanos(), lastSign) : lastSign;
    }

    /** What killed consumers may have had in hand, as their notes end inside a take: the time of the take, once for each. */
    List<Interval> takenByTheDead() {
        List<Interval> all = new ArrayList<>();
        for (Script script : scripts) {
            if (script.life().wasKilled()) {
                Interval take = new Interval(script.begunNanos(), script.life().endNanos());
                all.addAll(Collections.nCopies(script.inHand(), take));
            }
        }
        return all;
    }

    /** Elements that may have been taken and put back, so that others overtook them: the time of that, once for each. */
    List<Interval> putBack() {
        return putBack;
    }

    /** The threads of killed consumers whose notes end inside a take. */
    long deathsInTake() {
        return scripts.stream()
                .filter(script -> script.life().wasKilled() && script.inHand() > 0)
                .count();
    }

    long deathsIn(Journal.Kind kind) {
        return scripts.stream().filter(script -> script.diedWhile(kind)).count();
    }
}
