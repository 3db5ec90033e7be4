package dev.sluice.internal.layout;

/**
 * The put lock, what it protects, and the put side's committed state: two copies of which {@code version & 1} names the
 * valid one, so that one store of the version commits a put as a whole. The published tail may be ahead of the copy's: each
 * element that needed no more than its slot, on the page that the copy names, was committed by that word alone.
 *
 * <pre>
 *  offset  size  field                      mode
 *   0x380     4  lock word                  compare-and-set
 *   0x388     8  cached gone                plain, under the lock
 *   0x390     8  cached bytes gone          plain, under the lock
 *   0x398     8  range backed up to         plain, under the lock
 *   0x3A0     8  directory backed up to     plain, under the lock
 *   0x3A8     8  arena used up to           plain, under the lock, since memory was last given back
 *   0x3B0     8  range: start               plain, under the lock: where chunks are carved from, see Tables
 *   0x3B8     8  range: end                 plain, under the lock, set last
 *   0x3C0     8  free ranges                plain, under the lock: rows of that table in use, 0 if it has no memory yet
 *   0x3C8     8  arena bytes backed         plain, under the lock, at most so many; read as a hint without it
 *   0x3D0     8  repairs                    atomic
 *   0x3D8     4  coalescer                  volatile, under both locks: who looks for free ranges, 0 nobody
 *   0x3E0     8  cached returns             plain, under the lock: when the two cached words above were read
 *   0x3E8     8  end of the run             plain, under the lock: positions before it have a slot on the page at hand, and room
 *   0x3F0     8  limit of the run           plain, under the lock: end of the page at hand, as far as the run may be extended
 *   0x3F8     8  base of the run            plain, under the lock: where the slot of position 0 would stand
 *   0x600     8  version                    release P1 / plain under the lock
 *   0x640    64  copy 0                     plain, carried by P1
 *   0x680    64  copy 1                     plain, carried by P1
 *   0x700     8  published tail             release E1 / acquire E1
 *   0x708     8  published bytes in         release / acquire; of the elements before the published tail
 *
 *  copy:  +0 tail   +8 bytes in   +16 bump   +24 page   +32 page index
 *        +40 class of the popped chunk or -1   +44 preparation   +48 new free head   +56 preparation step   +60 epoch
 * </pre>
 */
public final class PutSide {
    public static final long LOCK_AT = 0x380;
    public static final long CACHED_GONE_AT = 0x388;
    public static final long CACHED_BYTES_GONE_AT = 0x390;
    public static final long RANGE_BACKED_AT = 0x398;
    public static final long DIRECTORY_BACKED_AT = 0x3A0;
    public static final long ARENA_USED_AT = 0x3A8;
    public static final long RANGE_START_AT = 0x3B0;
    public static final long RANGE_END_AT = 0x3B8;
    public static final long FREE_RANGES_AT = 0x3C0;
    public static final long ARENA_BYTES_BACKED_AT = 0x3C8;
    public static final long REPAIRS_AT = 0x3D0;
    public static final long COALESCER_AT = 0x3D8;
    public static final long CACHED_RETURNS_AT = 0x3E0;
    public static final long RUN_END_AT = 0x3E8;
    public static final long RUN_LIMIT_AT = 0x3F0;
    public static final long RUN_BASE_AT = 0x3F8;

    public static final long VERSION_AT = 0x600;
    public static final long COPY_AT = 0x640;
    public static final long COPY_BYTES = 64;
    public static final long PUBLISHED_TAIL_AT = 0x700;
    public static final long PUBLISHED_BYTES_IN_AT = 0x708;

    public static final long TAIL = 0;
    public static final long BYTES_IN = 8;
    public static final long BUMP = 16;
    public static final long PAGE = 24;
    public static final long PAGE_INDEX = 32;
    public static final long POPPED_CLASS = 40;
    public static final long PREPARATION = 44;
    public static final long NEW_FREE_HEAD = 48;
    public static final long PREPARATION_STEP = 56;
    public static final long EPOCH = 60;

    /** The commit touches no preparation. */
    public static final int STEP_NONE = 0;
    /** The commit made the named preparation the owner of the popped or bumped chunk. */
    public static final int STEP_HOLD = 1;
    /** The commit moved the chunk of the named preparation into the queue. */
    public static final int STEP_PUBLISH = 2;

    private PutSide() {}

    /** Where the copy stands that the version names. */
    public static long copyAt(long version) {
        return COPY_AT + (version & 1) * COPY_BYTES;
    }
}
