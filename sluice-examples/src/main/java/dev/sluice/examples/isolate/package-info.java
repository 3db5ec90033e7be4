/**
 * Thumbnails of pictures, some of which are hostile, by processes that may crash.
 *
 * <p>{@link dev.sluice.examples.isolate.IsolateExample} is the parent and explains the pattern,
 * {@code Thumbnails} is what a worker does, {@code Pictures} makes the files.
 */
package dev.sluice.examples.isolate;
