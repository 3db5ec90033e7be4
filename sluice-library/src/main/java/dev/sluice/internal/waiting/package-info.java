/**
 * How a thread waits for another process: it spins for a moment, then sleeps on a futex, or polls with growing pauses
 * where there is none. Virtual threads park and leave the waiting to a pump thread.
 */
package dev.sluice.internal.waiting;
