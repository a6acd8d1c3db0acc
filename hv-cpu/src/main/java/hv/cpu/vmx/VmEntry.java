package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.EventType;
import hv.api.x86.ExitReason;
import hv.api.x86.Interruptibility;
import hv.api.x86.InterruptionInformation;
import hv.api.x86.PinBasedControls;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.api.x86.VmcsField;
import hv.cpu.entry.FieldGroup;
import hv.cpu.entry.EntryRule;
import hv.cpu.entry.EntryRules;
import hv.cpu.explain.BrokenRule;
import hv.cpu.explain.InWords;
import hv.cpu.explain.VmInstructionError;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.VirtualApic;
import hv.cpu.state.Controls;
import hv.cpu.state.Registers.Activity;
import hv.cpu.state.Registers.Waiting;
import hv.cpu.state.VmExitSignal;
import hv.cpu.system.Delivery;
import hv.cpu.system.MachineCheck;
import java.util.List;

/**
 * VM entries, from the first check of a VMCS to the guest's first instruction.
 *
 * @sdm 3C chapter 27 "VM Entries"
 */
public final class VmEntry {
    private static final VmcsField[] EOI_EXITS = {EOI_EXIT_BITMAP_0, EOI_EXIT_BITMAP_1, EOI_EXIT_BITMAP_2, EOI_EXIT_BITMAP_3};

    private VmEntry() {}

    /**
     * Enters the guest of the current VMCS. On success the processor is in non-root operation with the guest's registers; or, where the guest's
     * state is bad, it has been through the VM exit of a failed entry and has the host's.
     *
     * @return a {@link VmxStatus}
     */
    static int enter(Cpu c, boolean launch) {
        if (!launch && c.machineCheck == Waiting.NO && PendingHost.resumable(c)) {
            PendingHost.resume(c);
            begin(c);
            return VmxStatus.SUCCEED;
        }
        PendingHost.settle(c);
        int status = basicChecks(c, launch);
        if (status != VmxStatus.SUCCEED) return status;
        noticeMode(c);
        var broken = firstBroken(c);
        if (broken != null && broken.outcome().error() != 0) return VmxStatus.fail(c, broken.outcome().error());
        c.vmxState.host.nmiBlocking = (c.interruptibility & Interruptibility.BLOCKING_BY_NMI) != 0;
        if (broken != null) VmExit.failedEntry(c, ExitReason.ENTRY_FAILURE_INVALID_GUEST_STATE, broken.outcome().qualification());
        else if (c.machineCheck != Waiting.NO) machineCheck(c);
        else load(c);
        return VmxStatus.SUCCEED;
    }

    /** Fails the entry for a pending machine check, which is one of the ways that the manual allows. */
    private static void machineCheck(Cpu c) {
        MachineCheck.notice(c);
        VmExit.failedEntry(c, ExitReason.ENTRY_FAILURE_MACHINE_CHECK, 0);
    }

    /**
     * Takes notice of the mode from which the entry is made, which rules on the host's address-space size compare with; the host's registers must be
     * loaded.
     */
    private static void noticeMode(Cpu c) {
        if (c.vmxState.memo.inLongMode == c.longMode()) return;
        c.vmxState.memo.inLongMode = c.longMode();
        c.vmxState.memo.written |= FieldGroup.MODE.mask;
    }

    /** The first requirement that is broken by a change since the last entry, or null. */
    static EntryRule firstBroken(Cpu c) {
        var v = c.vmxState.memo;
        if (v.memoryCounts) v.written |= FieldGroup.MEMORY.mask;
        if (v.written == 0) return null;
        var view = new ProcessorView(c);
        var broken = EntryRules.firstBroken(view, v.written);
        v.memoryCounts |= view.lookedAtMemory;
        return broken;
    }

    /** The requirements that the current VMCS does not fulfil, explained. */
    public static List<BrokenRule> brokenRules(Cpu c, Provenance provenance) { return new InWords(new ProcessorView(c), provenance::of).broken(); }

    private static int basicChecks(Cpu c, boolean launch) {
        if (!Vmcs.hasCurrent(c) || Vmcs.isShadow(c, c.vmxState.pointers.current)) return VmxStatus.FAIL_INVALID;
        if ((c.interruptibility & Interruptibility.BLOCKING_BY_MOV_SS) != 0) return VmxStatus.fail(c, VmInstructionError.ENTRY_WITH_EVENTS_BLOCKED_BY_MOV_SS);
        if (launch && Vmcs.launched(c)) return VmxStatus.fail(c, VmInstructionError.VMLAUNCH_WITH_NON_CLEAR_VMCS);
        if (!launch && !Vmcs.launched(c)) return VmxStatus.fail(c, VmInstructionError.VMRESUME_WITH_NON_LAUNCHED_VMCS);
        return VmxStatus.SUCCEED;
    }

    private static void load(Cpu c) {
        loadRegisters(c);
        int bad = MsrAreas.load(c, Vmcs.get(c, VM_ENTRY_MSR_LOAD_ADDRESS), Vmcs.getInt(c, VM_ENTRY_MSR_LOAD_COUNT));
        if (bad != 0) {
            VmExit.failedEntry(c, ExitReason.ENTRY_FAILURE_MSR_LOADING, bad);
            return;
        }
        Vmcs.setLaunched(c);
        begin(c);
    }

    /** All that the guest-state area and the controls hold; the processor is in non-root operation then. */
    static void loadRegisters(Cpu c) {
        latch(c);
        GuestState.load(c);
        c.vmx.nonRoot = true;
        if (!c.vmx.secondary(SecondaryControls.ENABLE_VPID)) c.mem.invalidation().vpid(0);
        c.modeChanged();
        GuestState.loadPdptes(c);
    }

    /** Completes an entry whose registers have been loaded. */
    private static void begin(Cpu c) {
        c.vmxState.memo.written = 0;
        c.monitorArmed = c.vmx.exemption != null && c.vmx.monitoring;
        c.vmx.lastPause = Controls.NONE_YET;
        startPreemptionTimer(c);
        int event = Vmcs.getInt(c, VM_ENTRY_INTERRUPTION_INFORMATION);
        if ((event & InterruptionInformation.VALID) != 0) {
            inject(c, event);
            c.vmx.exemption = null;
        }
        if (c.vmx.nonRoot && c.vmx.primary(PrimaryControls.USE_TPR_SHADOW)) VirtualApic.entered(c);
    }

    /** Latches the controls of the VMCS; {@link VmExit} clears those that must have no effect in root operation. */
    private static void latch(Cpu c) {
        var v = c.vmx;
        v.pin = Vmcs.getInt(c, PIN_BASED_VM_EXECUTION_CONTROLS);
        v.primary = Vmcs.getInt(c, PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS);
        v.secondary = v.primary(PrimaryControls.ACTIVATE_SECONDARY_CONTROLS) ? Vmcs.getInt(c, SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) : 0;
        v.exceptionBitmap = Vmcs.getInt(c, EXCEPTION_BITMAP);
        v.cr0Mask = Vmcs.get(c, CR0_GUEST_HOST_MASK);
        v.cr4Mask = Vmcs.get(c, CR4_GUEST_HOST_MASK);
        v.cr0Shadow = Vmcs.get(c, CR0_READ_SHADOW);
        v.cr4Shadow = Vmcs.get(c, CR4_READ_SHADOW);
        v.vpid = v.secondary(SecondaryControls.ENABLE_VPID) ? Vmcs.getInt(c, VIRTUAL_PROCESSOR_IDENTIFIER) : 0;
        v.eptp = v.secondary(SecondaryControls.ENABLE_EPT) ? Vmcs.get(c, EPT_POINTER) : 0;
        v.tscOffset = v.primary(PrimaryControls.USE_TSC_OFFSETTING) ? Vmcs.get(c, TSC_OFFSET) : 0;
        if ((c.vmxState.memo.written & FieldGroup.CONTROLS) != 0 || c.vmxState.latched.region != c.vmxState.pointers.current) latchDetails(c);
        latchApic(c);
    }

    /** Latches the APIC-access page. Translations are dropped that treat this page as memory, or treat another page as this one. */
    private static void latchApic(Cpu c) {
        var v = c.vmx;
        v.apicAccessPage = v.secondary(SecondaryControls.VIRTUALIZE_APIC_ACCESSES) ? Vmcs.get(c, APIC_ACCESS_ADDRESS) >>> 12 : Controls.NO_PAGE;
        if (v.apicAccessPage != c.vmxState.latched.apicAccessPage) c.mem.invalidation().all();
        c.vmxState.latched.apicAccessPage = v.apicAccessPage;
        if (!v.secondary(SecondaryControls.VIRTUAL_INTERRUPT_DELIVERY)) return;
        int status = (int) Vmcs.get(c, GUEST_INTERRUPT_STATUS);
        v.requesting = status & 0xFF;
        v.servicing = status >>> 8 & 0xFF;
    }

    /** Latches fields that have an effect only while one of the controls above is 1; they stay latched in root operation. */
    private static void latchDetails(Cpu c) {
        var v = c.vmx;
        c.vmxState.latched.region = c.vmxState.pointers.current;
        v.pageFaultMask = Vmcs.getInt(c, PAGE_FAULT_ERROR_CODE_MASK);
        v.pageFaultMatch = Vmcs.getInt(c, PAGE_FAULT_ERROR_CODE_MATCH);
        v.cr3TargetCount = Vmcs.getInt(c, CR3_TARGET_COUNT);
        v.cr3Targets[0] = Vmcs.get(c, CR3_TARGET_VALUE_0);
        v.cr3Targets[1] = Vmcs.get(c, CR3_TARGET_VALUE_1);
        v.cr3Targets[2] = Vmcs.get(c, CR3_TARGET_VALUE_2);
        v.cr3Targets[3] = Vmcs.get(c, CR3_TARGET_VALUE_3);
        v.ioBitmapA = Vmcs.get(c, IO_BITMAP_A_ADDRESS);
        v.ioBitmapB = Vmcs.get(c, IO_BITMAP_B_ADDRESS);
        v.msrBitmaps = Vmcs.get(c, MSR_BITMAPS_ADDRESS);
        v.pauseGap = Vmcs.getInt(c, PLE_GAP);
        v.pauseWindow = Vmcs.getInt(c, PLE_WINDOW);
        if (v.primary(PrimaryControls.USE_TPR_SHADOW)) latchVirtualApic(c);
        c.vmxState.latched.roundTrip = PendingHost.roundTrip(c);
    }

    private static void latchVirtualApic(Cpu c) {
        var v = c.vmx;
        v.virtualApic = Vmcs.get(c, VIRTUAL_APIC_ADDRESS);
        v.tprThreshold = Vmcs.getInt(c, TPR_THRESHOLD);
        if (!v.secondary(SecondaryControls.VIRTUAL_INTERRUPT_DELIVERY)) return;
        for (int i = 0; i < EOI_EXITS.length; i++) v.eoiExits[i] = Vmcs.get(c, EOI_EXITS[i]);
    }

    /** Starts the VMX-preemption timer, which counts whenever the bit of the time-stamp counter changes that its rate names. */
    private static void startPreemptionTimer(Cpu c) {
        if ((c.vmx.pin & PinBasedControls.ACTIVATE_VMX_PREEMPTION_TIMER) == 0) return;
        int rate = c.vmxState.capabilities.preemptionRate();
        long value = Vmcs.get(c, VMX_PREEMPTION_TIMER_VALUE);
        c.vmx.preemptionTick = (c.clock.ticks() >>> rate) + value << rate;
    }

    private static void inject(Cpu c, int event) {
        if (InterruptionInformation.type(event) == EventType.OTHER_EVENT) {
            c.activity = Activity.ACTIVE;
            c.vmx.mtfPending = true;
            return;
        }
        if (!keepsPendingDebug(c, event)) c.pendingDebug = 0;
        try {
            boolean delivered = Delivery.inject(c, event, Vmcs.getInt(c, VM_ENTRY_EXCEPTION_ERROR_CODE), Vmcs.getInt(c, VM_ENTRY_INSTRUCTION_LENGTH));
            if (delivered && software(event)) c.retire(1);
            if (c.vmx.primary(PrimaryControls.MONITOR_TRAP_FLAG)) c.vmx.mtfPending = true;
        } catch (VmExitSignal met) {
            VmExit.perform(c);
        }
    }

    /** Whether an instruction raises the event. The instruction is over when the event has been delivered. */
    private static boolean software(int event) {
        int type = InterruptionInformation.type(event);
        return type == EventType.SOFTWARE_INTERRUPT || type == EventType.PRIVILEGED_SOFTWARE_EXCEPTION || type == EventType.SOFTWARE_EXCEPTION;
    }

    /** Whether debug exceptions stay pending: only for a software interrupt or software exception under blocking by MOV SS. */
    private static boolean keepsPendingDebug(Cpu c, int event) {
        int type = InterruptionInformation.type(event);
        boolean software = type == EventType.SOFTWARE_INTERRUPT || type == EventType.SOFTWARE_EXCEPTION;
        return software && (c.interruptibility & Interruptibility.BLOCKING_BY_MOV_SS) != 0;
    }
}
