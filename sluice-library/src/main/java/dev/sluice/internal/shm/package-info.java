/**
 * Segments: create, map, reserve, give back, find, unlink, clean up; identity and death of processes.
 *
 * <p>{@link dev.sluice.internal.shm.SharedFile} is one mapped file, wherever it lives; {@link
 * dev.sluice.internal.shm.Directory} is the private place for those that have a name, {@link
 * dev.sluice.internal.shm.Janitor} removes what killed processes left there, and {@link
 * dev.sluice.internal.shm.Liveness} says which processes are dead. What stands inside a file is not known here.
 */
package dev.sluice.internal.shm;
