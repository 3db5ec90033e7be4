package dev.sluice.internal.codec;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.InvalidPathException;
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
import java.util.Currency;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** Writes values: objects without an identity worth keeping, and without other objects inside. */
final class ValueEncoding {
    private ValueEncoding() {}

    static void write(Object value, byte kind, EncodeBuffer out, Encoder encoder) throws EncodeException {
        switch (kind) {
            case Format.TRUE -> out.putByte((boolean) value ? Format.TRUE : Format.FALSE);
            case Format.LONG -> out.putTagged(kind, (long) value);
            case Format.DOUBLE -> out.putTagged(kind, Double.doubleToRawLongBits((double) value));
            case Format.FLOAT -> out.putTagged(kind, Float.floatToRawIntBits((float) value));
            case Format.BYTE -> {
                out.putByte(kind);
                out.putByte((byte) value);
            }
            case Format.SHORT -> {
                out.putByte(kind);
                out.putShort((short) value);
            }
            case Format.CHAR -> {
                out.putByte(kind);
                out.putChar((char) value);
            }
            case Format.UUID -> {
                out.putTagged(kind, ((UUID) value).getMostSignificantBits());
                out.putLong(((UUID) value).getLeastSignificantBits());
            }
            case Format.BIG_INTEGER -> {
                out.putByte(kind);
                out.putBlock(((BigInteger) value).toByteArray());
            }
            case Format.BIG_DECIMAL -> {
                out.putTagged(kind, ((BigDecimal) value).scale());
                out.putBlock(((BigDecimal) value).unscaledValue().toByteArray());
            }
            case Format.OPTIONAL_INT, Format.OPTIONAL_LONG, Format.OPTIONAL_DOUBLE -> writeOptional(value, out);
            case Format.NATURAL_ORDER, Format.REVERSE_ORDER, Format.CASE_INSENSITIVE_ORDER -> out.putByte(kind);
            case Format.LOCALE, Format.URI, Format.FILE, Format.PATH, Format.CURRENCY, Format.ZONE_REGION ->
                    writeText(value, kind, out);
            default -> writeTime(value, kind, out, encoder);
        }
    }

    private static void writeOptional(Object value, EncodeBuffer out) {
        switch (value) {
            case OptionalInt v when v.isPresent() -> out.putTagged(Format.OPTIONAL_INT, v.getAsInt());
            case OptionalInt v -> out.putByte(Format.OPTIONAL_INT_EMPTY);
            case OptionalLong v when v.isPresent() -> out.putTagged(Format.OPTIONAL_LONG, v.getAsLong());
            case OptionalLong v -> out.putByte(Format.OPTIONAL_LONG_EMPTY);
            case OptionalDouble v when v.isPresent() ->
                    out.putTagged(Format.OPTIONAL_DOUBLE, Double.doubleToRawLongBits(v.getAsDouble()));
            default -> out.putByte(Format.OPTIONAL_DOUBLE_EMPTY);
        }
    }

    private static void writeText(Object value, byte kind, EncodeBuffer out) throws EncodeException {
        String text;
        switch (value) {
            case Locale v -> {
                text = v.toLanguageTag();
                if (!Locale.forLanguageTag(text).equals(v)) {
                    throw JdkNeeded.INSTANCE; // not well-formed by today's standard
                }
            }
            case Path v -> text = textOf(v);
            case ZoneId v -> text = v.getId();
            case Currency v -> text = v.getCurrencyCode();
            case File v -> text = v.getPath();
            case URI v -> text = v.toString();
            default -> throw new IllegalStateException("no encoding for " + value.getClass());
        }
        out.putByte(kind);
        out.putString(text);
    }

    private static String textOf(Path path) throws EncodeException {
        String text = path.toString();
        try {
            if (path.getFileSystem().getPath(text).equals(path)) {
                return text;
            }
        } catch (InvalidPathException e) {
            throw new EncodeException("the path " + text + " cannot be expressed in this JVM's file name encoding", e);
        }
        throw new EncodeException("the path " + text + " cannot be expressed in this JVM's file name encoding");
    }

    private static void writeTime(Object value, byte kind, EncodeBuffer out, Encoder encoder) throws EncodeException {
        out.putByte(kind);
        switch (value) {
            case Instant v -> {
                out.putLong(v.getEpochSecond());
                out.putInt(v.getNano());
            }
            case Duration v -> {
                out.putLong(v.getSeconds());
                out.putInt(v.getNano());
            }
            case Period v -> {
                out.putInt(v.getYears());
                out.putInt(v.getMonths());
                out.putInt(v.getDays());
            }
            case LocalDate v -> out.putLong(v.toEpochDay());
            case LocalTime v -> out.putLong(v.toNanoOfDay());
            case LocalDateTime v -> putDateTime(v, out);
            case ZoneOffset v -> out.putInt(v.getTotalSeconds());
            case OffsetDateTime v -> {
                putDateTime(v.toLocalDateTime(), out);
                out.putInt(v.getOffset().getTotalSeconds());
            }
            case OffsetTime v -> {
                out.putLong(v.toLocalTime().toNanoOfDay());
                out.putInt(v.getOffset().getTotalSeconds());
            }
            case ZonedDateTime v -> {
                putDateTime(v.toLocalDateTime(), out);
                out.putInt(v.getOffset().getTotalSeconds());
                encoder.writeObject(v.getZone());
            }
            case Year v -> out.putInt(v.getValue());
            case YearMonth v -> {
                out.putInt(v.getYear());
                out.putByte(v.getMonthValue());
            }
            case MonthDay v -> {
                out.putByte(v.getMonthValue());
                out.putByte(v.getDayOfMonth());
            }
            default -> throw new IllegalStateException("no encoding for " + value.getClass());
        }
    }

    private static void putDateTime(LocalDateTime value, EncodeBuffer out) {
        out.putLong(value.toLocalDate().toEpochDay());
        out.putLong(value.toLocalTime().toNanoOfDay());
    }
}
