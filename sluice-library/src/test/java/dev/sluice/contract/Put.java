package dev.sluice.contract;

import dev.sluice.ProcessQueue;
import dev.sluice.QueueFullException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every form in which an element enters a queue. */
enum Put {
    ADD((queue, element, _) -> queue.add(element)),
    ADD_ALL((queue, element, _) -> queue.addAll(Collections.singletonList(element))),
    OFFER((queue, element, _) -> queue.offer(element)),
    PUT_NO_WAIT((queue, element, _) -> {
        queue.putNoWait(element);
        return true;
    }),
    OFFER_TIMED((queue, element, timeout) -> queue.offer(element, timeout.toMillis(), TimeUnit.MILLISECONDS)),
    PUT_TIMED((queue, element, timeout) -> {
        queue.put(element, timeout);
        return true;
    }),
    PUT((queue, element, _) -> {
        queue.put(element);
        return true;
    });

    /** A test for each form. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @EnumSource(Put.class)
    @interface Every {}

    /** A test for each form that waits for room, with or without a time-out. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @EnumSource(value = Put.class, names = {"OFFER_TIMED", "PUT_TIMED", "PUT"})
    @interface EveryWaiting {}

    private final Form form;

    Put(Form form) {
        this.form = form;
    }

    private interface Form {
        boolean put(ProcessQueue<Object> queue, Object element, Duration timeout) throws InterruptedException;
    }

    /** Puts the element; the forms that take a time-out wait no longer than this. False if there was no room. */
    boolean into(ProcessQueue<?> queue, Object element, Duration timeout) throws InterruptedException {
        @SuppressWarnings("unchecked") // a queue takes whatever can cross
        var any = (ProcessQueue<Object>) queue;
        try {
            return form.put(any, element, timeout);
        } catch (QueueFullException e) {
            return false;
        }
    }

    boolean into(ProcessQueue<?> queue, Object element) throws InterruptedException {
        return into(queue, element, SluiceTest.LONG);
    }
}
