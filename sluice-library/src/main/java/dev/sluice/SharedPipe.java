package dev.sluice;

/** The two ends of a pipe in shared memory. */
record SharedPipe(SharedConnection first, SharedConnection second) implements Pipe {
    @Override
    public void close() {
        first.close();
        second.close();
    }
}
