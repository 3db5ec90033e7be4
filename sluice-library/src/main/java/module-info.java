/** Multiprocessing for Java: queues, joinable queues, pipes and child processes over shared memory. */
module dev.sluice {
    exports dev.sluice;
}
