package dev.sluice.internal.codec;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads what {@link ValueEncoding} wrote. */
final class ValueDecoding {
    private ValueDecoding() {}

    static Object read(byte tag, Decoder in) throws DecodeException {
        return switch (tag) {
            case Format.UUID -> new UUID(in.readLong(), in.readLong());
            case Format.BIG_INTEGER -> readBigInteger(in);
            case Format.BIG_DECIMAL -> {
                int scale = in.readInt();
                yield new BigDecimal(readBigInteger(in), scale);
            }
            case Format.OPTIONAL_INT -> OptionalInt.of(in.readInt());
            case Format.OPTIONAL_INT_EMPTY -> OptionalInt.empty();
            case Format.OPTIONAL_LONG -> OptionalLong.of(in.readLong());
            case Format.OPTIONAL_LONG_EMPTY -> OptionalLong.empty();
            case Format.OPTIONAL_DOUBLE -> OptionalDouble.of(in.readDouble());
            case Format.OPTIONAL_DOUBLE_EMPTY -> OptionalDouble.empty();
            case Format.NATURAL_ORDER -> Comparator.naturalOrder();
            case Format.REVERSE_ORDER -> Collections.reverseOrder();
            case Format.CASE_INSENSITIVE_ORDER -> String.CASE_INSENSITIVE_ORDER;
            case Format.LOCALE -> Locale.forLanguageTag(readText(in));
            case Format.URI -> URI.create(readText(in));
            case Format.FILE -> new File(readText(in));
            case Format.PATH -> readPath(in);
            case Format.CURRENCY -> Currency.getInstance(readText(in));
            default -> readTime(tag, in);
        };
    }

    private static Object readPath(Decoder in) throws DecodeException {
        in.checkType(Path.class);
        return Path.of(readText(in));
    }

    private static String readText(Decoder in) throws DecodeException {
        String text = in.readString();
        if (text == null) {
            throw new DecodeException("the bytes are damaged: null in place of a text");
        }
        return text;
    }

    private static BigInteger readBigInteger(Decoder in) throws DecodeException {
        int length = in.readLength(1, "number");
        return new BigInteger(in.readBytes(length));
    }

    private static Object readTime(byte tag, Decoder in) throws DecodeException {
        return switch (tag) {
            case Format.INSTANT -> Instant.ofEpochSecond(in.readLong(), in.readInt());
            case Format.DURATION -> Duration.ofSeconds(in.readLong(), in.readInt());
            case Format.PERIOD -> Period.of(in.readInt(), in.readInt(), in.readInt());
            case Format.LOCAL_DATE -> LocalDate.ofEpochDay(in.readLong());
            case Format.LOCAL_TIME -> LocalTime.ofNanoOfDay(in.readLong());
            case Format.LOCAL_DATE_TIME -> readDateTime(in);
            case Format.ZONE_OFFSET -> readOffset(in);
            case Format.ZONE_REGION -> ZoneId.of(readText(in));
            case Format.OFFSET_DATE_TIME -> OffsetDateTime.of(readDateTime(in), readOffset(in));
            case Format.OFFSET_TIME -> OffsetTime.of(LocalTime.ofNanoOfDay(in.readLong()), readOffset(in));
            case Format.ZONED_DATE_TIME -> ZonedDateTime.ofInstant(readDateTime(in), readOffset(in), readZone(in));
            case Format.YEAR -> Year.of(in.readInt());
            case Format.YEAR_MONTH -> YearMonth.of(in.readInt(), in.readByte());
            case Format.MONTH_DAY -> MonthDay.of(in.readByte(), in.readByte());
            default -> throw new DecodeException(unknown(tag));
        };
    }

    private static LocalDateTime readDateTime(Decoder in) throws DecodeException {
        LocalDate date = LocalDate.ofEpochDay(in.readLong());
        return LocalDateTime.of(date, LocalTime.ofNanoOfDay(in.readLong()));
    }

    private static ZoneOffset readOffset(Decoder in) throws DecodeException {
        return ZoneOffset.ofTotalSeconds(in.readInt());
    }

    private static ZoneId readZone(Decoder in) throws DecodeException {
        return switch (in.readByte()) {
            case Format.ZONE_OFFSET -> readOffset(in);
            case Format.ZONE_REGION -> ZoneId.of(readText(in));
            default -> throw new DecodeException("the bytes are damaged: a date with a zone that is none");
        };
    }

    static String unknown(byte tag) {
        return "the bytes are damaged: there is no tag " + (tag & 0xFF) + " in format version 1";
    }
}
