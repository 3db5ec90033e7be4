/**
 * The queue itself: a first-in-first-out ring of slots in a shared segment, which many processes fill and empty at once and
 * any of them may leave at any instruction.
 *
 * <p>Putting and getting each have a lock of their own, which knows its owner, and a committed state in two copies, which
 * one store switches. Who finds a dead owner takes the lock over and repairs what it left: the committed state is complete
 * at any instruction, and everything else is derived from it. The backing of fresh memory is the only system call made with
 * a lock held. {@code docs/ordering.md} lists the steps.
 */
package dev.sluice.internal.ring;
