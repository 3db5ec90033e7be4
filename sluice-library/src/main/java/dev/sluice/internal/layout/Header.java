package dev.sluice.internal.layout;

/**
 * The first 8 KiB of a segment: what it is, and the words that both sides share. Hot words stand on 128-byte lines of
 * their own, because the hardware fetches lines in pairs.
 *
 * <pre>
 *  offset  size  field                                written by           mode
 *   0x000     8  magic                                creator              plain, before state
 *   0x008     4  layout version                       creator              plain, before state
 *   0x00C     4  kind                                 creator              plain, before state
 *   0x010    16  id                                   creator              plain, before state
 *   0x020    48  settings                             creator              plain, before state
 *   0x050    48  regions                              creator              plain, before state
 *   0x080    24  boot id, pid namespace, created at   creator              plain, before state
 *   0x098     8  configuration length, checksum       creator              plain, before state
 *   0x0C0     4  state                                creator, last holder volatile
 *   0x100     4  shutdown                             put lock held        volatile
 *   0x108     8  returns                              get lock held        release / acquire
 *   0x180     4  event: not empty                     anybody              volatile
 *   0x200     4  event: not full                      anybody              volatile
 *   0x280     4  event: all done                      anybody              volatile
 *   0x300     4  participants that cannot wake        attach, recovery     volatile
 *   0x304     4  participants high-water mark         attach               volatile
 *   0x308     4  handles of a pipe ever opened        anybody              volatile, counts round
 *   0x380   128  put lock and what it protects        {@link PutSide}
 *   0x480   128  get lock and what it protects        {@link GetSide}
 *   0x600   640  committed states of the two sides    {@link PutSide}, {@link GetSide}
 *  0x1000  2048  free lists                           {@link FreeLists}
 * </pre>
 */
public final class Header {
    /** "SLUICE" and two bytes that differ when the bytes are swapped. */
    public static final long MAGIC = 0x4543_4955_4C53_0A01L;

    public static final int VERSION = 1;

    public static final long MAGIC_AT = 0x000;
    public static final long VERSION_AT = 0x008;
    public static final long KIND_AT = 0x00C;
    public static final long ID_HIGH_AT = 0x010;
    public static final long ID_LOW_AT = 0x018;
    public static final long MAX_SIZE_AT = 0x020;
    public static final long PAGE_SHIFT_AT = 0x024;
    public static final long MAX_BYTES_AT = 0x028;
    public static final long MAX_DELIVERIES_AT = 0x030;
    public static final long FLAGS_AT = 0x034;
    public static final long FILE_SIZE_AT = 0x050;
    public static final long DIRECTORY_AT = 0x058;
    public static final long DIRECTORY_ENTRIES_AT = 0x060;
    public static final long TAKEN_AT = 0x068;
    public static final long TAKEN_ENTRIES_AT = 0x070;
    public static final long ARENA_AT = 0x078;
    public static final long BOOT_ID_AT = 0x080;
    public static final long PID_NAMESPACE_AT = 0x088;
    public static final long CREATED_MILLIS_AT = 0x090;
    public static final long CONFIGURATION_LENGTH_AT = 0x098;
    public static final long CHECKSUM_AT = 0x09C;

    /** What the checksum covers: all that the creator wrote, up to the checksum itself. */
    public static final long CHECKSUMMED_BYTES = CHECKSUM_AT;

    public static final long STATE_AT = 0x0C0;
    public static final int STATE_BUILDING = 0;
    public static final int STATE_READY = 1;
    public static final int STATE_GONE = 2;

    public static final long SHUTDOWN_AT = 0x100;
    public static final int OPEN = 0;
    public static final int SHUTDOWN = 1;
    public static final int SHUTDOWN_NOW = 2;

    /** How often elements came back that had counted as gone. Beside the flag: both are read by each put, and seldom change. */
    public static final long RETURNS_AT = 0x108;

    public static final long NOT_EMPTY_AT = 0x180;
    public static final long NOT_FULL_AT = 0x200;
    public static final long ALL_DONE_AT = 0x280;
    public static final long CANNOT_WAKE_AT = 0x300;
    public static final long PARTICIPANTS_HIGH_AT = 0x304;
    public static final long HANDLES_OPENED_AT = 0x308;

    public static final int KIND_QUEUE = 0;
    public static final int KIND_JOINABLE = 1;
    public static final int KIND_PIPE = 2;

    /** Flag: handles of this queue feed it from a buffer of their process. */
    public static final int FLAG_BUFFERED = 1;

    public static final long BYTES = 0x2000;

    private Header() {}
}
