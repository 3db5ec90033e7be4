package dev.sluice.benchmarks.growth;

import dev.sluice.benchmarks.report.Numbers;

/** What is said of the curves. */
final class GrowthText {
    static final String QUEUED = "**Elements queued.** One thread puts 10,000 integers and takes 10,000, over and over, with so"
            + " many others between the two. Beside it the same walk over bare memory: a word written to one slot of 192"
            + " bytes after the other, and read that many slots later.";

    static final String PROCESSES = "**Processes attached.** One thread puts and takes integers; the other processes hold"
            + " the queue and wait elsewhere.";

    static final String BYTES = "**Bytes of an element.** One thread puts and takes arrays. Beside it the two copies alone:"
            + " an array into shared memory, and from there into a new array.";

    static final String MEMORY = "**Memory.** The blocks of the files of a queue as `du` counts them, and what of it the only"
            + " process that holds it has mapped. At rest: a queue that was only created; the mean of fifty.";

    private GrowthText() {}

    static String churn(Churn churn) {
        return "**Attaching under load.** A producer and a consumer at full speed; meanwhile, for a second at a time and in"
                + " turn, processes attach to their queue, or to another one (which takes as much of the processors)."
                + " Their rate with this queue is " + Numbers.ratio(churn.ratio().median())
                + " of that with the other (from " + Numbers.ratio(churn.ratio().min()) + " to "
                + Numbers.ratio(churn.ratio().max()) + "), with JVMs that are started for it "
                + Numbers.ratio(churn.visitorRatio().median()) + " (from "
                + Numbers.ratio(churn.visitorRatio().min()) + " to "
                + Numbers.ratio(churn.visitorRatio().max())
                + "). To open the queue in use and to close it again takes "
                + Numbers.plain(churn.openMicros()) + " us, on a machine whose processors are both taken.";
    }
}
