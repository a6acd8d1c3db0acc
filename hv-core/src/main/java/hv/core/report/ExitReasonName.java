package hv.core.report;

import hv.api.x86.ExitReason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What people call an exit reason: the manual's name in kebab case, such as {@code io-instruction}. */
public final class ExitReasonName {
    private ExitReasonName() {}

    public static String of(ExitReason reason) { return reason.name().toLowerCase(Locale.ROOT).replace('_', '-'); }

    public static List<String> all() { return Arrays.stream(ExitReason.values()).map(ExitReasonName::of).toList(); }

    /** @throws HvException (user's mistake) where there is no such exit reason */
    public static ExitReason parse(String text) {
        var name = text.toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(ExitReason.values()).filter(reason -> of(reason).equals(name)).findFirst()
                .orElseThrow(() -> HvException.user("unknown exit reason '" + text + "'; they have the manual's names, such as cpuid, io-instruction or "
                        + "ept-violation, and hv chain --help lists them"));
    }
}
