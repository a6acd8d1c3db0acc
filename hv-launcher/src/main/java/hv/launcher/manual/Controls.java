package hv.launcher.manual;

import hv.api.x86.MsrIndex;
import hv.api.x86.VmxBasic;
import hv.cpu.platform.ProcessorProfile;
import java.util.List;
import java.util.Map;

/**
 * The VMX controls, with their settings in a processor's capability MSRs.
 *
 * @sdm 3D appendix A "VMX Capability Reporting Facility"
 */
final class Controls {
    /**
     * The capability MSRs of one word of controls.
     *
     * @param trueMsr    the MSR to use where IA32_VMX_BASIC[55] is 1; equal to {@code msr} where there is no other
     * @param allowed0In whether bits 31:0 tell which controls must be 1, and bits 63:32 which may be 1; otherwise all bits tell which may be 1
     */
    private record Word(int msr, int trueMsr, boolean allowed0In) {}

    private static final Map<String, Word> WORDS = Map.of(
            "pin-based", new Word(MsrIndex.IA32_VMX_PINBASED_CTLS, MsrIndex.IA32_VMX_TRUE_PINBASED_CTLS, true),
            "primary-processor-based", new Word(MsrIndex.IA32_VMX_PROCBASED_CTLS, MsrIndex.IA32_VMX_TRUE_PROCBASED_CTLS, true),
            "secondary-processor-based", new Word(MsrIndex.IA32_VMX_PROCBASED_CTLS2, MsrIndex.IA32_VMX_PROCBASED_CTLS2, true),
            "tertiary-processor-based", new Word(MsrIndex.IA32_VMX_PROCBASED_CTLS3, MsrIndex.IA32_VMX_PROCBASED_CTLS3, false),
            "vm-exit", new Word(MsrIndex.IA32_VMX_EXIT_CTLS, MsrIndex.IA32_VMX_TRUE_EXIT_CTLS, true),
            "secondary-vm-exit", new Word(MsrIndex.IA32_VMX_EXIT_CTLS2, MsrIndex.IA32_VMX_EXIT_CTLS2, false),
            "vm-entry", new Word(MsrIndex.IA32_VMX_ENTRY_CTLS, MsrIndex.IA32_VMX_TRUE_ENTRY_CTLS, true),
            "vm-function", new Word(MsrIndex.IA32_VMX_VMFUNC, MsrIndex.IA32_VMX_VMFUNC, false));

    private final ProcessorProfile profile;

    Controls(ProcessorProfile profile) { this.profile = profile; }

    List<Entry> entries() { return Table.rows("controls").stream().map(this::entry).toList(); }

    private Entry entry(Map<String, String> row) {
        int bit = Integer.parseInt(row.get("bit"));
        return new Entry("control", row.get("name"), List.of(), List.of(row.get("sdm_name"),
                "bit %d of the %s controls".formatted(bit, row.get("control_word")), row.get("meaning"),
                "reported by " + row.get("capability_msr") + (row.get("default1").equals("yes") ? "; one of the default1 controls" : ""),
                "processor %s: %s".formatted(profile.name(), settings(WORDS.get(row.get("control_word")), bit))));
    }

    private String settings(Word word, int bit) {
        boolean trueControls = (msr(MsrIndex.IA32_VMX_BASIC) & VmxBasic.TRUE_CONTROLS) != 0 && word.msr != word.trueMsr;
        var plain = settings(msr(word.msr), word.allowed0In, bit);
        var real = trueControls ? settings(msr(word.trueMsr), word.allowed0In, bit) : plain;
        return real.equals(plain) ? plain : "%s by the true MSR, %s by the other".formatted(real, plain);
    }

    private static String settings(long msr, boolean allowed0In, int bit) {
        boolean mayBe0 = !allowed0In || (msr >>> bit & 1) == 0, mayBe1 = (msr >>> (allowed0In ? 32 + bit : bit) & 1) != 0;
        return mayBe0 && mayBe1 ? "0 or 1" : mayBe1 ? "must be 1" : "must be 0";
    }

    private long msr(int index) { return profile.msr(index).orElse(0); }
}
