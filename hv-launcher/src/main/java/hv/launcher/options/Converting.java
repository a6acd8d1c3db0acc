package hv.launcher.options;

import hv.api.Setting;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From words of the command line to values, with the parsers that settings use. */
final class Converting {
    private Converting() {}

    static <T> T or(Function<String, T> parser, String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** 64M. */
    static final class Size implements ITypeConverter<Long> {
        @Override public Long convert(String text) { return or(Setting::parseSize, text); }
    }

    /** 4096 or 0x1000. */
    static final class Number implements ITypeConverter<Long> {
        @Override public Long convert(String text) { return or(Setting::parseNumber, text); }
    }
}
