package dev.sluice.internal.codec;

import java.util.Arrays;

/**
 * Refuses sets and maps whose keys were chosen to collide. Such keys make building a table take time in the square
 * of its size, which for a message of a few megabytes is hours. Tables of ordinary size are not worth a check.
 */
final class Collisions {
    static final int HARMLESS_SIZE = 10_000;

    private static final long PROBES_PER_KEY = 1_000;

    private Collisions() {}

    /**
     * For HashMap and its relatives, whose trees keep all collisions cheap but those of keys with equal hash codes
     * and no order.
     */
    static void checkTree(Object[] keys) throws DecodeException {
        if (keys.length <= HARMLESS_SIZE) {
            return;
        }
        int[] hashes = new int[keys.length];
        int unordered = 0;
        for (Object key : keys) {
            if (key != null && !(key instanceof Comparable)) {
                hashes[unordered++] = key.hashCode();
            }
        }
        Arrays.sort(hashes, 0, unordered);
        for (int i = HARMLESS_SIZE; i < unordered; i++) {
            if (hashes[i] == hashes[i - HARMLESS_SIZE]) {
                throw refused(keys.length);
            }
        }
    }

    /** For Set.of and Map.of, which probe linearly in a table of twice the size. */
    static void checkProbes(Object[] keys) throws DecodeException {
        if (keys.length <= HARMLESS_SIZE) {
            return;
        }
        boolean[] taken = new boolean[2 * keys.length];
        long probesLeft = PROBES_PER_KEY * keys.length;
        for (Object key : keys) {
            int slot = Math.floorMod(key.hashCode(), taken.length);
            while (taken[slot]) {
                slot = slot + 1 == taken.length ? 0 : slot + 1;
                if (--probesLeft < 0) {
                    throw refused(keys.length);
                }
            }
            taken[slot] = true;
        }
    }

    private static DecodeException refused(int size) {
        return new DecodeException("the message is refused: too many of the " + size
                + " keys of a set or map collide, building it would take too long");
    }
}
