package dev.sluice.internal.shm;

import dev.sluice.internal.layout.Words;
import dev.sluice.internal.libc.Libc;
import dev.sluice.internal.shm.SegmentException.Kind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A file that several processes map, readable and writable: a memory file, or a file of the private {@link Directory}.
 *
 * <p>All methods may be called by any thread. {@link #close()} gives up the descriptor, and with it this process's part
 * in keeping the file findable by its {@link #locator()}; it touches neither the name nor other processes.
 */
public final class SharedFile implements AutoCloseable {
    /** No file of ours is smaller. */
    public static final long MIN_BYTES = 4096;

    // The smallest page of all machines; where pages are larger, the kernel zeroes the odd ends of a range instead.
    private static final long PAGE_BYTES = 4096;
    private static final int ATTEMPTS = 100;

    /** Backing the memory of the largest element takes less. */
    private static final long LONGEST_USE_SECONDS = 5;

    // Each needs somebody else to cut the file off in the microseconds of one attempt.
    private static final int ATTEMPTS_TO_RESTORE = 5000;

    private final OpenFile file;
    private final MemorySegment memory;
    private final Words words;
    private final String name;
    private final boolean anonymous;
    private final FileIdentity identity;

    // Where the file stands now: null for a memory file, a temporary place until publish().
    private volatile Path path;
    private boolean published;

    // Those who use the descriptor share this lock, close() takes it alone: the number of a closed one soon means
    // another file.
    private final ReadWriteLock descriptor = new ReentrantReadWriteLock();
    private boolean closed;

    private SharedFile(OpenFile file, String name, boolean anonymous, Path path, boolean published) throws IOException {
        this.file = file;
        this.memory = file.map();
        this.words = new Words(memory);
        this.identity = file.identity();
        this.name = name;
        this.anonymous = anonymous;
        this.path = path;
        this.published = published;
    }

    private static OpenFile.Opener opener() {
        return Libc.available() ? NativeFile.OPENER : PortableFile.OPENER;
    }

    /**
     * Creates a file that others find by its {@link #locator()} only. None of its size is backed by memory yet.
     *
     * @param label letters, digits and hyphens, at most 64: becomes part of its name, for people who look what is open
     */
    public static SharedFile createAnonymous(String label, long sizeBytes) {
        return createAnonymous(opener(), label, sizeBytes);
    }

    static SharedFile createAnonymous(OpenFile.Opener opener, String label, long sizeBytes) {
        FileNames.checkLabel(label);
        checkSize(sizeBytes);
        String memoryName = FileNames.ofMemory(label);
        OpenFile memory = opener.createMemory(memoryName, sizeBytes);
        return memory != null
                ? wrap(memory, memoryName, true, null, true)
                : createInDirectory(opener, FileNames.ofAnonymous(label), null, sizeBytes);
    }

    /**
     * Returns the name if a segment can have it.
     *
     * @throws IllegalArgumentException if not; the message says what a name is
     */
    public static String checkName(String name) {
        return FileNames.checkName(name);
    }

    /**
     * Creates a file that others will find by its name once it has been filled and {@linkplain #publish() published}.
     */
    public static SharedFile createNamed(String name, long sizeBytes) {
        return createNamed(opener(), name, sizeBytes);
    }

    static SharedFile createNamed(OpenFile.Opener opener, String name, long sizeBytes) {
        FileNames.checkName(name);
        checkSize(sizeBytes);
        return createInDirectory(opener, FileNames.ofTemporary(), name, sizeBytes);
    }

    private static void checkSize(long sizeBytes) {
        if (sizeBytes < MIN_BYTES) {
            throw new IllegalArgumentException("sizeBytes=" + sizeBytes + " is less than " + MIN_BYTES);
        }
    }

    /** @param name null for an anonymous one */
    private static SharedFile createInDirectory(OpenFile.Opener opener, String fileName, String name, long sizeBytes) {
        for (int attempt = 1;; attempt++) {
            Path path = Directory.create().resolve(fileName);
            boolean done = false;
            try {
                OpenFile file = opener.createFile(path, sizeBytes);
                SharedFile shared = wrap(file, name == null ? fileName : name, name == null, path, name == null);
                done = true;
                return shared;
            } catch (IOException e) {
                if (!(e instanceof NoSuchFileException) || attempt == ATTEMPTS) {
                    throw SegmentException.ofIo("create " + path, e);
                }
            } catch (SegmentException e) {
                // Somebody removed the empty directory between its creation and that of the file.
                if (e.kind() != Kind.NOT_FOUND || attempt == ATTEMPTS) {
                    throw e;
                }
            } finally {
                if (!done) {
                    remove(path);
                }
            }
        }
    }

    private static SharedFile wrap(OpenFile file, String name, boolean anonymous, Path path, boolean published) {
        boolean done = false;
        try {
            SharedFile shared = new SharedFile(file, name, anonymous, path, published);
            done = true;
            return shared;
        } catch (IOException e) {
            throw SegmentException.ofIo("map " + name, e);
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /**
     * Gives a named file its name, whole as it is: others see it complete, or not at all.
     *
     * @throws SegmentException EXISTS if the name is taken; this file is closed and nothing of it remains
     */
    public synchronized void publish() {
        if (published) {
            throw new IllegalStateException(name + " is published already, or has no name to publish");
        }
        Path temporary = path;
        Path target = temporary.resolveSibling(FileNames.ofNamed(name));
        boolean done = false;
        try {
            // A link, unlike a renaming, never replaces what is there.
            Files.createLink(target, temporary);
            path = target;
            published = true;
            done = true;
        } catch (FileAlreadyExistsException e) {
            throw new SegmentException(
                    Kind.EXISTS, "the name \"" + name + "\" is taken in " + target.getParent()
                            + ": open it, choose another name, or unlink it first",
                    e);
        } catch (IOException | UnsupportedOperationException e) {
            throw new SegmentException(
                    Kind.IO, "could not give " + temporary + " the name " + target + ": " + e + "; the file system must"
                            + " have hard links, point -D" + Directory.PROPERTY + " to one that has",
                    e);
        } finally {
            remove(temporary);
            if (!done) {
                close();
            }
        }
    }

    /**
     * Opens a published file.
     *
     * @throws SegmentException NOT_FOUND; NOT_PERMITTED for a file that this user does not own alone; DAMAGED
     */
    public static SharedFile openNamed(String name) {
        return openNamed(opener(), name);
    }

    static SharedFile openNamed(OpenFile.Opener opener, String name) {
        Path path = Directory.path().resolve(FileNames.ofNamed(name));
        if (!Directory.isPresent(path.getParent())) {
            throw notFound(name, path);
        }
        return openFile(opener, path, name, false);
    }

    /** Opens an anonymous file that stands in the private directory, as {@link #openNamed} does a named one. */
    public static SharedFile openAnonymous(Path path) {
        return openFile(opener(), path, path.getFileName().toString(), true);
    }

    private static SharedFile openFile(OpenFile.Opener opener, Path path, String name, boolean anonymous) {
        try {
            // Asked before opening too, because opening a FIFO or a device has effects.
            checkTrust(path, FileIdentity.of(path, LinkOption.NOFOLLOW_LINKS));
            OpenFile file = opener.open(path, false, identity -> checkTrust(path, identity));
            return wrap(file, name, anonymous, path, true);
        } catch (NoSuchFileException _) {
            throw notFound(name, path);
        } catch (IOException e) {
            throw SegmentException.ofIo("open " + path, e);
        } catch (SegmentException e) {
            throw e.kind() == Kind.NOT_FOUND ? notFound(name, path) : e;
        }
    }

    private static SegmentException notFound(String name, Path path) {
        return new SegmentException(
                Kind.NOT_FOUND,
                "there is nothing with the name \"" + name + "\" (" + path + "): create it first, or check"
                        + " the name and the user");
    }

    private static void checkTrust(Path path, FileIdentity identity) {
        if (identity.kind() != FileIdentity.Kind.REGULAR) {
            throw new SegmentException(Kind.NOT_PERMITTED, path + " is not a regular file: remove it");
        }
        if (identity.uid() != User.uid()) {
            throw new SegmentException(
                    Kind.NOT_PERMITTED, path + " belongs to uid " + identity.uid() + ", this process runs as uid "
                            + User.uid() + ": run both as one user, or remove it");
        }
        if (!identity.isPrivate()) {
            throw new SegmentException(
                    Kind.NOT_PERMITTED, path + " is open to other users (mode " + Integer.toOctalString(identity.mode())
                            + "), so its content cannot be trusted: remove it, or chmod it to 600");
        }
        if (identity.size() < MIN_BYTES) {
            throw new SegmentException(
                    Kind.DAMAGED,
                    path + " has only " + identity.size() + " bytes: it was cut off, or is not a file of this"
                            + " library; remove it");
        }
    }

    /**
     * Opens the file that another process of this user means by {@code locator}, wherever somebody still has it open.
     *
     * @throws SegmentException NOT_FOUND if nobody has
     */
    public static SharedFile open(String locator) {
        return open(opener(), locator);
    }

    static SharedFile open(OpenFile.Opener opener, String locatorText) {
        Locator locator = Locator.parse(locatorText);
        Optional<SharedFile> found = openAt(opener, locator, locator.expectedAt());
        // A holder may go between being found and being asked; then there may be a next one.
        for (int attempt = 0; found.isEmpty() && attempt < ATTEMPTS; attempt++) {
            Optional<Path> holder = HolderSearch.find(locator);
            if (holder.isEmpty()) {
                break;
            }
            found = openAt(opener, locator, holder.get());
        }
        return found.orElseThrow(() -> new SegmentException(
                Kind.NOT_FOUND,
                "nobody holds " + locator.name() + " any more, so it is gone: keep a handle open until the"
                        + " receiver has opened its own"));
    }

    private static Optional<SharedFile> openAt(OpenFile.Opener opener, Locator locator, Path place) {
        SharedFile shared = null;
        try {
            if (!locator.isAt(place)) {
                return Optional.empty();
            }
            boolean inProc = place.startsWith("/proc");
            OpenFile file = opener.open(place, inProc, identity -> checkTrust(place, identity));
            shared = wrap(file, locator.name(), locator.isAnonymous(), locator.path(), true);
            // Asked again, because the descriptor may have been closed and used for something else in between.
            if (locator.isAt(place)) {
                Optional<SharedFile> result = Optional.of(shared);
                shared = null;
                return result;
            }
            return Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (SegmentException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } finally {
            if (shared != null) {
                shared.close();
            }
        }
    }

    /**
     * A line of text by which another process of this user on this machine finds this file while anybody has it open.
     */
    public String locator() {
        Path place = path;
        return (place == null
                ? new Locator.OfMemory(ProcessIdentity.current().pid(), file.descriptor(), name)
                : new Locator.OfFile(identity.device(), identity.inode(), place))
                .toString();
    }

    /** The whole file. Stays mapped as long as it is reachable, also after {@link #close()}. */
    public MemorySegment memory() {
        return memory;
    }

    /** The words of the whole file, as {@link #memory()}. */
    public Words words() {
        return words;
    }

    /**
     * Backs a range with memory, so that no later access to it can fail. In a portable process this overwrites the
     * range with zeros: to be called only for ranges that nobody uses yet.
     *
     * @throws SegmentException NO_SPACE if there is not enough
     * @throws IllegalStateException after {@link #close()}
     */
    public void reserve(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, size());
        if (length == 0) {
            return;
        }
        descriptor.readLock().lock();
        try {
            checkOpen();
            if (isInMemory() && !MemoryHeadroom.ofThisMachine().allows(length)) {
                throw noSpace(
                        length,
                        "machine or container have " + MemoryHeadroom.ofThisMachine().bytes() + " bytes to spare");
            }
            if (!file.reserve(offset, length)) {
                Path place = path;
                throw noSpace(length,
                        place == null ? "the system has no memory left" : Directory.space(place.getParent()));
            }
        } catch (IOException e) {
            throw SegmentException.ofIo("reserve " + length + " bytes at " + offset + " of " + this, e);
        } finally {
            descriptor.readLock().unlock();
        }
    }

    private boolean isInMemory() {
        Path place = path;
        return place == null || place.startsWith(Directory.SHARED_MEMORY);
    }

    private SegmentException noSpace(long length, String reason) {
        return new SegmentException(
                Kind.NO_SPACE,
                "no space for " + length + " more bytes of " + name + ": " + reason + "; let consumers catch up, remove"
                        + " queues that nobody needs, give the machine or container more memory (and a container"
                        + " more --shm-size), or point -D" + Directory.PROPERTY + " to a larger file system");
    }

    /**
     * Gives the memory of all whole pages inside the range back to the system; they read as zeros afterwards. What the
     * range contained is lost, in the pages that are not whole perhaps.
     *
     * @return false if that cannot be done here, and nothing happened
     */
    public boolean giveBack(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, size());
        long from = Math.ceilDiv(offset, PAGE_BYTES) * PAGE_BYTES;
        long to = Math.floorDiv(offset + length, PAGE_BYTES) * PAGE_BYTES;
        if (from >= to) {
            return true;
        }
        descriptor.readLock().lock();
        try {
            return !closed && file.punch(from, to - from);
        } finally {
            descriptor.readLock().unlock();
        }
    }

    /**
     * Drops all memory beyond {@code keepBytes} by cutting the file off and extending it again. Nobody may touch that
     * part meanwhile: the access would fail. Whoever opens the file at that moment, or after the death of this process
     * at that moment, finds it short, see {@link #restoreSize}. Does nothing to a memory file, which is sealed, and has
     * {@link #giveBack}.
     *
     * @return whether it was done
     */
    public boolean truncateTail(long keepBytes) {
        Objects.checkIndex(keepBytes, size() + 1);
        if (path == null) {
            return false;
        }
        descriptor.readLock().lock();
        try {
            if (!closed) {
                file.setLength(keepBytes);
                file.setLength(size());
            }
            return !closed;
        } catch (IOException e) {
            throw SegmentException.ofIo("cut off the unused part of " + this, e);
        } finally {
            descriptor.readLock().unlock();
        }
    }

    /** Makes good what the death of a process in {@link #truncateTail} left: the file is as long as it was made again. */
    public void restoreTail() {
        if (path == null) {
            return; // it is sealed
        }
        descriptor.readLock().lock();
        try {
            if (!closed) {
                extendTo(size());
            }
        } finally {
            descriptor.readLock().unlock();
        }
    }

    /**
     * Opens this file anew, at least {@code sizeBytes} long, and closes this handle: for one that was opened while, or
     * was left so by the death of a process that, had just cut it off in {@link #truncateTail}.
     */
    public SharedFile restoreSize(long sizeBytes) {
        String locator = locator();
        SharedFile restored = this;
        for (int attempt = 0; restored.size() < sizeBytes; attempt++) {
            restored.extendTo(sizeBytes);
            SharedFile longer = open(locator);
            restored.close();
            restored = longer;
            if (attempt == ATTEMPTS_TO_RESTORE) {
                restored.close();
                throw new SegmentException(Kind.DAMAGED, this + " is cut off again and again: remove it");
            }
        }
        return restored;
    }

    private void extendTo(long sizeBytes) {
        descriptor.readLock().lock();
        try {
            checkOpen();
            // Several may do this at once: all that ever extend it agree on its size.
            if (file.length() < sizeBytes) {
                file.setLength(sizeBytes);
            }
        } catch (IOException e) {
            throw SegmentException.ofIo("restore the size of " + this, e);
        } finally {
            descriptor.readLock().unlock();
        }
    }

    /** Whether it has no name that users know. */
    public boolean isAnonymous() {
        return anonymous;
    }

    /** The name given at creation; of an anonymous file a unique one. */
    public String name() {
        return name;
    }

    /** Where it stands in the file system; null for a memory file. */
    public Path path() {
        return path;
    }

    /** Whether it has a name by which it can still be opened, although nobody may have it open any more. */
    public boolean isOpenableByName() {
        Path place = path;
        try {
            return !anonymous
                    && FileIdentity.of(place, LinkOption.NOFOLLOW_LINKS).isSameFileAs(identity);
        } catch (IOException _) {
            return false;
        }
    }

    public long size() {
        return memory.byteSize();
    }

    /**
     * Removes the name, and the private directory if nothing else is in it. Whoever has the file open keeps it. Does
     * nothing if the name is gone, or means another file by now.
     */
    public synchronized void unlink() {
        Path place = path;
        if (place == null) {
            return;
        }
        try {
            if (FileIdentity.of(place, LinkOption.NOFOLLOW_LINKS).isSameFileAs(identity)) {
                remove(place);
            }
        } catch (NoSuchFileException _) {
            Directory.removeIfEmpty(place.getParent());
        } catch (IOException e) {
            throw SegmentException.ofIo("remove " + place, e);
        }
    }

    /** Removes the name of a published file; returns whether there was one. */
    public static boolean unlinkNamed(String name) {
        Path path = Directory.path().resolve(FileNames.ofNamed(name));
        return Directory.isPresent(path.getParent()) && remove(path);
    }

    /** The names of all published files of this user, sorted. */
    public static List<String> names() {
        Path directory = Directory.path();
        List<String> names = new ArrayList<>();
        if (!Directory.isPresent(directory)) {
            return names;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                FileNames.nameOf(file.getFileName().toString()).ifPresent(names::add);
            }
        } catch (NoSuchFileException _) {
            return names;
        } catch (IOException e) {
            throw SegmentException.ofIo("list " + directory, e);
        } catch (DirectoryIteratorException e) {
            throw SegmentException.ofIo("list " + directory, e.getCause());
        }
        Collections.sort(names);
        return names;
    }

    private static boolean remove(Path path) {
        try {
            boolean removed = !Broken.KEEPS_FILES && Files.deleteIfExists(path);
            Directory.removeIfEmpty(path.getParent());
            return removed;
        } catch (IOException e) {
            throw SegmentException.ofIo("remove " + path, e);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
    }

    /**
     * Gives up the descriptor. The memory stays mapped, the name stays; closing twice is harmless. If a thread seems to use it
     * all the while, one perhaps whose stack was too full even to unlock, it stays open until this process ends.
     */
    @Override
    public void close() {
        if (!lockForClosing()) {
            return;
        }
        try {
            if (!closed) {
                closed = true;
                file.close();
            }
        } finally {
            descriptor.writeLock().unlock();
        }
    }

    private boolean lockForClosing() {
        boolean interrupted = false;
        try {
            for (;;) {
                try {
                    return descriptor.writeLock().tryLock(LONGEST_USE_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        Path place = path;
        return place == null ? "memory file " + name : place.toString();
    }
}
