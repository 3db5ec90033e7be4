package dev.sluice.stress;

/** Elements that their producers took back: nobody may get them any more. */
final class Withdrawals {
    private Withdrawals() {}

    /**
     * How many were delivered though they had been withdrawn. In a joinable queue somebody may have had it before, and given it
     * back; in a plain one, whoever had it has it.
     */
    static int delivered(History history, boolean joinable) {
        int delivered = 0;
        for (Passage passage : history.passages()) {
            if (passage.wasWithdrawn()) {
                delivered += (int) passage.takes().stream()
                        .filter(take -> !joinable || take.end() > passage.withdrawEnd())
                        .count();
            }
        }
        return delivered;
    }
}
