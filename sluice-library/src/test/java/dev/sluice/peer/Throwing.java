package dev.sluice.peer;

/** Passes a throwable on where only exceptions are declared. */
final class Throwing {
    private Throwing() {}

    /** The exception to throw; an error is thrown here. */
    static Exception asException(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (Exception) thrown;
    }
}
