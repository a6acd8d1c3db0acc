package hv.cpu.vmx;

import java.util.Arrays;

/**
 * Why a VM exit ended in a VMX abort, by the number in the VMCS region's VMX-abort indicator.
 *
 * @sdm 3C chapter 28 "VMX Aborts"
 */
enum VmxAbort {
    SAVING_MSRS(1, "an MSR of the VM-exit MSR-store area can't be stored"),
    HOST_PDPTES(2, "the host's PDPTEs have a reserved bit"),
    LOADING_MSRS(4, "an MSR of the VM-exit MSR-load area can't be loaded"),
    HOST_OF_32_BITS(6, "the guest was in IA-32e mode, and the VM-exit controls name a 32-bit host");

    final int indicator;
    private final String meaning;

    VmxAbort(int indicator, String meaning) {
        this.indicator = indicator;
        this.meaning = meaning;
    }

    /** The meaning of an indicator, in words. */
    static String meaning(int indicator) {
        return Arrays.stream(values()).filter(abort -> abort.indicator == indicator).map(abort -> abort.meaning).findFirst().orElse("unknown indicator");
    }
}
