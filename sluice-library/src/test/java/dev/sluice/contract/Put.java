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
    ADD,
    ADD_ALL,
    OFFER,
    PUT_NO_WAIT,
    OFFER_TIMED,
    PUT_TIMED,
    PUT;

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

    /** Puts the element; the forms that take a time-out wait no longer than this. False if there was no room. */
    boolean into(ProcessQueue<?> queue, Object element, Duration timeout) throws InterruptedException {
        @SuppressWarnings("unchecked") // a queue takes whatever can cross
        var any = (ProcessQueue<Object>) queue;
        try {
            return putInto(any, element, timeout);
        } catch (QueueFullException e) {
            return false;
        }
    }

    private boolean putInto(ProcessQueue<Object> queue, Object element, Duration timeout) throws InterruptedException {
        switch (this) {
            case ADD -> queue.add(element);
            case ADD_ALL -> queue.addAll(Collections.singletonList(element));
            case PUT_NO_WAIT -> queue.putNoWait(element);
            case PUT_TIMED -> queue.put(element, timeout);
            case PUT -> queue.put(element);
            case OFFER -> {
                return queue.offer(element);
            }
            case OFFER_TIMED -> {
                return queue.offer(element, timeout.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
        return true;
    }

    boolean into(ProcessQueue<?> queue, Object element) throws InterruptedException {
        return into(queue, element, SluiceTest.LONG);
    }
}
