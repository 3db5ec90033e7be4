package dev.sluice.examples.index;

import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * Kills workers at random moments. It waits for some results between two kills: a machine on which a worker takes longer
 * to start than to be killed would never come to an end otherwise.
 */
final class Killer implements AutoCloseable {
    private static final int TYPICAL_KILLS = 12;
    private static final int LONGEST_DELAY_MILLIS = 50;

    private final Crew crew;
    private final int mostResultsBetween;
    private final Semaphore results = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().name("killer").unstarted(this::killOnAndOn);
    private volatile boolean finished;

    Killer(Crew crew, int expectedResults) {
        this.crew = crew;
        this.mostResultsBetween = Math.max(1, 2 * expectedResults / TYPICAL_KILLS);
    }

    void start() {
        thread.start();
    }

    /** To be called for each result that has arrived. */
    void resultArrived() {
        results.release();
    }

    private void killOnAndOn() {
        RandomGenerator random = RandomGenerator.getDefault();
        try {
            // The first victim dies while it starts, the others while they work.
            while (!finished) {
                Thread.sleep(random.nextInt(LONGEST_DELAY_MILLIS));
                crew.killOne(random);
                results.acquire(random.nextInt(mostResultsBetween) + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets it end after the kill that it is at; see {@link #join()}. */
    @Override
    public void close() {
        finished = true;
        results.release(mostResultsBetween);
    }

    /** Waits until it has ended. */
    void join() throws InterruptedException {
        thread.join();
    }
}
