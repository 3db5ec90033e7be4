package dev.sluice.internal.layout;

/**
 * The get lock, what it protects, and the get side's committed state, in two copies as in {@link PutSide}. The head may be
 * ahead of the copy's: each element that was taken without freeing a chunk or a page was committed by that word alone.
 *
 * <pre>
 *  offset  size  field                      mode
 *   0x480     4  lock word                  compare-and-set
 *   0x488     8  cached tail                plain, under the lock
 *   0x490     8  page of the head           plain, under the lock
 *   0x498     8  index of that page, or -1  plain, under the lock
 *   0x4A0     4  taken entries high-water   plain, under the lock, grows before an entry is used
 *   0x4A4     4  free entries, first        plain, under the lock, rebuilt by repair
 *   0x4A8     4  redelivery list, first     plain, under the lock, rebuilt by repair
 *   0x4AC     4  redelivery list, last      plain, under the lock, rebuilt by repair
 *   0x4B0     4  redelivery list, length    plain, under the lock, rebuilt by repair
 *   0x4B4     4  entries taken              plain, under the lock, rebuilt by repair
 *   0x4B8     8  redelivery list, bytes     plain, under the lock, rebuilt by repair
 *   0x4C0     4  entries of dead letters    plain, under the lock, rebuilt by repair; read as a hint without it
 *   0x4C8     8  taken entries backed       plain, under the lock
 *   0x4D0     8  head                       release G2 / plain under the lock
 *   0x4D8     8  bytes out                  plain, under the lock: encoded bytes ever taken, up to the head
 *   0x4E0     8  end of the run             plain, under the lock: up to it the head can go on along its page
 *   0x4E8     8  limit of the run           plain, under the lock: last slot of the page, as far as the run may be extended
 *   0x4F0     8  base of the run            plain, under the lock: where the slot of position 0 would stand
 *   0x780     8  version                    release G1 / plain under the lock
 *   0x800   128  copy 0                     plain, carried by G1
 *   0x880   128  copy 1                     plain, carried by G1
 *   0x900     8  published gone             release E2 / acquire E2
 *   0x908     8  published bytes gone       release E2 / acquire E2
 *   0x910     8  published done             release E3 / acquire E3
 *   0x918     8  published pages freed      release / acquire
 *
 *  copy:  +0 head   +8 removed   +16 bytes out   +24 ticket of the last acknowledgement, or -1
 *        +32 pages freed   +40 class of the pushed chunk or -1   +48 old free tail   +56 new free tail
 *        +64 ticket removed from the middle, or -1
 * </pre>
 *
 * Gone is what no longer counts as queued: head + removed - redelivery list length. Done is what has left the slots and
 * stands in no taken entry: head + removed - entries that are not free.
 */
public final class GetSide {
    public static final long LOCK_AT = 0x480;
    public static final long CACHED_TAIL_AT = 0x488;
    public static final long HEAD_PAGE_AT = 0x490;
    public static final long HEAD_PAGE_INDEX_AT = 0x498;
    public static final long TAKEN_HIGH_AT = 0x4A0;
    public static final long FREE_ENTRY_AT = 0x4A4;
    public static final long REDELIVER_FIRST_AT = 0x4A8;
    public static final long REDELIVER_LAST_AT = 0x4AC;
    public static final long REDELIVER_COUNT_AT = 0x4B0;
    public static final long TAKEN_COUNT_AT = 0x4B4;
    public static final long REDELIVER_BYTES_AT = 0x4B8;
    public static final long DEAD_LETTERS_AT = 0x4C0;

    public static final long TAKEN_BACKED_AT = 0x4C8;
    public static final long HEAD_AT = 0x4D0;
    public static final long BYTES_OUT_AT = 0x4D8;
    public static final long RUN_END_AT = 0x4E0;
    public static final long RUN_LIMIT_AT = 0x4E8;
    public static final long RUN_BASE_AT = 0x4F0;

    public static final long VERSION_AT = 0x780;
    public static final long COPY_AT = 0x800;
    public static final long COPY_BYTES = 128;
    public static final long PUBLISHED_GONE_AT = 0x900;
    public static final long PUBLISHED_BYTES_GONE_AT = 0x908;
    public static final long PUBLISHED_DONE_AT = 0x910;
    public static final long PUBLISHED_PAGES_FREED_AT = 0x918;

    public static final long HEAD = 0;
    public static final long REMOVED = 8;
    public static final long BYTES_OUT = 16;
    public static final long LAST_ACK = 24;
    public static final long PAGES_FREED = 32;
    public static final long PUSHED_CLASS = 40;
    public static final long OLD_FREE_TAIL = 48;
    public static final long NEW_FREE_TAIL = 56;
    public static final long REMOVED_TICKET = 64;

    private GetSide() {}

    /** Where the copy stands that the version names. */
    public static long copyAt(long version) {
        return COPY_AT + (version & 1) * COPY_BYTES;
    }
}
