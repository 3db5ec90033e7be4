package dev.sluice.benchmarks.trial;

/** A trial gave no figures; its message says why, with what the processes printed. */
final class TrialFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    TrialFailedException(String message) {
        super(message);
    }
}
