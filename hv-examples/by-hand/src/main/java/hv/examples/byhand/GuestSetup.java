package hv.examples.byhand;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.AccessRights;
import hv.api.x86.ActivityState;
import hv.api.x86.EntryControls;
import hv.api.x86.ExitControls;
import hv.api.x86.MsrIndex;
import hv.api.x86.PrimaryControls;
import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.cpu.LogicalProcessor;
import hv.cpu.SystemRegister;

/** The five areas of the VMCS: execution, exit and entry controls, host state, guest state. */
final class GuestSetup {
    private static final VmcsField[] DATA_SEGMENTS = {GUEST_ES_SELECTOR, GUEST_SS_SELECTOR, GUEST_DS_SELECTOR, GUEST_FS_SELECTOR, GUEST_GS_SELECTOR};

    private final LogicalProcessor cpu;

    private GuestSetup(LogicalProcessor cpu) { this.cpu = cpu; }

    static void fill(LogicalProcessor cpu) {
        cpu.ram().write(GuestCode.ADDRESS, GuestCode.BYTES, 0, GuestCode.BYTES.length);
        var setup = new GuestSetup(cpu);
        setup.controls();
        setup.hostState();
        setup.guestRegisters();
        setup.guestSegments();
    }

    /** Without EPT the guest uses physical memory as it is; its page tables are the host's. */
    private void controls() {
        write(PIN_BASED_VM_EXECUTION_CONTROLS, adjusted(0, MsrIndex.IA32_VMX_TRUE_PINBASED_CTLS));
        int exiting = PrimaryControls.HLT_EXITING | PrimaryControls.UNCONDITIONAL_IO_EXITING;
        write(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, adjusted(exiting, MsrIndex.IA32_VMX_TRUE_PROCBASED_CTLS));
        write(PRIMARY_VM_EXIT_CONTROLS, adjusted(ExitControls.HOST_ADDRESS_SPACE_SIZE, MsrIndex.IA32_VMX_TRUE_EXIT_CTLS));
        write(VM_ENTRY_CONTROLS, adjusted(EntryControls.IA32E_MODE_GUEST, MsrIndex.IA32_VMX_TRUE_ENTRY_CTLS));
        write(EXCEPTION_BITMAP, 0);
        write(CR3_TARGET_COUNT, 0);
        write(VM_EXIT_MSR_STORE_COUNT, 0);
        write(VM_EXIT_MSR_LOAD_COUNT, 0);
        write(VM_ENTRY_MSR_LOAD_COUNT, 0);
        write(VM_ENTRY_INTERRUPTION_INFORMATION, 0);
    }

    /** A capability MSR tells in its lower half which controls must be 1 and in its upper half which may be 1. */
    private long adjusted(int wanted, int msr) {
        long capability = cpu.rdmsr(msr).orElseThrow();
        return (wanted | capability & 0xFFFF_FFFFL) & capability >>> 32;
    }

    /**
     * The host's state after a VM exit. This host is Java code, which takes over instead of the code at HOST_RIP; the values must be legal all the
     * same.
     */
    private void hostState() {
        write(HOST_CR0, cpu.cr0());
        write(HOST_CR3, Host.PML4);
        write(HOST_CR4, cpu.cr4());
        write(HOST_CS_SELECTOR, Host.CODE_SELECTOR);
        for (var field : new VmcsField[] {HOST_ES_SELECTOR, HOST_SS_SELECTOR, HOST_DS_SELECTOR, HOST_FS_SELECTOR, HOST_GS_SELECTOR}) {
            write(field, Host.DATA_SELECTOR);
        }
        write(HOST_TR_SELECTOR, Host.TSS_SELECTOR);
        write(HOST_TR_BASE, Host.TSS);
        write(HOST_GDTR_BASE, Host.GDT);
        write(HOST_IDTR_BASE, Host.IDT);
        write(HOST_RIP, Host.EXIT_CODE);
        write(HOST_RSP, Host.STACK_TOP);
    }

    private void guestRegisters() {
        write(GUEST_CR0, cpu.cr0());
        write(GUEST_CR3, Host.PML4);
        write(GUEST_CR4, cpu.cr4());
        write(GUEST_DR7, cpu.get(SystemRegister.DR7));
        write(GUEST_RIP, GuestCode.ADDRESS);
        write(GUEST_RSP, GuestCode.STACK_TOP);
        write(GUEST_RFLAGS, Rflags.FIXED);
        write(GUEST_ACTIVITY_STATE, ActivityState.ACTIVE);
        write(GUEST_INTERRUPTIBILITY_STATE, 0);
        write(GUEST_PENDING_DEBUG_EXCEPTIONS, 0);
        write(VMCS_LINK_POINTER, -1);
    }

    private void guestSegments() {
        write(GUEST_CS_SELECTOR, Host.CODE_SELECTOR);
        write(GUEST_CS_ACCESS_RIGHTS, AccessRights.CODE_64);
        write(GUEST_CS_LIMIT, 0xFFFF_FFFFL);
        for (var selector : DATA_SEGMENTS) {
            write(selector, Host.DATA_SELECTOR);
            write(sibling(selector, "ACCESS_RIGHTS"), AccessRights.DATA_32);
            write(sibling(selector, "LIMIT"), 0xFFFF_FFFFL);
        }
        write(GUEST_LDTR_ACCESS_RIGHTS, AccessRights.UNUSABLE);
        write(GUEST_TR_SELECTOR, Host.TSS_SELECTOR);
        write(GUEST_TR_BASE, Host.TSS);
        write(GUEST_TR_LIMIT, 0x67);
        write(GUEST_TR_ACCESS_RIGHTS, AccessRights.BUSY_TSS);
        write(GUEST_GDTR_BASE, Host.GDT);
        write(GUEST_GDTR_LIMIT, Host.TSS_SELECTOR + 15);
        write(GUEST_IDTR_BASE, Host.IDT);
        write(GUEST_IDTR_LIMIT, 0xFFF);
    }

    /** GUEST_ES_SELECTOR → GUEST_ES_LIMIT. */
    private static VmcsField sibling(VmcsField selector, String part) { return valueOf(selector.name().replace("SELECTOR", part)); }

    private void write(VmcsField field, long value) { ByHand.mustSilently("VMWRITE of " + field, cpu.vmwrite(field, value)); }
}
