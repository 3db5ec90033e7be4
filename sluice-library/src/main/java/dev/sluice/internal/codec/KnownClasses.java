package dev.sluice.internal.codec;

import java.util.HashMap;
import java.util.Map;

/**
 * The JDK's classes with a tag of their own. By name, so that a process loads only those it uses (java.time alone
 * takes milliseconds), and because many are not public. A JDK that lacks one of the private names falls back to JDK
 * serialization for its successor.
 *
 * <p>Absent on purpose: unmodifiable and synchronized sets and maps. What they wrap may be sorted by a comparator,
 * which then decides about equality, and only the JDK can look inside.
 *
 * <p>One thing gets lost: a plain LinkedHashMap made for access order arrives in insertion order, since no method
 * tells the two apart. A cache is a subclass that overrides removeEldestEntry, and those go to the JDK.
 */
final class KnownClasses {
    private static final String[] NAMES = new String[128];
    private static final Map<String, Byte> TAGS = new HashMap<>(256);
    private static final Class<?>[] CLASSES = new Class<?>[NAMES.length]; // benign race: the same class again

    static {
        putScalarsAndArrays();
        putCollections();
        putMaps();
        putValues();
        putTimes();
        putSecondTags();
    }

    private KnownClasses() {}

    /** {@return the tag of the class, 0 if it has none} */
    static byte tagOf(Class<?> type) {
        Byte tag = type.getClassLoader() == null ? TAGS.get(type.getName()) : null;
        return tag == null ? 0 : tag;
    }

    /** {@return the class (one of them, if there are several) that has the tag, null if none has} */
    static Class<?> classOf(byte tag) {
        Class<?> type = CLASSES[tag];
        if (type == null && NAMES[tag] != null) {
            try {
                type = Class.forName(NAMES[tag], false, null);
                CLASSES[tag] = type;
            } catch (ClassNotFoundException e) {
                return Object.class;
            }
        }
        return type;
    }

    /** The first name stands for all of them before a filter. */
    private static void put(byte tag, String prefix, String... names) {
        NAMES[tag] = prefix + names[0];
        for (String name : names) {
            TAGS.put(prefix + name, tag);
        }
    }

    /** Tags that differ from another one by the value only. */
    private static void putSecondTags() {
        NAMES[Format.FALSE] = NAMES[Format.TRUE];
        NAMES[Format.OPTIONAL_EMPTY] = NAMES[Format.OPTIONAL];
        NAMES[Format.OPTIONAL_INT_EMPTY] = NAMES[Format.OPTIONAL_INT];
        NAMES[Format.OPTIONAL_LONG_EMPTY] = NAMES[Format.OPTIONAL_LONG];
        NAMES[Format.OPTIONAL_DOUBLE_EMPTY] = NAMES[Format.OPTIONAL_DOUBLE];
        NAMES[Format.IMMUTABLE_LIST_OF_NULLABLES] = NAMES[Format.IMMUTABLE_LIST];
    }

    private static void putScalarsAndArrays() {
        String lang = "java.lang.";
        put(Format.TRUE, lang, "Boolean");
        put(Format.BYTE, lang, "Byte");
        put(Format.SHORT, lang, "Short");
        put(Format.CHAR, lang, "Character");
        put(Format.INT, lang, "Integer");
        put(Format.LONG, lang, "Long");
        put(Format.FLOAT, lang, "Float");
        put(Format.DOUBLE, lang, "Double");
        put(Format.LATIN1, lang, "String");
        put(Format.BYTES, "[", "B");
        put(Format.BOOLEANS, "[", "Z");
        put(Format.SHORTS, "[", "S");
        put(Format.CHARS, "[", "C");
        put(Format.INTS, "[", "I");
        put(Format.LONGS, "[", "J");
        put(Format.FLOATS, "[", "F");
        put(Format.DOUBLES, "[", "D");
        put(Format.STRINGS, "[L", "java.lang.String;");
        put(Format.OBJECTS, "[L", "java.lang.Object;");
    }

    private static void putCollections() {
        String util = "java.util.";
        put(Format.ARRAY_LIST, util, "ArrayList");
        put(Format.LINKED_LIST, util, "LinkedList");
        put(Format.ARRAY_DEQUE, util, "ArrayDeque");
        put(Format.AS_LIST, util, "Arrays$ArrayList");
        put(Format.COPY_ON_WRITE_LIST, util, "concurrent.CopyOnWriteArrayList");
        put(Format.IMMUTABLE_LIST, util, "ImmutableCollections$ListN", "ImmutableCollections$List12");
        put(Format.UNMODIFIABLE_LIST, util, "Collections$UnmodifiableRandomAccessList");
        put(Format.UNMODIFIABLE_LINKED_LIST, util, "Collections$UnmodifiableList");
        put(Format.SINGLETON_LIST, util, "Collections$SingletonList");
        put(Format.EMPTY_LIST, util, "Collections$EmptyList");
        put(Format.HASH_SET, util, "HashSet");
        put(Format.LINKED_HASH_SET, util, "LinkedHashSet");
        put(Format.TREE_SET, util, "TreeSet");
        put(Format.IMMUTABLE_SET, util, "ImmutableCollections$SetN", "ImmutableCollections$Set12");
        put(Format.SINGLETON_SET, util, "Collections$SingletonSet");
        put(Format.EMPTY_SET, util, "Collections$EmptySet");
        put(Format.ENUM_SET, util, "RegularEnumSet", "JumboEnumSet");
        put(Format.COPY_ON_WRITE_SET, util, "concurrent.CopyOnWriteArraySet");
        put(Format.PRIORITY_QUEUE, util, "PriorityQueue");
    }

    private static void putMaps() {
        String util = "java.util.";
        put(Format.HASH_MAP, util, "HashMap");
        put(Format.LINKED_HASH_MAP, util, "LinkedHashMap");
        put(Format.TREE_MAP, util, "TreeMap");
        put(Format.CONCURRENT_HASH_MAP, util, "concurrent.ConcurrentHashMap");
        put(Format.IMMUTABLE_MAP, util, "ImmutableCollections$MapN", "ImmutableCollections$Map1");
        put(Format.SINGLETON_MAP, util, "Collections$SingletonMap");
        put(Format.EMPTY_MAP, util, "Collections$EmptyMap");
        put(Format.ENUM_MAP, util, "EnumMap");
        put(Format.SIMPLE_ENTRY, util, "AbstractMap$SimpleEntry");
        put(Format.IMMUTABLE_ENTRY, util, "AbstractMap$SimpleImmutableEntry");
        put(Format.MAP_ENTRY, util, "KeyValueHolder");
    }

    private static void putValues() {
        String util = "java.util.";
        put(Format.OPTIONAL, util, "Optional");
        put(Format.OPTIONAL_INT, util, "OptionalInt");
        put(Format.OPTIONAL_LONG, util, "OptionalLong");
        put(Format.OPTIONAL_DOUBLE, util, "OptionalDouble");
        put(Format.UUID, util, "UUID");
        put(Format.LOCALE, util, "Locale");
        put(Format.CURRENCY, util, "Currency");
        put(Format.DATE, util, "Date");
        put(Format.BIT_SET, util, "BitSet");
        put(Format.ATOMIC_REFERENCE, util, "concurrent.atomic.AtomicReference");
        put(Format.ATOMIC_INTEGER, util, "concurrent.atomic.AtomicInteger");
        put(Format.ATOMIC_LONG, util, "concurrent.atomic.AtomicLong");
        put(Format.ATOMIC_BOOLEAN, util, "concurrent.atomic.AtomicBoolean");
        put(Format.NATURAL_ORDER, util, "Comparators$NaturalOrderComparator");
        put(Format.REVERSE_ORDER, util, "Collections$ReverseComparator");
        put(Format.CASE_INSENSITIVE_ORDER, "java.lang.", "String$CaseInsensitiveComparator");
        put(Format.BIG_INTEGER, "java.math.", "BigInteger");
        put(Format.BIG_DECIMAL, "java.math.", "BigDecimal");
        put(Format.URI, "java.net.", "URI");
        put(Format.FILE, "java.io.", "File");
    }

    private static void putTimes() {
        String time = "java.time.";
        put(Format.INSTANT, time, "Instant");
        put(Format.DURATION, time, "Duration");
        put(Format.PERIOD, time, "Period");
        put(Format.LOCAL_DATE, time, "LocalDate");
        put(Format.LOCAL_TIME, time, "LocalTime");
        put(Format.LOCAL_DATE_TIME, time, "LocalDateTime");
        put(Format.ZONE_OFFSET, time, "ZoneOffset");
        put(Format.ZONE_REGION, time, "ZoneRegion");
        put(Format.ZONED_DATE_TIME, time, "ZonedDateTime");
        put(Format.OFFSET_DATE_TIME, time, "OffsetDateTime");
        put(Format.OFFSET_TIME, time, "OffsetTime");
        put(Format.YEAR, time, "Year");
        put(Format.YEAR_MONTH, time, "YearMonth");
        put(Format.MONTH_DAY, time, "MonthDay");
    }
}
