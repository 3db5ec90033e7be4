package dev.sluice.internal.codec;

import java.io.File;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;

/**
 * Values of every kind that has a format of its own, and some that have none; all with an {@code equals} that
 * tells.
 */
@SuppressWarnings({"JdkObsolete", "JavaUtilDate"})
final class Samples {
    enum Color {
        RED, GREEN {
            @Override
            int shade() {
                return 2;
            }
        };

        int shade() {
            return 1;
        }
    }

    record Empty() {}

    record Point(int x, int y) {}

    record Primitives(boolean z, byte b, short s, char c, int i, long l, float f, double d) {}

    record Boxes(Boolean z, Byte b, Short s, Character c, Integer i, Long l, Float f, Double d) {}

    record Order(int id, double price, String code, String text, List<Integer> amounts, boolean paid) {}

    record Generic<T>(T value, Comparable<?> other) {}

    record Declared(int id, String name) implements Serializable {}

    private record Hidden(String secret, Hidden next) {}

    /** Serializable in the ordinary way. */
    static final class Plain implements Serializable {
        private static final long serialVersionUID = 1L;
        final String name;
        final int number;
        @SuppressWarnings("serial")
        final Object more;

        Plain(String name, int number, Object more) {
            this.name = name;
            this.number = number;
            this.more = more;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Plain plain && plain.name.equals(name) && plain.number == number
                    && java.util.Objects.equals(more, plain.more);
        }

        @Override
        public int hashCode() {
            return name.hashCode() + number;
        }
    }

    private Samples() {}

    static List<Object> all() {
        List<Object> all = new ArrayList<>();
        all.addAll(scalars());
        all.addAll(values());
        all.addAll(times());
        all.addAll(collections());
        all.addAll(maps());
        all.addAll(records());
        all.addAll(foreign());
        return all;
    }

    static List<Object> scalars() {
        return List.of(true, false, (byte) -1, (short) -300, 'x', '\uD800', 0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE,
                0L,
                Long.MIN_VALUE, 1.5f, Float.NaN, -0.0, Double.NaN, Double.MIN_VALUE, "", "a", "\u00FF Latin-1 \u00E9",
                "\u6C34 \uD83D\uDE00", "lone \uD800 surrogate \uDC00", "\uDC00", "\0", "x".repeat(255), "x".repeat(256),
                "\u6C34".repeat(300), "y".repeat(100_000), Color.RED, Color.GREEN, DayOfWeek.MONDAY);
    }

    static List<Object> values() {
        BitSet bits = new BitSet();
        bits.set(3);
        bits.set(1000);
        return List.of(BigInteger.ZERO, BigInteger.valueOf(-1), BigInteger.TEN.pow(500), new BigDecimal("1.50"),
                new BigDecimal("-1e-400"), new UUID(1, -2), Optional.empty(), Optional.of("x"), OptionalInt.empty(),
                OptionalInt.of(7), OptionalLong.empty(), OptionalLong.of(-7), OptionalDouble.empty(),
                OptionalDouble.of(0.5),
                Locale.ROOT, Locale.SIMPLIFIED_CHINESE, Locale.forLanguageTag("sr-Latn-RS"),
                Locale.of("no", "NO", "NY"),
                URI.create("https://example.org/a?b#c"), new File("a/b"), Path.of("/tmp/\u00E9"), Path.of(""),
                Currency.getInstance("EUR"), new Date(12345), bits, new BitSet(), String.class, int.class,
                int[][].class,
                Comparator.naturalOrder(), Comparator.reverseOrder(), Collections.reverseOrder(),
                String.CASE_INSENSITIVE_ORDER);
    }

    static List<Object> times() {
        LocalDateTime dateTime = LocalDateTime.of(2024, 10, 27, 2, 30, 0, 1);
        ZoneId paris = ZoneId.of("Europe/Paris");
        return List.of(Instant.MIN, Instant.MAX, Instant.ofEpochSecond(-1, 999_999_999), Duration.ZERO,
                Duration.ofSeconds(Long.MIN_VALUE, 1), Period.of(1, -2, 3), LocalDate.MIN, LocalDate.MAX, LocalTime.MIN,
                LocalTime.MAX, LocalDateTime.MIN, LocalDateTime.MAX, dateTime, ZoneOffset.UTC, ZoneOffset.MAX,
                ZoneOffset.ofTotalSeconds(1), paris, ZoneId.of("UTC"), ZoneId.of("GMT+2"),
                ZonedDateTime.ofLocal(dateTime, paris, ZoneOffset.ofHours(1)),
                ZonedDateTime.ofLocal(dateTime, paris, ZoneOffset.ofHours(2)),
                ZonedDateTime.of(dateTime, ZoneOffset.UTC),
                OffsetDateTime.MIN, OffsetDateTime.MAX, OffsetTime.MIN, Year.of(-5), YearMonth.of(2024, 2),
                MonthDay.of(2, 29));
    }

    static List<Object> collections() {
        List<Object> mixed = Arrays.asList(1, "two", null, 3L, Color.RED);
        List<Object> all = new ArrayList<>();
        all.add(new ArrayList<>());
        all.add(new ArrayList<>(mixed));
        all.add(new LinkedList<>(mixed));
        all.add(mixed);
        all.add(Arrays.asList("a", "b"));
        all.add(new CopyOnWriteArrayList<>(mixed));
        all.add(new CopyOnWriteArraySet<>(mixed));
        all.add(List.of());
        all.add(List.of(1));
        all.add(List.of(1, 2));
        all.add(List.of(1, 2, 3));
        all.add(Stream.of(1, 2, 3).toList());
        all.add(Stream.of(1, null).toList());
        all.add(Collections.unmodifiableList(new ArrayList<>(mixed)));
        all.add(Collections.unmodifiableList(new LinkedList<>(mixed)));
        all.add(Collections.emptyList());
        all.add(Collections.singletonList(null));
        all.add(Collections.nCopies(5, "x"));
        all.add(new Vector<>(mixed));
        all.add(new HashSet<>(mixed));
        all.add(new LinkedHashSet<>(mixed));
        all.add(new TreeSet<>(List.of(3, 1, 2)));
        all.add(Set.of());
        all.add(Set.of(1));
        all.add(Set.of(1, 2, 3));
        all.add(Collections.emptySet());
        all.add(Collections.singleton("x"));
        all.add(Collections.unmodifiableSet(new TreeSet<>(List.of(1, 2))));
        all.add(Collections.synchronizedList(new ArrayList<>(mixed)).subList(0, 0).getClass());
        all.add(EnumSet.noneOf(Color.class));
        all.add(EnumSet.allOf(Color.class));
        all.add(EnumSet.of(Character.UnicodeScript.HAN, Character.UnicodeScript.LATIN));
        return all;
    }

    static List<Object> maps() {
        Map<Object, Object> mixed = new LinkedHashMap<>();
        mixed.put("z", 1);
        mixed.put(null, List.of(2));
        mixed.put(3, null);
        mixed.put(Color.GREEN, Color.GREEN);
        TreeMap<String, Integer> insensitive = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        insensitive.put("A", 1);
        insensitive.put("b", 2);
        EnumMap<Color, Object> colors = new EnumMap<>(Color.class);
        EnumMap<Color, Object> noColors = new EnumMap<>(Color.class);
        colors.put(Color.GREEN, "g");
        return List.of(mixed, new HashMap<>(mixed), new HashMap<>(), insensitive, new TreeMap<>(Map.of("k", "v")),
                new ConcurrentHashMap<>(Map.of(1, 2, 3, 4)), Map.of(), Map.of(1, 2), Map.of(1, 2, "3", List.of()),
                Collections.emptyMap(), Collections.singletonMap(null, null), Collections.unmodifiableMap(mixed),
                colors, noColors,
                new AbstractMap.SimpleEntry<>("k", null), new AbstractMap.SimpleImmutableEntry<>(null, "v"),
                Map.entry("k", "v"));
    }

    static List<Object> records() {
        return List.of(new Empty(), new Point(1, -1),
                new Primitives(true, (byte) -1, (short) -2, '\uFFFF', -3, Long.MIN_VALUE, Float.MIN_VALUE,
                        Double.MAX_VALUE),
                new Boxes(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d),
                new Boxes(null, null, null, null, null, null, null, null),
                new Order(1, 2.5, "code", "\u6C34", List.of(1, 2), true),
                new Order(1, Double.NaN, null, null, null, false),
                new Generic<>(new Generic<>("x", 1), "y"), new Declared(1, "d"),
                new Hidden("s", new Hidden(null, null)));
    }

    /** What the native format leaves to the JDK, alone and in the company of what only the native format can write. */
    static List<Object> foreign() {
        Plain plain = new Plain("p", 1, new ArrayList<>(List.of(Color.RED, Optional.of("o"))));
        return List.of(plain, List.of(plain, 1), new Generic<>(plain, 1), Map.of("k", new Generic<>(plain, null)),
                Optional.of(plain),
                new Plain("holder", 2, new Point(1, 2)), new Plain("holder", 3, Map.entry(1, new Point(3, 4))),
                new Plain("holder", 4,
                        List.of(OptionalInt.of(1), OptionalLong.empty(), OptionalDouble.of(2), Path.of("x"))),
                new java.util.Random(5).getClass(), StringBuilder.class);
    }
}
