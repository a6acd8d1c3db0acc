package hv.cpu.vmx;

import hv.api.x86.EptVpidCap;
import hv.cpu.entry.EptPointer;
import hv.cpu.explain.VmInstructionError;
import hv.cpu.semantics.Cpu;

/**
 * INVEPT and INVVPID.
 *
 * @sdm 3C chapter 31 "INVEPT" and "INVVPID"
 */
final class InvalidationInstructions {
    private static final int INDIVIDUAL_ADDRESS = 0, SINGLE_CONTEXT = 1, ALL_CONTEXTS = 2, RETAINING_GLOBALS = 3;

    private InvalidationInstructions() {}

    static void requireInvept(Cpu c) {
        if (!has(c, EptVpidCap.INVEPT)) throw c.ud();
    }

    static int inveptAllowed(Cpu c, long type) {
        boolean supported = (type == SINGLE_CONTEXT || type == ALL_CONTEXTS) && has(c, EptVpidCap.INVEPT_SINGLE_CONTEXT << type - SINGLE_CONTEXT);
        return supported ? VmxStatus.SUCCEED : invalid(c);
    }

    static int invept(Cpu c, long type, long eptp) {
        if (type == SINGLE_CONTEXT && !EptPointer.valid(c.vmxState.capabilities, eptp)) return invalid(c);
        if (type == SINGLE_CONTEXT) c.mem.invalidation().eptRoot(eptp);
        else c.mem.invalidation().allEptRoots();
        return VmxStatus.SUCCEED;
    }

    static void requireInvvpid(Cpu c) {
        if (!has(c, EptVpidCap.INVVPID)) throw c.ud();
    }

    static int invvpidAllowed(Cpu c, long type) {
        boolean supported = type >= 0 && type <= RETAINING_GLOBALS && has(c, EptVpidCap.INVVPID_INDIVIDUAL_ADDRESS << type);
        return supported ? VmxStatus.SUCCEED : invalid(c);
    }

    static int invvpid(Cpu c, long type, long vpid, long linear) {
        boolean reserved = vpid >>> 16 != 0, zero = type != ALL_CONTEXTS && vpid == 0;
        boolean uncanonical = type == INDIVIDUAL_ADDRESS && !c.vmxState.capabilities.canonical(linear);
        if (reserved || zero || uncanonical) return invalid(c);
        if (type == ALL_CONTEXTS) c.mem.invalidation().allVpids();
        else if (type == INDIVIDUAL_ADDRESS) c.mem.invalidation().vpidPage((int) vpid, linear);
        else c.mem.invalidation().vpid((int) vpid);
        return VmxStatus.SUCCEED;
    }

    private static int invalid(Cpu c) { return VmxStatus.fail(c, VmInstructionError.INVALID_OPERAND_TO_INVEPT_INVVPID); }

    private static boolean has(Cpu c, long bit) { return (c.vmxState.capabilities.eptVpid & bit) != 0; }
}
