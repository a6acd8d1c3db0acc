package hv.cpu.explain;

import java.util.Arrays;
import java.util.Optional;

/**
 * The numbers in the VM-instruction error field.
 *
 * @sdm 3C chapter 31 "VM Instruction Error Numbers"
 */
public enum VmInstructionError {
    VMCALL_IN_VMX_ROOT_OPERATION(1, "VMCALL",
            "VMCALL executed in root operation where it cannot reach an SMM monitor "
                    + "(dual-monitor treatment unsupported, invalid IA32_SMM_MONITOR_CTL, or in SMM)"),
    VMCLEAR_INVALID_PHYSICAL_ADDRESS(2, "VMCLEAR",
            "VMCLEAR operand not 4-KByte aligned or beyond the physical-address width"),
    VMCLEAR_WITH_VMXON_POINTER(3, "VMCLEAR",
            "VMCLEAR operand equals the VMXON pointer"),
    VMLAUNCH_WITH_NON_CLEAR_VMCS(4, "VMLAUNCH",
            "VMLAUNCH while the launch state of the current VMCS is not clear"),
    VMRESUME_WITH_NON_LAUNCHED_VMCS(5, "VMRESUME",
            "VMRESUME while the launch state of the current VMCS is not launched"),
    VMRESUME_AFTER_VMXOFF(6, "VMRESUME",
            "VMRESUME of a VMCS launched before an intervening VMXOFF/VMXON; "
                    + "detection is implementation specific (an emulator that clears nothing on VMXOFF need not generate it)"),
    ENTRY_WITH_INVALID_CONTROL_FIELDS(7, "VMLAUNCH VMRESUME",
            "a check of the VM-execution, VM-exit or VM-entry control fields failed"),
    ENTRY_WITH_INVALID_HOST_STATE_FIELDS(8, "VMLAUNCH VMRESUME",
            "a check of the host-state area (including the address-space-size checks) failed"),
    VMPTRLD_INVALID_PHYSICAL_ADDRESS(9, "VMPTRLD",
            "VMPTRLD operand not 4-KByte aligned or beyond the physical-address width"),
    VMPTRLD_WITH_VMXON_POINTER(10, "VMPTRLD",
            "VMPTRLD operand equals the VMXON pointer"),
    VMPTRLD_INCORRECT_REVISION_IDENTIFIER(11, "VMPTRLD",
            "bits 30:0 of the region differ from the VMCS revision identifier, or bit 31 is 1 without VMCS-shadowing support"),
    VMREAD_VMWRITE_UNSUPPORTED_COMPONENT(12, "VMREAD VMWRITE",
            "field encoding does not name a supported VMCS field"),
    VMWRITE_TO_READ_ONLY_COMPONENT(13, "VMWRITE",
            "VMWRITE to a VM-exit information field while IA32_VMX_MISC[29]=0"),
    VMXON_IN_VMX_ROOT_OPERATION(15, "VMXON",
            "VMXON executed in root operation"),
    ENTRY_INVALID_EXECUTIVE_VMCS_POINTER(16, "VMLAUNCH VMRESUME",
            "entry returning from SMM with an invalid executive-VMCS pointer"),
    ENTRY_NON_LAUNCHED_EXECUTIVE_VMCS(17, "VMLAUNCH VMRESUME",
            "entry returning from SMM to a non-launched executive VMCS"),
    ENTRY_EXECUTIVE_VMCS_POINTER_NOT_VMXON_POINTER(18, "VMLAUNCH VMRESUME",
            "entry deactivating dual-monitor treatment whose executive-VMCS pointer is not the VMXON pointer"),
    VMCALL_WITH_NON_CLEAR_VMCS(19, "VMCALL",
            "VMCALL trying to activate dual-monitor treatment with a non-clear current VMCS"),
    VMCALL_INVALID_VM_EXIT_CONTROL_FIELDS(20, "VMCALL",
            "VMCALL trying to activate dual-monitor treatment with bad VM-exit control fields"),
    VMCALL_INCORRECT_MSEG_REVISION_IDENTIFIER(22, "VMCALL",
            "VMCALL trying to activate dual-monitor treatment, MSEG revision mismatch"),
    VMXOFF_UNDER_DUAL_MONITOR_TREATMENT(23, "VMXOFF",
            "VMXOFF while dual-monitor treatment is active"),
    VMCALL_INVALID_SMM_MONITOR_FEATURES(24, "VMCALL",
            "VMCALL trying to activate dual-monitor treatment with bad SMM-monitor features"),
    ENTRY_INVALID_CONTROLS_IN_EXECUTIVE_VMCS(25, "VMLAUNCH VMRESUME",
            "entry returning from SMM whose executive VMCS has invalid VM-execution controls (used there in place of 7)"),
    ENTRY_WITH_EVENTS_BLOCKED_BY_MOV_SS(26, "VMLAUNCH VMRESUME",
            "VMLAUNCH/VMRESUME while MOV-SS blocking is in effect"),
    INVALID_OPERAND_TO_INVEPT_INVVPID(28, "INVEPT INVVPID",
            "unsupported type, reserved descriptor bits, VPID 0, non-canonical address or invalid EPTP");

    private final int number;
    private final String raisedBy, meaning;

    VmInstructionError(int number, String raisedBy, String meaning) {
        this.number = number;
        this.raisedBy = raisedBy;
        this.meaning = meaning;
    }

    public int number() { return number; }
    /** The mnemonics of the instructions that fail with this error, with a space between two. */
    public String raisedBy() { return raisedBy; }
    /** The meaning in one sentence without a full stop. */
    public String meaning() { return meaning; }

    public static Optional<VmInstructionError> of(int number) { return Arrays.stream(values()).filter(error -> error.number == number).findFirst(); }
}
