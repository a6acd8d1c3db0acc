package hv.launcher.options;

import hv.api.Setting;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From words of the command line to values, with the parsers that settings use. */
final class Converting {
    private static final int DATE_ALONE = "2026-01-01".length();

    private Converting() {}

    static <T> T or(Function<String, T> parser, String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** 2026-01-01, which is its first moment in UTC, or 2026-01-01T00:00:00Z. */
    static Instant date(String text) {
        try {
            return text.length() <= DATE_ALONE ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant() : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a date; write 2026-01-01 or 2026-01-01T00:00:00Z", e);
        }
    }

    /** A number of seconds above 0: 5 or 0.5. */
    static Duration seconds(String text) {
        if (text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            var seconds = Duration.ofMillis((long) (Double.parseDouble(text) * 1000));
            if (seconds.isPositive()) return seconds;
        }
        throw new IllegalArgumentException("'" + text + "' is not a number of seconds above 0; write 5 or 0.5");
    }

    /** 64M. */
    static final class Size implements ITypeConverter<Long> {
        @Override public Long convert(String text) { return or(Setting::parseSize, text); }
    }

    /** 4096 or 0x1000. */
    static final class Number implements ITypeConverter<Long> {
        @Override public Long convert(String text) { return or(Setting::parseNumber, text); }
    }

    /** 5 or 0.5. */
    static final class Seconds implements ITypeConverter<Duration> {
        @Override public Duration convert(String text) { return or(Converting::seconds, text); }
    }

    /** 2026-01-01 or 2026-01-01T00:00:00Z. */
    static final class Date implements ITypeConverter<Instant> {
        @Override public Instant convert(String text) { return or(Converting::date, text); }
    }
}
