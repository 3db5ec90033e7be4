package dev.sluice.stress;

/** What happened to the queue's elements after it had been shut down. */
final class Shutdowns {
    private Shutdowns() {}

    /** How many were put though their put began after a shutdown had returned, or taken after one that discards had. */
    static int ignored(History history) {
        int ignored = 0;
        for (Passage passage : history.passages()) {
            boolean put = passage.putting() == Passage.Putting.DONE && passage.putBegin() > history.shutDownNanos();
            ignored += put ? 1 : 0;
            ignored += (int) passage.takes().stream()
                    .filter(take -> take.begin() > history.discardedNanos())
                    .count();
        }
        return ignored;
    }

    /** How many a queue may have held that was shut down and discarded what it held. */
    static int mostDiscarded(History history, Configuration configuration) {
        if (!history.isDiscarding()) {
            return 0;
        }
        return configuration.isBounded()
                ? configuration.maxSize() + configuration.mostAboveTheBound() : Integer.MAX_VALUE;
    }
}
