package hv.core.guest.state;

import hv.api.x86.VmcsField;
import hv.core.host.VmxOperation;
import hv.cpu.LogicalProcessor;
import hv.cpu.VmxResult;

/** The current VMCS, by VMREAD and VMWRITE. */
public final class Vmcs {
    private final LogicalProcessor cpu;

    public Vmcs(LogicalProcessor cpu) { this.cpu = cpu; }

    /** Reads a field; 0 where the processor has no such field. */
    public long get(VmcsField field) { return cpu.vmread(field).orElse(0); }

    /** @throws hv.core.report.HvException a defect, if VMWRITE fails */
    public void set(VmcsField field, long value) {
        var result = cpu.vmwrite(field, value);
        if (!(result instanceof VmxResult.Succeeded)) VmxOperation.expect("VMWRITE of " + field, result);
    }

    /** Writes a field unless the processor lacks it. */
    public void setIfThere(VmcsField field, long value) { cpu.vmwrite(field, value); }
}
