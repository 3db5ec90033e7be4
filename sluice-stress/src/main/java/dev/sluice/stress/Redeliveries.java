package dev.sluice.stress;

import java.util.List;

/** Deliveries after the first one of an element, and what each says of itself. */
final class Redeliveries {
    private int twice;
    private int acknowledged;
    private int redelivered;
    private int wrongCounts;
    private long unexplained;

    Redeliveries(History history, boolean joinable) {
        for (Passage passage : history.passages()) {
            look(history, passage.takes(), joinable);
        }
    }

    private void look(History history, List<Passage.Take> takes, boolean joinable) {
        for (int i = 1; i < takes.size(); i++) {
            Passage.Take before = takes.get(i - 1);
            Passage.Take take = takes.get(i);
            if (!joinable || !before.isOverAt(take.end(), history.earliestDeath(before.taker()))) {
                twice++;
            } else if (before.ackEnd() != 0) {
                acknowledged++;
            } else {
                redelivered++;
            }
        }
        if (joinable) {
            count(takes);
        }
    }

    /** Each delivery counts one more at least than the one known before; the unknown ones ended in deaths. */
    private void count(List<Passage.Take> takes) {
        int counted = 0;
        for (Passage.Take take : takes) {
            if (take.count() <= counted) {
                wrongCounts++;
            } else {
                unexplained += take.count() - counted - 1;
            }
            counted = Math.max(counted, take.count());
        }
    }

    /** Taken again though its taker lived and had not given it back. */
    int twice() {
        return twice;
    }

    /** Taken again though its taker had acknowledged it. */
    int acknowledged() {
        return acknowledged;
    }

    /** Taken again as it should be. */
    int redelivered() {
        return redelivered;
    }

    /** Counts that did not grow, or grew more often than somebody died inside a take. */
    long wrongCounts(long deathsInTake) {
        return wrongCounts + Math.max(0, unexplained - deathsInTake);
    }
}
