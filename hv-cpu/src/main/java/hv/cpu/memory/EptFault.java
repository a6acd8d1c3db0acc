package hv.cpu.memory;

import hv.api.x86.EptViolationQualification;
import hv.api.x86.ExitReason;
import hv.cpu.state.ExitRecord;
import hv.cpu.state.VmExitSignal;

/** Records an EPT violation or misconfiguration as the VM exit that it causes. */
final class EptFault {
    private final ExitRecord exit;
    private final VmExitSignal signal;

    EptFault(ExitRecord exit, VmExitSignal signal) {
        this.exit = exit;
        this.signal = signal;
    }

    /**
     * @param allowed the AND of bits 2:0 of all entries used; 0 if one was not present
     * @param origin  bits of {@link EptViolationQualification} above bit 6
     */
    VmExitSignal violation(int access, int allowed, int origin, long linear, long physical) {
        exit.clear();
        exit.reason = ExitReason.EPT_VIOLATION;
        exit.qualification = access | allowed << EptViolationQualification.ALLOWED_SHIFT | origin;
        exit.linear = (origin & EptViolationQualification.GUEST_LINEAR_ADDRESS_VALID) != 0 ? linear : 0;
        exit.physical = physical;
        return signal;
    }

    VmExitSignal misconfiguration(long physical) {
        exit.clear();
        exit.reason = ExitReason.EPT_MISCONFIGURATION;
        exit.physical = physical;
        return signal;
    }
}
