package dev.sluice.benchmarks.growth;

import dev.sluice.benchmarks.report.Numbers;

/** What is said of the curves. */
final class GrowthText {
    static final String QUEUED =
            "**Elements queued.** One thread puts 10,000 integers and takes 10,000, over and over, with so"
                    + " many others between the two. Beside it the same walk over bare memory: a word written to one slot of 192"
                    + " bytes after the other, and read that many slots later. The bare read grows as soon as the slots between no"
                    + " longer fit into the caches (a second-level cache of 1 MiB holds 5,500 of them, a third-level one of 32 MiB"
                    + " 175,000); a put and a take grow by no more than that, since the slots ahead are asked for while one is worked"
                    + " on. *First put* is what an element costs while the queue grows to that level, in memory that nobody has used"
                    + " yet: the system clears and maps a page of 4 KiB for every 21 slots. With one element queued it is a single"
                    + " put, and says nothing. Once the queue has its size, next to no page is new: the column of page faults.";

    static final String PROCESSES =
            "**Processes attached.** One thread puts and takes integers; the other processes hold"
                    + " the queue and wait elsewhere. Neither a put nor a take looks at who is attached.";

    static final String BYTES =
            "**Bytes of an element.** One thread puts and takes arrays. Beside it the two copies alone:"
                    + " an array into shared memory, and from there into a new array. This curve cannot be flat, since bytes are"
                    + " copied; what is to be seen is that it becomes that of the copies. Its steps: up to 168 bytes an element"
                    + " lies in its slot; a longer one gets a piece of the arena, which has to be found and given back (the step from"
                    + " 64 to 512 bytes, where it is a large part of the whole). From some 256 KiB on, the array, its place in shared"
                    + " memory and the new array together are more than a second-level cache of 1 MiB, and so are the bare copies."
                    + " From megabytes on, new arrays come from heap that is not in any cache, and where page faults appear in both"
                    + " columns, from heap that the system has to map; faults in the first column alone are memory of the queue.";

    static final String MEMORY =
            "**Memory.** The blocks of the files of a queue as `du` counts them, and what of it the only"
                    + " process that holds it has mapped. At rest: a queue that was only created; the mean of fifty. A queue grows"
                    + " to what it has had to hold at once, and keeps 64 MiB of that at most: what is beyond is given back to the"
                    + " system within seconds after it has become empty, or while it is in use and needs little.";

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
