package dev.sluice.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ElementTest {
    @Test
    void anElementIsWhoPutItAndItsNumber() {
        assertEquals(new Element(3, 1L << 40), Element.decode(Element.encode(3, 1L << 40, 5000)));
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] whole = Element.encode(3, 4, 60);
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] torn = whole.clone();
            torn[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertNull(Element.decode(torn), "bit " + bit);
        }
    }

    @Test
    void whatIsTooShortOrTooLongIsNoticed() {
        byte[] whole = Element.encode(3, 4, 60);
        for (int length = 0; length < 100; length++) {
            if (length != whole.length) {
                assertNull(Element.decode(Arrays.copyOf(whole, length)), "length " + length);
            }
        }
    }
}
