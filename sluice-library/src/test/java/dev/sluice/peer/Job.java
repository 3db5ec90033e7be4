package dev.sluice.peer;

import java.io.Serializable;

/**
 * What the other side of a test does with its handle. It may run in another process, so a lambda must not capture the
 * test itself.
 *
 * @param <H> the type of the handle
 * @param <R> the type of the result, serializable
 */
@FunctionalInterface
public interface Job<H, R> extends Serializable {
    R on(H handle) throws Exception;
}
