package dev.sluice.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.linearizability.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The checker rejects what no queue can have answered, and nothing else. */
final class HistoryTest {
    private static final int A = 101;
    private static final int B = 102;
    private static final int C = 103;
    private static final int CAPACITY = 2;

    private final List<Operation> operations = new ArrayList<>();
    private boolean joinable;

    private HistoryTest call(int client, Kind kind, int argument, int result, long invoked, long returned) {
        operations.add(new Operation(client, kind, argument, result, invoked, returned));
        return this;
    }

    private HistoryTest put(int element, long invoked, long returned) {
        return call(0, Kind.PUT, element, Operation.YES, invoked, returned);
    }

    private HistoryTest poll(int result, long invoked, long returned) {
        return call(1, Kind.POLL, 0, result, invoked, returned);
    }

    private void assertAccepted() {
        assertTrue(isLinearizable(), () -> new History(operations).toString());
    }

    private void assertRejected() {
        assertFalse(isLinearizable(), () -> new History(operations).toString());
    }

    private boolean isLinearizable() {
        return new History(operations).isLinearizable(QueueState.empty(CAPACITY, joinable));
    }

    @Test
    void firstInFirstOutIsAccepted() {
        put(A, 1, 2).put(B, 3, 4).poll(A, 5, 6).poll(B, 7, 8).poll(Operation.NO, 9, 10).assertAccepted();
    }

    @Test
    void lostElementIsRejected() {
        put(A, 1, 2).poll(Operation.NO, 3, 4).assertRejected();
    }

    @Test
    void elementLostBehindAnotherIsRejected() {
        put(A, 1, 2).put(B, 3, 4).poll(B, 5, 6).poll(Operation.NO, 7, 8).assertRejected();
    }

    @Test
    void wrongOrderIsRejected() {
        put(A, 1, 2).put(B, 3, 4).poll(B, 5, 6).poll(A, 7, 8).assertRejected();
    }

    @Test
    void eitherOrderOfConcurrentPutsIsAccepted() {
        put(A, 1, 4).call(2, Kind.PUT, B, Operation.YES, 2, 3).poll(B, 5, 6).poll(A, 7, 8).assertAccepted();
    }

    @Test
    void orderThatTwoConsumersSeeDifferentlyIsRejected() {
        put(A, 1, 4).call(2, Kind.PUT, B, Operation.YES, 2, 3)
                .call(1, Kind.PEEK, 0, B, 5, 6).call(3, Kind.PEEK, 0, A, 7, 8).assertRejected();
    }

    @Test
    void sameElementTwiceIsRejected() {
        put(A, 1, 2).poll(A, 3, 4).call(2, Kind.POLL, 0, A, 3, 5).assertRejected();
    }

    @Test
    void inventedElementIsRejected() {
        put(A, 1, 2).poll(C, 3, 4).assertRejected();
    }

    @Test
    void elementTakenBeforeItWasPutIsRejected() {
        poll(A, 1, 2).put(A, 3, 4).assertRejected();
    }

    @Test
    void nullWhileAPutIsUnderWayIsAccepted() {
        put(A, 1, 4).poll(Operation.NO, 2, 3).poll(A, 5, 6).assertAccepted();
    }

    @Test
    void nullAfterThePutHasReturnedIsRejected() {
        put(A, 1, 2).poll(Operation.NO, 3, 5).call(2, Kind.POLL, 0, A, 6, 7).assertRejected();
    }

    @Test
    void sizeOfEitherMomentIsAccepted() {
        put(A, 1, 4).call(1, Kind.SIZE, 0, 0, 2, 3).assertAccepted();
        operations.clear();
        put(A, 1, 4).call(1, Kind.SIZE, 0, 1, 2, 3).assertAccepted();
    }

    @Test
    void sizeThatGoesUpAndDownAgainWithOnePutIsRejected() {
        put(A, 1, 6).call(1, Kind.SIZE, 0, 1, 2, 3).call(1, Kind.SIZE, 0, 0, 4, 5).assertRejected();
    }

    @Test
    void sizeThatIsOneOffIsRejected() {
        put(A, 1, 2).put(B, 3, 4).call(1, Kind.SIZE, 0, 1, 5, 6).assertRejected();
    }

    @Test
    void putBeyondTheBoundIsRejected() {
        put(A, 1, 2).put(B, 3, 4).put(C, 5, 6).assertRejected();
    }

    @Test
    void refusalWhileThereIsRoomIsRejected() {
        put(A, 1, 2).call(0, Kind.OFFER, B, Operation.NO, 3, 4).assertRejected();
    }

    @Test
    void removalOfWhatIsNotThereIsRejected() {
        put(A, 1, 2).poll(A, 3, 4).call(0, Kind.REMOVE, A, Operation.YES, 5, 6).assertRejected();
    }

    @Test
    void removalFromTheMiddleIsAccepted() {
        put(A, 1, 2).put(B, 3, 4).call(0, Kind.REMOVE, B, Operation.YES, 5, 6).poll(A, 7, 8)
                .poll(Operation.NO, 9, 10).assertAccepted();
    }

    @Test
    void putAfterTheShutdownIsRejected() {
        call(1, Kind.SHUTDOWN, 0, Operation.YES, 1, 2).put(A, 3, 4).assertRejected();
    }

    @Test
    void endBeforeTheLastElementIsRejected() {
        put(A, 1, 2).call(1, Kind.SHUTDOWN, 0, Operation.YES, 3, 4).poll(Operation.SHUT_DOWN, 5, 6).assertRejected();
    }

    @Test
    void lastElementAfterTheShutdownIsAccepted() {
        put(A, 1, 2).call(1, Kind.SHUTDOWN, 0, Operation.YES, 3, 4).poll(A, 5, 6).poll(Operation.SHUT_DOWN, 7, 8)
                .assertAccepted();
    }

    @Test
    void elementThatSurvivesItsDiscardingIsRejected() {
        shutDownNow().call(1, Kind.SIZE, 0, 1, 7, 8).assertRejected();
    }

    @Test
    void elementTakenAfterItsDiscardingIsRejected() {
        shutDownNow().poll(A, 7, 8).assertRejected();
    }

    @Test
    void elementTakenWhileTheRestIsDiscardedIsAccepted() {
        shutDownNow().call(0, Kind.OFFER, B, Operation.SHUT_DOWN, 3, 4).poll(A, 3, 5).assertAccepted();
    }

    /** A put, and the steps of a shutdown that discards. */
    private HistoryTest shutDownNow() {
        return put(A, 1, 2).call(2, Kind.SHUTDOWN, 0, Operation.YES, 3, 6)
                .call(2, Kind.SHUTDOWN_NOW, 0, Operation.YES, 3, 6).call(2, Kind.DISCARD, 0, Operation.YES, 3, 6);
    }

    @Test
    void pendingPutMayHaveHappenedOrNot() {
        put(A, 1, Operation.NEVER).poll(Operation.NO, 5, 6).assertAccepted();
        operations.clear();
        put(A, 1, Operation.NEVER).poll(Operation.NO, 5, 6).poll(A, 7, 8).assertAccepted();
        operations.clear();
        put(A, 1, Operation.NEVER).poll(A, 5, 6).poll(A, 7, 8).assertRejected();
    }

    @Test
    void pendingTakeLosesOneElementAtMost() {
        put(A, 1, 2).put(B, 3, 4).call(2, Kind.TAKE, 0, Operation.UNKNOWN, 5, Operation.NEVER).poll(B, 6, 7)
                .assertAccepted();
        operations.clear();
        put(A, 1, 2).put(B, 3, 4).call(2, Kind.TAKE, 0, Operation.UNKNOWN, 5, Operation.NEVER)
                .poll(Operation.NO, 6, 7).assertRejected();
    }

    @Test
    void joinThatEndsTooEarlyIsRejected() {
        joinable = true;
        put(A, 1, 2).poll(A, 3, 4).call(0, Kind.JOIN, 0, Operation.YES, 5, 6).assertRejected();
        operations.clear();
        put(A, 1, 2).poll(A, 3, 4).call(1, Kind.TASK_DONE, A, Operation.YES, 5, 8)
                .call(0, Kind.JOIN, 0, Operation.YES, 6, 7).assertAccepted();
    }

    @Test
    void whatADeadConsumerHeldComesFirst() {
        joinable = true;
        put(A, 1, 2).put(B, 3, 4).call(2, Kind.TAKE, 0, A, 5, 6)
                .call(9, Kind.RECOVERY, 2, Operation.YES, 7, Operation.NEVER).poll(A, 8, 9).poll(B, 10, 11)
                .assertAccepted();
        operations.clear();
        put(A, 1, 2).put(B, 3, 4).call(2, Kind.TAKE, 0, A, 5, 6)
                .call(9, Kind.RECOVERY, 2, Operation.YES, 7, Operation.NEVER).poll(B, 8, 9).poll(A, 10, 11)
                .poll(A, 12, 13).assertRejected();
    }

    // Against a check that is too simple to be wrong

    @Test
    void agreesWithTryingAllOrdersOnSmallHistories() {
        Random random = new Random(5);
        int accepted = 0;
        int rounds = 4_000;
        for (int i = 0; i < rounds; i++) {
            joinable = random.nextBoolean();
            operations.clear();
            operations.addAll(anyHistory(random));
            boolean expected = someOrderIsPossible(List.copyOf(operations), QueueState.empty(CAPACITY, joinable));
            assertEquals(expected, isLinearizable(), () -> new History(operations).toString());
            accepted += expected ? 1 : 0;
        }
        assertTrue(accepted > rounds / 20 && accepted < rounds * 19 / 20, "the histories should be of both kinds");
    }

    /** Some calls of three clients with results that are right at best by chance. */
    private static List<Operation> anyHistory(Random random) {
        List<Operation> any = new ArrayList<>();
        int element = A;
        for (int client = 0; client < 3; client++) {
            long time = random.nextInt(4);
            for (int i = random.nextInt(3); i > 0; i--) {
                long end = time + 1 + random.nextInt(6);
                int one = A + random.nextInt(2);
                any.add(switch (random.nextInt(5)) {
                    case 0, 1 -> new Operation(client, Kind.PUT, element++, Operation.YES, time, end);
                    case 2, 3 -> new Operation(client, Kind.POLL, 0, random.nextInt(4) == 0 ? 0 : one, time, end);
                    default -> new Operation(client, Kind.SIZE, 0, random.nextInt(2), time, end);
                });
                if (random.nextInt(12) == 0) {
                    Operation last = any.removeLast();
                    any.add(new Operation(client, last.kind(), last.argument(),
                            last.kind() == Kind.PUT ? Operation.YES : Operation.UNKNOWN, time, Operation.NEVER));
                    break; // its process has died
                }
                time = end + random.nextInt(3);
            }
        }
        return any;
    }

    private static boolean someOrderIsPossible(List<Operation> left, QueueState state) {
        if (left.stream().allMatch(Operation::isPending)) {
            return true;
        }
        for (Operation first : left) {
            if (left.stream().anyMatch(other -> other.returned() < first.invoked())) {
                continue;
            }
            QueueState next = state.after(first);
            List<Operation> rest = new ArrayList<>(left);
            rest.remove(first);
            if (next != null && someOrderIsPossible(rest, next)) {
                return true;
            }
        }
        return false;
    }
}
