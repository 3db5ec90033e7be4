package dev.sluice.internal.codec;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.ConcurrentModificationException;

/** Turns whatever went wrong in encoding into a message that says where and what to do. */
final class EncodeFailure {
    private static final String ADVICE =
            ". Make it Serializable or a record, mark the field transient, or send the data it is made from";

    private EncodeFailure() {}

    static EncodeException explain(Object root, Throwable failure) {
        try {
            return explained(root, failure);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // The walk calls accessors, too. Better no path than no message.
            return new EncodeException(root.getClass().getName() + " cannot be encoded: " + failure, failure);
        }
    }

    @SuppressWarnings("ReferenceEquality") // exactly this object
    private static EncodeException explained(Object root, Throwable failure) {
        return switch (failure) {
            case Encoder.NotEncodable e -> notSerializable(root, e.type().getName(), e);
            case NotSerializableException e -> notSerializable(root, e.getMessage(), e);
            case Encoder.SelfContained e -> new EncodeException(
                    PathFinder.find(root, object -> object == e.object()) + ": " + e.object().getClass().getName()
                            + " contains itself, and such an object can only be made after its content;"
                            + " break the cycle",
                    e);
            case EncodeBuffer.TooLarge e ->
                    new EncodeException(root.getClass().getName() + " is too large for one message: " + e.getMessage(),
                            e);
            case ConcurrentModificationException e -> new EncodeException(
                    root.getClass().getName()
                            + " was changed by another thread while it was being encoded; copy it first",
                    e);
            case StackOverflowError e ->
                    new EncodeException(
                            root.getClass().getName() + " is nested too deep; send such a structure in a flat form", e);
            case OutOfMemoryError e ->
                    new EncodeException(
                            root.getClass().getName() + " cannot be encoded: the heap is too small (" + e.getMessage()
                                    + "); send smaller pieces or enlarge it with -Xmx",
                            e);
            default -> thrown(root, failure);
        };
    }

    private static EncodeException notSerializable(Object root, String className, Throwable cause) {
        PathFinder.Found found = PathFinder.find(root, object -> object.getClass().getName().equals(className)
                && !(object instanceof Serializable));
        int lambda = className.indexOf("$$Lambda");
        if (lambda >= 0) {
            return new EncodeException(
                    found + ": the lambda of " + className.substring(0, lambda)
                            + " is not Serializable. Cast it where it"
                            + " is written, as in (Runnable & Serializable) () -> ..., or give it a type that is both",
                    cause);
        }
        return new EncodeException(found + ": " + className + " is not Serializable" + reasonAndAdvice(found), cause);
    }

    private static String reasonAndAdvice(PathFinder.Found found) {
        Class<?> type = found.object() == null ? Object.class : found.object().getClass();
        if (!type.isRecord()) {
            return ADVICE;
        }
        return ", and its module " + type.getModule().getName() + " does not open the package " + type.getPackageName()
                + " to dev.sluice. Do the one or the other";
    }

    /** Something that belongs to the user threw: an accessor, or a method of serialization. */
    private static EncodeException thrown(Object root, Throwable failure) {
        PathFinder.Broken broken = PathFinder.findBroken(root);
        if (broken != null) {
            return new EncodeException(broken.path() + ": the accessor threw " + broken.cause(), broken.cause());
        }
        Throwable cause = failure instanceof Encoder.CheckedFailure checked ? checked.getCause() : failure;
        StackTraceElement culprit = culprit(cause);
        if (culprit != null) {
            PathFinder.Found found =
                    PathFinder.find(root, object -> object.getClass().getName().equals(culprit.getClassName()));
            return new EncodeException(
                    found + ": " + culprit.getClassName() + "." + culprit.getMethodName() + " threw " + cause, cause);
        }
        return new EncodeException(root.getClass().getName() + " cannot be encoded: " + cause, cause);
    }

    private static StackTraceElement culprit(Throwable cause) {
        for (StackTraceElement frame : cause.getStackTrace()) {
            boolean hook = switch (frame.getMethodName()) {
                case "writeObject", "writeExternal", "writeReplace" -> true;
                default -> false;
            };
            if (hook && !frame.getClassName().startsWith("java.io.")) {
                return frame;
            }
        }
        return null;
    }
}
