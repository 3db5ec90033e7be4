package dev.sluice.contract;

import dev.sluice.peer.Job;
import dev.sluice.peer.Running;

/** A suite that every engine passes, with its other side on a thread or in another process. */
public abstract class Contract extends SluiceTest {
    protected abstract Engine engine();

    /** The other side works with the handle; this side keeps its own. */
    protected final <H extends AutoCloseable, R> Running<R> elsewhere(H handle, Job<? super H, R> job) {
        return engine().elsewhere().run(handle, job);
    }

    /** The other side takes the handle over and closes it at the end. */
    protected final <H extends AutoCloseable, R> Running<R> give(H handle, Job<? super H, R> job) {
        return engine().elsewhere().give(handle, job);
    }
}
