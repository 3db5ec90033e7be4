package dev.sluice.linearizability;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What several clients called at about the same time, and the question whether there is an order in which a queue that does
 * one thing at a time would have answered the same, each call somewhere between its beginning and its end.
 *
 * <p>The search is that of J. Wing and C. Gong, "Testing and verifying concurrent objects" (Journal of Parallel and
 * Distributed Computing, 1993): try whichever call may be first, then whichever of the rest, and go back where none is
 * possible. The memory of what was tried, a set of calls together with the state after them, is that of G. Lowe, "Testing for
 * linearizability" (Concurrency and Computation: Practice and Experience, 2017). A call that never returned may have happened
 * at any time since its beginning, or not at all.
 */
final class History {
    private final List<Operation> operations;

    History(List<Operation> operations) {
        this.operations = List.copyOf(operations);
    }

    List<Operation> operations() {
        return operations;
    }

    /** The beginning or the end of an operation, in a list from which it can be taken out and put back. */
    private static final class Moment {
        final Operation operation;
        final int number;
        /** The end that belongs to this beginning; null in an end, and where there is none. */
        Moment end;
        Moment before;
        Moment after;

        Moment(Operation operation, int number) {
            this.operation = operation;
            this.number = number;
        }

        boolean isBeginning() {
            return number >= 0;
        }

        void takeOut() {
            before.after = after;
            if (after != null) {
                after.before = before;
            }
            if (end != null) {
                end.takeOut();
            }
        }

        void putBack() {
            if (end != null) {
                end.putBack();
            }
            before.after = this;
            if (after != null) {
                after.before = this;
            }
        }
    }

    private record Tried(BitSet done, QueueState state) {}

    private record Step(Moment beginning, QueueState stateBefore) {}

    /** Whether it is linearizable, starting from the given state. */
    boolean isLinearizable(QueueState initial) {
        Moment head = moments();
        int left = (int) operations.stream().filter(operation -> !operation.isPending()).count();
        Set<Tried> tried = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        BitSet done = new BitSet();
        QueueState state = initial;
        Moment moment = head.after;
        while (left > 0) {
            if (moment != null && moment.isBeginning()) {
                QueueState next = state.after(moment.operation);
                if (next != null) {
                    done.set(moment.number);
                    if (tried.add(new Tried((BitSet) done.clone(), next))) {
                        steps.add(new Step(moment, state));
                        left -= moment.operation.isPending() ? 0 : 1;
                        state = next;
                        moment.takeOut();
                        moment = head.after;
                        continue;
                    }
                    done.clear(moment.number);
                }
                moment = moment.after;
                continue;
            }
            // Here ends a call that has not happened yet: something before was wrong.
            if (steps.isEmpty()) {
                return false;
            }
            Step last = steps.removeLast();
            last.beginning.putBack();
            left += last.beginning.operation.isPending() ? 0 : 1;
            done.clear(last.beginning.number);
            state = last.stateBefore;
            moment = last.beginning.after;
        }
        return true;
    }

    /** All beginnings and ends in the order of time, behind a head of its own. */
    private Moment moments() {
        List<Moment> sorted = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            Moment beginning = new Moment(operation, i);
            sorted.add(beginning);
            if (!operation.isPending()) {
                beginning.end = new Moment(operation, -1);
                sorted.add(beginning.end);
            }
        }
        // At the same moment: beginnings first, so that the calls count as concurrent.
        sorted.sort(Comparator.comparingLong(
                (Moment m) -> m.isBeginning() ? m.operation.invoked() : m.operation.returned())
                .thenComparing(m -> !m.isBeginning()));
        Moment head = new Moment(null, -1);
        Moment last = head;
        for (Moment moment : sorted) {
            moment.before = last;
            last.after = moment;
            last = moment;
        }
        return head;
    }

    /** One line per operation, by their beginnings, in microseconds since the first. */
    @Override
    public String toString() {
        long start = operations.stream().mapToLong(Operation::invoked).min().orElse(0);
        StringBuilder text = new StringBuilder();
        operations.stream().sorted(Comparator.comparingLong(Operation::invoked)).forEach(operation -> text.append(
                "%10.3f %10s  %s%n".formatted((operation.invoked() - start) / 1e3,
                        operation.isPending() ? "never" : "%.3f".formatted((operation.returned() - start) / 1e3),
                        operation)));
        return text.toString();
    }
}
