package dev.sluice.examples.index;

import dev.sluice.ChildProcess;
import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;

/** Takes chunks, indexes them and sends the results, until there are no more. */
@SuppressWarnings("serial") // parent and child are one program, so its versions never meet
final class Worker extends ChildProcess {
    private final String place;
    private final JoinableQueue<Chunk> jobs;
    private final ProcessQueue<Partial> results;

    Worker(String place, JoinableQueue<Chunk> jobs, ProcessQueue<Partial> results) {
        this.place = place;
        this.jobs = jobs;
        this.results = results;
    }

    @Override
    protected void run() throws InterruptedException {
        try (Sources sources = Sources.open(place)) {
            for (Chunk chunk : jobs.untilShutdown()) {
                results.put(new Partial(chunk.id(), WordIndex.of(sources, chunk.names())));
                // Killed above this line: the chunk goes to another worker. Never acknowledge before the result is out.
                jobs.taskDone();
            }
        }
    }
}
