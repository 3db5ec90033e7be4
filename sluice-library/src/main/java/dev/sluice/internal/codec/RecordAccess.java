package dev.sluice.internal.codec;

/** Writes the components of the records of one class and makes such records. Subclassed by generated classes, too. */
abstract class RecordAccess {
    RecordAccess() {}

    /** Writes all components in the order of their declaration; throws what an accessor throws. */
    abstract void write(Object instance, Encoder encoder) throws Throwable;

    /** Reads all components and calls the canonical constructor; throws what the constructor throws. */
    abstract Object read(Decoder decoder) throws Throwable;
}
