package hv.core.dispatch;

import hv.api.VmExit;
import hv.api.x86.ExitReason;
import hv.api.x86.MsrIndex;

/** The index of an exit's chain among those of its reason: by port and width, by MSR or by vector; 0 for reasons without keys. */
final class ChainKey {
    private static final int PORTS = 0x1_0000, MSRS = MsrIndex.BITMAP_RANGE, OTHER_MSR = 2 * MSRS, VECTORS = 32;

    private ChainKey() {}

    static int of(VmExit exit) {
        return switch (exit.reason()) {
            case IO_INSTRUCTION -> exit instanceof VmExit.PortIn(int port, int bytes) ? port(port, bytes)
                    : exit instanceof VmExit.PortOut(int to, int width, _) ? port(to, width) : 0;
            case RDMSR -> exit instanceof VmExit.ReadMsr(int index) ? msr(index) : 0;
            case WRMSR -> exit instanceof VmExit.WriteMsr(int index, _) ? msr(index) : 0;
            case EXCEPTION_OR_NMI -> exit instanceof VmExit.Exception(var event) ? event.vector() & VECTORS - 1 : 0;
            default -> 0;
        };
    }

    /** The number of keys that a reason has. */
    static int count(ExitReason reason) {
        return switch (reason) {
            case IO_INSTRUCTION -> 3 * PORTS;
            case RDMSR, WRMSR -> OTHER_MSR + 1;
            case EXCEPTION_OR_NMI -> VECTORS;
            default -> 1;
        };
    }

    /** Whether the key alone decides which intercepts match. */
    static boolean decides(VmExit exit, int key) {
        return switch (exit.reason()) {
            case RDMSR, WRMSR -> key != OTHER_MSR;
            case CONTROL_REGISTER_ACCESS, EPT_VIOLATION -> false;
            default -> true;
        };
    }

    private static int port(int port, int bytes) { return (bytes >> 1) * PORTS + port; }

    private static int msr(int index) {
        if (Integer.compareUnsigned(index, MSRS) < 0) return index;
        int high = index - MsrIndex.BITMAP_HIGH;
        return Integer.compareUnsigned(high, MSRS) < 0 ? MSRS + high : OTHER_MSR;
    }
}
