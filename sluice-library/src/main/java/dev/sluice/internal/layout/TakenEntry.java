package dev.sluice.internal.layout;

/**
 * An element that was taken and is not yet acknowledged, or waits to be delivered again. The state word alone decides;
 * the lists that link the entries are rebuilt from it.
 *
 * <pre>
 *    +0     8  state: owner &lt;&lt; 8 | 0 free, 1 taken, 2 to be redelivered, 3 dead letter     release, under the get lock
 *    +8     8  ticket: its position in the FIFO
 *   +16     8  chunk, 0 if the payload is here
 *   +24     4  length of the payload (bytes)
 *   +28     4  flags, as in the slot, and DEAD
 *   +32     4  deliveries so far
 *   +36     4  next entry of the list, or -1
 *   +40   168  payload
 * </pre>
 */
public final class TakenEntry {
    public static final long BYTES = 256;
    public static final long STATE = 0;
    public static final long TICKET = 8;
    public static final long CHUNK = 16;
    public static final long LENGTH = 24;
    public static final long FLAGS = 28;
    public static final long DELIVERIES = 32;
    public static final long NEXT = 36;
    public static final long INLINE = 40;

    /** Flag: decided to be a dead letter, whoever has it in his hands. */
    public static final int DEAD = 0x100;

    public static final int FREE = 0;
    public static final int TAKEN = 1;
    public static final int REDELIVER = 2;
    public static final int DEAD_LETTER = 3;

    private TakenEntry() {}

    public static long taken(int owner) {
        return (long) owner << 8 | TAKEN;
    }

    public static int kind(long state) {
        return (int) (state & 0xFF);
    }
}
