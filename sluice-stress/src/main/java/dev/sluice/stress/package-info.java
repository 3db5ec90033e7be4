/**
 * An attack on the queues and pipes of Sluice from outside: real processes put and take, and are killed with -9 at any
 * moment; each notes what it is about to do and what it has done, and the verdict is drawn from these notes alone.
 */
package dev.sluice.stress;
