package dev.sluice.internal.codec;

import java.util.Arrays;

/**
 * The numbered objects of the message being written, found by identity. Up to {@link #SCANNED} objects a scan is
 * cheaper than asking the JVM for identity hash codes, which it has to invent for fresh objects.
 */
@SuppressWarnings("ReferenceEquality") // identity is the point
final class HandleTable {
    private static final int SCANNED = 16;
    private static final int KEPT = 1024;

    private Object[] objects = new Object[SCANNED];
    private int[] slots = {}; // number + 1, 0 is free; used from the first object that is not scanned on
    private int count;

    HandleTable() {}

    /** {@return the number of the object; -1 if it had none and was given the next one} */
    int numberOrAdd(Object object) {
        int known = count;
        if (known >= SCANNED) {
            return hashedNumberOrAdd(object);
        }
        for (int i = 0; i < known; i++) {
            if (objects[i] == object) {
                return i;
            }
        }
        objects[count++] = object;
        return -1;
    }

    private int hashedNumberOrAdd(Object object) {
        if (count == SCANNED || count * 2 >= slots.length) {
            rehash();
        }
        int slot = slotOf(object);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (count == objects.length) {
            objects = Arrays.copyOf(objects, count * 2);
        }
        objects[count++] = object;
        slots[slot] = count;
        return -1;
    }

    private int slotOf(Object object) {
        int slot = System.identityHashCode(object) & slots.length - 1;
        while (slots[slot] != 0 && objects[slots[slot] - 1] != object) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private void rehash() {
        if (count * 2 >= slots.length || slots.length == 0) {
            slots = new int[Math.max(SCANNED * 4, slots.length * 2)];
        }
        Arrays.fill(slots, 0);
        for (int i = 0; i < count; i++) {
            slots[slotOf(objects[i])] = i + 1;
        }
    }

    /** Forgets all objects. */
    void clear() {
        if (count > KEPT) {
            objects = new Object[SCANNED];
            slots = new int[0];
        } else {
            Arrays.fill(objects, 0, count, null);
        }
        count = 0;
    }
}
