package dev.sluice.internal.ring;

import dev.sluice.internal.libc.Libc;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The steps of the algorithms between which a process may die. For tests: with the system property
 * {@code dev.sluice.killpoint=NAME:n} the process kills itself with -9 at the n-th passage of that step. Without the
 * property the compiler leaves nothing of the calls.
 */
public enum KillPoint {
    PUT_LOCKED,
    PUT_PAGE_ADDED,
    PUT_WRITTEN,
    PUT_COMMITTED,
    PUT_COUNTED,
    PUT_PUBLISHED,
    PUT_UNLOCKED,
    PUT_STAGED,
    PREPARE_TENTATIVE,
    PREPARE_COMMITTED,
    PREPARE_HELD,
    PREPARE_COPIED,
    PREPARE_ABORTING,
    CLAIM_HELD,
    GET_LOCKED,
    GET_COPIED,
    GET_ENTRY_FILLED,
    GET_COUNTED,
    GET_COMMITTED,
    GET_LINKED,
    GET_PAGE_FREED,
    GET_UNLOCKED,
    GET_TAKEN,
    DRAIN_STAGED,
    DRAIN_COMMITTED,
    DRAIN_UNLOCKED,
    PUT_BACK_MARKED,
    LEND_TAKEN,
    REDELIVERY_TAKEN,
    ACK_LOCKED,
    ACK_COMMITTED,
    ACK_ENTRY_FREED,
    ACK_UNLOCKED,
    GIVE_BACK_MARKED,
    REMOVE_COMMITTED,
    REMOVE_MARKED,
    DISCARD_COMMITTED,
    SHUTDOWN_LOCKED,
    SHUTDOWN_SET,
    RECOVER_LOCKED,
    RECOVER_MARKED,
    RECOVER_SLOT_FREED,
    STEAL_LOCKED,
    REPAIR_STARTED,
    ATTACH_CLAIMED,
    DETACH_LOCKED,
    DETACH_MARKED,
    DETACH_SLOT_FREED,
    TRIM_LOCKED,
    TRIM_RESET,
    SET_ASIDE_COMMITTED,
    COALESCE_FORGOTTEN,
    COALESCE_LISTED,
    RANGE_LEFT,
    RANGE_ENTERED;

    static final boolean ON;
    private static final KillPoint CHOSEN;
    private static final AtomicInteger PASSAGES_LEFT;

    static {
        String chosen = System.getProperty("dev.sluice.killpoint");
        ON = chosen != null;
        CHOSEN = ON ? valueOf(chosen.substring(0, chosen.indexOf(':'))) : null;
        PASSAGES_LEFT = new AtomicInteger(ON ? Integer.parseInt(chosen.substring(chosen.indexOf(':') + 1)) : 0);
    }

    void reached() {
        if (this == CHOSEN && PASSAGES_LEFT.decrementAndGet() == 0) {
            kill();
        }
    }

    private static void kill() {
        int pid = (int) ProcessHandle.current().pid();
        if (Libc.available()) {
            Libc.kill(pid, 9);
        } else {
            try {
                new ProcessBuilder("kill", "-9", Integer.toString(pid)).start();
            } catch (IOException e) {
                throw new IllegalStateException("cannot kill this process", e);
            }
        }
        for (;;) {
            LockSupport.park();
        }
    }
}
