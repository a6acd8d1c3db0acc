package hv.launcher.options;

import hv.api.Setting;
import hv.core.image.Mode;
import picocli.CommandLine.ITypeConverter;

/** Where a flat binary goes and what it starts in: ADDRESS:real, :16, :32 or :64. */
record FlatAddress(long address, Mode mode) {
    static FlatAddress parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) throw new IllegalArgumentException("'" + text + "' is not ADDRESS:MODE; write 0x100000:32");
        var mode = switch (text.substring(colon + 1)) {
            case "real" -> Mode.REAL;
            case "16" -> Mode.PROTECTED_16;
            case "32" -> Mode.PROTECTED_32;
            case "64" -> Mode.LONG_64;
            default -> throw new IllegalArgumentException("'" + text + "' names no mode; write real, 16, 32 or 64 after the colon");
        };
        return new FlatAddress(Setting.parseNumber(text.substring(0, colon)), mode);
    }

    /** For the command line. */
    static final class Converter implements ITypeConverter<FlatAddress> {
        @Override public FlatAddress convert(String text) { return Converting.or(FlatAddress::parse, text); }
    }
}
