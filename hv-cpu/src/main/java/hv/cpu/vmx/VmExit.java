package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.EntryControls;
import hv.api.x86.EventType;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitControls;
import hv.api.x86.ExitReason;
import hv.api.x86.Interruptibility;
import hv.api.x86.InterruptionInformation;
import hv.api.x86.PinBasedControls;
import hv.api.x86.Rflags;
import hv.api.x86.SecondaryControls;
import hv.api.x86.VmxMisc;
import hv.cpu.entry.FieldGroup;
import hv.cpu.entry.PdpteCheck;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Registers.Activity;
import hv.cpu.state.VmxState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * VM exits, from the recorded facts to the host's next instruction.
 *
 * @sdm 3C chapter 28 "VM Exits"
 */
public final class VmExit {
    /** Exits of instructions: RFLAGS.RF is saved as 0. */
    private static final Set<ExitReason> BY_INSTRUCTION = EnumSet.range(ExitReason.CPUID, ExitReason.WRMSR);
    static {
        BY_INSTRUCTION.addAll(List.of(ExitReason.MWAIT, ExitReason.MONITOR, ExitReason.PAUSE, ExitReason.GDTR_OR_IDTR_ACCESS, ExitReason.LDTR_OR_TR_ACCESS,
                ExitReason.INVEPT, ExitReason.RDTSCP, ExitReason.INVVPID, ExitReason.WBINVD_OR_WBNOINVD, ExitReason.XSETBV, ExitReason.RDRAND,
                ExitReason.INVPCID, ExitReason.VMFUNC, ExitReason.ENCLS, ExitReason.RDSEED, ExitReason.XSAVES));
    }
    /** Exits of accesses that an instruction will repeat: RFLAGS.RF is saved as 1. */
    private static final Set<ExitReason> REPEATED = EnumSet.of(ExitReason.APIC_ACCESS, ExitReason.EPT_VIOLATION, ExitReason.EPT_MISCONFIGURATION,
            ExitReason.PAGE_MODIFICATION_LOG_FULL);
    /** Exit reasons that leave pending debug exceptions in their field. */
    private static final Set<ExitReason> KEEP_PENDING_DEBUG = EnumSet.of(ExitReason.INIT_SIGNAL, ExitReason.MONITOR_TRAP_FLAG,
            ExitReason.TPR_BELOW_THRESHOLD, ExitReason.VIRTUALIZED_EOI, ExitReason.APIC_WRITE);

    private VmExit() {}

    /**
     * Completes the VM exit that {@code c.exit} records; {@code c.rip} is the RIP to save. Afterwards the processor is in root operation with the
     * host's registers, or shut down by a VMX abort.
     *
     * @return whether software in Java made the entry, and so handles the exit
     */
    public static boolean perform(Cpu c) {
        var e = c.exit;
        if (e.reason == ExitReason.EXTERNAL_INTERRUPT) acknowledge(c);
        Vmcs.open(c);
        c.vmxState.provenance.savedByExit();
        saveInformation(c);
        boolean held = (c.interruptibility & Interruptibility.BLOCKING_BY_MOV_SS) != 0;
        if (!KEEP_PENDING_DEBUG.contains(e.reason) && !exception(c, ExceptionVector.MC) && !held) c.pendingDebug = 0;
        GuestState.save(c, resumeFlag(c));
        if (c.vmx.shadowsChanged) saveShadows(c);
        savePreemptionTimer(c);
        c.vmx.resuming = c.flags.has(Rflags.RF);
        c.vmx.monitoring = c.monitorArmed;
        c.monitorArmed = false;
        if (c.vmx.secondary(SecondaryControls.VIRTUAL_INTERRUPT_DELIVERY)) Vmcs.put(c, GUEST_INTERRUPT_STATUS, c.vmx.requesting | c.vmx.servicing << 8);
        c.vmxState.host.nmiBlocking = nmi(c) || nmiBlockingOfGuest(c);
        if (PendingHost.possible(c)) PendingHost.begin(c);
        else if (!storeMsrs(c)) abort(c, VmxAbort.SAVING_MSRS);
        else loadHost(c);
        return c.vmxState.host.enteredFromJava && !c.vmxState.aborted;
    }

    /** An instruction that was exempt from its VM exit has written CR0 or CR4. */
    private static void saveShadows(Cpu c) {
        c.vmx.shadowsChanged = false;
        Vmcs.put(c, CR0_READ_SHADOW, c.vmx.cr0Shadow);
        Vmcs.put(c, CR4_READ_SHADOW, c.vmx.cr4Shadow);
    }

    private static boolean storeMsrs(Cpu c) {
        int count = Vmcs.getInt(c, VM_EXIT_MSR_STORE_COUNT);
        return count == 0 || MsrAreas.store(c, Vmcs.get(c, VM_EXIT_MSR_STORE_ADDRESS), count);
    }

    /** Completes a VM entry that fails on the guest's state or on loading its MSRs: the host's state is loaded, the guest's is not saved. */
    static void failedEntry(Cpu c, ExitReason reason, long qualification) {
        Vmcs.open(c);
        c.vmxState.provenance.failedEntry();
        Vmcs.putInt(c, EXIT_REASON, reason.number() | ExitReason.ENTRY_FAILURE);
        Vmcs.put(c, EXIT_QUALIFICATION, qualification);
        if (c.vmxState.failures != null && !c.vmxState.host.enteredFromJava) c.vmxState.failures.accept(VmxState.FAILED_ENTRY);
        loadHost(c);
    }

    /** Acknowledges the interrupt, if "acknowledge interrupt on exit" is 1: the exit takes the vector from the interrupt controller. */
    private static void acknowledge(Cpu c) {
        if (!Vmcs.exit(c, ExitControls.ACKNOWLEDGE_INTERRUPT_ON_EXIT)) return;
        int vector = c.acknowledgeInterrupt();
        if (vector >= 0) c.exit.interruptionInformation = InterruptionInformation.VALID | vector;
    }

    private static void saveInformation(Cpu c) {
        var e = c.exit;
        Vmcs.putInt(c, EXIT_REASON, e.reason.number());
        Vmcs.put(c, EXIT_QUALIFICATION, e.qualification);
        Vmcs.put(c, GUEST_LINEAR_ADDRESS, e.linear);
        Vmcs.put(c, GUEST_PHYSICAL_ADDRESS, e.physical);
        Vmcs.putInt(c, VM_EXIT_INTERRUPTION_INFORMATION, e.interruptionInformation);
        Vmcs.putInt(c, VM_EXIT_INTERRUPTION_ERROR_CODE, e.interruptionErrorCode);
        Vmcs.putInt(c, IDT_VECTORING_INFORMATION, e.idtVectoringInformation);
        Vmcs.putInt(c, IDT_VECTORING_ERROR_CODE, e.idtVectoringErrorCode);
        Vmcs.putInt(c, VM_EXIT_INSTRUCTION_LENGTH, e.instructionLength);
        Vmcs.putInt(c, VM_EXIT_INSTRUCTION_INFORMATION, e.instructionInformation);
        int event = Vmcs.getInt(c, VM_ENTRY_INTERRUPTION_INFORMATION);
        if ((event & InterruptionInformation.VALID) != 0) Vmcs.putInt(c, VM_ENTRY_INTERRUPTION_INFORMATION, event & ~InterruptionInformation.VALID);
        saveMode(c);
    }

    /** Saves the guest's mode in the entry control, on processors with IA32_VMX_MISC[5]. */
    private static void saveMode(Cpu c) {
        if ((c.vmxState.capabilities.misc & VmxMisc.STORE_EFER_LMA) == 0) return;
        int entry = Vmcs.getInt(c, VM_ENTRY_CONTROLS);
        int now = c.longMode() ? entry | EntryControls.IA32E_MODE_GUEST : entry & ~EntryControls.IA32E_MODE_GUEST;
        if (now == entry) return;
        Vmcs.putInt(c, VM_ENTRY_CONTROLS, now);
        c.vmxState.memo.written |= FieldGroup.CONTROL_WORDS.mask;
    }

    /** The value to save of RFLAGS.RF. */
    private static boolean resumeFlag(Cpu c) {
        var e = c.exit;
        boolean current = c.flags.has(Rflags.RF);
        if (BY_INSTRUCTION.contains(e.reason)) return false;
        if (REPEATED.contains(e.reason)) return current || e.idtVectoringInformation >= 0 || e.pushesResume;
        boolean fault = e.reason == ExitReason.EXCEPTION_OR_NMI && InterruptionInformation.type(e.interruptionInformation) == EventType.HARDWARE_EXCEPTION
                && !exception(c, ExceptionVector.DB) && !exception(c, ExceptionVector.MC);
        return current || fault;
    }

    private static boolean exception(Cpu c, int vector) {
        return c.exit.reason == ExitReason.EXCEPTION_OR_NMI && InterruptionInformation.vector(c.exit.interruptionInformation) == vector;
    }

    private static boolean nmi(Cpu c) {
        return c.exit.reason == ExitReason.EXCEPTION_OR_NMI && InterruptionInformation.type(c.exit.interruptionInformation) == EventType.NMI;
    }

    private static void savePreemptionTimer(Cpu c) {
        boolean save = (c.vmx.pin & PinBasedControls.ACTIVATE_VMX_PREEMPTION_TIMER) != 0 && Vmcs.exit(c, ExitControls.SAVE_VMX_PREEMPTION_TIMER_VALUE);
        if (!save) return;
        int rate = c.vmxState.capabilities.preemptionRate();
        long left = (c.vmx.preemptionTick >>> rate) - (c.clock.ticks() >>> rate);
        Vmcs.put(c, VMX_PREEMPTION_TIMER_VALUE, Math.max(0, left));
    }

    /**
     * Whether NMIs are blocked after the exit. With virtual NMIs the guest's blocking says nothing about real NMIs, and they stay as they were at the
     * entry.
     */
    private static boolean nmiBlockingOfGuest(Cpu c) {
        return (c.vmx.pin & PinBasedControls.VIRTUAL_NMIS) != 0 ? c.vmxState.host.nmiBlocking : (c.interruptibility & Interruptibility.BLOCKING_BY_NMI) != 0;
    }

    /** Leaves non-root operation with the host's registers, or by a VMX abort. */
    static void loadHost(Cpu c) {
        boolean longGuest = c.longMode(), vpid = c.vmx.secondary(SecondaryControls.ENABLE_VPID);
        c.vmx.interceptNothing();
        if (longGuest && !Vmcs.exit(c, ExitControls.HOST_ADDRESS_SPACE_SIZE)) {
            abort(c, VmxAbort.HOST_OF_32_BITS);
            return;
        }
        HostState.load(c);
        c.interruptibility = c.vmxState.host.nmiBlocking ? Interruptibility.BLOCKING_BY_NMI : 0;
        if (!vpid) c.mem.invalidation().vpid(0);
        c.modeChanged();
        if (!loadPdptes(c)) abort(c, VmxAbort.HOST_PDPTES);
        else if (!loadMsrs(c)) abort(c, VmxAbort.LOADING_MSRS);
    }

    private static boolean loadPdptes(Cpu c) {
        if (!GuestState.paePaging(c)) return true;
        c.mem.readPdptes(c.cr3, c.pdpte);
        return PdpteCheck.validTable(new ProcessorView(c), c.cr3);
    }

    private static boolean loadMsrs(Cpu c) {
        int count = Vmcs.getInt(c, VM_EXIT_MSR_LOAD_COUNT);
        return count == 0 || MsrAreas.load(c, Vmcs.get(c, VM_EXIT_MSR_LOAD_ADDRESS), count) == 0;
    }

    private static void abort(Cpu c, VmxAbort why) {
        Vmcs.abort(c, why.indicator);
        c.vmx.interceptNothing();
        c.vmxState.aborted = true;
        c.activity = Activity.SHUTDOWN;
    }
}
