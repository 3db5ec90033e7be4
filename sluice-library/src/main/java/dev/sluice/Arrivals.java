package dev.sluice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The handles that one decoding opens, for the case that nobody gets them: closing closes them, so that what they stand for
 * does not live until the garbage collector finds them. Confined to one thread.
 */
final class Arrivals implements AutoCloseable {
    private static final ThreadLocal<Arrivals> COLLECTING = new ThreadLocal<>();

    private final List<HandleState> opened = new ArrayList<>();

    /** Lets a thread that decodes in place of another one collect for that one. */
    static Runnable carry(Runnable decoding) {
        Arrivals collecting = COLLECTING.get();
        return () -> {
            COLLECTING.set(collecting);
            decoding.run();
        };
    }

    /** Called when a handle has been opened by its token. */
    static void opened(HandleState handle) {
        Arrivals collecting = COLLECTING.get();
        if (collecting != null) {
            collecting.opened.add(handle);
        }
    }

    /** Decodes, and collects what this opens. */
    <T> T during(Supplier<T> decoding) {
        Arrivals outer = COLLECTING.get();
        COLLECTING.set(this);
        try {
            return decoding.get();
        } finally {
            COLLECTING.set(outer);
        }
    }

    /** Leaves the handles open: somebody has got them. */
    void keep() {
        Arrivals outer = COLLECTING.get();
        if (outer != null) {
            outer.opened.addAll(opened);
        }
        opened.clear();
    }

    @Override
    public void close() {
        opened.forEach(HandleState::close);
        opened.clear();
    }
}
