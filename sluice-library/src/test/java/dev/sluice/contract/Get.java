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
    POLL((queue, _) -> queue.poll()),
    REMOVE((queue, _) -> queue.remove()),
    GET_NO_WAIT((queue, _) -> queue.getNoWait()),
    DRAIN_TO((queue, _) -> {
        List<Object> drained = new ArrayList<>();
        return queue.drainTo(drained, 1) == 0 ? null : drained.getFirst();
    }),
    POLL_TIMED((queue, timeout) -> queue.poll(timeout.toMillis(), TimeUnit.MILLISECONDS)),
    GET_TIMED((queue, timeout) -> queue.get(timeout)),
    TAKE((queue, _) -> queue.take()),
    GET((queue, _) -> queue.get());

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

    private final Form form;

    Get(Form form) {
        this.form = form;
    }

    private interface Form {
        Object get(ProcessQueue<?> queue, Duration timeout) throws InterruptedException;
    }

    /** Takes the head; the forms that take a time-out wait no longer than this. Null if there was none. */
    Object from(ProcessQueue<?> queue, Duration timeout) throws InterruptedException {
        try {
            return form.get(queue, timeout);
        } catch (NoSuchElementException e) {
            return null;
        }
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
