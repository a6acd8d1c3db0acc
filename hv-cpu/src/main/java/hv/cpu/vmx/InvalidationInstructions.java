package hv.cpu.vmx;

import hv.cpu.entry.EptPointer;
import hv.cpu.semantics.Cpu;

/**
 * INVEPT and INVVPID.
 *
 * @sdm 3C chapter 31 "INVEPT" and "INVVPID"
 */
final class InvalidationInstructions {
    private static final int INVALID_OPERAND = 28;
    private static final int INVEPT_SUPPORTED = 20, INVEPT_TYPES = 24, INVVPID_SUPPORTED = 32, INVVPID_TYPES = 40;
    private static final int SINGLE_CONTEXT = 1;
    private static final int INDIVIDUAL_ADDRESS = 0, ALL_CONTEXTS = 2, RETAINING_GLOBALS = 3;

    private InvalidationInstructions() {}

    static void requireInvept(Cpu c) {
        if (!has(c, INVEPT_SUPPORTED)) throw c.ud();
    }

    static int inveptAllowed(Cpu c, long type) {
        boolean supported = (type == 1 || type == 2) && has(c, INVEPT_TYPES + (int) type);
        return supported ? VmxStatus.SUCCEED : VmxStatus.fail(c, INVALID_OPERAND);
    }

    static int invept(Cpu c, long type, long eptp) {
        if (type == SINGLE_CONTEXT && !EptPointer.valid(c.vmxState.capabilities, eptp)) return VmxStatus.fail(c, INVALID_OPERAND);
        if (type == SINGLE_CONTEXT) c.mem.invalidation().eptRoot(eptp);
        else c.mem.invalidation().allEptRoots();
        return VmxStatus.SUCCEED;
    }

    static void requireInvvpid(Cpu c) {
        if (!has(c, INVVPID_SUPPORTED)) throw c.ud();
    }

    static int invvpidAllowed(Cpu c, long type) {
        boolean supported = type >= 0 && type <= RETAINING_GLOBALS && has(c, INVVPID_TYPES + (int) type);
        return supported ? VmxStatus.SUCCEED : VmxStatus.fail(c, INVALID_OPERAND);
    }

    static int invvpid(Cpu c, long type, long vpid, long linear) {
        boolean reserved = vpid >>> 16 != 0, zero = type != ALL_CONTEXTS && vpid == 0;
        boolean uncanonical = type == INDIVIDUAL_ADDRESS && !c.vmxState.capabilities.canonical(linear);
        if (reserved || zero || uncanonical) return VmxStatus.fail(c, INVALID_OPERAND);
        if (type == ALL_CONTEXTS) c.mem.invalidation().allVpids();
        else if (type == INDIVIDUAL_ADDRESS) c.mem.invalidation().vpidPage((int) vpid, linear);
        else c.mem.invalidation().vpid((int) vpid);
        return VmxStatus.SUCCEED;
    }

    private static boolean has(Cpu c, int bit) { return (c.vmxState.capabilities.eptVpid >>> bit & 1) != 0; }
}
