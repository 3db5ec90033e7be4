package dev.sluice.internal.libc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * All native calls of the library.
 *
 * <p>A call returns its result, or the negated errno; it never throws for anything that can happen in normal operation.
 * Only to be used where {@link #available()} is true. Each call may be made by any thread; {@link #futexWait} and
 * {@link #futexWaitAny} block, and would pin the carrier of a virtual thread.
 */
public final class Libc {
    public static final int OPEN_READ_WRITE = 2;
    public static final int OPEN_CREATE_NEW = 0x40 | 0x80;
    public static final int FALLOCATE_KEEP_SIZE = 1;
    public static final int FALLOCATE_PUNCH_HOLE = 2;
    public static final int SEAL_SEAL = 1;
    public static final int SEAL_SHRINK = 2;
    public static final int SEAL_GROW = 4;
    public static final int MAX_FUTEXES = 128;

    static final String SYMBOL = "syscall";

    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final int FUTEX2_SIZE_U32 = 2;
    private static final int FUTEX_WAITV_BYTES = 24;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int MEMFD_CLOEXEC = 1;
    private static final int MEMFD_ALLOW_SEALING = 2;
    private static final int OPEN_CLOSE_ON_EXEC = 0x8_0000;
    private static final int OPEN_NON_BLOCKING = 0x800;
    private static final int AT_FDCWD = -100;
    private static final int F_ADD_SEALS = 1033;
    // The charset in which the JDK itself hands file names to the system.
    private static final Charset FILE_NAMES =
            Charset.forName(System.getProperty("sun.jnu.encoding"), StandardCharsets.UTF_8);
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private Libc() {}

    /**
     * The one handle for all calls, made at the first use. Linking is the dearest part of the start of a process:
     * portable processes never do it, native ones once. A wake gains nothing measurable from a critical handle of its
     * own.
     */
    @SuppressWarnings("restricted")
    private static final class Handles {
        static final SystemCall.Machine MACHINE = SystemCall.ofThisMachine();
        static final int FUTEX = SystemCall.FUTEX.number(MACHINE);
        static final long ERRNO_OFFSET;
        static final MethodHandle CALL;

        static {
            StructLayout state = Linker.Option.captureStateLayout();
            ERRNO_OFFSET = state.byteOffset(PathElement.groupElement("errno"));
            Linker linker = Linker.nativeLinker();
            MemorySegment symbol = linker.defaultLookup().find(SYMBOL).orElseThrow();
            FunctionDescriptor descriptor = FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
            CALL = linker.downcallHandle(symbol, descriptor, Linker.Option.captureCallState("errno"));
        }
    }

    /**
     * Memory of one thread for errno and a time, so that a wait allocates nothing.
     *
     * <pre>
     * offset  size
     *      0     8  captured call state (errno)
     *      8    16  struct timespec: seconds, nanoseconds
     * </pre>
     */
    private static final class Scratch {
        static final int TIME = 8;
        static final int BYTES = 24;
        static final ThreadLocal<MemorySegment> OF_THREAD =
                ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(BYTES, Long.BYTES));

        static MemorySegment ofThisThread() {
            return OF_THREAD.get();
        }

        static void setTime(MemorySegment scratch, long nanos) {
            scratch.set(JAVA_LONG, TIME, nanos / NANOS_PER_SECOND);
            scratch.set(JAVA_LONG, TIME + 8, nanos % NANOS_PER_SECOND);
        }

        static long time(MemorySegment scratch) {
            return scratch.get(JAVA_LONG, TIME) * NANOS_PER_SECOND + scratch.get(JAVA_LONG, TIME + 8);
        }
    }

    /** All memory of this process, not bounded and not checked by anything. */
    @SuppressWarnings("restricted")
    public static MemorySegment wholeAddressSpace() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /**
     * Whether native calls may be made in this process: Linux, a known machine, access granted (see {@code
     * dev.sluice.native}).
     *
     * @throws IllegalStateException if {@code dev.sluice.native} has an unknown value, or asks for what cannot be had
     */
    public static boolean available() {
        NativeAccess.Decision decision = NativeAccess.decision();
        if (decision.error() != null) {
            throw new IllegalStateException(decision.error());
        }
        return decision.refusal() == null;
    }

    /** Why native calls are not made, with what to do about it; null where they are made. Never throws. */
    public static String unavailableReason() {
        return NativeAccess.decision().refusal();
    }

    /** Makes the handle, or throws what the linker says. */
    static void link() {
        try {
            Objects.requireNonNull(Handles.CALL);
        } catch (ExceptionInInitializerError e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Sleeps while the int at {@code address} is {@code expected}, at most {@code timeoutNanos}. The futex is shared
     * between processes.
     *
     * @param timeoutNanos positive
     * @return 0 after a wake (possibly a spurious one), {@code -EAGAIN} if the value differs, {@code -ETIMEDOUT},
     *     {@code -EINTR}
     */
    public static int futexWait(long address, int expected, long timeoutNanos) {
        assert timeoutNanos > 0 && (address & 3) == 0;
        MemorySegment scratch = Scratch.ofThisThread();
        Scratch.setTime(scratch, timeoutNanos);
        return (int) call(scratch, Handles.FUTEX, address, FUTEX_WAIT, expected, scratch.address() + Scratch.TIME, 0);
    }

    /**
     * Wakes up to {@code count} waiters of any process; returns how many, or {@code -EFAULT} for an address not mapped.
     */
    public static int futexWake(long address, int count) {
        assert count > 0 && (address & 3) == 0;
        return (int) call(Scratch.ofThisThread(), Handles.FUTEX, address, FUTEX_WAKE, count, 0, 0);
    }

    /**
     * Sleeps while each of the first {@code count} ints still has its expected value, at most {@code timeoutNanos}.
     *
     * @param count 1 to {@value #MAX_FUTEXES}
     * @param timeoutNanos positive
     * @return the index of a woken one, {@code -EAGAIN} if some value differs, {@code -ETIMEDOUT}, {@code -EINTR}, or
     *     {@code -ENOSYS} where the kernel cannot do it
     */
    public static int futexWaitAny(long[] addresses, int[] expected, int count, long timeoutNanos) {
        assert count > 0 && count <= MAX_FUTEXES && timeoutNanos > 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waiters = arena.allocate((long) count * FUTEX_WAITV_BYTES, Long.BYTES);
            for (int i = 0; i < count; i++) {
                long offset = (long) i * FUTEX_WAITV_BYTES;
                waiters.set(JAVA_LONG, offset, Integer.toUnsignedLong(expected[i]));
                waiters.set(JAVA_LONG, offset + 8, addresses[i]);
                waiters.set(JAVA_INT, offset + 16, FUTEX2_SIZE_U32);
            }
            MemorySegment scratch = Scratch.ofThisThread();
            long time = scratch.address() + Scratch.TIME;
            call(scratch, number(SystemCall.CLOCK_GETTIME), CLOCK_MONOTONIC, time, 0, 0, 0);
            long deadline = Scratch.time(scratch) + timeoutNanos;
            Scratch.setTime(scratch, deadline < 0 ? Long.MAX_VALUE : deadline);
            int number = number(SystemCall.FUTEX_WAITV);
            return (int) call(scratch, number, waiters.address(), count, 0, time, CLOCK_MONOTONIC);
        }
    }

    /** A new sealable memory file that is closed on exec; {@code name} shows in {@code /proc/PID/fd}. */
    public static int memfdCreate(String name) {
        return callWithString(
                SystemCall.MEMFD_CREATE, name, StandardCharsets.US_ASCII, MEMFD_CLOEXEC | MEMFD_ALLOW_SEALING);
    }

    /**
     * Opens a file, closed on exec; never waits, not even for a FIFO.
     *
     * @param flags {@link #OPEN_READ_WRITE}, {@link #OPEN_CREATE_NEW}
     * @param followLink whether {@code path} may be a symbolic link; {@code -ELOOP} otherwise
     */
    public static int open(Path path, int flags, boolean followLink, int mode) {
        int allFlags = flags | OPEN_CLOSE_ON_EXEC | OPEN_NON_BLOCKING | (followLink ? 0 : Handles.MACHINE.openNoFollow);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = cString(arena, path.toString(), FILE_NAMES);
            return (int) call(
                    Scratch.ofThisThread(), number(SystemCall.OPENAT), AT_FDCWD, name.address(), allFlags, mode, 0);
        }
    }

    public static int close(int fd) {
        return call(SystemCall.CLOSE, fd, 0, 0, 0);
    }

    public static int ftruncate(int fd, long size) {
        return call(SystemCall.FTRUNCATE, fd, size, 0, 0);
    }

    public static int fallocate(int fd, int mode, long offset, long length) {
        return call(SystemCall.FALLOCATE, fd, mode, offset, length);
    }

    public static int fchmod(int fd, int mode) {
        return call(SystemCall.FCHMOD, fd, mode, 0, 0);
    }

    public static int addSeals(int fd, int seals) {
        return call(SystemCall.FCNTL, fd, F_ADD_SEALS, seals, 0);
    }

    public static int kill(int pid, int signal) {
        return call(SystemCall.KILL, pid, signal, 0, 0);
    }

    public static int getuid() {
        return call(SystemCall.GETUID, 0, 0, 0, 0);
    }

    /** The symbolic name of an errno given as returned here (negative) or as the C library has it (positive). */
    public static String errnoName(int errno) {
        return Errno.name(Math.abs(errno));
    }

    private static int callWithString(SystemCall systemCall, String text, Charset charset, long second) {
        try (Arena arena = Arena.ofConfined()) {
            return call(systemCall, cString(arena, text, charset).address(), second, 0, 0);
        }
    }

    private static MemorySegment cString(Arena arena, String text, Charset charset) {
        byte[] bytes = text.getBytes(charset);
        MemorySegment string = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, string, JAVA_BYTE, 0, bytes.length);
        return string;
    }

    private static int number(SystemCall systemCall) {
        return systemCall.number(Handles.MACHINE);
    }

    private static int call(SystemCall systemCall, long a, long b, long c, long d) {
        return (int) call(Scratch.ofThisThread(), number(systemCall), a, b, c, d, 0);
    }

    private static long call(MemorySegment scratch, long number, long a, long b, long c, long d, long e) {
        try {
            long result = (long) Handles.CALL.invokeExact(scratch, number, a, b, c, d, e);
            return result == -1 ? -scratch.get(JAVA_INT, Handles.ERRNO_OFFSET) : result;
        } catch (Throwable t) {
            throw neverThrown(t);
        }
    }

    private static AssertionError neverThrown(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new AssertionError("a native call threw an exception", e);
    }
}
