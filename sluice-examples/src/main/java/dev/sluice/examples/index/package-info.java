/**
 * A word and identifier index over thousands of source files, made by processes of which any may be killed.
 *
 * <p>{@link dev.sluice.examples.index.IndexExample} is the parent and explains the pattern,
 * {@code Worker} is the child, {@code Crew} starts, kills and replaces the children. What is counted, and how, is in
 * {@code Sources}, {@code Scanner} and {@link dev.sluice.examples.index.WordIndex}; they know nothing of processes.
 */
package dev.sluice.examples.index;
