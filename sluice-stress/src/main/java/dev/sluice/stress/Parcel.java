package dev.sluice.stress;

import java.nio.charset.StandardCharsets;

/**
 * What an element is in the queue: bytes, or, if its producer may want it back, a text of the same characters. Arrays are
 * equal to themselves alone, so that nobody could find one again.
 */
final class Parcel {
    private Parcel() {}

    static Object of(byte[] element, boolean withdrawable) {
        return withdrawable ? text(element) : element;
    }

    static String text(byte[] element) {
        return new String(element, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(Object parcel) {
        return parcel instanceof String text ? text.getBytes(StandardCharsets.ISO_8859_1) : (byte[]) parcel;
    }
}
