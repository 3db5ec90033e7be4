package dev.sluice;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lambda as its class file describes it, with what it captures: what JDK serialization would write, in the format of the
 * library, which is read and written many times faster. Only for lambdas whose class lets this library look inside, which is
 * so on a class path; others go the usual way.
 *
 * @param description what {@link SerializedLambda} consists of besides, in the order of its constructor
 * @param kind        the kind of the method that implements it
 * @param captured    what it captures
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PoolLambda(String[] description, int kind, Object[] captured) implements Serializable {
    private static final String WRITE = "writeReplace";
    private static final String READ = "$deserializeLambda$";

    private static final ClassValue<Access> ACCESS = new ClassValue<>() {
        @Override
        protected Access computeValue(Class<?> type) {
            return Access.to(type);
        }
    };

    /** Readers by the name of the class that the lambda is written in. */
    private static final ConcurrentHashMap<String, Reader> READERS = new ConcurrentHashMap<>();

    /** The way into one class of lambdas; write is null if there is none. */
    private record Access(Method write) {
        static Access to(Class<?> type) {
            if (!type.isHidden() || !type.isSynthetic() || !Serializable.class.isAssignableFrom(type)) {
                return new Access(null);
            }
            try {
                Method write = type.getDeclaredMethod(WRITE);
                return new Access(write.trySetAccessible() ? write : null);
            } catch (NoSuchMethodException | RuntimeException e) {
                return new Access(null);
            }
        }
    }

    private record Reader(Class<?> capturing, Method read) {
        static Reader of(String className) {
            try {
                Class<?> capturing = Class.forName(
                        className.replace('/', '.'), false, Thread.currentThread().getContextClassLoader());
                Method read = capturing.getDeclaredMethod(READ, SerializedLambda.class);
                if (!read.trySetAccessible()) {
                    throw new SerializationException(
                            "the lambda of " + className
                                    + " cannot be made here, for the package of its class is not open"
                                    + " to the library; start parent and child with the same --add-opens");
                }
                return new Reader(capturing, read);
            } catch (ReflectiveOperationException e) {
                throw new SerializationException(
                        "the lambda of " + className + " cannot be made here: " + e
                                + "; its class must be on the class path of the worker, as it is in the parent",
                        e);
            }
        }
    }

    /** The lambda as a description, or the object itself if it is none, or is closed to this library. */
    static Object describe(Object task) {
        Method write = ACCESS.get(task.getClass()).write;
        if (write == null) {
            return task;
        }
        try {
            if (!(write.invoke(task) instanceof SerializedLambda lambda) || !isReadable(lambda, task)) {
                return task;
            }
            Object[] captured = new Object[lambda.getCapturedArgCount()];
            for (int i = 0; i < captured.length; i++) {
                captured[i] = lambda.getCapturedArg(i);
            }
            return new PoolLambda(
                    new String[] {
                        lambda.getCapturingClass(),
                        lambda.getFunctionalInterfaceClass(),
                        lambda.getFunctionalInterfaceMethodName(),
                        lambda.getFunctionalInterfaceMethodSignature(),
                        lambda.getImplClass(),
                        lambda.getImplMethodName(),
                        lambda.getImplMethodSignature(),
                        lambda.getInstantiatedMethodType()
                    },
                    lambda.getImplMethodKind(),
                    captured);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return task;
        }
    }

    /** The worker has the options of this JVM, so what is open here is open there; a class of another loader is not found. */
    private static boolean isReadable(SerializedLambda lambda, Object task) {
        Class<?> type = task.getClass();
        return ClassLoader.getSystemClassLoader().equals(type.getClassLoader())
                && type.getPackageName().equals(packageOf(lambda.getCapturingClass()));
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('/'))).replace('/', '.');
    }

    /** The lambda itself. */
    Object restore() {
        Reader reader = READERS.computeIfAbsent(description[0], Reader::of);
        SerializedLambda lambda = new SerializedLambda(
                reader.capturing,
                description[1],
                description[2],
                description[3],
                kind,
                description[4],
                description[5],
                description[6],
                description[7],
                captured);
        try {
            return reader.read.invoke(null, lambda);
        } catch (ReflectiveOperationException e) {
            throw new SerializationException(
                    "the lambda of " + description[0] + " cannot be made here: " + e.getCause()
                            + "; parent and worker must have the same version of its class",
                    e);
        }
    }
}
