package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.ExitReason;
import hv.cpu.entry.TransitionControls;
import hv.cpu.entry.FieldGroup;
import hv.cpu.entry.PdpteCheck;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.state.Flags;
import hv.cpu.state.Registers.Activity;
import hv.cpu.state.VmxState;

/**
 * From the recorded facts of a VM exit to the host's next instruction.
 *
 * @sdm 3C chapter 28 "VM Exits"
 */
public final class VmExit {
    private static final int VALID = 1 << 31, ENTRY_FAILURE = 1 << 31;
    private static final int EXTERNAL_INTERRUPT = 1;
    private static final int MOV_SS_BLOCKING = 2, NMI_BLOCKING = 8;
    private static final int EVENT_TYPE = 7 << 8, NMI = 2 << 8, HARDWARE_EXCEPTION = 3 << 8, DEBUG_EXCEPTION = 1, MACHINE_CHECK = 18;
    private static final int ABORT_SAVING_MSRS = 1, ABORT_HOST_PDPTES = 2, ABORT_LOADING_MSRS = 4, ABORT_64_BIT_GUEST = 6;
    /** Exits of instructions (RFLAGS.RF is saved as 0) and of accesses that an instruction will repeat (saved as 1), by reason. */
    private static final long BY_INSTRUCTION = reasons(10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
            36, 39, 40, 46, 47, 50, 51, 53, 54, 55, 57, 58, 59, 60, 61, 63), REPEATED = reasons(44, 48, 49, 62);
    /** Exits that leave pending debug exceptions in their field. */
    private static final long KEEP_PENDING_DEBUG = reasons(3, 37, 43, 45, 56);

    private VmExit() {}

    private static long reasons(int... numbers) {
        long set = 0;
        for (int number : numbers) set |= 1L << number;
        return set;
    }

    private static boolean in(long set, int reason) { return reason < 64 && (set >>> reason & 1) != 0; }

    /**
     * Completes the VM exit that {@code c.exit} records; {@code c.rip} is the RIP to save. Afterwards the processor is in root operation with the host's
     * registers, or shut down by a VMX abort.
     *
     * @return whether software in Java made the entry, so that the exit is its to handle
     */
    public static boolean perform(Cpu c) {
        var e = c.exit;
        if (e.reason == EXTERNAL_INTERRUPT) acknowledge(c);
        Vmcs.open(c);
        c.vmxState.countExit();
        if (c.vmxState.writers != null) c.vmxState.writers.savedAt = c.vmxState.exits();
        saveInformation(c);
        if (!in(KEEP_PENDING_DEBUG, e.reason) && !exception(c, MACHINE_CHECK) && (c.interruptibility & MOV_SS_BLOCKING) == 0) c.pendingDebug = 0;
        GuestState.save(c, resumeFlag(c));
        if (c.vmx.shadowsChanged) saveShadows(c);
        savePreemptionTimer(c);
        c.monitorArmed = false;
        if (c.vmx.secondary(Controls.INTERRUPT_DELIVERY)) Vmcs.put(c, GUEST_INTERRUPT_STATUS, c.vmx.requesting | c.vmx.servicing << 8);
        c.vmxState.hostNmiBlocking = nmi(c) || nmiBlockingOfGuest(c);
        if (PendingHost.possible(c)) PendingHost.begin(c);
        else if (!storeMsrs(c)) abort(c, ABORT_SAVING_MSRS);
        else loadHost(c);
        return c.vmxState.enteredFromJava && !c.vmxState.aborted;
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

    /** A VM entry that fails on the guest's state or on loading its MSRs: the host's state is loaded, the guest's is not saved. */
    static void failedEntry(Cpu c, ExitReason reason, long qualification) {
        Vmcs.open(c);
        c.vmxState.countExit();
        Vmcs.putInt(c, EXIT_REASON, reason.number() | ENTRY_FAILURE);
        Vmcs.put(c, EXIT_QUALIFICATION, qualification);
        if (c.vmxState.failures != null && !c.vmxState.enteredFromJava) c.vmxState.failures.accept(VmxState.FAILED_ENTRY);
        loadHost(c);
    }

    /** With "acknowledge interrupt on exit" the exit takes the vector from the interrupt controller. */
    private static void acknowledge(Cpu c) {
        if (!Vmcs.exit(c, TransitionControls.ACKNOWLEDGE_INTERRUPT)) return;
        int vector = c.acknowledgeInterrupt();
        if (vector >= 0) c.exit.interruptionInformation = VALID | vector;
    }

    private static void saveInformation(Cpu c) {
        var e = c.exit;
        Vmcs.putInt(c, EXIT_REASON, e.reason);
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
        if ((event & VALID) != 0) Vmcs.putInt(c, VM_ENTRY_INTERRUPTION_INFORMATION, event & ~VALID);
        saveMode(c);
    }

    /** IA32_VMX_MISC[5]: the entry control follows what the guest's mode has become. */
    private static void saveMode(Cpu c) {
        if ((c.vmxState.capabilities.misc >>> 5 & 1) == 0) return;
        int entry = Vmcs.getInt(c, VM_ENTRY_CONTROLS);
        int now = c.longMode() ? entry | TransitionControls.IA32E_GUEST : entry & ~TransitionControls.IA32E_GUEST;
        if (now == entry) return;
        Vmcs.putInt(c, VM_ENTRY_CONTROLS, now);
        c.vmxState.written |= FieldGroup.CONTROL_WORDS.mask;
    }

    /** RFLAGS.RF as it is saved. */
    private static boolean resumeFlag(Cpu c) {
        var e = c.exit;
        boolean current = c.flags.has(Flags.RF);
        if (in(BY_INSTRUCTION, e.reason)) return false;
        if (in(REPEATED, e.reason)) return current || e.idtVectoringInformation >= 0;
        boolean fault = e.reason == 0 && (e.interruptionInformation & EVENT_TYPE) == HARDWARE_EXCEPTION
                && !exception(c, DEBUG_EXCEPTION) && !exception(c, MACHINE_CHECK);
        return current || fault;
    }

    private static boolean exception(Cpu c, int vector) { return c.exit.reason == 0 && (c.exit.interruptionInformation & 0xFF) == vector; }

    private static boolean nmi(Cpu c) { return c.exit.reason == 0 && (c.exit.interruptionInformation & EVENT_TYPE) == NMI; }

    private static void savePreemptionTimer(Cpu c) {
        boolean save = (c.vmx.pin & Controls.PREEMPTION_TIMER) != 0 && Vmcs.exit(c, TransitionControls.SAVE_PREEMPTION_TIMER);
        if (!save) return;
        int rate = c.vmxState.capabilities.preemptionRate();
        long left = (c.vmx.preemptionTick >>> rate) - (c.clock.ticks() >>> rate);
        Vmcs.put(c, VMX_PREEMPTION_TIMER_VALUE, Math.max(0, left));
    }

    /** What the guest leaves behind; virtual NMIs say nothing about real ones. */
    private static boolean nmiBlockingOfGuest(Cpu c) {
        return (c.vmx.pin & Controls.VIRTUAL_NMIS) != 0 ? c.vmxState.hostNmiBlocking : (c.interruptibility & NMI_BLOCKING) != 0;
    }

    /** Leaves non-root operation with the host's registers, or by a VMX abort. */
    static void loadHost(Cpu c) {
        boolean longGuest = c.longMode(), vpid = c.vmx.secondary(Controls.VPID);
        c.vmx.interceptNothing();
        if (longGuest && !Vmcs.exit(c, TransitionControls.HOST_64)) {
            abort(c, ABORT_64_BIT_GUEST);
            return;
        }
        HostState.load(c);
        c.interruptibility = c.vmxState.hostNmiBlocking ? NMI_BLOCKING : 0;
        if (!vpid) c.mem.invalidation().vpid(0);
        c.modeChanged();
        if (!loadPdptes(c)) abort(c, ABORT_HOST_PDPTES);
        else if (!loadMsrs(c)) abort(c, ABORT_LOADING_MSRS);
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

    private static void abort(Cpu c, int indicator) {
        Vmcs.abort(c, indicator);
        c.vmx.interceptNothing();
        c.vmxState.aborted = true;
        c.activity = Activity.SHUTDOWN;
    }
}
