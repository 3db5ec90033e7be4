package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Housekeeper;
import dev.sluice.internal.ring.Passage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The handles that this process has put into one queue or sent through one pipe. What they stand for is held until the
 * element in which they travel is done with, however that comes about: acknowledged, removed, discarded, or vanished with
 * the queue. It is held by whoever put the element, because an element cannot keep a memory file open.
 */
final class Departed implements Housekeeper.Chore {
    private static final Map<Attachment, Departed> BY_CARRIER = new HashMap<>();

    private final Attachment carrier;
    private final List<Element> elements = new ArrayList<>(); // guarded by BY_CARRIER
    private boolean seemedForsaken;

    private Departed(Attachment carrier) {
        this.carrier = carrier;
    }

    private record Element(long position, Passage passage, List<InTransit.Hold> holds) {}

    /** An element that was put into a queue and is not yet done with, and what travels in it. */
    record Left(Attachment carrier, long position, List<InTransit.Hold> holds) {}

    /** All that this process holds. */
    static List<Left> all() {
        List<Left> all = new ArrayList<>();
        synchronized (BY_CARRIER) {
            BY_CARRIER.forEach((carrier, departed) -> departed.elements.forEach(
                    element -> all.add(new Left(carrier, element.position, element.holds))));
        }
        return all;
    }

    /**
     * Holds what travels in an element that has just been put.
     *
     * @param position the element's place in the carrier
     */
    static void hold(Attachment carrier, long position, List<InTransit.Hold> holds) {
        if (holds.isEmpty()) {
            return;
        }
        List<InTransit.Hold> needed = new ArrayList<>();
        for (InTransit.Hold hold : holds) {
            if (hold.attachment() == carrier) {
                hold.letGo(); // whoever takes the element has the queue itself; held by it, it could never vanish
            } else {
                needed.add(hold);
            }
        }
        if (needed.isEmpty()) {
            return;
        }
        synchronized (BY_CARRIER) {
            BY_CARRIER.computeIfAbsent(carrier, Departed::watched).elements.add(
                    new Element(position, carrier.passage(position), needed));
        }
    }

    private static Departed watched(Attachment carrier) {
        Departed departed = new Departed(carrier);
        Housekeeper.add(departed);
        return departed;
    }

    @Override
    public boolean run() {
        boolean forsaken = carrier.seemsForsaken();
        boolean allDone = forsaken && seemedForsaken;
        seemedForsaken = forsaken;
        List<InTransit.Hold> done = new ArrayList<>();
        boolean more;
        synchronized (BY_CARRIER) {
            elements.removeIf(element -> {
                boolean isDone = allDone || !element.passage.isUnderWay();
                if (isDone) {
                    done.addAll(element.holds);
                }
                return isDone;
            });
            more = !elements.isEmpty();
            if (!more) {
                BY_CARRIER.remove(carrier);
            }
        }
        done.forEach(InTransit.Hold::letGo);
        return more;
    }
}
