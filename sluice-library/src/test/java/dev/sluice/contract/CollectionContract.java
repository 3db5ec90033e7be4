package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ProcessQueue;
import dev.sluice.peer.Running;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@link Queue} and {@link Collection} promise of looking inside. */
public abstract class CollectionContract extends QueueContract {
    // Looking and removing inside

    @Test
    void containsFindsWhatIsQueuedByEquals() {
        ProcessQueue<String> queue = queueOf(3, "a", "b");
        Object one = 1;
        assertTrue(queue.contains("a"));
        assertFalse(queue.contains("c"));
        assertFalse(queue.contains(one));
        assertEquals("a", queue.poll());
        assertFalse(queue.contains("a"));
    }

    @Test
    void containsAllWantsEveryOne() {
        ProcessQueue<Integer> queue = filled();
        assertTrue(queue.containsAll(List.of()));
        assertTrue(queue.containsAll(List.of(0, SIZE - 1, 5)));
        assertFalse(queue.containsAll(List.of(0, SIZE)));
    }

    @Test
    void removeTakesTheFirstEqualElementOut() {
        ProcessQueue<String> queue = queueOf(5, "a", "b", "c", "b", "d");
        assertTrue(queue.remove("b"));
        assertContent(queue, "a", "c", "b", "d");
        assertTrue(queue.remove("a"));
        assertTrue(queue.remove("d"));
        assertFalse(queue.remove("d"));
        assertContent(queue, "c", "b");
        assertTrue(queue.remove("b"));
        assertTrue(queue.remove("c"));
        assertTrue(queue.isEmpty());
        assertFalse(queue.remove("c"));
    }

    @Test
    void removeMakesRoom() {
        ProcessQueue<Integer> queue = filled(3);
        assertTrue(queue.remove((Object) 1));
        assertEquals(1, queue.remainingCapacity());
        assertTrue(queue.offer(3));
        assertFalse(queue.offer(4));
        assertContent(queue, 0, 2, 3);
    }

    @Test
    void removeAllRetainAllAndRemoveIfChooseByEquals() {
        ProcessQueue<Integer> queue = filled();
        assertTrue(queue.removeAll(numbers(SIZE / 2)));
        assertFalse(queue.removeAll(numbers(SIZE / 2)));
        assertEquals(SIZE / 2, queue.size());
        assertTrue(queue.retainAll(List.of(11, 12, 13, 1)));
        assertFalse(queue.retainAll(List.of(11, 12, 13)));
        assertContent(queue, 11, 12, 13);
        assertTrue(queue.removeIf(i -> i % 2 == 1));
        assertFalse(queue.removeIf(i -> i % 2 == 1));
        assertContent(queue, 12);
    }

    @Test
    void removeIfDoesNotCountWhatSomebodyElseTookMeanwhile() {
        ProcessQueue<Integer> queue = queueOf(SIZE, 1);
        assertFalse(queue.removeIf(i -> queue.remove(i)));
        assertTrue(queue.isEmpty());
    }

    @Test
    void whatIsLookedForDecidesWhatEqualsIt() {
        ProcessQueue<Integer> queue = queueOf(SIZE, 1, 2);
        Object even = new Object() {
            @Override
            public boolean equals(Object other) {
                return other instanceof Integer i && i % 2 == 0;
            }

            @Override
            public int hashCode() {
                return 0;
            }
        };
        assertTrue(queue.contains(even));
        assertTrue(queue.remove(even));
        assertEquals(List.of(1), List.copyOf(queue));
        assertFalse(queue.contains(null));
        assertFalse(queue.remove(null));
    }

    @Test
    void removeIfLeavesTheQueueUsableWhenThePredicateFails() {
        ProcessQueue<Integer> queue = filled();
        Predicate<Integer> failing = i -> {
            throw new ArithmeticException("predicate " + i);
        };
        assertThrows(ArithmeticException.class, () -> queue.removeIf(failing));
        assertEquals(numbers(SIZE), new ArrayList<>(queue));
    }

    @Test
    void clearEmptiesAndMakesRoom() {
        ProcessQueue<Integer> queue = filled(SIZE);
        queue.clear();
        assertTrue(queue.isEmpty());
        assertEquals(SIZE, queue.remainingCapacity());
        queue.clear();
        assertTrue(queue.add(1));
        assertContent(queue, 1);
    }

    @Test
    void clearLetsAWaitingPutIn() throws Exception {
        ProcessQueue<Integer> queue = queueOf(1, 0);
        Running<Boolean> waiting = elsewhere(queue, q -> Put.PUT.into(q, 1)).awaitBlocked();
        queue.clear();
        assertTrue(waiting.get());
        assertContent(queue, 1);
    }

    // Adding many

    @Test
    void addAllAddsInOrder() {
        ProcessQueue<Integer> queue = queue(SIZE);
        assertFalse(queue.addAll(List.of()));
        assertTrue(queue.addAll(numbers(SIZE)));
        assertEquals(numbers(SIZE), new ArrayList<>(queue));
    }

    @Test
    void addAllBeyondTheBoundAddsWhatFitsAndFails() {
        ProcessQueue<Integer> queue = queue(SIZE - 1);
        assertFails(IllegalStateException.class, () -> queue.addAll(numbers(SIZE)));
        assertEquals(numbers(SIZE - 1), new ArrayList<>(queue));
    }

    @Test
    void addAllStopsAtANull() {
        ProcessQueue<Integer> queue = queue(SIZE);
        assertThrows(NullPointerException.class, () -> queue.addAll(Arrays.asList(0, 1, null, 3)));
        assertContent(queue, 0, 1);
    }

    @Test
    void aQueueIsNotAddedToItself() {
        ProcessQueue<Integer> queue = queueOf(SIZE, 1, 2);
        Collection<Integer> itself = queue;
        assertFails(IllegalArgumentException.class, () -> queue.addAll(itself));
        assertContent(queue, 1, 2);
    }

    // Draining

    @Test
    void drainToEmptiesTheQueueInOrder() {
        ProcessQueue<Integer> queue = filled();
        List<Integer> drained = new ArrayList<>();
        assertEquals(SIZE, queue.drainTo(drained));
        assertEquals(numbers(SIZE), drained);
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.drainTo(drained));
        queue.add(4);
        assertEquals(1, queue.drainTo(drained));
        assertEquals(SIZE + 1, drained.size());
    }

    @Test
    void drainToTakesNoMoreThanAsked() {
        ProcessQueue<Integer> queue = filled();
        List<Integer> drained = new ArrayList<>();
        assertEquals(0, queue.drainTo(drained, 0));
        assertEquals(0, queue.drainTo(drained, -1));
        assertEquals(3, queue.drainTo(drained, 3));
        assertEquals(numbers(3), drained);
        assertEquals(SIZE - 3, queue.drainTo(drained, Integer.MAX_VALUE));
        assertEquals(numbers(SIZE), drained);
    }

    @Test
    void aQueueIsNotDrainedIntoItself() {
        ProcessQueue<Integer> queue = queueOf(SIZE, 1, 2);
        assertFails(IllegalArgumentException.class, () -> queue.drainTo(queue));
        assertFails(IllegalArgumentException.class, () -> queue.drainTo(queue, 1));
        assertContent(queue, 1, 2);
    }

    @Test
    void drainToLetsAWaitingPutIn() throws Exception {
        ProcessQueue<Integer> queue = filled(SIZE);
        Running<Boolean> waiting = elsewhere(queue, q -> Put.PUT.into(q, SIZE)).awaitBlocked();
        List<Integer> drained = new ArrayList<>();
        queue.drainTo(drained);
        assertTrue(waiting.get());
        queue.drainTo(drained);
        assertEquals(numbers(SIZE + 1), drained);
    }

    @Test
    void drainToMovesBetweenQueues() {
        ProcessQueue<Integer> from = filled(SIZE);
        ProcessQueue<Integer> to = queue(SIZE);
        assertEquals(SIZE, from.drainTo(to));
        assertEquals(numbers(SIZE), new ArrayList<>(to));
    }

    // Iterating

    @Test
    void anIteratorShowsAllInOrder() {
        ProcessQueue<Integer> queue = filled();
        List<Integer> seen = new ArrayList<>();
        Iterator<Integer> iterator = queue.iterator();
        while (iterator.hasNext()) {
            seen.add(iterator.next());
        }
        assertEquals(numbers(SIZE), seen);
        assertThrows(NoSuchElementException.class, iterator::next);
        assertEquals(SIZE, queue.size());
    }

    @Test
    void anIteratorOfAnEmptyQueueEndsAtOnce() {
        Iterator<Integer> iterator = this.<Integer>queue(SIZE).iterator();
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
    }

    @Test
    void anIteratorRemovesTheVeryElementThatItShowed() {
        ProcessQueue<String> queue = queueOf(5, "a", "b", "a", "c", "a");
        Iterator<String> iterator = queue.iterator();
        iterator.next();
        iterator.next();
        assertEquals("a", iterator.next());
        iterator.remove();
        assertContent(queue, "a", "b", "c", "a");
        assertEquals("c", iterator.next());
        iterator.remove();
        assertEquals("a", iterator.next());
        iterator.remove();
        assertFalse(iterator.hasNext());
        assertContent(queue, "a", "b");
    }

    @Test
    void anIteratorRemovesOnceAfterEachNext() {
        Iterator<Integer> iterator = filled().iterator();
        assertThrows(IllegalStateException.class, iterator::remove);
        iterator.next();
        iterator.remove();
        assertThrows(IllegalStateException.class, iterator::remove);
    }

    @Test
    void anIteratorDoesNotRemoveWhatSomebodyElseTook() {
        ProcessQueue<Integer> queue = queueOf(5, 0, 0, 0);
        Iterator<Integer> iterator = queue.iterator();
        iterator.next();
        queue.poll();
        iterator.remove();
        assertEquals(2, queue.size());
    }

    @Test
    void anIteratorSurvivesChanges() {
        ProcessQueue<Integer> queue = queueOf(5, 0, 1, 2);
        Iterator<Integer> iterator = queue.iterator();
        assertEquals(0, iterator.next());
        assertEquals(0, queue.poll());
        assertEquals(1, queue.poll());
        queue.add(3);
        List<Integer> rest = new ArrayList<>();
        iterator.forEachRemaining(rest::add);
        assertTrue(rest.containsAll(List.of(2)) && List.of(1, 2, 3).containsAll(rest), rest::toString);
        assertEquals(rest.stream().sorted().toList(), rest);
    }

    @Test
    void iterationGoesOnWhileTheOtherSideIsBusy() throws Exception {
        ProcessQueue<Integer> queue = queue(8);
        Running<Boolean> busy = elsewhere(queue, q -> {
            for (int i = 0; i < 2_000; i++) {
                q.put(i);
                takeAndAcknowledge(q);
            }
            return true;
        });
        while (!busy.isDone()) {
            int last = -1;
            for (Integer element : queue) {
                assertTrue(element > last);
                last = element;
            }
        }
        assertTrue(busy.get());
        assertTrue(queue.isEmpty());
    }

    @Test
    void forEachStreamAndSpliteratorShowAllInOrder() {
        ProcessQueue<Integer> queue = filled();
        List<Integer> seen = new ArrayList<>();
        queue.forEach(seen::add);
        assertEquals(numbers(SIZE), seen);
        assertEquals(numbers(SIZE), queue.stream().toList());
        assertEquals(numbers(SIZE), queue.parallelStream().collect(Collectors.toList()));
        List<Integer> split = new ArrayList<>();
        queue.spliterator().forEachRemaining(split::add);
        assertEquals(numbers(SIZE), split);
        assertEquals(SIZE, queue.size());
    }

    // Arrays

    @Test
    void toArrayGivesAllInOrder() {
        BlockingQueue<Integer> queue = filled(3);
        assertArrayEquals(new Object[] {0, 1, 2}, queue.toArray());
        assertEquals(Object[].class, queue.toArray().getClass());
        assertArrayEquals(new Integer[] {0, 1, 2}, queue.toArray(Integer[]::new));
        assertArrayEquals(new Integer[] {0, 1, 2}, queue.toArray(new Integer[0]));
    }

    @Test
    void toArrayFillsTheArrayGivenIfItIsLargeEnough() {
        BlockingQueue<Integer> queue = filled(3);
        Integer[] exact = new Integer[3];
        assertEquals(exact, queue.toArray(exact));
        assertArrayEquals(new Integer[] {0, 1, 2}, exact);
        Integer[] larger = {9, 9, 9, 9, 9};
        assertEquals(larger, queue.toArray(larger));
        assertArrayEquals(new Integer[] {0, 1, 2, null, 9}, larger);
        Object[] wrong = new String[3];
        assertThrows(ArrayStoreException.class, () -> queue.toArray(wrong));
    }

    // Identity

    @Test
    void aQueueEqualsItselfAndNoOther() {
        ProcessQueue<Integer> queue = queueOf(SIZE, 1);
        ProcessQueue<Integer> other = queueOf(SIZE, 1);
        assertEquals(queue, queue);
        assertNotEquals(queue, other);
        assertNotEquals((Object) queue, List.of(1));
        assertEquals(queue.hashCode(), queue.hashCode());
    }

    @Test
    void aQueueDescribesItself() {
        ProcessQueue<Integer> queue = filled(SIZE);
        assertFalse(queue.toString().isBlank());
        queue.close();
        assertFalse(queue.toString().isBlank());
    }
}
