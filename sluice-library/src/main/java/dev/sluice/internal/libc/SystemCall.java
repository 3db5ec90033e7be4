package dev.sluice.internal.libc;

/**
 * Numbers of the system calls in use, and the one open flag that differs between machines.
 *
 * <p>Calling by number through {@code syscall} lets all calls share one function descriptor: each further descriptor
 * makes every process start later.
 */
enum SystemCall {
    FUTEX(202, 98),
    FUTEX_WAITV(449, 449),
    CLOCK_GETTIME(228, 113),
    MEMFD_CREATE(319, 279),
    OPENAT(257, 56),
    CLOSE(3, 57),
    FTRUNCATE(77, 46),
    FALLOCATE(285, 47),
    FCHMOD(91, 52),
    FCNTL(72, 25),
    KILL(62, 129),
    GETUID(102, 174);

    /** The machines whose numbers are known. */
    enum Machine {
        X86_64(0x2_0000),
        AARCH64(0x8000);

        final int openNoFollow;

        Machine(int openNoFollow) {
            this.openNoFollow = openNoFollow;
        }
    }

    private final int onX86;
    private final int onAarch64;

    SystemCall(int onX86, int onAarch64) {
        this.onX86 = onX86;
        this.onAarch64 = onAarch64;
    }

    int number(Machine machine) {
        return machine == Machine.X86_64 ? onX86 : onAarch64;
    }

    /** Null where the numbers are not known. */
    static Machine ofThisMachine() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Machine.X86_64;
            case "aarch64" -> Machine.AARCH64;
            default -> null;
        };
    }
}
