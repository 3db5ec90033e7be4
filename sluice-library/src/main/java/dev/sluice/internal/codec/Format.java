package dev.sluice.internal.codec;

/**
 * The byte format, version 1.
 *
 * <p>A message is one object. An object is a tag byte and what the table says for the tag. All numbers are
 * little-endian. {@code n} is a length as unsigned LEB128 (at most 5 bytes), {@code obj} a nested object, {@code
 * name} a length and a class name in UTF-8.
 *
 * <p><b>Version.</b> The first byte of a message is a tag below {@link #FIRST_OF_LATER_VERSIONS}. A later format
 * starts its messages with a byte from there on (version = byte - 0xC0 + 2), so that version 1 pays nothing for
 * being versioned.
 *
 * <p><b>Handles.</b> Objects that have an identity worth keeping are numbered from 0 in the order in which their
 * tags appear; {@code REF n} stands for a number given before. Numbered are: containers, arrays, records, the
 * mutable values, and strings of {@link #SHARED_STRING_CHARS} characters or more. Not numbered: all other values,
 * which nobody should compare with {@code ==}.
 *
 * <pre>
 * tag                     content
 * NULL, TRUE, FALSE       -
 * REF                     n: number of an earlier object of this message
 * BYTE..DOUBLE            1, 2, 2, 4, 8, 4, 8 bytes
 * LATIN1                  n, n bytes
 * UTF16                   n, n chars of 2 bytes (lone surrogates survive)
 * BYTES..DOUBLES          n, n elements
 * STRINGS, OBJECTS        n, n obj
 * ARRAY                   name of the component type, n, n obj
 * RECORD                  n, header of n bytes (see RecordShape), components: primitives raw, all else obj
 * RECORD_AGAIN            n: the n-th header of this message once more, components
 * ENUM                    n, header of n bytes (see EnumHeader)
 * ENUM_AGAIN              n: the n-th header of this message once more
 * lists, sets, deques     n, n obj
 * SINGLETON_x             obj (map: key, value)
 * EMPTY_x                 -
 * TREE_SET,PRIORITY_QUEUE comparator obj (NULL: natural order), n, n obj
 * TREE_MAP                comparator obj, n, n pairs
 * other maps              n, n pairs of obj
 * ENUM_SET                name of the enum, n, n obj
 * ENUM_MAP                name of the enum, n, n pairs
 * CONCURRENT_HASH_MAP     pairs until END (its size may change while it is written)
 * entries                 key obj, value obj
 * OPTIONAL, ATOMIC_REF    obj
 * JDK                     the rest of the message is a JDK serialization stream; only as the first byte
 * </pre>
 * The values of java.time, java.math and the like are written by {@code ValueEncoding}, field by field.
 */
final class Format {
    static final int FIRST_OF_LATER_VERSIONS = 0xC0;
    static final int SHARED_STRING_CHARS = 256;

    /** Nested deeper than this, encoding and decoding go on in a thread with a large stack. */
    static final int INLINE_DEPTH = 200;

    /** Nested deeper than this, a message is refused by both sides. */
    static final int MAX_DEPTH = 120_000;

    // 0 stays unused: zeroed memory is not a message.
    static final byte NULL = 1;
    static final byte REF = 2;
    static final byte TRUE = 3;
    static final byte FALSE = 4;
    static final byte BYTE = 5;
    static final byte SHORT = 6;
    static final byte CHAR = 7;
    static final byte INT = 8;
    static final byte LONG = 9;
    static final byte FLOAT = 10;
    static final byte DOUBLE = 11;
    static final byte LATIN1 = 12;
    static final byte UTF16 = 13;
    static final byte ENUM = 14;
    static final byte ENUM_AGAIN = 15;
    static final byte JDK = 101;
    static final byte END = 102;
    static final byte OPTIONAL_EMPTY = 103;

    /** Tags from here to {@link #NUMBERED_END} are those of numbered objects. */
    static final byte NUMBERED_FIRST = 16;

    static final byte NUMBERED_END = 70;

    static final byte BYTES = 16;
    static final byte BOOLEANS = 17;
    static final byte SHORTS = 18;
    static final byte CHARS = 19;
    static final byte INTS = 20;
    static final byte LONGS = 21;
    static final byte FLOATS = 22;
    static final byte DOUBLES = 23;
    static final byte STRINGS = 24;
    static final byte OBJECTS = 25;
    static final byte ARRAY = 26;

    static final byte RECORD = 28;
    static final byte RECORD_AGAIN = 29;

    static final byte ARRAY_LIST = 32;
    static final byte LINKED_LIST = 33;
    static final byte ARRAY_DEQUE = 34;
    static final byte AS_LIST = 35;
    static final byte COPY_ON_WRITE_LIST = 36;
    static final byte IMMUTABLE_LIST = 37;
    static final byte IMMUTABLE_LIST_OF_NULLABLES = 38;
    static final byte UNMODIFIABLE_LIST = 39;
    static final byte UNMODIFIABLE_LINKED_LIST = 40;
    static final byte SINGLETON_LIST = 41;
    static final byte EMPTY_LIST = 42;
    static final byte HASH_SET = 43;
    static final byte LINKED_HASH_SET = 44;
    static final byte TREE_SET = 45;
    static final byte IMMUTABLE_SET = 46;
    static final byte SINGLETON_SET = 47;
    static final byte EMPTY_SET = 48;
    static final byte ENUM_SET = 49;
    static final byte COPY_ON_WRITE_SET = 50;
    static final byte PRIORITY_QUEUE = 51;
    static final byte HASH_MAP = 52;
    static final byte LINKED_HASH_MAP = 53;
    static final byte TREE_MAP = 54;
    static final byte CONCURRENT_HASH_MAP = 55;
    static final byte IMMUTABLE_MAP = 56;
    static final byte SINGLETON_MAP = 57;
    static final byte EMPTY_MAP = 58;
    static final byte ENUM_MAP = 59;
    static final byte SIMPLE_ENTRY = 60;
    static final byte IMMUTABLE_ENTRY = 61;
    static final byte MAP_ENTRY = 62;
    static final byte OPTIONAL = 63;
    static final byte ATOMIC_REFERENCE = 64;
    static final byte DATE = 65;
    static final byte BIT_SET = 66;
    static final byte ATOMIC_INTEGER = 67;
    static final byte ATOMIC_LONG = 68;
    static final byte ATOMIC_BOOLEAN = 69;

    static final byte OPTIONAL_INT = 70;
    static final byte OPTIONAL_INT_EMPTY = 71;
    static final byte OPTIONAL_LONG = 72;
    static final byte OPTIONAL_LONG_EMPTY = 73;
    static final byte OPTIONAL_DOUBLE = 74;
    static final byte OPTIONAL_DOUBLE_EMPTY = 75;
    static final byte BIG_INTEGER = 76;
    static final byte BIG_DECIMAL = 77;
    static final byte UUID = 78;
    static final byte INSTANT = 79;
    static final byte DURATION = 80;
    static final byte PERIOD = 81;
    static final byte LOCAL_DATE = 82;
    static final byte LOCAL_TIME = 83;
    static final byte LOCAL_DATE_TIME = 84;
    static final byte ZONE_OFFSET = 85;
    static final byte ZONE_REGION = 86;
    static final byte ZONED_DATE_TIME = 87;
    static final byte OFFSET_DATE_TIME = 88;
    static final byte OFFSET_TIME = 89;
    static final byte YEAR = 90;
    static final byte YEAR_MONTH = 91;
    static final byte MONTH_DAY = 92;
    static final byte LOCALE = 93;
    static final byte URI = 94;
    static final byte FILE = 95;
    static final byte PATH = 96;
    static final byte CURRENCY = 97;
    static final byte NATURAL_ORDER = 98;
    static final byte REVERSE_ORDER = 99;
    static final byte CASE_INSENSITIVE_ORDER = 100;

    private Format() {}
}
