package dev.sluice.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.Codec;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Elements and codecs for tests. */
final class Elements {
    private Elements() {}

    record Order(int number, Customer customer) implements Serializable {}

    record Customer(String name, Object contact) implements Serializable {}

    /** Cannot be serialized, as the thread in it cannot. */
    static Order thatCannotCross() {
        return new Order(1, new Customer("Ada", new Thread("never started")));
    }

    /** Can be serialized, and never deserialized. */
    static final class OneWay implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private void readObject(ObjectInputStream in) throws IOException {
            throw new IOException("this object cannot be read");
        }
    }

    /** Bytes as they are: the encoded size of an element is its length. */
    static final class PlainBytes implements Codec<byte[]> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public byte[] encode(byte[] element) {
            return element;
        }

        @Override
        public byte[] decode(byte[] bytes) {
            return bytes;
        }
    }

    /** Refuses to encode "bad" and to decode "worse". */
    static final class Choosy implements Codec<String> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public byte[] encode(String element) throws IOException {
            return checked(element, "bad").getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] bytes) throws IOException {
            return checked(new String(bytes, UTF_8), "worse");
        }

        private static String checked(String element, String refused) throws IOException {
            if (element.equals(refused)) {
                throw new IOException("refused: " + element);
            }
            return element;
        }
    }

    /** A sample of what may be put: each kind crosses in its own way. */
    static List<Object> ofManyKinds() {
        return List.of(
                7,
                7L,
                'x',
                true,
                1.5,
                "",
                "straße \uD83D\uDE00",
                Thread.State.WAITING,
                List.of(1, List.of("two"), 3.0),
                Map.of("key", List.of(1)),
                Optional.of("here"),
                Duration.ofMillis(5),
                new BigDecimal("12.50"),
                new UUID(1, 2),
                new Order(3, new Customer("Grace", List.of("a@b"))));
    }
}
