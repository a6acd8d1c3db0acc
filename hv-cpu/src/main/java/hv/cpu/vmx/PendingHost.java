package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.EntryControls;
import hv.api.x86.ExitControls;
import hv.api.x86.Rflags;
import hv.api.x86.SecondaryControls;
import hv.cpu.entry.FieldGroup;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.state.Registers;
import java.util.function.Supplier;

/**
 * Defers the loading of the host's registers after a VM exit to software in Java. Software that handles the exit with VMREAD and VMWRITE and resumes
 * does not need them. They are loaded when something looks at them; until then the registers are the guest's, as the VM exit has saved them, and
 * VMRESUME need not load them. The only difference that can be seen is the time it takes.
 */
final class PendingHost {
    /** The groups of fields with registers that {@link #resume} does not load. */
    private static final int GUEST = FieldGroup.RFLAGS.mask | FieldGroup.REGISTERS.mask | FieldGroup.SEGMENTS.mask | FieldGroup.PDPTES.mask;
    private static final int RELOAD = FieldGroup.CONTROLS | FieldGroup.HOST.mask | GUEST;

    private PendingHost() {}

    /** Whether the controls make the next entry load every register that an exit changes. */
    static boolean roundTrip(Cpu c) {
        int exit = Vmcs.getInt(c, PRIMARY_VM_EXIT_CONTROLS), entry = Vmcs.getInt(c, VM_ENTRY_CONTROLS);
        int lists = Vmcs.getInt(c, VM_EXIT_MSR_STORE_COUNT) | Vmcs.getInt(c, VM_EXIT_MSR_LOAD_COUNT) | Vmcs.getInt(c, VM_ENTRY_MSR_LOAD_COUNT);
        boolean host64 = (exit & ExitControls.HOST_ADDRESS_SPACE_SIZE) != 0;
        boolean debug = (exit & ExitControls.SAVE_DEBUG_CONTROLS) != 0 && (entry & EntryControls.LOAD_DEBUG_CONTROLS) != 0;
        boolean efer = (entry & EntryControls.LOAD_IA32_EFER) != 0
                ? (exit & ExitControls.SAVE_IA32_EFER) != 0 : (exit & ExitControls.LOAD_IA32_EFER) == 0;
        boolean pat = (entry & EntryControls.LOAD_IA32_PAT) != 0
                ? (exit & ExitControls.SAVE_IA32_PAT) != 0 : (exit & ExitControls.LOAD_IA32_PAT) == 0;
        boolean counters = (entry & EntryControls.LOAD_IA32_PERF_GLOBAL_CTRL) == 0 && (exit & ExitControls.LOAD_IA32_PERF_GLOBAL_CTRL) == 0;
        return lists == 0 && host64 && debug && efer && pat && counters;
    }

    static boolean possible(Cpu c) { return c.vmxState.host.enteredFromJava && c.vmxState.latched.roundTrip; }

    /** Leaves non-root operation. Controls stay latched, because nothing is executed before {@link #settle} or {@link #resume}. */
    static void begin(Cpu c) {
        c.vmx.nonRoot = c.vmx.mtfPending = c.vmx.virtualInterrupt = false;
        c.vmx.apicWrite = Controls.NO_WRITE;
        c.vmx.preemptionTick = Long.MAX_VALUE;
        if (!c.vmx.secondary(SecondaryControls.ENABLE_VPID)) c.mem.invalidation().vpid(0);
        c.vmxState.host.pending = true;
        c.vmxState.host.status = VmxStatus.SUCCEED;
    }

    /** Loads the host's registers, unless they are loaded. {@link Settled} does it before anything but a VMCS field is read or changed. */
    static void settle(Cpu c) {
        if (!c.vmxState.host.pending) return;
        c.vmxState.host.pending = false;
        VmExit.loadHost(c);
        VmxStatus.toFlags(c, c.vmxState.host.status);
    }

    /** Whether VMRESUME need not load the registers: no field of the guest has changed except those that {@link #resume} loads. */
    static boolean resumable(Cpu c) {
        return c.vmxState.host.pending && (c.vmxState.memo.written & RELOAD) == 0 && VmEntry.firstBroken(c) == null;
    }

    /**
     * Looks at the registers as the guest has them in its VMCS. The host's are pending afterwards, or loaded again where the controls do not give the
     * guest back all that an exit takes.
     */
    static <T> T withGuest(Cpu c, Supplier<T> look) {
        if (c.vmxState.host.pending && (c.vmxState.memo.written & GUEST) == 0) return look.get();
        settle(c);
        VmEntry.loadRegisters(c);
        if (roundTrip(c)) begin(c);
        try {
            return look.get();
        } finally {
            if (!c.vmxState.host.pending) VmExit.loadHost(c);
        }
    }

    static void resume(Cpu c) {
        c.vmxState.host.pending = false;
        c.vmx.nonRoot = true;
        c.rip = Vmcs.get(c, GUEST_RIP);
        c.r[Registers.RSP] = Vmcs.get(c, GUEST_RSP);
        c.flags.others = c.flags.others & ~Rflags.RF | Vmcs.getInt(c, GUEST_RFLAGS) & Rflags.RF;
        GuestState.loadNonRegisters(c);
    }
}
