package dev.sluice.stress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Elements that vanished, or came later than they should. In a plain queue or a pipe the death of a consumer inside a take
 * explains one of them, if the times agree: it took the element along, or had it given back to the queue by its death. A death
 * in a call that takes several explains as many, less those that it had noted. In a
 * joinable queue nothing may vanish, and who comes late has to say so by its count.
 */
final class Losses {
    private final History history;
    private final boolean joinable;
    private final List<Passage> lost = new ArrayList<>();
    private int discarded;
    private final List<Passage> late;

    Losses(History history, boolean joinable, int mostDiscarded) {
        this.history = history;
        this.joinable = joinable;
        for (Passage passage : history.passages()) {
            if (passage.putting() == Passage.Putting.DONE && !passage.mayBeWithdrawn() && !hasArrived(passage)) {
                if (passage.putter().isLast() && discarded < mostDiscarded) {
                    discarded++;
                } else {
                    lost.add(passage);
                }
            }
        }
        this.late = new ArrayList<>(late());
    }

    private boolean hasArrived(Passage passage) {
        if (!joinable) {
            return passage.wasTaken();
        }
        return passage.takes().stream()
                .anyMatch(take -> take.ackEnd() != 0 || (take.ackBegin() != 0 && take.taker().wasKilled()));
    }

    int lost() {
        return lost.size();
    }

    /** Lost, without a consumer that died in a take to explain it. */
    int lostFromTheLiving() {
        return joinable ? lost.size() : lost.size() - explained(lost);
    }

    int outOfOrder() {
        if (joinable) {
            return late.size();
        }
        List<Passage> both = new ArrayList<>(lost);
        both.addAll(late);
        List<Interval> causes = new ArrayList<>(history.takenByTheDead());
        causes.addAll(history.putBack());
        // What explains a loss explains nothing else.
        return late.size() - (explained(both, causes) - explained(lost));
    }

    private int explained(List<Passage> strays) {
        return explained(strays, history.takenByTheDead());
    }

    private int explained(List<Passage> strays, List<Interval> causes) {
        Map<Passage, Long> ends = endsOfWindows();
        return Matching.explained(
                strays.stream()
                        .map(stray -> new Interval(stray.putBegin(), ends.get(stray)))
                        .toList(),
                causes);
    }

    /** An element has left the queue, in order, before the next one of its producer is taken. */
    private Map<Passage, Long> endsOfWindows() {
        Map<Passage, Long> ends = new HashMap<>();
        Map<Integer, Long> next = new HashMap<>();
        Set<Passage> strays = new HashSet<>(lost);
        strays.addAll(late);
        for (Passage passage : history.passages().reversed()) {
            int producer = passage.element().producer();
            long end = next.getOrDefault(producer, Long.MAX_VALUE);
            if (strays.contains(passage)) {
                ends.put(passage, end);
            } else if (passage.isFirstTakeTheFirst()) {
                next.put(producer, Math.min(end, passage.firstTake().end()));
            }
        }
        return ends;
    }

    /**
     * Those for which there is another one whose put began after theirs had ended, and which was taken before anybody began
     * to take theirs: by the clock of the machine, whoever the producers and consumers are.
     */
    private Set<Passage> late() {
        List<Passage> taken = new ArrayList<>();
        for (Passage passage : history.passages()) {
            if (joinable ? passage.isFirstTakeTheFirst() : passage.wasTaken()) {
                taken.add(passage);
            }
        }
        Set<Passage> result = new HashSet<>();
        List<Passage> byBegin = new ArrayList<>(taken);
        byBegin.sort(Comparator.comparingLong(Passage::putBegin).reversed());
        taken.sort(Comparator.comparingLong(Passage::putEnd).reversed());
        long earliestEnd = Long.MAX_VALUE;
        int next = 0;
        for (Passage passage : taken) {
            while (next < byBegin.size() && byBegin.get(next).putBegin() > passage.putEnd()) {
                earliestEnd = Math.min(earliestEnd, byBegin.get(next).firstTake().end());
                next++;
            }
            if (passage.putEnd() != Long.MAX_VALUE && earliestEnd < passage.firstTake().begin()) {
                result.add(passage);
            }
        }
        return result;
    }
}
