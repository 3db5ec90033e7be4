package dev.sluice.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What the headers in messages (of records, enum constants, classes) mean for one class loader, found by comparing
 * bytes.
 *
 * <p>Readers take no lock: the slots are replaced as a whole by writers, and entries are immutable. Values are held
 * weakly; they live as long as their class. Only what could be resolved gets in, and the table is emptied when it
 * grows beyond what a program has in classes, so that damaged or hostile messages cannot fill the memory.
 */
final class NameTable {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_ENTRIES = 8192;
    private static final int FREE_MISSES = 10_000;
    private static final long NANOS_PER_FURTHER_MISS = 100_000_000;

    private volatile Entry[] slots = new Entry[64];
    private int count;
    private int misses;
    private long lastMissNanos;

    private static final class Entry {
        final byte kind;
        final byte[] header;
        final WeakReference<Object> value;

        Entry(byte kind, byte[] header, Object value) {
            this.kind = kind;
            this.header = header;
            this.value = new WeakReference<>(value);
        }
    }

    NameTable() {}

    /** FNV-1a, then mixed so that the low bits depend on all others. */
    static int hash(byte[] text) {
        int hash = 0x811C9DC5;
        for (byte b : text) {
            hash = (hash ^ (b & 0xFF)) * 0x01000193;
        }
        hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
        return hash ^ (hash >>> 16);
    }

    /** {@return the header of this text: its hash and its bytes} */
    static byte[] header(byte[] text) {
        byte[] header = new byte[4 + text.length];
        INTS.set(header, 0, hash(text));
        System.arraycopy(text, 0, header, 4, text.length);
        return header;
    }

    /** {@return what the header of at least four bytes stands for, null if that is not known yet} */
    Object find(byte kind, byte[] bytes, int offset, int length) {
        Entry[] table = slots;
        int slot = (int) INTS.get(bytes, offset) & table.length - 1;
        for (Entry entry = table[slot]; entry != null; entry = table[slot]) {
            if (entry.kind == kind
                    && Arrays.equals(entry.header, 0, entry.header.length, bytes, offset, offset + length)) {
                return entry.value.get();
            }
            slot = slot + 1 & table.length - 1;
        }
        return null;
    }

    /** A name turned out to be that of no class. */
    synchronized void countMiss() {
        misses++;
        lastMissNanos = System.nanoTime();
    }

    /**
     * Whether a class loader may be asked for a name that is not known yet. Class loaders remember each name they were
     * ever asked for, whether there is such a class or not: an endless stream of invented names would fill the memory.
     * So after many misses there is only one more in each tenth of a second.
     */
    synchronized boolean mayAskLoader() {
        return misses < FREE_MISSES || System.nanoTime() - lastMissNanos >= NANOS_PER_FURTHER_MISS;
    }

    synchronized void add(byte kind, byte[] header, Object value) {
        Entry[] next = count >= MAX_ENTRIES ? new Entry[64] : Arrays.copyOf(slots, slots.length);
        if (count >= MAX_ENTRIES) {
            count = 0;
        } else if (count * 2 >= next.length) {
            next = rehashed(next);
        }
        if (insert(next, new Entry(kind, header, value))) {
            count++;
        }
        slots = next;
    }

    private static Entry[] rehashed(Entry[] table) {
        Entry[] next = new Entry[table.length * 2];
        for (Entry entry : table) {
            if (entry != null) {
                insert(next, entry);
            }
        }
        return next;
    }

    /** Returns false if an entry with the same header was replaced. */
    private static boolean insert(Entry[] table, Entry added) {
        int slot = (int) INTS.get(added.header, 0) & table.length - 1;
        for (Entry entry = table[slot]; entry != null; entry = table[slot]) {
            if (entry.kind == added.kind && Arrays.equals(entry.header, added.header)) {
                table[slot] = added;
                return false;
            }
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = added;
        return true;
    }
}
