package dev.sluice.examples.index;

/**
 * What a worker found in one chunk.
 *
 * @param chunk the {@link Chunk#id()}
 * @param index the terms of its files
 */
record Partial(int chunk, WordIndex index) {}
