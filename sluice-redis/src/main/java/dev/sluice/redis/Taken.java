package dev.sluice.redis;

/** An element as it was taken, with the number of its delivery. Equal to itself only. */
final class Taken {
    final String id;
    final long count;
    final byte[] bytes;

    Taken(String id, long count, byte[] bytes) {
        this.id = id;
        this.count = count;
        this.bytes = bytes;
    }
}
