package dev.sluice.benchmarks.contender;

import dev.sluice.ProcessQueue;
import dev.sluice.benchmarks.worker.Site;

/** How handles of Sluice get from the process that made them to the others: through a queue with a name. */
final class Rendezvous {
    private Rendezvous() {}

    static void give(Site site, Object handle, int copies) throws InterruptedException {
        ProcessQueue<Object> handles = handles(site);
        for (int i = 0; i < copies; i++) {
            handles.put(handle);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what was given is what is taken
    static <T> T take(Site site) throws InterruptedException {
        try (ProcessQueue<Object> handles = handles(site)) {
            return (T) handles.take();
        }
    }

    private static ProcessQueue<Object> handles(Site site) {
        return ProcessQueue.builder().name("handles-" + site.link()).openOrBuild();
    }
}
