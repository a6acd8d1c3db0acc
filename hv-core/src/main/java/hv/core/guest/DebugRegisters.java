package hv.core.guest;

import hv.api.Outcome;
import hv.api.x86.Event;
import hv.api.x86.VmcsField;
import hv.cpu.LogicalProcessor;
import hv.cpu.SystemRegister;
import java.util.Optional;

/**
 * MOV to and from debug registers for a guest whose instruction exited; the exit comes before the instruction's own checks.
 *
 * @sdm 2B chapter 4 "MOV—Move to/from Debug Registers"
 */
final class DebugRegisters {
    private static final SystemRegister[] REGISTERS = {SystemRegister.DR0, SystemRegister.DR1, SystemRegister.DR2, SystemRegister.DR3};
    private static final long DR6_ONES = 0xFFFF_0FF0L, DR6_BITS = 0xE00F, DR7_ONES = 0x400, DR7_BITS = 0xFFFF_2BFFL, DR6_BD = 1 << 13;

    private final LogicalProcessor cpu;
    private final Vmcs vmcs;

    DebugRegisters(LogicalProcessor cpu, Vmcs vmcs) {
        this.cpu = cpu;
        this.vmcs = vmcs;
    }

    Outcome read(int number, int cpl) {
        return refused(number, cpl).orElseGet(() -> Outcome.answer(switch (number) {
            case 0, 1, 2, 3 -> cpu.get(REGISTERS[number]);
            case 4, 6 -> cpu.get(SystemRegister.DR6);
            default -> vmcs.get(VmcsField.GUEST_DR7);
        }));
    }

    Outcome write(int number, long value, int cpl) {
        var refused = refused(number, cpl);
        if (refused.isPresent()) return refused.get();
        if (number >= 4 && value >>> 32 != 0) return Outcome.inject(Event.gp(0));
        switch (number) {
            case 0, 1, 2, 3 -> cpu.set(REGISTERS[number], value);
            case 4, 6 -> cpu.set(SystemRegister.DR6, value & DR6_BITS | DR6_ONES);
            default -> vmcs.set(VmcsField.GUEST_DR7, value & DR7_BITS | DR7_ONES);
        }
        return Outcome.ADVANCE;
    }

    private Optional<Outcome> refused(int number, int cpl) {
        boolean hidden = (number == 4 || number == 5) && (vmcs.get(VmcsField.GUEST_CR4) & Bits.CR4_DE) != 0;
        if (hidden) return Optional.of(Outcome.inject(Event.UD));
        if (cpl != 0) return Optional.of(Outcome.inject(Event.gp(0)));
        boolean guarded = (vmcs.get(VmcsField.GUEST_DR7) & Bits.DR7_GD) != 0;
        return guarded ? Optional.of(Outcome.inject(new Event.Debug(DR6_BD))) : Optional.empty();
    }
}
