package hv.core.host;

import hv.api.x86.Hpa;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.core.report.Story;
import hv.cpu.LogicalProcessor;
import hv.cpu.VmxResult;
import hv.cpu.explain.VmInstructionError;
import hv.cpu.platform.Ram;

/** Entering and leaving VMX operation, and the regions it needs. */
public final class VmxOperation {
    private static final long CR4_VMXE = 1 << 13;

    private final LogicalProcessor cpu;
    private final FrameAllocator frames;
    private final Narrator narrator;
    private final int revision;

    public VmxOperation(LogicalProcessor cpu, FrameAllocator frames, Narrator narrator) {
        this.cpu = cpu;
        this.frames = frames;
        this.narrator = narrator;
        this.revision = (int) cpu.rdmsr(Msr.VMX_BASIC).orElse(0) & 0x7FFF_FFFF;
    }

    /** CR4.VMXE := 1 and VMXON with a region of its own. */
    public void enter() {
        expect("MOV to CR4", cpu.movToCr(4, cpu.cr4() | CR4_VMXE));
        narrator.tell(new Story.Unlocked());
        var region = region();
        expect("VMXON", cpu.vmxon(region));
        narrator.tell(new Story.VmxOn(region, revision));
    }

    /** VMXOFF and CR4.VMXE := 0. */
    public void leave() {
        expect("VMXOFF", cpu.vmxoff());
        narrator.tell(new Story.VmxOff());
        expect("MOV to CR4", cpu.movToCr(4, cpu.cr4() & ~CR4_VMXE));
        narrator.tell(new Story.Locked());
    }

    /** A VMXON or VMCS region: a frame (IA32_VMX_BASIC[44:32] is at most 4096) stamped with the revision identifier. */
    public Hpa region() {
        var frame = frames.allocate();
        cpu.ram().write(frame.value(), 4, revision);
        return frame;
    }

    public Ram ram() { return cpu.ram(); }

    /** @throws HvException a defect, naming the instruction and how it failed */
    public static void expect(String instruction, VmxResult result) {
        switch (result) {
            case VmxResult.Succeeded _ -> { }
            case VmxResult.FailInvalid _ -> throw failure(instruction + " failed with CF = 1 (VMfailInvalid): there is no current VMCS");
            case VmxResult.FailValid(int error) -> throw failure(instruction + " failed with ZF = 1 (VMfailValid), VM-instruction error " + error
                    + VmInstructionError.of(error).map(known -> ": " + known.meaning()).orElse(""));
            case VmxResult.Faulted(var fault) -> throw failure(instruction + " faulted: " + fault);
            case VmxResult.Paused _ -> throw failure(instruction + " was interrupted");
        }
    }

    private static HvException failure(String message) { return new HvException(ErrorKind.DEFECT, message); }
}
