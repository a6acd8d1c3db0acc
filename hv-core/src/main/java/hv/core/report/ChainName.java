package hv.core.report;

import hv.api.Names;
import hv.api.x86.ExitReason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How people name a chain of plugins, for {@code hv chain} and {@code --order}.
 *
 * @param text   {@code memory}, or the manual's name of an exit reason in kebab case, such as {@code io-instruction}
 * @param reason whose exits the chain answers; empty for the memory translators
 */
public record ChainName(String text, Optional<ExitReason> reason) {
    /** The chain of memory translators. */
    public static final ChainName MEMORY = new ChainName("memory", Optional.empty());

    public static ChainName of(ExitReason reason) {
        return new ChainName(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), Optional.of(reason));
    }

    /** The translators' chain first, then those of exits by the number of their reason. */
    public static List<ChainName> all() { return Stream.concat(Stream.of(MEMORY), Arrays.stream(ExitReason.values()).map(ChainName::of)).toList(); }

    /** Takes underscores for hyphens, and capitals. @throws HvException (user's mistake) where there is no such chain */
    public static ChainName parse(String text) {
        var name = text.toLowerCase(Locale.ROOT).replace('_', '-');
        return all().stream().filter(chain -> chain.text.equals(name)).findFirst().orElseThrow(() -> HvException.user(unknown(text)));
    }

    private static String unknown(String text) {
        return "unknown exit reason '" + text + "'; they have the manual's names, such as cpuid, io-instruction or ept-violation, beside memory for the "
                + "memory translators, and hv chain --help lists them" + Names.hint(text, all().stream().map(ChainName::text).toList());
    }
}
