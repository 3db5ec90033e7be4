package dev.sluice.internal.ring;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.ProcessIdentity;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.shm.SharedFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * This process's hold on one segment, shared by all its handles: made with the first, given up with the last.
 *
 * <p>Order of creation: file, header, state, slot, name; so what has a name is complete and held. Order of leaving: what was
 * taken, slot, state, name; so what is still held by nobody is found by the next janitor at the latest.
 */
public final class Attachment {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long JOINABLE_TAKEN_BYTES = 64 << 10;
    private static final long PLAIN_TAKEN_BYTES = 4 << 10;
    private static final Map<UUID, Attachment> ATTACHED = new HashMap<>();

    /** Without a handle, but not left yet. Guarded by {@link #ATTACHED}. */
    private static final Set<Attachment> LEAVING = new HashSet<>();

    private final UUID id;
    private final Ring ring;
    private final SharedFile file;
    private final Words m;
    private int holds;
    private boolean left;
    private boolean postponed; // guarded by ATTACHED
    private Object companion;

    private Attachment(UUID id, SharedFile file, SegmentLayout layout) {
        this.id = id;
        this.file = file;
        this.m = file.words();
        Participants participants = new Participants(m);
        int me = participants.claim();
        boolean inherited = me == Participants.NONE;
        if (inherited) {
            me = participants.claimFromDead();
        }
        if (me == Participants.NONE) {
            throw new SegmentException(
                    SegmentException.Kind.LIMIT,
                    file.name() + " is held by " + (ParticipantSlot.COUNT - 1)
                            + " processes already; close it in one of them");
        }
        // The last holder says "gone" and then looks for holders; we say "held" and then look for "gone".
        if (m.getIntVolatile(Header.STATE_AT) != Header.STATE_READY) {
            participants.free(me, participants.word(me));
            throw justLeft(file);
        }
        this.ring = new Ring(file, layout, participants, me);
        if (inherited) {
            ring.takeBackOwn();
        }
    }

    /**
     * Creates a segment and holds it.
     *
     * @param name          null for an anonymous one
     * @param configuration stored beside the settings
     * @throws SegmentException EXISTS, NO_SPACE and whatever else prevents it; nothing is left behind
     */
    public static Attachment create(String name, String label, SegmentLayout layout, byte[] configuration) {
        if (configuration.length > Tables.GREATEST_CONFIGURATION_BYTES) {
            throw new SegmentException(
                    SegmentException.Kind.LIMIT,
                    "codec, filter and dead-letter queue take " + configuration.length + " bytes, more than "
                            + Tables.GREATEST_CONFIGURATION_BYTES + "; let the codec hold less data");
        }
        Housekeeper.start();
        SharedFile file = name == null
                ? SharedFile.createAnonymous(label, layout.fileBytes())
                : SharedFile.createNamed(name, layout.fileBytes());
        boolean done = false;
        try {
            UUID id = initialise(file, layout, configuration);
            Attachment attachment = new Attachment(id, file, layout);
            if (name != null) {
                file.publish();
            }
            synchronized (ATTACHED) {
                attachment.holds = 1;
                ATTACHED.put(id, attachment);
            }
            done = true;
            return attachment;
        } finally {
            if (!done) {
                file.unlink();
                file.close();
            }
        }
    }

    static UUID initialise(SharedFile file, SegmentLayout layout, byte[] configuration) {
        Words m = file.words();
        file.reserve(0, Tables.CONFIGURATION_AT + configuration.length);
        UUID id = new UUID(ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong());
        m.setLong(Header.MAGIC_AT, Header.MAGIC);
        m.setInt(Header.VERSION_AT, Header.VERSION);
        m.setLong(Header.ID_HIGH_AT, id.getMostSignificantBits());
        m.setLong(Header.ID_LOW_AT, id.getLeastSignificantBits());
        layout.write(m);
        m.setLong(Header.BOOT_ID_AT, ProcessIdentity.bootId());
        m.setLong(Header.PID_NAMESPACE_AT, ProcessIdentity.pidNamespace());
        m.setLong(Header.CREATED_MILLIS_AT, System.currentTimeMillis());
        m.setInt(Header.CONFIGURATION_LENGTH_AT, configuration.length);
        MemorySegment.copy(
                configuration, 0, m.segment(), ValueLayout.JAVA_BYTE, Tables.CONFIGURATION_AT, configuration.length);
        m.setInt(Header.CHECKSUM_AT, checksum(m, configuration.length));
        long put = PutSide.copyAt(0);
        m.setLong(put + PutSide.BUMP, layout.arenaAt());
        m.setLong(put + PutSide.PAGE_INDEX, -1);
        m.setInt(put + PutSide.POPPED_CLASS, Arena.NO_CLASS);
        m.setInt(put + PutSide.PREPARATION, PutEnd.NO_PREPARATION);
        m.setInt(put + PutSide.EPOCH, 1);
        m.setLong(PutSide.DIRECTORY_BACKED_AT, SegmentLayout.DIRECTORY_AT);
        m.setLong(PutSide.RANGE_START_AT, layout.arenaAt());
        m.setLong(PutSide.RANGE_END_AT, layout.fileBytes());
        long get = GetSide.copyAt(0);
        m.setLong(get + GetSide.LAST_ACK, -1);
        m.setInt(get + GetSide.PUSHED_CLASS, Arena.NO_CLASS);
        m.setLong(get + GetSide.REMOVED_TICKET, -1);
        m.setLong(GetSide.HEAD_PAGE_INDEX_AT, -1);
        m.setInt(GetSide.FREE_ENTRY_AT, -1);
        m.setInt(GetSide.REDELIVER_FIRST_AT, -1);
        m.setInt(GetSide.REDELIVER_LAST_AT, -1);
        // So that consumers get on where memory has become full.
        long takenBytes = layout.isJoinable() ? JOINABLE_TAKEN_BYTES : PLAIN_TAKEN_BYTES;
        file.reserve(layout.takenAt(), takenBytes);
        m.setLong(GetSide.TAKEN_BACKED_AT, layout.takenAt() + takenBytes);
        m.setIntVolatile(Header.STATE_AT, Header.STATE_READY);
        return id;
    }

    private static int checksum(Words m, int configurationLength) {
        CRC32 crc = new CRC32();
        crc.update(m.segment().asSlice(0, Header.CHECKSUMMED_BYTES).toArray(ValueLayout.JAVA_BYTE));
        crc.update(m.segment().asSlice(Tables.CONFIGURATION_AT, configurationLength).toArray(ValueLayout.JAVA_BYTE));
        return (int) crc.getValue();
    }

    /** Opens a named segment. */
    public static Attachment openNamed(String name) {
        Housekeeper.start();
        return attach(SharedFile.openNamed(name));
    }

    /** Opens the segment that a {@link #locator()} stands for. */
    public static Attachment open(String locator) {
        Housekeeper.start();
        return attach(SharedFile.open(locator));
    }

    private static Attachment attach(SharedFile opened) {
        SharedFile file = opened;
        boolean done = false;
        try {
            file = whole(opened);
            SegmentLayout layout = check(file);
            Words m = file.words();
            UUID id = new UUID(m.getLong(Header.ID_HIGH_AT), m.getLong(Header.ID_LOW_AT));
            synchronized (ATTACHED) {
                Attachment present = ATTACHED.get(id);
                if (present != null) {
                    present.holds++;
                    return present;
                }
                Attachment attachment = new Attachment(id, file, layout);
                attachment.holds = 1;
                ATTACHED.put(id, attachment);
                done = true;
                return attachment;
            }
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /**
     * Checks that the file is a segment of this version. One that is merely shorter than it was made, though nothing is
     * lost, is opened anew: memory was just being given back, perhaps by a process that died over it.
     *
     * @return the file, or its successor
     */
    static SharedFile whole(SharedFile file) {
        Words m = file.words();
        if (m.byteSize() < Tables.END_AT || m.getLong(Header.MAGIC_AT) != Header.MAGIC) {
            throw damaged(file, "it is not a segment of Sluice");
        }
        if (m.getInt(Header.VERSION_AT) != Header.VERSION) {
            throw damaged(
                    file,
                    "it has layout version " + m.getInt(Header.VERSION_AT) + ", this library knows version "
                            + Header.VERSION);
        }
        int configurationLength = m.getInt(Header.CONFIGURATION_LENGTH_AT);
        if (configurationLength < 0
                || configurationLength > Tables.GREATEST_CONFIGURATION_BYTES
                || m.getInt(Header.CHECKSUM_AT) != checksum(m, configurationLength)) {
            throw damaged(file, "its header was changed");
        }
        long wholeBytes = m.getLong(Header.FILE_SIZE_AT);
        long usedTo = m.getLong(PutSide.copyAt(m.getLongAcquire(PutSide.VERSION_AT)) + PutSide.BUMP);
        boolean isCutOffUnused = usedTo >= m.getLong(Header.ARENA_AT) && usedTo <= m.byteSize();
        return m.byteSize() < wholeBytes && isCutOffUnused ? file.restoreSize(wholeBytes) : file;
    }

    /** Checks that a whole segment is one that this process may share. */
    static SegmentLayout check(SharedFile file) {
        Words m = file.words();
        SegmentLayout layout = SegmentLayout.read(m);
        if (layout == null) {
            if (m.getIntVolatile(Header.STATE_AT) == Header.STATE_GONE) {
                throw justLeft(file); // its memory is being released, where that is done by cutting the file off
            }
            throw damaged(file, "its header and its size of " + m.byteSize() + " bytes do not agree");
        }
        if (m.getLong(Header.BOOT_ID_AT) != ProcessIdentity.bootId()) {
            throw damaged(file, "it is from before the last start of this machine");
        }
        if (m.getLong(Header.PID_NAMESPACE_AT) != ProcessIdentity.pidNamespace()) {
            throw new SegmentException(
                    SegmentException.Kind.NOT_PERMITTED,
                    file.name() + " was created in another pid namespace (container), where this process cannot see who"
                            + " is alive; run both in one, for example with --pid=host");
        }
        return layout;
    }

    private static SegmentException justLeft(SharedFile file) {
        return new SegmentException(
                SegmentException.Kind.NOT_FOUND,
                "the last holder of " + file.name() + " has just let it go: keep a handle open until the receiver has"
                        + " opened its own");
    }

    private static SegmentException damaged(SharedFile file, String what) {
        return new SegmentException(
                SegmentException.Kind.DAMAGED, file.name() + " cannot be opened: " + what + "; remove it");
    }

    /** The bytes stored beside the settings. */
    public byte[] configuration() {
        return m.segment().asSlice(Tables.CONFIGURATION_AT, m.getInt(Header.CONFIGURATION_LENGTH_AT))
                .toArray(ValueLayout.JAVA_BYTE);
    }

    public UUID id() {
        return id;
    }

    public Ring ring() {
        return ring;
    }

    /** The name that users know, or a unique one. */
    public String name() {
        return file.name();
    }

    public boolean isAnonymous() {
        return file.isAnonymous();
    }

    /** A line of text by which another process of this user opens the same segment, while anybody holds it. */
    public String locator() {
        return file.locator();
    }

    // ---- holds ----

    /**
     * What this process keeps about the segment besides; made at the first call, the same for all handles, and closed with
     * the last one if it can be.
     */
    public synchronized <T> T companion(Class<T> type, Supplier<T> maker) {
        if (companion == null) {
            companion = maker.get();
        }
        return type.cast(companion);
    }

    /** Whether this process still has a handle. */
    public boolean isHeldHere() {
        synchronized (ATTACHED) {
            return holds > 0;
        }
    }

    private synchronized void closeCompanion() {
        if (companion instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("what " + name() + " was kept with could not be closed", e);
            }
        }
    }

    /** One more handle of this process. False if the last one has just been given up. */
    public boolean retain() {
        synchronized (ATTACHED) {
            if (holds == 0) {
                return false;
            }
            holds++;
            return true;
        }
    }

    /** One handle less; with the last one, this process leaves the segment. */
    public void release() {
        synchronized (ATTACHED) {
            if (--holds > 0) {
                return;
            }
            ATTACHED.remove(id);
            LEAVING.add(this);
        }
        closeCompanion();
        if (!leave(PATIENCE_NANOS)) {
            synchronized (ATTACHED) {
                postponed = true;
            }
        }
    }

    /**
     * Leaves the segment, and removes it if nobody else is there; waits for a thread that is at it. False if a living process
     * held a lock all the time: whoever asked may try again.
     */
    boolean leave(long timeoutNanos) {
        synchronized (this) {
            if (!left) {
                recoverDead(timeoutNanos, true);
                if (!ring.detach(timeoutNanos)) {
                    return false;
                }
                left = true;
                if (file.isAnonymous()) {
                    removeIfLast();
                }
                file.close();
            }
        }
        synchronized (ATTACHED) {
            LEAVING.remove(this);
        }
        return true;
    }

    private void removeIfLast() {
        Participants participants = ring.participants();
        while (!participants.isAnybodyElse(0)) {
            if (!m.compareAndSetInt(Header.STATE_AT, Header.STATE_READY, Header.STATE_GONE)) {
                return; // another one who left at the same time removes it
            }
            if (!participants.isAnybodyElse(0)) {
                file.unlink();
                ring.releaseAll();
                return;
            }
            // Somebody came between our look and our word; whether it saw the word, it tells by staying or leaving.
            m.setIntVolatile(Header.STATE_AT, Header.STATE_READY);
            Thread.onSpinWait();
        }
    }

    /** Counts a handle that receives or sends in this process's slot, for those who wait for the end of the stream. */
    public synchronized void addRole(Role role, int delta) {
        if (left) {
            return; // at the end of the JVM: the slot may be another process's by now
        }
        if (ring.participants().addRole(ring.me(), role.offset(), delta) == 0) {
            ring.wakeWaiting();
        }
    }

    /** Whether any process holds a handle of that role. */
    public boolean isHeld(Role role) {
        return ring.participants().isHeld(role.offset(), false);
    }

    /** Whether another process has a handle; of that role, unless it is null. */
    public boolean isHeldElsewhere(Role role) {
        Participants participants = ring.participants();
        return role == null
                ? participants.isAnybodyElse(ring.me())
                : participants.isHeldByAnybodyElse(ring.me(), role.offset());
    }

    // ---- what travels through it ----

    /** The way of the element at this position, once it was put; may be asked after this process has left, too. */
    public Passage passage(long position) {
        return new Passage(m, ring.layout(), position);
    }

    /**
     * Whether nobody will ever take anything from the segment any more. May be asked after this process has left, and may
     * be wrong once while a handle moves from one process to another, whose slots are looked at one after the other.
     */
    public boolean seemsForsaken() {
        boolean heldHere = isHeldHere();
        if (ring.layout().kind() == Header.KIND_PIPE) {
            return !ring.participants().isHeld(Role.READER.offset(), !heldHere);
        }
        if (heldHere) {
            return false;
        }
        return m.getIntVolatile(Header.STATE_AT) == Header.STATE_GONE
                || (!ring.participants().isAnybodyAlive() && !file.isOpenableByName());
    }

    // ---- the others ----

    static List<Attachment> all() {
        synchronized (ATTACHED) {
            return List.copyOf(ATTACHED.values());
        }
    }

    /** Those that could not be left with their last handle. */
    static List<Attachment> postponed() {
        synchronized (ATTACHED) {
            return LEAVING.stream().filter(attachment -> attachment.postponed).toList();
        }
    }

    /** All whose slot is still this process's, those that a thread is just leaving as well. */
    static List<Attachment> notLeft() {
        synchronized (ATTACHED) {
            List<Attachment> all = new ArrayList<>(ATTACHED.values());
            all.addAll(LEAVING);
            return all;
        }
    }

    /** Looks after all the dead at once, for whoever has reason to believe that there are some. */
    public void lookForDead() {
        recoverDead(PATIENCE_NANOS, true);
    }

    /**
     * Looks after the dead: the nearest participant below this one, going on while it finds dead ones, or all of them. Each
     * process has another neighbour, so together they watch all.
     */
    void recoverDead(long timeoutNanos, boolean all) {
        Participants participants = ring.participants();
        int me = ring.me();
        int high = participants.high();
        for (int distance = 1; distance < high; distance++) {
            int index = Math.floorMod(me - distance, high);
            long word = participants.word(index);
            if (index == 0 || index == me || !ParticipantSlot.isActive(word)) {
                continue;
            }
            if (Participants.isDead(word)) {
                ring.recover(index, word, timeoutNanos);
            } else if (!all) {
                return;
            }
        }
        participants.recount();
    }
}
