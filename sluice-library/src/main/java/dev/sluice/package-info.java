/** Queues, joinable queues, pipes and child processes that several JVMs of one machine share. */
package dev.sluice;
