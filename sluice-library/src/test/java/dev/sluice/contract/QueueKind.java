package dev.sluice.contract;

import dev.sluice.ProcessQueue;

/** The kinds of queues that one suite runs on. */
enum QueueKind {
    PLAIN,
    JOINABLE;

    <E> ProcessQueue<E> build(ProcessQueue.Builder<E> builder) {
        return this == JOINABLE ? builder.buildJoinable() : builder.build();
    }
}
