package dev.sluice.spi;

import java.util.Objects;

/**
 * What a queue of an engine is built with.
 *
 * @param maxSize       the bound on the elements queued, {@link Integer#MAX_VALUE} for none
 * @param maxBytes      the bound on the bytes queued
 * @param joinable      whether elements want to be acknowledged
 * @param buffered      whether puts may become visible a little later
 * @param maxDeliveries how often an element is delivered, {@link Integer#MAX_VALUE} for no limit
 * @param coding        elements as bytes, and what is stored beside the queue
 */
public record EngineSettings(
        int maxSize, long maxBytes, boolean joinable, boolean buffered, int maxDeliveries, ElementCoding coding) {
    /** Checks that there is a coding. */
    public EngineSettings {
        Objects.requireNonNull(coding, "coding");
    }
}
