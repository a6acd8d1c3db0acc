package hv.launcher.options;

import hv.api.Setting;
import hv.core.image.Mode;

/** Where a flat binary goes and what it starts in: ADDRESS:real, :16, :32 or :64. */
record FlatAddress(long address, Mode mode) {
    static FlatAddress parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) throw new IllegalArgumentException("'" + text + "' is not ADDRESS:MODE; write 0x100000:32");
        return new FlatAddress(Setting.parseNumber(text.substring(0, colon)), OptionParsers.mode(text.substring(colon + 1)));
    }
}
