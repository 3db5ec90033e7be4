/** What a module implements to give queues that are not in the shared memory of this machine. For authors of engines. */
package dev.sluice.spi;
