package dev.sluice.internal.codec;

/** Leaves native encoding from any depth: the message holds an object that only JDK serialization can write. */
@SuppressWarnings("StaticAssignmentOfThrowable") // a jump, without a stack trace
final class JdkNeeded extends RuntimeException {
    static final JdkNeeded INSTANCE = new JdkNeeded();
    private static final long serialVersionUID = 1L;

    private JdkNeeded() {
        super("needs JDK serialization", null, false, false);
    }
}
