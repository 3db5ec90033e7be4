package dev.sluice.redis;

import dev.sluice.JoinableQueue;
import dev.sluice.LeaseLostException;
import dev.sluice.QueueNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A handle of a joinable queue on a server: what is taken is owned until it is acknowledged, as long as the lease is renewed.
 *
 * @param <E> the type of the elements
 */
final class RedisJoinableQueue<E> extends RedisQueue<E> implements JoinableQueue<E> {
    private static final long serialVersionUID = 1L;

    RedisJoinableQueue(QueueClient client) {
        super(client);
    }

    @Override
    E accept(Taken taken) {
        E e = decode(taken);
        hold(taken, false);
        return e;
    }

    private void hold(Taken taken, boolean isDelivery) {
        client().held().add(taken, handle(), isDelivery);
        if (isClosed() && client().held().remove(taken)) { // who closed the handle may have looked just before
            long _ = client().settle("back", List.of(taken));
            throw closed();
        }
    }

    @Override
    void undecodable(Taken taken) {
        long _ = client().settle("dead", List.of(taken));
    }

    @Override
    void handingOver(Taken taken) {
        hold(taken, false);
    }

    @Override
    void refuse(Collection<Taken> elements) {
        long _ = client().settle("uncount", new ArrayList<>(elements));
    }

    @Override
    void removed(Taken taken) {
        hold(taken, false);
    }

    @Override
    public void taskDone() {
        checkOpen();
        Taken oldest = client().held().removeOldest();
        if (oldest == null) {
            throw new IllegalStateException("taskDone() was called more often than elements were taken from " + this
                    + ": this process holds none");
        }
        acknowledge(oldest);
    }

    private void acknowledge(Taken taken) {
        if (client().settle("ack", List.of(taken)) > 0) {
            throw new LeaseLostException("an element of " + this + " is not this process's any more: its lease of "
                    + client().address().lease() + " was not renewed in time, and the element is delivered to others;"
                    + " discard the work, or set a longer lease=SECONDS in the URI");
        }
    }

    @Override
    public void join() throws InterruptedException {
        List<Object> _ = join(Patience.ENDLESS);
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        return QueueClient.is(join(Patience.of(timeout)), "OK");
    }

    private List<Object> join(Patience patience) throws InterruptedException {
        return until(null, patience, willWait -> client().ask("join", willWait ? 1 : 0));
    }

    @Override
    public Delivery<E> receive() throws InterruptedException {
        return deliver(Patience.ENDLESS, Duration.ZERO);
    }

    @Override
    public Delivery<E> receive(Duration timeout) throws InterruptedException {
        return deliver(Patience.of(timeout), timeout);
    }

    private Delivery<E> deliver(Patience patience, Duration timeout) throws InterruptedException {
        Taken taken = takeOne(patience);
        if (taken == null) {
            throw empty(timeout);
        }
        E e = decode(taken);
        hold(taken, true);
        return new RedisDelivery(e, taken);
    }

    private final class RedisDelivery implements Delivery<E> {
        private final E element;
        private final Taken taken;

        private RedisDelivery(E element, Taken taken) {
            this.element = element;
            this.taken = taken;
        }

        @Override
        public E element() {
            return element;
        }

        @Override
        public int count() {
            return (int) taken.count;
        }

        @Override
        public void done() {
            if (client().held().remove(taken)) {
                acknowledge(taken);
            }
        }

        @Override
        public void giveBack() {
            if (client().held().remove(taken)) {
                try {
                    long _ = client().settle("back", List.of(taken)); // lost is given back, too
                } catch (QueueNotFoundException gone) {
                    // There is nothing to give it back to.
                }
            }
        }

        @Override
        public void close() {
            giveBack();
        }
    }
}
