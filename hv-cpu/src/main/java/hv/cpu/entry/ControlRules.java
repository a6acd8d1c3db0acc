package hv.cpu.entry;

import static hv.api.x86.PinBasedControls.*;
import static hv.api.x86.PrimaryControls.*;
import static hv.api.x86.SecondaryControls.*;
import static hv.api.x86.VmcsField.*;

import hv.api.x86.ExitControls;
import hv.api.x86.VmFunctionControls;
import hv.api.x86.VmcsField;
import hv.api.x86.VmxMisc;
import hv.cpu.entry.EntryRule.Outcome;
import java.util.function.ToLongFunction;

/**
 * The requirements of VM entry on the VM-execution controls.
 *
 * @sdm 3C chapter 27 "VM-Execution Control Fields"
 */
final class ControlRules extends RuleTable {
    private static final int VTPR = 0x80;

    ControlRules() {
        super("CTRL-EXEC", "VM-Execution Control Fields", Outcome.INVALID_CONTROLS);
        allowed(1, PIN_BASED_VM_EXECUTION_CONTROLS, "PINBASED", v -> cap(v).pin);
        allowed(3, PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, "PROCBASED", v -> cap(v).primary);
        rule(5, "if secondary controls are activated, they must have no bit that IA32_VMX_PROCBASED_CTLS2 does not allow",
                v -> !primary(v, ACTIVATE_SECONDARY_CONTROLS) || notBeyond(v, SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, cap(v).secondary));
        rule(7, "CR3_TARGET_COUNT must not exceed what IA32_VMX_MISC[24:16] tells",
                v -> get(v, CR3_TARGET_COUNT) <= (cap(v).misc >>> VmxMisc.CR3_TARGETS_SHIFT & VmxMisc.CR3_TARGETS), CR3_TARGET_COUNT);
        pageAddress(8, "I/O bitmaps are used", v -> primary(v, USE_IO_BITMAPS), IO_BITMAP_A_ADDRESS);
        pageAddress(10, "I/O bitmaps are used", v -> primary(v, USE_IO_BITMAPS), IO_BITMAP_B_ADDRESS);
        pageAddress(12, "MSR bitmaps are used", v -> primary(v, USE_MSR_BITMAPS), MSR_BITMAPS_ADDRESS);
        tprShadow();
        interrupts();
        translation();
        otherStructures();
    }

    private void allowed(int number, VmcsField field, String word, ToLongFunction<EntryView> allowed) {
        rule(number, field + " must have every bit that " + capability(word) + " fixes to 1",
                v -> (~get(v, field) & allowed.applyAsLong(v) & 0xFFFF_FFFFL) == 0, field);
        rule(number + 1, field + " must have no bit that " + capability(word) + " fixes to 0",
                v -> notBeyond(v, field, allowed.applyAsLong(v)), field);
    }

    private static boolean notBeyond(EntryView v, VmcsField field, long word) { return (get(v, field) & ~(word >>> 32)) == 0; }

    private void tprShadow() {
        pageAddress(14, "the TPR shadow is used", v -> primary(v, USE_TPR_SHADOW), VIRTUAL_APIC_ADDRESS);
        rule(16, "with the TPR shadow and without virtual-interrupt delivery, bits 31:4 of TPR_THRESHOLD must be 0",
                v -> !ownThreshold(v) || get(v, TPR_THRESHOLD) >>> 4 == 0, TPR_THRESHOLD);
        rule(17, "with the TPR shadow and neither APIC accesses nor interrupt delivery virtualized, TPR_THRESHOLD must not exceed VTPR[7:4]",
                FieldGroup.MEMORY,
                v -> !ownThreshold(v) || secondary(v, VIRTUALIZE_APIC_ACCESSES) || low(v, TPR_THRESHOLD, 4) <= vtpr(v) >>> 4,
                TPR_THRESHOLD, VIRTUAL_APIC_ADDRESS);
    }

    private static boolean ownThreshold(EntryView v) { return primary(v, USE_TPR_SHADOW) && !secondary(v, VIRTUAL_INTERRUPT_DELIVERY); }

    private static long vtpr(EntryView v) {
        return v.memory(get(v, VIRTUAL_APIC_ADDRESS) + VTPR, 1);
    }

    private void interrupts() {
        rule(18, "without NMI exiting there must be no virtual NMIs", v -> pin(v, NMI_EXITING) || !pin(v, VIRTUAL_NMIS));
        rule(19, "without virtual NMIs there must be no NMI-window exiting",
                v -> pin(v, VIRTUAL_NMIS) || !primary(v, NMI_WINDOW_EXITING));
        pageAddress(20, "APIC accesses are virtualized", v -> secondary(v, VIRTUALIZE_APIC_ACCESSES), APIC_ACCESS_ADDRESS);
        needsTprShadow(22, "x2APIC mode", VIRTUALIZE_X2APIC_MODE);
        needsTprShadow(23, "APIC registers", APIC_REGISTER_VIRTUALIZATION);
        needsTprShadow(24, "interrupt delivery", VIRTUAL_INTERRUPT_DELIVERY);
        rule(26, "x2APIC mode and APIC accesses must not both be virtualized",
                v -> !secondary(v, VIRTUALIZE_X2APIC_MODE) || !secondary(v, VIRTUALIZE_APIC_ACCESSES));
        rule(27, "virtual-interrupt delivery needs external-interrupt exiting",
                v -> !secondary(v, VIRTUAL_INTERRUPT_DELIVERY) || pin(v, EXTERNAL_INTERRUPT_EXITING));
        postedInterrupts();
    }

    private void needsTprShadow(int number, String what, int control) {
        rule(number, "virtualizing " + what + " needs the TPR shadow", v -> !secondary(v, control) || primary(v, USE_TPR_SHADOW));
    }

    private void postedInterrupts() {
        rule(28, "posted interrupts need virtual-interrupt delivery", v -> !pin(v, PROCESS_POSTED_INTERRUPTS) || secondary(v, VIRTUAL_INTERRUPT_DELIVERY));
        rule(29, "posted interrupts need interrupts acknowledged on exit",
                v -> !pin(v, PROCESS_POSTED_INTERRUPTS) || exit(v, ExitControls.ACKNOWLEDGE_INTERRUPT_ON_EXIT));
        rule(30, "with posted interrupts, bits 15:8 of the notification vector must be 0",
                v -> !pin(v, PROCESS_POSTED_INTERRUPTS) || get(v, POSTED_INTERRUPT_NOTIFICATION_VECTOR) >>> 8 == 0, POSTED_INTERRUPT_NOTIFICATION_VECTOR);
        address(31, 6, "posted interrupts are processed", v -> pin(v, PROCESS_POSTED_INTERRUPTS), POSTED_INTERRUPT_DESCRIPTOR_ADDRESS);
    }

    private void translation() {
        rule(36, "with VPIDs, the VPID must not be 0", v -> !secondary(v, ENABLE_VPID) || get(v, VIRTUAL_PROCESSOR_IDENTIFIER) != 0,
                VIRTUAL_PROCESSOR_IDENTIFIER);
        eptPointer(37, "have a memory type that is offered", v -> EptPointer.memoryTypeOffered(cap(v), get(v, EPT_POINTER)));
        eptPointer(38, "have a page-walk length that is offered", v -> EptPointer.walkOffered(cap(v), get(v, EPT_POINTER)));
        eptPointer(39, "ask for accessed and dirty flags only where they are offered",
                v -> EptPointer.flagsOffered(cap(v), get(v, EPT_POINTER)));
        eptPointer(40, "have bits 11:7 at 0", v -> EptPointer.reservedClear(get(v, EPT_POINTER)));
        eptPointer(41, "keep to the physical-address width", v -> fits(v, EPT_POINTER));
        needsEpt(42, "page-modification logging", ENABLE_PML);
        pageAddress(43, "page modifications are logged", v -> secondary(v, ENABLE_PML), PML_ADDRESS);
        needsEpt(45, "an unrestricted guest", UNRESTRICTED_GUEST);
        needsEpt(46, "mode-based execute control", MODE_BASED_EXECUTE_CONTROL_FOR_EPT);
    }

    private void eptPointer(int number, String must, EntryRule.Check check) {
        rule(number, "with EPT, EPT_POINTER must " + must, v -> !secondary(v, ENABLE_EPT) || check.holds(v), EPT_POINTER);
    }

    private void needsEpt(int number, String what, int control) {
        rule(number, what + " needs EPT", v -> !secondary(v, control) || secondary(v, ENABLE_EPT));
    }

    private void otherStructures() {
        rule(61, "with VM functions, VM_FUNCTION_CONTROLS must have no bit that IA32_VMX_VMFUNC does not allow",
                v -> !secondary(v, ENABLE_VM_FUNCTIONS) || (get(v, VM_FUNCTION_CONTROLS) & ~cap(v).vmFunctions) == 0, VM_FUNCTION_CONTROLS);
        rule(62, "EPTP switching needs EPT", v -> !eptpSwitching(v) || secondary(v, ENABLE_EPT), VM_FUNCTION_CONTROLS);
        pageAddress(63, "EPTPs are switched", ControlRules::eptpSwitching, EPTP_LIST_ADDRESS);
        pageAddress(65, "VMCSs are shadowed", v -> secondary(v, VMCS_SHADOWING), VMREAD_BITMAP_ADDRESS);
        pageAddress(67, "VMCSs are shadowed", v -> secondary(v, VMCS_SHADOWING), VMWRITE_BITMAP_ADDRESS);
        pageAddress(69, "EPT violations cause #VE", v -> secondary(v, EPT_VIOLATION_VE), VIRTUALIZATION_EXCEPTION_INFORMATION_ADDRESS);
        rule(71, "with TSC scaling, TSC_MULTIPLIER must not be 0", v -> !secondary(v, USE_TSC_SCALING) || get(v, TSC_MULTIPLIER) != 0, TSC_MULTIPLIER);
    }

    private static boolean eptpSwitching(EntryView v) {
        return secondary(v, ENABLE_VM_FUNCTIONS) && has(v, VM_FUNCTION_CONTROLS, VmFunctionControls.EPTP_SWITCHING);
    }
}
