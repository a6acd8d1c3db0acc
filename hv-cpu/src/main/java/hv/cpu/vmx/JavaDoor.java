package hv.cpu.vmx;

import hv.api.x86.VmcsField;
import hv.cpu.entry.FieldGroup;
import hv.cpu.platform.Exemption;
import hv.cpu.semantics.Cpu;

/**
 * The VMX instructions for software in Java: each method is the instruction of its name, with its operands given. A fault is thrown as for machine
 * code; the {@link VmxStatus} is in RFLAGS, too. The processor must not be in non-root operation.
 */
public final class JavaDoor {
    /** The fields that loading of host state reads. */
    private static final int DECIDE_HOST = FieldGroup.HOST.mask | FieldGroup.CONTROLS;

    private JavaDoor() {}

    public static int vmxon(Settled settled, long region) {
        var c = settled.cpu();
        VmxGuard.enterVmxon(c, null);
        boolean already = c.vmx.vmxOn;
        int status = VmxInstructions.vmxonAllowed(c);
        return told(c, already ? status : VmxInstructions.vmxon(c, region));
    }

    public static int vmxoff(Settled settled) {
        var c = settled.cpu();
        VmxGuard.enter(c, null);
        return told(c, VmxInstructions.vmxoff(c));
    }

    public static int vmclear(Settled settled, long region) {
        var c = settled.cpu();
        VmxGuard.enter(c, null);
        return told(c, VmxInstructions.vmclear(c, region));
    }

    public static int vmptrld(Settled settled, long region) {
        var c = settled.cpu();
        VmxGuard.enter(c, null);
        return told(c, VmxInstructions.vmptrld(c, region));
    }

    /** The pointer; {@link hv.cpu.state.VmxPointers#NONE} for none. */
    public static long vmptrst(Settled settled) {
        var c = settled.asExited();
        VmxGuard.enter(c, null);
        told(c, VmxStatus.SUCCEED);
        return c.vmxState.pointers.current;
    }

    /** VMREAD but for the value, which {@link #value} gives after success. */
    public static int vmread(Settled settled, VmcsField field) {
        var c = settled.asExited();
        VmxGuard.enter(c, null);
        return told(c, VmxInstructions.vmreadAllowed(c, field));
    }

    public static long value(Settled settled, VmcsField field) { return Vmcs.read(settled.asExited(), field); }

    public static int vmwrite(Settled settled, VmcsField field, long value) {
        var c = settled.asExited();
        VmxGuard.enter(c, null);
        if ((FieldGroup.of(field).mask & DECIDE_HOST) != 0) PendingHost.settle(c);
        return told(c, VmxInstructions.vmwrite(c, field, value));
    }

    /**
     * After success the processor is in non-root operation, or already back: after a failed entry, or a VM exit while an event was injected.
     *
     * @param exemption for the event that is injected, or else for the first instruction, which is to be executed next then; null for none
     */
    public static int enter(Settled settled, boolean launch, Exemption exemption) {
        var c = settled.asExited();
        VmxGuard.enter(c, null);
        c.vmxState.host.enteredFromJava = true;
        c.vmx.exemption = exemption;
        int status = VmEntry.enter(c, launch);
        if (!c.vmx.nonRoot) c.vmx.exemption = null;
        return status == VmxStatus.SUCCEED ? status : told(c, status);
    }

    public static int invept(Settled settled, int type, long eptp) {
        var c = settled.asExited();
        InvalidationInstructions.requireInvept(c);
        VmxGuard.enter(c, null);
        int status = InvalidationInstructions.inveptAllowed(c, type);
        return told(c, status == VmxStatus.SUCCEED ? InvalidationInstructions.invept(c, type, eptp) : status);
    }

    public static int invvpid(Settled settled, int type, long vpid, long linear) {
        var c = settled.asExited();
        InvalidationInstructions.requireInvvpid(c);
        VmxGuard.enter(c, null);
        int status = InvalidationInstructions.invvpidAllowed(c, type);
        return told(c, status == VmxStatus.SUCCEED ? InvalidationInstructions.invvpid(c, type, vpid, linear) : status);
    }

    private static int told(Cpu c, int status) {
        if (c.vmxState.host.pending) c.vmxState.host.status = status;
        else VmxStatus.toFlags(c, status);
        return status;
    }
}
