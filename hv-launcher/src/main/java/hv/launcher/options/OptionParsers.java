package hv.launcher.options;

import hv.api.Names;
import hv.api.Setting;
import hv.core.image.Mode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** From what a person writes to values, beside the parsers that settings use. Each throws an {@link IllegalArgumentException} telling what would be right. */
final class OptionParsers {
    private static final int DATE_ALONE = "2026-01-01".length(), PAGE = 4096;
    private static final Map<String, Mode> MODES = new LinkedHashMap<>();
    static {
        MODES.put("real", Mode.REAL);
        MODES.put("16", Mode.PROTECTED_16);
        MODES.put("32", Mode.PROTECTED_32);
        MODES.put("64", Mode.LONG_64);
    }

    private OptionParsers() {}

    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    /** A guest's memory: 64M. */
    static long memory(String text) {
        long bytes = Setting.parseSize(text);
        if (bytes < PAGE || bytes % PAGE != 0) throw new IllegalArgumentException("a guest's memory is a multiple of 4K, not " + bytes + " bytes; write 64M");
        return bytes;
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

    /** A kernel's entry: 32 or 64. */
    static Mode entry(String text) {
        if (text.equals("32") || text.equals("64")) return MODES.get(text);
        throw new IllegalArgumentException("'" + text + "' is no entry of a kernel; write 32 or 64");
    }

    /** real, 16, 32 or 64. */
    static Mode mode(String text) {
        var mode = MODES.get(text);
        if (mode == null) throw new IllegalArgumentException("'" + text + "' is no mode of the processor" + Names.choices(text, MODES.keySet()));
        return mode;
    }
}
