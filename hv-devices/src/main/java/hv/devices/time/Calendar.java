package hv.devices.time;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The representation of time in an MC146818's registers: binary or BCD, 12 or 24 hours. @param b register B */
record Calendar(int b) {
    static final int SECONDS = 0, SECONDS_ALARM = 1, MINUTES = 2, MINUTES_ALARM = 3, HOURS = 4, HOURS_ALARM = 5, WEEKDAY = 6, DAY = 7, MONTH = 8,
            YEAR = 9, CENTURY = 0x32;
    private static final int AFTERNOON = 0x80;

    static boolean isTime(int register) { return register <= YEAR && register != SECONDS_ALARM && register != MINUTES_ALARM && register != HOURS_ALARM || register == CENTURY; }

    /** @param weekdayShift added to the day of the week, Sunday being 1 */
    int encode(int register, long epoch, int weekdayShift) {
        var time = LocalDateTime.ofEpochSecond(epoch, 0, ZoneOffset.UTC);
        return switch (register) {
            case SECONDS -> coded(time.getSecond());
            case MINUTES -> coded(time.getMinute());
            case HOURS -> hours(time.getHour());
            case WEEKDAY -> coded(Math.floorMod(time.getDayOfWeek().getValue() + weekdayShift, 7) + 1);
            case DAY -> coded(time.getDayOfMonth());
            case MONTH -> coded(time.getMonthValue());
            case YEAR -> coded(Math.floorMod(time.getYear(), 100));
            default -> coded(Math.floorMod(time.getYear() / 100, 100));
        };
    }

    private int hours(int hour) {
        if ((b & Mc146818.HOURS_24) != 0) return coded(hour);
        return coded((hour + 11) % 12 + 1) | (hour >= 12 ? AFTERNOON : 0);
    }

    /** The time that the registers hold, in seconds since 1970; values out of range carry over into the next field. */
    long decode(byte[] registers) {
        int year = plain(registers[CENTURY]) * 100 + plain(registers[YEAR]);
        return LocalDateTime.of(year, 1, 1, 0, 0).plusMonths(plain(registers[MONTH]) - 1L).plusDays(plain(registers[DAY]) - 1L)
                .plusHours(plainHours(registers[HOURS])).plusMinutes(plain(registers[MINUTES])).plusSeconds(plain(registers[SECONDS]))
                .toEpochSecond(ZoneOffset.UTC);
    }

    private int plainHours(int octet) {
        if ((b & Mc146818.HOURS_24) != 0) return plain(octet);
        return plain(octet & ~AFTERNOON) % 12 + ((octet & AFTERNOON) != 0 ? 12 : 0);
    }

    /** The first second after {@code epoch} that the alarm registers match; {@link Long#MAX_VALUE} if none does. */
    long nextAlarm(long epoch, byte[] registers) {
        long last = epoch + 24 * 3600, at = epoch + 1;
        while (at <= last) {
            if (!matches(HOURS, HOURS_ALARM, at, registers)) at = (Math.floorDiv(at, 3600L) + 1) * 3600;
            else if (!matches(MINUTES, MINUTES_ALARM, at, registers)) at = (Math.floorDiv(at, 60L) + 1) * 60;
            else if (!matches(SECONDS, SECONDS_ALARM, at, registers)) at++;
            else return at;
        }
        return Long.MAX_VALUE;
    }

    /** Whether an alarm register matches a time; C0H and above match any. */
    private boolean matches(int register, int alarm, long epoch, byte[] registers) {
        int wanted = registers[alarm] & 0xFF;
        return wanted >= 0xC0 || wanted == encode(register, epoch, 0);
    }

    private boolean binary() { return (b & Mc146818.BINARY) != 0; }
    private int coded(int value) { return binary() ? value : value / 10 << 4 | value % 10; }
    private int plain(int octet) { return binary() ? octet & 0xFF : (octet >>> 4 & 0xF) * 10 + (octet & 0xF); }
}
