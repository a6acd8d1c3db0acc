package hv.core.guest.completion;

import hv.api.GuestFault;
import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.core.guest.state.GuestCpu;
import hv.core.report.ExitSentence;
import hv.cpu.LogicalProcessor;
import hv.cpu.SystemRegister;

/** Writes an instruction's result the way the instruction does. */
public final class Results {
    private final LogicalProcessor cpu;
    private final GuestCpu guest;

    public Results(LogicalProcessor cpu, GuestCpu guest) {
        this.cpu = cpu;
        this.guest = guest;
    }

    public void cpuid(CpuidResult answer) {
        cpu.set(Gpr.RAX, answer.eax() & 0xFFFF_FFFFL);
        cpu.set(Gpr.RBX, answer.ebx() & 0xFFFF_FFFFL);
        cpu.set(Gpr.RCX, answer.ecx() & 0xFFFF_FFFFL);
        cpu.set(Gpr.RDX, answer.edx() & 0xFFFF_FFFFL);
    }

    /**
     * @return {@link Outcome#ADVANCE}, or the fault of a memory operand
     * @throws IllegalArgumentException if this exit's instruction has no result
     */
    public Outcome write(VmExit exit, long value) {
        switch (exit) {
            case VmExit.ReadMsr _, VmExit.Rdtsc _, VmExit.Rdpmc _ -> guest.edxEax(value);
            case VmExit.Rdtscp _ -> {
                guest.edxEax(value);
                cpu.set(Gpr.RCX, cpu.get(SystemRegister.TSC_AUX) & 0xFFFF_FFFFL);
            }
            case VmExit.MovFromCr(_, var into) -> guest.result(into, value);
            case VmExit.MovFromDr(_, var into) -> guest.result(into, value);
            case VmExit.Vmcall _ -> guest.result(Gpr.RAX, value);
            case VmExit.Rdrand(var into, int bytes) -> random(into, bytes, value);
            case VmExit.Rdseed(var into, int bytes) -> random(into, bytes, value);
            case VmExit.ReadMsrImmediate(_, var into) -> guest.set(into, value);
            case VmExit.Vmread(_, VmExit.Operand.Register(var into)) -> guest.result(into, value);
            case VmExit.Vmread(_, VmExit.Operand.Memory(var at)) -> {
                return store(at, value);
            }
            default -> throw new IllegalArgumentException(ExitSentence.of(exit) + " has no result");
        }
        return Outcome.ADVANCE;
    }

    /** Writes a register of 8, 16, 32 or 64 bits: 8 and 16 bits leave the rest of the register, 32 bits clear its upper half. */
    private void sized(Gpr into, int bytes, long value) {
        long keep = switch (bytes) {
            case 1 -> ~0xFFL;
            case 2 -> ~0xFFFFL;
            default -> 0;
        };
        long mask = -1L >>> 64 - 8 * bytes;
        guest.set(into, guest.get(into) & keep | value & mask);
    }

    /** Writes a random number and says that it is valid: CF is 1, the other status flags are 0. */
    private void random(Gpr into, int bytes, long value) {
        sized(into, bytes, value);
        guest.write(VmcsField.GUEST_RFLAGS, guest.read(VmcsField.GUEST_RFLAGS) & ~Rflags.STATUS | Rflags.CF);
    }

    private Outcome store(Gva at, long value) {
        var memory = new byte[guest.in64BitMode() ? 8 : 4];
        for (int i = 0; i < memory.length; i++) memory[i] = (byte) (value >>> 8 * i);
        try {
            guest.write(at, memory);
            return Outcome.ADVANCE;
        } catch (GuestFault fault) {
            return Outcome.inject(fault.event());
        }
    }
}
