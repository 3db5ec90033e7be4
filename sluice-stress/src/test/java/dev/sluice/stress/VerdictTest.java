package dev.sluice.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.stress.Scene.Actor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each criterion can fail, by what it is about and by nothing else. */
final class VerdictTest {
    @TempDir
    private Path folder;

    private Scene scene;
    private Actor producer;
    private Actor consumer;

    @BeforeEach
    void plain() {
        set(Configuration.BASE);
    }

    private void set(Configuration configuration) {
        scene = new Scene(folder.resolve(configuration.label()), configuration);
        assertTrue(folder.resolve(configuration.label()).toFile().mkdirs());
        producer = scene.producer();
        consumer = scene.consumer();
    }

    private void joinable() {
        set(Configuration.JOINABLE);
    }

    private void assertFound(Criterion... criteria) throws IOException {
        Outcome outcome = scene.verdict();
        Set<Criterion> unmet = outcome.findings().values().stream()
                .filter(finding -> !finding.met())
                .map(Finding::criterion)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Criterion.class)));
        Set<Criterion> expected = EnumSet.noneOf(Criterion.class);
        expected.addAll(Arrays.asList(criteria));
        assertEquals(expected, unmet, outcome::toString);
    }

    // Elements

    @Test
    void whatGoesWellMeetsAllCriteria() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3);
        consumer.takes(producer, 0, 0, 0, 2).takes(producer, 1, 0, 3, 4);
        assertFound();
    }

    @Test
    void anElementThatIsNotWholeIsTorn() throws IOException {
        consumer.note(Journal.Kind.TAKING, consumer, 0, 0, 1).note(Journal.Kind.TORN, consumer, 0, 0, 2);
        assertFound(Criterion.TORN);
    }

    @Test
    void anElementThatNobodyPutIsInvented() throws IOException {
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 0, 1, 2).takes(producer, 1, 0, 2, 3);
        assertFound(Criterion.INVENTED);
    }

    @Test
    void anElementThatWasRefusedIsInvented() throws IOException {
        producer.note(Journal.Kind.PUTTING, producer, 0, 0, 0).note(Journal.Kind.NOT_PUT, producer, 0, 0, 1);
        consumer.takes(producer, 0, 0, 1, 2);
        assertFound(Criterion.INVENTED);
    }

    @Test
    void anElementOfAProducerThatDiedInsideItsPutMayArriveOrNot() throws IOException {
        producer.note(Journal.Kind.PUTTING, producer, 0, 0, 0).dies(1);
        Actor other = scene.producer();
        other.note(Journal.Kind.PUTTING, other, 0, 0, 0).dies(1);
        consumer.takes(producer, 0, 0, 1, 2);
        assertFound();
    }

    @Test
    void anElementOfAPlainQueueMayNotComeTwiceWhoeverDies() throws IOException {
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 0, 1, 2).dies(3);
        scene.consumer().takes(producer, 0, 0, 4, 5);
        assertFound(Criterion.TWICE);
    }

    @Test
    void anElementThatTheLivingDidNotTakeIsLost() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3);
        consumer.takes(producer, 1, 0, 3, 4);
        assertFound(Criterion.LOST, Criterion.IN_HAND);
    }

    @Test
    void aConsumerThatDiesInATakeMayTakeOneElementAlong() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3);
        scene.consumer().note(Journal.Kind.TAKING, producer, 0, 0, 1).dies(2);
        consumer.takes(producer, 1, 0, 3, 4);
        assertFound();
    }

    @Test
    void aConsumerThatDiesInATakeMayNotTakeTwoElementsAlong() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3).puts(2, 4, 5);
        scene.consumer().note(Journal.Kind.TAKING, producer, 0, 0, 1).dies(6);
        consumer.takes(producer, 2, 0, 7, 8);
        assertFound(Criterion.LOST, Criterion.IN_HAND);
    }

    @Test
    void whoDiedBeforeTheElementWasPutDidNotTakeItAlong() throws IOException {
        scene.consumer().note(Journal.Kind.TAKING, producer, 0, 0, 1).dies(2);
        producer.puts(0, 10, 11).puts(1, 12, 13);
        consumer.takes(producer, 1, 0, 13, 14);
        assertFound(Criterion.LOST);
    }

    @Test
    void whoDiedOutsideATakeTookNothingAlong() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3).puts(2, 4, 5);
        scene.consumer().takes(producer, 0, 0, 1, 2).dies(3);
        consumer.takes(producer, 2, 0, 5, 6);
        assertFound(Criterion.LOST, Criterion.IN_HAND);
    }

    @Test
    void aConsumerThatDiesInADrainMayTakeAsManyAlongAsItHadAskedForAndNotNoted() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3).puts(2, 4, 5).puts(3, 6, 7);
        scene.consumer()
                .note(Journal.Kind.DRAINING, producer, 0, 3, 7)
                .note(Journal.Kind.TOOK, producer, 0, 0, 8)
                .dies(9);
        consumer.takes(producer, 3, 0, 10, 11);
        assertFound();
    }

    @Test
    void aConsumerThatDiesInADrainMayNotTakeMoreAlong() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3).puts(2, 4, 5).puts(3, 6, 7);
        scene.consumer()
                .note(Journal.Kind.DRAINING, producer, 0, 2, 7)
                .note(Journal.Kind.TOOK, producer, 0, 0, 8)
                .dies(9);
        consumer.takes(producer, 3, 0, 10, 11);
        assertFound(Criterion.LOST, Criterion.IN_HAND);
    }

    @Test
    void whoHasEndedItsDrainTookNothingAlong() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3).puts(2, 4, 5);
        scene.consumer()
                .note(Journal.Kind.DRAINING, producer, 0, 3, 5)
                .note(Journal.Kind.TOOK, producer, 0, 0, 6)
                .note(Journal.Kind.DRAINED, producer, 0, 0, 7)
                .dies(8);
        consumer.takes(producer, 2, 0, 9, 10);
        assertFound(Criterion.LOST, Criterion.IN_HAND);
    }

    @Test
    void whatWasPutBackMayBeOvertakenAndNotLost() throws IOException {
        Actor other = scene.producer();
        producer.puts(0, 0, 1);
        other.puts(0, 2, 3);
        scene.consumer()
                .note(Journal.Kind.REFUSING, producer, 0, 1, 3)
                .note(Journal.Kind.REFUSED, producer, 0, 0, 6);
        consumer.takes(other, 0, 0, 4, 5).takes(producer, 0, 0, 6, 7);
        assertFound();
        producer.puts(1, 10, 11).puts(2, 12, 13);
        consumer.takes(producer, 2, 0, 14, 15);
        assertFound(Criterion.LOST, Criterion.IN_HAND);
    }

    @Test
    void aPutThatWentOnForOthersIsNotMeasured() throws IOException {
        producer.note(Journal.Kind.PUTTING, producer, 0, 0, 0).note(Journal.Kind.PUTTING, producer, 1, 0, 0);
        producer.note(Journal.Kind.PUT, producer, 0, 1, 3_000).note(Journal.Kind.NOT_PUT, producer, 1, 1, 3_000);
        consumer.takes(producer, 0, 0, 2, 3);
        assertFound();
    }

    @Test
    void theLastOfSeveralPutsInOneCallIsMeasured() throws IOException {
        for (long sequence = 0; sequence < 2; sequence++) {
            producer.note(Journal.Kind.PUTTING, producer, sequence, 0, 0);
        }
        producer.note(Journal.Kind.PUT, producer, 0, 1, 3_000).note(Journal.Kind.PUT, producer, 1, 0, 3_000);
        consumer.takes(producer, 0, 0, 2, 3).takes(producer, 1, 0, 3_000, 3_001);
        assertFound(Criterion.STUCK);
    }

    @Test
    void whatWasPutLaterMayNotBeTakenEarlier() throws IOException {
        Actor other = scene.producer();
        producer.puts(0, 0, 1);
        other.puts(0, 2, 3);
        consumer.takes(other, 0, 0, 4, 5).takes(producer, 0, 0, 6, 7);
        assertFound(Criterion.ORDER);
    }

    @Test
    void whatWasPutAtTheSameTimeHasNoOrder() throws IOException {
        Actor other = scene.producer();
        producer.puts(0, 0, 3);
        other.puts(0, 2, 4);
        consumer.takes(other, 0, 0, 4, 5).takes(producer, 0, 0, 6, 7);
        assertFound();
    }

    @Test
    void whatADeadConsumerHadInHandMayComeLate() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3);
        scene.consumer().note(Journal.Kind.TAKING, producer, 0, 0, 1).dies(6);
        consumer.takes(producer, 1, 0, 4, 5).takes(producer, 0, 0, 7, 8);
        assertFound();
    }

    // Withdrawal

    @Test
    void anElementThatWasWithdrawnIsNotLost() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3).withdraws(0, true, 4, 5);
        consumer.takes(producer, 1, 0, 6, 7);
        assertFound();
    }

    @Test
    void anElementThatWasNotThereToBeWithdrawnMayBeLost() throws IOException {
        producer.puts(0, 0, 1).puts(1, 2, 3).withdraws(0, false, 4, 5);
        consumer.takes(producer, 1, 0, 6, 7);
        assertFound(Criterion.LOST, Criterion.IN_HAND);
    }

    @Test
    void anElementThatWasWithdrawnMayNotBeDelivered() throws IOException {
        producer.puts(0, 0, 1).withdraws(0, true, 2, 3);
        consumer.takes(producer, 0, 0, 4, 5);
        assertFound(Criterion.WITHDRAWN);
    }

    @Test
    void anElementOfAProducerThatDiedInsideItsWithdrawalMayArriveOrNot() throws IOException {
        producer.puts(0, 0, 1).note(Journal.Kind.WITHDRAWING, producer, 0, 0, 2).dies(3);
        Actor other = scene.producer();
        other.puts(0, 0, 1).note(Journal.Kind.WITHDRAWING, other, 0, 0, 2).dies(3);
        consumer.takes(producer, 0, 0, 4, 5);
        assertFound();
    }

    @Test
    void whoWasGivenAnElementBackMayHaveItWithdrawn() throws IOException {
        joinable();
        producer.puts(0, 0, 1).withdraws(0, true, 7, 8);
        consumer.takes(producer, 0, 1, 2, 3).givesBack(producer, 0, 4, 5);
        assertFound();
        scene.consumer().takes(producer, 0, 2, 9, 10).acknowledges(producer, 0, 11, 12);
        assertFound(Criterion.WITHDRAWN);
    }

    @Test
    void anElementThatADeadWithdrawerHadCountsOneDeliveryMore() throws IOException {
        joinable();
        producer.puts(0, 0, 1).note(Journal.Kind.WITHDRAWING, producer, 0, 0, 2).dies(3);
        consumer.takes(producer, 0, 2, 4, 5).acknowledges(producer, 0, 6, 7);
        assertFound();
    }

    @Test
    void aWithdrawalThatTakesLongIsAStall() throws IOException {
        producer.puts(0, 0, 1).withdraws(0, true, 2, 1100);
        assertFound(Criterion.STUCK);
    }

    // Shutdown

    @Test
    void whatTheLastOnesPutMayBeDiscarded() throws IOException {
        producer.isLast().puts(0, 0, 1);
        scene.closer().shutsDown(true, 2, 3);
        assertFound();
    }

    @Test
    void aShutdownThatDiscardsNothingLosesNothing() throws IOException {
        producer.isLast().puts(0, 0, 1);
        scene.closer().shutsDown(false, 2, 3);
        assertFound(Criterion.LOST, Criterion.IN_HAND);
    }

    @Test
    void noMoreIsDiscardedThanThereCanHaveBeen() throws IOException {
        set(Configuration.TIGHT);
        producer.isLast().puts(0, 0, 1).puts(1, 2, 3);
        scene.closer().shutsDown(true, 4, 5);
        assertFound(Criterion.LOST, Criterion.IN_HAND);
    }

    @Test
    void nothingIsPutOnceTheQueueHasBeenShutDown() throws IOException {
        producer.isLast().puts(0, 6, 7);
        consumer.takes(producer, 0, 0, 6, 8);
        scene.closer().shutsDown(false, 4, 5);
        assertFound(Criterion.SHUTDOWN);
    }

    @Test
    void whatIsThereMayBeTakenOnceTheQueueHasBeenShutDownUnlessItWasDiscarded() throws IOException {
        producer.isLast().puts(0, 0, 1);
        consumer.takes(producer, 0, 0, 6, 8);
        scene.closer().shutsDown(false, 4, 5);
        assertFound();
        scene.closer().shutsDown(true, 4, 5);
        assertFound(Criterion.SHUTDOWN);
    }

    @Test
    void aQueueThatWasShutDownIsEmptyAndRefuses() throws IOException {
        scene.keeperSaw(Inspection.SHUTDOWN_UNFINISHED, 1);
        assertFound(Criterion.SHUTDOWN);
    }

    // Acknowledgement

    @Test
    void anElementThatNobodyAcknowledgedIsLost() throws IOException {
        joinable();
        producer.puts(0, 0, 1).puts(1, 2, 3);
        consumer.takes(producer, 0, 1, 1, 2).dies(3);
        scene.consumer().takes(producer, 1, 1, 4, 5).acknowledges(producer, 1, 5, 6);
        assertFound(Criterion.LOST);
    }

    @Test
    void anElementOfADeadConsumerComesAgainAndIsMarked() throws IOException {
        joinable();
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 1, 1, 2).dies(3);
        scene.consumer().takes(producer, 0, 2, 4, 5).acknowledges(producer, 0, 5, 6);
        assertFound();
    }

    @Test
    void anElementThatWasGivenBackComesAgainAndIsMarked() throws IOException {
        joinable();
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 1, 1, 2).givesBack(producer, 0, 3, 4);
        scene.consumer().takes(producer, 0, 2, 4, 5).acknowledges(producer, 0, 5, 6);
        assertFound();
    }

    @Test
    void anElementOfALivingConsumerMayNotComeAgain() throws IOException {
        joinable();
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 1, 1, 2).isStopped(3, 5);
        scene.consumer().takes(producer, 0, 2, 4, 5).acknowledges(producer, 0, 5, 6);
        assertFound(Criterion.TWICE);
    }

    @Test
    void anElementThatWasAcknowledgedMayNotComeAgain() throws IOException {
        joinable();
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 1, 1, 2).acknowledges(producer, 0, 2, 3).dies(4);
        scene.consumer().takes(producer, 0, 2, 5, 6).acknowledges(producer, 0, 6, 7);
        assertFound(Criterion.ACKNOWLEDGED);
    }

    @Test
    void aRedeliveryHasToBeMarked() throws IOException {
        joinable();
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 1, 1, 2).dies(3);
        scene.consumer().takes(producer, 0, 1, 4, 5).acknowledges(producer, 0, 5, 6);
        assertFound(Criterion.COUNT);
    }

    @Test
    void aFirstDeliveryMayNotBeMarkedUnlessSomebodyDiedInATake() throws IOException {
        joinable();
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 2, 1, 2).acknowledges(producer, 0, 2, 3);
        assertFound(Criterion.COUNT);
        joinableWithADeathInATake();
        assertFound();
    }

    private void joinableWithADeathInATake() {
        set(Configuration.PORTABLE);
        producer.puts(0, 0, 1);
        scene.consumer().note(Journal.Kind.TAKING, producer, 0, 0, 0).dies(1);
        consumer.takes(producer, 0, 2, 1, 2).acknowledges(producer, 0, 2, 3);
    }

    @Test
    void aJoinMayNotEndBeforeTheLastAcknowledgement() throws IOException {
        joinable();
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 1, 1, 2).acknowledges(producer, 0, 20, 21);
        scene.watcher().note(Journal.Kind.JOINING, producer, 0, 0, 5).note(Journal.Kind.JOINED, producer, 0, 1, 10);
        assertFound(Criterion.JOIN);
    }

    @Test
    void aJoinMayEndWithTheLastAcknowledgement() throws IOException {
        joinable();
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 1, 1, 2).acknowledges(producer, 0, 5, 6);
        scene.watcher().note(Journal.Kind.JOINING, producer, 0, 0, 3).note(Journal.Kind.JOINED, producer, 0, 1, 7);
        assertFound();
    }

    @Test
    void aJoinMayNotHang() throws IOException {
        joinable();
        scene.keeperSaw(Inspection.JOIN_HANGS, 1);
        assertFound(Criterion.JOIN);
    }

    // Waiting

    @Test
    void whoWaitsForAnElementThatIsThereIsStuck() throws IOException {
        producer.puts(0, 0, 1);
        consumer.takes(producer, 0, 0, 5, 1100);
        assertFound(Criterion.STUCK);
    }

    @Test
    void whoWaitsForAnElementThatIsNotThereIsNotStuck() throws IOException {
        producer.puts(0, 5000, 5001);
        consumer.takes(producer, 0, 0, 0, 5002);
        assertFound();
    }

    @Test
    void whoWaitsForRoomThatIsThereIsStuck() throws IOException {
        producer.puts(0, 0, 1500);
        consumer.takes(producer, 0, 0, 1, 1501);
        assertFound(Criterion.STUCK);
    }

    @Test
    void whoWaitsForRoomThatIsNotThereIsNotStuck() throws IOException {
        set(Configuration.TIGHT);
        producer.puts(0, 0, 1).puts(1, 2, 5000);
        consumer.takes(producer, 0, 0, 4999, 5000).takes(producer, 1, 0, 5001, 5002);
        assertFound();
    }

    @Test
    void theTimesWhenAnotherProcessWasStoppedAreNotCounted() throws IOException {
        producer.puts(0, 0, 1);
        scene.consumer().isStopped(10, 3000);
        consumer.takes(producer, 0, 0, 5, 3010);
        assertFound();
        assertEquals(1, scene.verdict().tallies().get(Tally.STOPS_THAT_HELD_UP));
    }

    @Test
    void whoGoesOnLongAfterTheStopWasNotHeldUpByIt() throws IOException {
        producer.puts(0, 0, 1);
        scene.consumer().isStopped(10, 100);
        consumer.takes(producer, 0, 0, 5, 300);
        assertFound();
        assertEquals(0, scene.verdict().tallies().get(Tally.STOPS_THAT_HELD_UP));
    }

    @Test
    void theTimesWhenAnotherProcessCollectedGarbageAreNotCounted() throws IOException {
        producer.puts(0, 0, 1);
        scene.consumer().isCollecting(10, 3000);
        consumer.takes(producer, 0, 0, 5, 3010);
        assertFound();
        var tallies = scene.verdict().tallies();
        assertEquals(1, tallies.get(Tally.COLLECTIONS));
        assertEquals(2990, tallies.get(Tally.LONGEST_COLLECTION));
        assertEquals(1, tallies.get(Tally.COLLECTIONS_THAT_HELD_UP));
        assertEquals(2990, tallies.get(Tally.LONGEST_BEHIND_COLLECTION));
        assertEquals(0, tallies.get(Tally.STOPS));
    }

    @Test
    void whoCollectsGarbageIsNotHeldUpByOthers() throws IOException {
        producer.puts(0, 0, 1);
        consumer.isCollecting(10, 3000).takes(producer, 0, 0, 5, 3010);
        assertFound();
        assertEquals(0, scene.verdict().tallies().get(Tally.COLLECTIONS_THAT_HELD_UP));
    }

    @Test
    void theTimesWhenTheMachineStoodStillAreNotCounted() throws IOException {
        producer.puts(0, 0, 1);
        scene.machineStoodStill(10, 3000);
        consumer.takes(producer, 0, 0, 5, 3010);
        assertFound();
    }

    // What is left

    @Test
    void sizesKeepWithinTheirBounds() throws IOException {
        scene.watcher().note(Journal.Kind.SIZE, producer, -1, 5, 1);
        assertFound(Criterion.SIZE);
        set(Configuration.TIGHT);
        scene.watcher().note(Journal.Kind.SIZE, producer, 0, 2, 1);
        assertFound(Criterion.SIZE);
    }

    @Test
    void allRoomHasToBeThereAtTheEnd() throws IOException {
        scene.keeperSaw(Inspection.ACCEPTED, 63).keeperSaw(Inspection.RETURNED, 63);
        assertFound(Criterion.CAPACITY);
    }

    @Test
    void thereMayNotBeMoreRoomThanWasAskedFor() throws IOException {
        scene.keeperSaw(Inspection.ACCEPTED, 65).keeperSaw(Inspection.RETURNED, 65);
        assertFound(Criterion.CAPACITY);
    }

    @Test
    void slotsMemoryFilesAndProcessesMayNotBeLeft() throws IOException {
        scene.keeperSaw(Inspection.SLOTS_LEAKED, 1)
                .keeperSaw(Inspection.MEMORY, 1L << 30)
                .left(1, 1);
        assertFound(Criterion.SLOTS, Criterion.MEMORY, Criterion.FILES, Criterion.PROCESSES);
    }

    @Test
    void memoryThatIsKeptForTheNextBurstIsNoLeak() throws IOException {
        scene.keeperSaw(Inspection.MEMORY, 66L << 20).keeperSaw(Inspection.LEAKED_BYTES, 0);
        assertFound();
    }

    @Test
    void theSmallestPieceOfMemoryThatIsInNoListHasLeaked() throws IOException {
        scene.keeperSaw(Inspection.LEAKED_BYTES, 384);
        assertFound(Criterion.LEAK);
    }

    @Test
    void aPieceOfMemoryThatIsInTwoListsIsFoundToo() throws IOException {
        scene.keeperSaw(Inspection.LEAKED_BYTES, -384);
        assertFound(Criterion.LEAK);
    }

    @Test
    void noWorkerMayFail() throws IOException {
        scene.failed("a worker ended with 70");
        assertFound(Criterion.FAILURES);
    }
}
