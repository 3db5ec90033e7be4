package dev.sluice;

/**
 * The two ends of a pipe in shared memory.
 *
 * @param first  the end that receives, if it is one-way
 * @param second the end that sends, if it is one-way
 */
record SharedPipe(SharedConnection first, SharedConnection second) implements Pipe {
    @Override
    public void close() {
        first.close();
        second.close();
    }
}
