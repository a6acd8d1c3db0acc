package hv.core.host;

import hv.api.x86.Cr4;
import hv.api.x86.ExceptionVector;
import hv.api.x86.Hpa;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmxBasic;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.core.report.Story;
import hv.cpu.LogicalProcessor;
import hv.cpu.VmxResult;
import hv.cpu.explain.VmInstructionError;
import hv.cpu.platform.Ram;

/** Entry to and exit from VMX operation, and the regions that it needs. */
public final class VmxOperation {
    private final LogicalProcessor cpu;
    private final FrameAllocator frames;
    private final Narrator narrator;
    private final int revision;

    public VmxOperation(LogicalProcessor cpu, FrameAllocator frames, Narrator narrator) {
        this.cpu = cpu;
        this.frames = frames;
        this.narrator = narrator;
        this.revision = (int) cpu.rdmsr(MsrIndex.IA32_VMX_BASIC).orElse(0) & VmxBasic.REVISION;
    }

    /** Sets CR4.VMXE and executes VMXON with a new region. */
    public void enter() {
        expect("MOV to CR4", cpu.movToCr(4, cpu.cr4() | Cr4.VMXE));
        narrator.tell(new Story.Unlocked());
        var region = region();
        expect("VMXON", cpu.vmxon(region));
        narrator.tell(new Story.VmxOn(region, revision));
    }

    /** Executes VMXOFF and clears CR4.VMXE. */
    public void leave() {
        expect("VMXOFF", cpu.vmxoff());
        narrator.tell(new Story.VmxOff());
        expect("MOV to CR4", cpu.movToCr(4, cpu.cr4() & ~Cr4.VMXE));
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
            case VmxResult.FailInvalid _ -> throw failure(instruction + " failed with CF = 1 (VMfailInvalid): " + whyInvalid(instruction));
            case VmxResult.FailValid(int error) -> throw failure(instruction + " failed with ZF = 1 (VMfailValid), VM-instruction error " + error
                    + VmInstructionError.of(error).map(known -> ": " + known.meaning()).orElse(""));
            case VmxResult.Faulted(var fault) -> throw failure(instruction + " faulted: " + ExceptionVector.name(fault.vector()));
            case VmxResult.Paused _ -> throw failure(instruction + " was interrupted");
        }
    }

    /** The possible meanings of VMfailInvalid: without a current VMCS there is no error number. */
    private static String whyInvalid(String instruction) {
        return switch (instruction) {
            case "VMXON" -> "the region is not 4-KByte aligned, lies beyond the physical-address width or does not start with the VMCS revision identifier; "
                    + "or the processor is in VMX operation already";
            case "VMCLEAR" -> "the region is not 4-KByte aligned, lies beyond the physical-address width or is the VMXON region";
            case "VMPTRLD" -> "the region is not 4-KByte aligned, lies beyond the physical-address width, is the VMXON region "
                    + "or does not start with the VMCS revision identifier";
            default -> "there is no current VMCS";
        };
    }

    private static HvException failure(String message) { return new HvException(ErrorKind.DEFECT, message); }
}
