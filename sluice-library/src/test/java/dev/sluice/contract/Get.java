package dev.sluice.contract;

import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every form in which one element leaves a queue, by its head. */
enum Get {
    POLL,
    REMOVE,
    GET_NO_WAIT,
    DRAIN_TO,
    POLL_TIMED,
    GET_TIMED,
    TAKE,
    GET;

    /** A test for each form. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @EnumSource(Get.class)
    @interface Every {}

    /** A test for each form that waits for an element, with or without a time-out. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @EnumSource(value = Get.class, names = {"POLL_TIMED", "GET_TIMED", "TAKE", "GET"})
    @interface EveryWaiting {}

    /** Takes the head; the forms that take a time-out wait no longer than this. Null if there was none. */
    Object from(ProcessQueue<?> queue, Duration timeout) throws InterruptedException {
        try {
            return switch (this) {
                case POLL -> queue.poll();
                case REMOVE -> queue.remove();
                case GET_NO_WAIT -> queue.getNoWait();
                case DRAIN_TO -> drainOne(queue);
                case POLL_TIMED -> queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
                case GET_TIMED -> queue.get(timeout);
                case TAKE -> queue.take();
                case GET -> queue.get();
            };
        } catch (NoSuchElementException e) {
            return null;
        }
    }

    private static Object drainOne(ProcessQueue<?> queue) {
        List<Object> drained = new ArrayList<>();
        return queue.drainTo(drained, 1) == 0 ? null : drained.getFirst();
    }

    Object from(ProcessQueue<?> queue) throws InterruptedException {
        return from(queue, SluiceTest.LONG);
    }

    /** Takes the head and acknowledges it, if the queue wants that. */
    Object doneFrom(ProcessQueue<?> queue) throws InterruptedException {
        Object element = from(queue);
        if (queue instanceof JoinableQueue<?> joinable) {
            joinable.taskDone();
        }
        return element;
    }
}
