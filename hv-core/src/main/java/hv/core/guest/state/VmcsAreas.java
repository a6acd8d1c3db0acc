package hv.core.guest.state;

import hv.api.x86.Efer;
import hv.api.x86.EntryControls;
import hv.api.x86.ExitControls;
import hv.api.x86.VmcsField;
import hv.core.config.StartState;
import hv.core.host.ControlWord;
import hv.core.host.HostTables;
import hv.core.report.Narrator;
import hv.core.report.Story;
import hv.cpu.LogicalProcessor;
import hv.cpu.SystemRegister;
import java.util.function.Consumer;

/**
 * Writes the five areas of the current VMCS: guest state, host state, execution, exit and entry controls.
 *
 * @sdm 3C chapter 25 "Organization of VMCS Data"
 */
public final class VmcsAreas {
    /** The timer's value for a plugin that intercepts its exits while no turn is limited. */
    private static final long LONGEST_TIMER = 0xFFFF_FFFFL;

    private final String machine;
    private final LogicalProcessor cpu;
    private final Vmcs vmcs;
    private final Narrator narrator;
    private int written;

    public VmcsAreas(String machine, LogicalProcessor cpu, Vmcs vmcs, Narrator narrator) {
        this.machine = machine;
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.narrator = narrator;
    }

    public void write(StartState start, HostTables host, Bitmaps bitmaps, GuestCapabilities capabilities, int vpid, long eptPointer) {
        area("guest-state area", writer -> MachineState.write(start, writer::set, capabilities));
        area("host-state area", writer -> writer.host(host));
        area("execution-control fields", writer -> writer.execution(bitmaps, vpid, eptPointer));
        area("exit-control fields", writer -> writer.exit(capabilities));
        area("entry-control fields", writer -> writer.entry(start, capabilities));
    }

    private void area(String name, Consumer<VmcsAreas> fields) {
        written = 0;
        fields.accept(this);
        narrator.tell(new Story.Written(machine, name, written));
    }

    private void set(VmcsField field, long value) {
        written++;
        vmcs.set(field, value);
    }

    private void host(HostTables host) {
        set(VmcsField.HOST_CR0, cpu.cr0());
        set(VmcsField.HOST_CR3, host.pageTables().value());
        set(VmcsField.HOST_CR4, cpu.cr4());
        set(VmcsField.HOST_CS_SELECTOR, HostTables.CODE);
        for (var data : new VmcsField[] {VmcsField.HOST_SS_SELECTOR, VmcsField.HOST_DS_SELECTOR, VmcsField.HOST_ES_SELECTOR,
                VmcsField.HOST_FS_SELECTOR, VmcsField.HOST_GS_SELECTOR}) set(data, HostTables.DATA);
        set(VmcsField.HOST_TR_SELECTOR, HostTables.TSS);
        set(VmcsField.HOST_FS_BASE, 0);
        set(VmcsField.HOST_GS_BASE, 0);
        set(VmcsField.HOST_TR_BASE, host.tss().value());
        set(VmcsField.HOST_GDTR_BASE, host.gdt().value());
        set(VmcsField.HOST_IDTR_BASE, host.idt().value());
        set(VmcsField.HOST_IA32_EFER, cpu.get(SystemRegister.EFER));
        set(VmcsField.HOST_IA32_PAT, cpu.get(SystemRegister.PAT));
        set(VmcsField.HOST_RSP, host.stackTop().value());
        set(VmcsField.HOST_RIP, host.entry().value());
    }

    /** Writes the fields beside the control words, which follow from the intercepts; see {@code Interceptions}. */
    private void execution(Bitmaps bitmaps, int vpid, long eptPointer) {
        set(VmcsField.IO_BITMAP_A_ADDRESS, bitmaps.ioA().value());
        set(VmcsField.IO_BITMAP_B_ADDRESS, bitmaps.ioB().value());
        set(VmcsField.MSR_BITMAPS_ADDRESS, bitmaps.msr().value());
        set(VmcsField.EPT_POINTER, eptPointer);
        if (vpid != 0) set(VmcsField.VIRTUAL_PROCESSOR_IDENTIFIER, vpid);
        set(VmcsField.PAGE_FAULT_ERROR_CODE_MASK, 0);
        set(VmcsField.PAGE_FAULT_ERROR_CODE_MATCH, 0);
        set(VmcsField.CR3_TARGET_COUNT, 0);
        set(VmcsField.VMX_PREEMPTION_TIMER_VALUE, LONGEST_TIMER);
    }

    private void exit(GuestCapabilities capabilities) {
        adjust(ControlWord.EXIT, ExitControls.SAVE_DEBUG_CONTROLS | ExitControls.HOST_ADDRESS_SPACE_SIZE | ExitControls.SAVE_IA32_PAT
                | ExitControls.LOAD_IA32_PAT | ExitControls.SAVE_IA32_EFER | ExitControls.LOAD_IA32_EFER, capabilities);
        set(VmcsField.VM_EXIT_MSR_STORE_COUNT, 0);
        set(VmcsField.VM_EXIT_MSR_LOAD_COUNT, 0);
    }

    private void entry(StartState start, GuestCapabilities capabilities) {
        boolean longMode = (start.system().getOrDefault(SystemRegister.EFER, 0L) & Efer.LMA) != 0;
        adjust(ControlWord.ENTRY, EntryControls.LOAD_DEBUG_CONTROLS | EntryControls.LOAD_IA32_PAT | EntryControls.LOAD_IA32_EFER
                | (longMode ? EntryControls.IA32E_MODE_GUEST : 0), capabilities);
        set(VmcsField.VM_ENTRY_MSR_LOAD_COUNT, 0);
        set(VmcsField.VM_ENTRY_INTERRUPTION_INFORMATION, 0);
    }

    private void adjust(ControlWord word, int wanted, GuestCapabilities capabilities) {
        int adjusted = capabilities.adjust(word, wanted);
        set(word.field(), Integer.toUnsignedLong(adjusted));
        narrator.tell(new Story.Adjusted(machine, word.title(), wanted, adjusted, word.capabilityMsr(cpu)));
    }
}
