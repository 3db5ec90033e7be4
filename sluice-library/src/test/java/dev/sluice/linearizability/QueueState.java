package dev.sluice.linearizability;

import java.util.ArrayList;
import java.util.List;

/**
 * What a queue promises, as a machine that does one thing at a time: a bounded FIFO that can be shut down, and in a joinable
 * queue the elements that are taken and not yet acknowledged. Immutable; the whole specification is {@link #after}.
 *
 * @param capacity    the bound
 * @param joinable    whether what is taken is held until it is acknowledged
 * @param added       how many were ever appended
 * @param isShutDown  whether it takes no more
 * @param isDiscarded whether it gives no more either
 * @param queued      oldest first
 * @param redelivered what came back, oldest first: to be taken before all queued ones
 * @param held        what is taken and not acknowledged, in the order of taking
 * @param gone        clients that died and were recovered: nothing of theirs happens any more
 */
record QueueState(
        int capacity,
        boolean joinable,
        int added,
        boolean isShutDown,
        boolean isDiscarded,
        List<Element> queued,
        List<Element> redelivered,
        List<Held> held,
        List<Integer> gone) {

    /** An element and its place in the order of the puts. */
    record Element(int value, int position) {}

    /** An element and who took it. */
    record Held(Element element, int client) {}

    static QueueState empty(int capacity, boolean joinable) {
        return new QueueState(
                capacity, joinable, 0, false, false, List.of(), List.of(), List.of(), List.of());
    }

    private int size() {
        return queued.size() + redelivered.size();
    }

    private int unfinished() {
        return size() + held.size();
    }

    /** The state after the operation, or null if it could not have ended so here and now. */
    QueueState after(Operation operation) {
        if (gone.contains(operation.client())) {
            return null;
        }
        int result = operation.result();
        return switch (operation.kind()) {
            case PUT, OFFER -> afterPut(operation);
            case TAKE, POLL -> afterTake(operation);
            case PEEK -> result == (size() == 0 ? Operation.NO : oldest().value) || isUnknown(result) ? this : null;
            case SIZE -> result == size() || isUnknown(result) ? this : null;
            case REMOVE -> afterRemoval(operation);
            case SHUTDOWN -> with(true, isDiscarded, queued, redelivered, held);
            case SHUTDOWN_NOW -> isShutDown ? with(true, true, queued, redelivered, held) : null;
            case DISCARD -> !isDiscarded ? null : size() == 0 ? this : withoutOldest(held);
            case TASK_DONE -> afterAcknowledgement(operation);
            case JOIN ->
                    result == (unfinished() == 0 ? Operation.YES : Operation.NO) || isUnknown(result) ? this : null;
            case RECOVERY -> afterRecovery(operation.argument());
        };
    }

    private static boolean isUnknown(int result) {
        return result == Operation.UNKNOWN;
    }

    private QueueState afterPut(Operation operation) {
        int result = operation.result();
        if (isShutDown) {
            return result == Operation.SHUT_DOWN ? this : null;
        }
        if (size() >= capacity) {
            return result == Operation.NO ? this : null;
        }
        if (result != Operation.YES && !isUnknown(result)) {
            return null;
        }
        List<Element> longer = new ArrayList<>(queued);
        longer.add(new Element(operation.argument(), added));
        return new QueueState(
                capacity, joinable, added + 1, false, false, List.copyOf(longer), redelivered, held, gone);
    }

    private QueueState afterTake(Operation operation) {
        int result = operation.result();
        if (size() == 0 || isDiscarded) {
            int expected = isShutDown ? Operation.SHUT_DOWN : Operation.NO;
            return result == expected || result == Operation.NOTHING ? this : null;
        }
        Element oldest = oldest();
        return result == oldest.value || isUnknown(result) ? withoutOldest(heldAfter(operation, oldest)) : null;
    }

    private QueueState afterRemoval(Operation operation) {
        int result = operation.result();
        Element found = null;
        for (Element element : redelivered) {
            found = element.value == operation.argument() ? element : found;
        }
        for (Element element : queued) {
            found = element.value == operation.argument() ? element : found;
        }
        if (found == null) {
            return result == Operation.NO ? this : null;
        }
        return result == Operation.YES || isUnknown(result)
                ? with(isShutDown, isDiscarded, without(queued, found), without(redelivered, found),
                        heldAfter(operation, found))
                : null;
    }

    private QueueState afterAcknowledgement(Operation operation) {
        for (Held each : held) {
            // A client acknowledges its oldest; the argument says which that should be.
            if (each.client == operation.client()) {
                return each.element.value == operation.argument()
                        ? with(isShutDown, isDiscarded, queued, redelivered, without(held, each))
                        : null;
            }
        }
        return null;
    }

    private QueueState afterRecovery(int client) {
        List<Element> back = new ArrayList<>(redelivered);
        List<Held> kept = new ArrayList<>();
        for (Held each : held) {
            if (each.client == client) {
                back.add(each.element);
            } else {
                kept.add(each);
            }
        }
        back.sort((a, b) -> Integer.compare(a.position, b.position));
        List<Integer> dead = new ArrayList<>(gone);
        dead.add(client);
        return new QueueState(capacity, joinable, added, isShutDown, isDiscarded, queued, List.copyOf(back),
                List.copyOf(kept), List.copyOf(dead));
    }

    private Element oldest() {
        return redelivered.isEmpty() ? queued.getFirst() : redelivered.getFirst();
    }

    /** What a killed client of a plain queue had in hand is lost, but large payloads come back. */
    private List<Held> heldAfter(Operation taking, Element element) {
        boolean comesBack = taking.isPending() && Client.isLarge(element.value);
        if (!joinable && !comesBack) {
            return held;
        }
        List<Held> more = new ArrayList<>(held);
        more.add(new Held(element, taking.client()));
        return List.copyOf(more);
    }

    private QueueState withoutOldest(List<Held> newHeld) {
        return redelivered.isEmpty()
                ? with(isShutDown, isDiscarded, queued.subList(1, queued.size()), redelivered, newHeld)
                : with(isShutDown, isDiscarded, queued, redelivered.subList(1, redelivered.size()), newHeld);
    }

    private QueueState with(
            boolean shutDown, boolean discarded, List<Element> newQueued, List<Element> newRedelivered,
            List<Held> newHeld) {
        return new QueueState(capacity, joinable, added, shutDown, discarded, List.copyOf(newQueued),
                List.copyOf(newRedelivered), newHeld, gone);
    }

    private static <T> List<T> without(List<T> list, T element) {
        List<T> rest = new ArrayList<>(list);
        rest.remove(element);
        return List.copyOf(rest);
    }
}
