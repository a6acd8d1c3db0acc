package hv.core.host;

import hv.api.FeatureProbe.Capabilities;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmcsField;
import hv.api.x86.VmxBasic;

/**
 * The words of VM-execution, VM-exit and VM-entry controls, each with the capability MSR that says which settings are allowed.
 *
 * @sdm 3D appendix A "VMX Capability Reporting Facility"
 */
public enum ControlWord {
    PIN(VmcsField.PIN_BASED_VM_EXECUTION_CONTROLS, MsrIndex.IA32_VMX_PINBASED_CTLS, true, "pin-based"),
    PRIMARY(VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, MsrIndex.IA32_VMX_PROCBASED_CTLS, true, "primary processor-based"),
    SECONDARY(VmcsField.SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, MsrIndex.IA32_VMX_PROCBASED_CTLS2, false, "secondary processor-based"),
    EXIT(VmcsField.PRIMARY_VM_EXIT_CONTROLS, MsrIndex.IA32_VMX_EXIT_CTLS, true, "VM-exit"),
    ENTRY(VmcsField.VM_ENTRY_CONTROLS, MsrIndex.IA32_VMX_ENTRY_CTLS, true, "VM-entry");

    /** The distance from a capability MSR's index to that of its TRUE form. */
    private static final int TRUE_OFFSET = MsrIndex.IA32_VMX_TRUE_PINBASED_CTLS - MsrIndex.IA32_VMX_PINBASED_CTLS;

    private final VmcsField field;
    private final int msr;
    private final boolean hasTrueMsr;
    private final String title;

    ControlWord(VmcsField field, int msr, boolean hasTrueMsr, String title) {
        this.field = field;
        this.msr = msr;
        this.hasTrueMsr = hasTrueMsr;
        this.title = title;
    }

    public VmcsField field() { return field; }
    public String title() { return title; }

    /** The MSR to use: the true one where IA32_VMX_BASIC[55] is 1. */
    public int capabilityMsr(Capabilities cpu) {
        boolean trueControls = (cpu.rdmsr(MsrIndex.IA32_VMX_BASIC).orElse(0) & VmxBasic.TRUE_CONTROLS) != 0;
        return trueControls && hasTrueMsr ? msr + TRUE_OFFSET : msr;
    }

    /** The settings that the processor allows for this word; none where the MSR does not exist. */
    public Allowed allowed(Capabilities cpu) {
        long capability = cpu.rdmsr(capabilityMsr(cpu)).orElse(0);
        return new Allowed((int) capability, (int) (capability >>> 32));
    }

    /**
     * @param mustBe1 allowed 0-settings: a 1 says that the control can't be 0
     * @param mayBe1  allowed 1-settings: a 0 says that the control can't be 1
     */
    public record Allowed(int mustBe1, int mayBe1) {
        public int adjust(int wanted) { return (wanted | mustBe1) & mayBe1; }
        /** The wanted controls that this processor does not have. */
        public int missing(int wanted) { return wanted & ~mayBe1; }
    }
}
