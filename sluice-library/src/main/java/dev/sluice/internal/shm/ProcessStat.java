package dev.sluice.internal.shm;

import java.io.IOException;

/**
 * What {@code /proc/PID/stat} says of a process or thread.
 *
 * <p>The second field is the name of the program in parentheses, which may itself contain anything, so fields are
 * counted from the last closing parenthesis.
 */
record ProcessStat(int pid, char state, long flags, long startTicks) {
    private static final int STATE = 3;
    private static final int FLAGS = 9;
    private static final int START_TICKS = 22;
    private static final int MAX_BYTES = 1024;
    // Set by the kernel as the first act of exit; from there on the thread never runs user code again.
    private static final long PF_EXITING = 4;

    /** @throws IOException also for a file that makes no sense */
    static ProcessStat read(String path) throws IOException {
        byte[] bytes = new byte[MAX_BYTES];
        ProcessStat stat = parse(bytes, ProcFile.read(path, bytes));
        if (stat == null) {
            throw new IOException("could not understand " + path);
        }
        return stat;
    }

    /** Null if the text makes no sense. */
    static ProcessStat parse(byte[] text, int length) {
        int at = length;
        do {
            at--;
        } while (at >= 0 && text[at] != ')');
        if (at < 0 || at + 2 >= length) {
            return null;
        }
        char state = (char) text[at + 2];
        long flags = -1;
        int field = STATE - 1;
        for (at++; at < length; at++) {
            if (text[at] != ' ') {
                continue;
            }
            field++;
            if (field == FLAGS) {
                flags = number(text, at + 1, length);
            } else if (field == START_TICKS) {
                return new ProcessStat((int) number(text, 0, length), state, flags, number(text, at + 1, length));
            }
        }
        return null;
    }

    private static long number(byte[] text, int from, int length) {
        long value = 0;
        for (int i = from; i < length && text[i] >= '0' && text[i] <= '9'; i++) {
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    /** Whether this thread will never run user code again; of a process, its leading thread is meant. */
    boolean isEnding() {
        return (flags & PF_EXITING) != 0 || state == 'Z' || state == 'X';
    }
}
