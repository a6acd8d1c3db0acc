package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.VmcsField;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.vmx.EntryRule.Outcome;
import java.util.function.ToLongFunction;

/**
 * What VM entry requires of the VM-execution controls.
 *
 * @sdm 3C chapter 27 "VM-Execution Control Fields"
 */
final class ControlRules extends RuleTable {
    private static final int POSTED_INTERRUPTS = 1 << 7;
    private static final int APIC_ACCESSES = 1, APIC_REGISTERS = 1 << 8, INTERRUPT_DELIVERY = 1 << 9, VM_FUNCTIONS = 1 << 13, SHADOWING = 1 << 14,
            PML = 1 << 17, EPT_VIOLATION_VE = 1 << 18, MODE_BASED_EXECUTE = 1 << 22, TSC_SCALING = 1 << 25;
    private static final int VTPR = 0x80;

    ControlRules() {
        super("CTRL-EXEC", Outcome.INVALID_CONTROLS);
        allowed(1, PIN_BASED_VM_EXECUTION_CONTROLS, c -> cap(c).pin);
        allowed(3, PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, c -> cap(c).primary);
        rule(5, "if secondary controls are activated, they must have no bit that IA32_VMX_PROCBASED_CTLS2 does not allow",
                c -> !primary(c, Controls.SECONDARY) || notBeyond(c, SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, cap(c).secondary));
        rule(7, "CR3_TARGET_COUNT must not exceed what IA32_VMX_MISC[24:16] tells",
                c -> get(c, CR3_TARGET_COUNT) <= (cap(c).misc >>> 16 & 0x1FF), CR3_TARGET_COUNT);
        pageAddress(8, "I/O bitmaps are used", c -> primary(c, Controls.IO_BITMAPS), IO_BITMAP_A_ADDRESS);
        pageAddress(10, "I/O bitmaps are used", c -> primary(c, Controls.IO_BITMAPS), IO_BITMAP_B_ADDRESS);
        pageAddress(12, "MSR bitmaps are used", c -> primary(c, Controls.MSR_BITMAPS), MSR_BITMAPS_ADDRESS);
        tprShadow();
        interrupts();
        translation();
        otherStructures();
    }

    private void allowed(int number, VmcsField field, ToLongFunction<Cpu> word) {
        rule(number, field + " must have every bit that its capability MSR fixes to 1",
                c -> (~get(c, field) & word.applyAsLong(c) & 0xFFFF_FFFFL) == 0, field);
        rule(number + 1, field + " must have no bit that its capability MSR fixes to 0",
                c -> notBeyond(c, field, word.applyAsLong(c)), field);
    }

    private static boolean notBeyond(Cpu c, VmcsField field, long word) { return (get(c, field) & ~(word >>> 32)) == 0; }

    private void tprShadow() {
        pageAddress(14, "the TPR shadow is used", c -> primary(c, Controls.TPR_SHADOW), VIRTUAL_APIC_ADDRESS);
        rule(16, "with the TPR shadow and without virtual-interrupt delivery, bits 31:4 of TPR_THRESHOLD must be 0",
                c -> !ownThreshold(c) || get(c, TPR_THRESHOLD) >>> 4 == 0, TPR_THRESHOLD);
        rule(17, "with the TPR shadow and neither APIC accesses nor interrupt delivery virtualized, TPR_THRESHOLD must not exceed VTPR[7:4]",
                c -> !ownThreshold(c) || secondary(c, APIC_ACCESSES) || low(c, TPR_THRESHOLD, 4) <= vtpr(c) >>> 4, TPR_THRESHOLD);
    }

    private static boolean ownThreshold(Cpu c) { return primary(c, Controls.TPR_SHADOW) && !secondary(c, INTERRUPT_DELIVERY); }

    private static long vtpr(Cpu c) {
        long at = get(c, VIRTUAL_APIC_ADDRESS) + VTPR;
        return c.ram.contains(at, 1) ? c.ram.read(at, 1) : 0xFF;
    }

    private void interrupts() {
        rule(18, "without NMI exiting there must be no virtual NMIs", c -> pin(c, Controls.NMI) || !pin(c, Controls.VIRTUAL_NMIS));
        rule(19, "without virtual NMIs there must be no NMI-window exiting",
                c -> pin(c, Controls.VIRTUAL_NMIS) || !primary(c, Controls.NMI_WINDOW));
        pageAddress(20, "APIC accesses are virtualized", c -> secondary(c, APIC_ACCESSES), APIC_ACCESS_ADDRESS);
        needsTprShadow(22, "x2APIC mode", Controls.X2APIC);
        needsTprShadow(23, "APIC registers", APIC_REGISTERS);
        needsTprShadow(24, "interrupt delivery", INTERRUPT_DELIVERY);
        rule(26, "x2APIC mode and APIC accesses must not both be virtualized",
                c -> !secondary(c, Controls.X2APIC) || !secondary(c, APIC_ACCESSES));
        rule(27, "virtual-interrupt delivery needs external-interrupt exiting",
                c -> !secondary(c, INTERRUPT_DELIVERY) || pin(c, Controls.EXTERNAL_INTERRUPT));
        postedInterrupts();
    }

    private void needsTprShadow(int number, String what, int control) {
        rule(number, "virtualizing " + what + " needs the TPR shadow", c -> !secondary(c, control) || primary(c, Controls.TPR_SHADOW));
    }

    private void postedInterrupts() {
        rule(28, "posted interrupts need virtual-interrupt delivery", c -> !pin(c, POSTED_INTERRUPTS) || secondary(c, INTERRUPT_DELIVERY));
        rule(29, "posted interrupts need interrupts acknowledged on exit",
                c -> !pin(c, POSTED_INTERRUPTS) || exit(c, TransitionControls.ACKNOWLEDGE_INTERRUPT));
        rule(30, "with posted interrupts, bits 15:8 of the notification vector must be 0",
                c -> !pin(c, POSTED_INTERRUPTS) || get(c, POSTED_INTERRUPT_NOTIFICATION_VECTOR) >>> 8 == 0, POSTED_INTERRUPT_NOTIFICATION_VECTOR);
        address(31, 6, "posted interrupts are processed", c -> pin(c, POSTED_INTERRUPTS), POSTED_INTERRUPT_DESCRIPTOR_ADDRESS);
    }

    private void translation() {
        rule(36, "with VPIDs, the VPID must not be 0", c -> !secondary(c, Controls.VPID) || get(c, VIRTUAL_PROCESSOR_IDENTIFIER) != 0,
                VIRTUAL_PROCESSOR_IDENTIFIER);
        eptPointer(37, "have a memory type that is offered", c -> InvalidationInstructions.validEptMemoryType(cap(c), get(c, EPT_POINTER)));
        eptPointer(38, "have a page-walk length that is offered", c -> InvalidationInstructions.validEptWalk(cap(c), get(c, EPT_POINTER)));
        eptPointer(39, "ask for accessed and dirty flags only where they are offered",
                c -> !bit(c, EPT_POINTER, 6) || (cap(c).eptVpid >>> 21 & 1) != 0);
        eptPointer(40, "have bits 11:7 at 0", c -> (get(c, EPT_POINTER) & 0xF80) == 0);
        eptPointer(41, "keep to the physical-address width", c -> fits(c, EPT_POINTER));
        needsEpt(42, "page-modification logging", PML);
        pageAddress(43, "page modifications are logged", c -> secondary(c, PML), PML_ADDRESS);
        needsEpt(45, "an unrestricted guest", Controls.UNRESTRICTED);
        needsEpt(46, "mode-based execute control", MODE_BASED_EXECUTE);
    }

    private void eptPointer(int number, String must, EntryRule.Check check) {
        rule(number, "with EPT, EPT_POINTER must " + must, c -> !secondary(c, Controls.EPT) || check.holds(c), EPT_POINTER);
    }

    private void needsEpt(int number, String what, int control) {
        rule(number, what + " needs EPT", c -> !secondary(c, control) || secondary(c, Controls.EPT));
    }

    private void otherStructures() {
        rule(61, "with VM functions, VM_FUNCTION_CONTROLS must have no bit that IA32_VMX_VMFUNC does not allow",
                c -> !secondary(c, VM_FUNCTIONS) || (get(c, VM_FUNCTION_CONTROLS) & ~cap(c).vmFunctions) == 0, VM_FUNCTION_CONTROLS);
        rule(62, "EPTP switching needs EPT", c -> !eptpSwitching(c) || secondary(c, Controls.EPT), VM_FUNCTION_CONTROLS);
        pageAddress(63, "EPTPs are switched", ControlRules::eptpSwitching, EPTP_LIST_ADDRESS);
        pageAddress(65, "VMCSs are shadowed", c -> secondary(c, SHADOWING), VMREAD_BITMAP_ADDRESS);
        pageAddress(67, "VMCSs are shadowed", c -> secondary(c, SHADOWING), VMWRITE_BITMAP_ADDRESS);
        pageAddress(69, "EPT violations cause #VE", c -> secondary(c, EPT_VIOLATION_VE), VIRTUALIZATION_EXCEPTION_INFORMATION_ADDRESS);
        rule(71, "with TSC scaling, TSC_MULTIPLIER must not be 0", c -> !secondary(c, TSC_SCALING) || get(c, TSC_MULTIPLIER) != 0, TSC_MULTIPLIER);
    }

    private static boolean eptpSwitching(Cpu c) { return secondary(c, VM_FUNCTIONS) && bit(c, VM_FUNCTION_CONTROLS, 0); }
}
