package hv.cpu;

import static hv.cpu.SystemRegister.*;

import hv.cpu.state.Segment;
import hv.cpu.vmx.Settled;
import java.util.EnumSet;
import java.util.Set;

/** The place of each {@link SystemRegister} in the processor's state. */
final class SystemRegisters {
    /** The registers that VM entry and VM exit load. */
    private static final Set<SystemRegister> SWITCHED = EnumSet.of(CR0, CR3, CR4, DR7, GDTR_BASE, GDTR_LIMIT, IDTR_BASE, IDTR_LIMIT, EFER, FS_BASE,
            GS_BASE, SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP, PAT, DEBUGCTL);

    private SystemRegisters() {}

    static long get(Settled s, SystemRegister register) {
        return switch (register) {
            case CR0 -> s.cpu().cr0;
            case CR2 -> s.unswitched().cr2;
            case CR3 -> s.cpu().cr3;
            case CR4 -> s.cpu().cr4;
            case CR8 -> s.apic.taskPriorityClass();
            case XCR0 -> s.unswitched().xcr0;
            case DR0, DR1, DR2, DR3, DR6, DR7 -> s.debugRegister(debugRegister(register));
            case GDTR_BASE -> s.cpu().gdtBase;
            case GDTR_LIMIT -> s.cpu().gdtLimit;
            case IDTR_BASE -> s.cpu().idtBase;
            case IDTR_LIMIT -> s.cpu().idtLimit;
            case FS_BASE -> s.cpu().segments[Segment.FS].base;
            case GS_BASE -> s.cpu().segments[Segment.GS].base;
            case EFER, STAR, LSTAR, CSTAR, FMASK, KERNEL_GS_BASE, TSC_AUX, SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP, PAT, DEBUGCTL, TSC ->
                    getMsr(s, register);
        };
    }

    private static long getMsr(Settled s, SystemRegister register) {
        return switch (register) {
            case EFER -> s.cpu().efer;
            case STAR -> s.unswitched().star;
            case LSTAR -> s.unswitched().lstar;
            case CSTAR -> s.unswitched().cstar;
            case FMASK -> s.unswitched().fmask;
            case KERNEL_GS_BASE -> s.unswitched().kernelGsBase;
            case TSC_AUX -> s.unswitched().tscAux;
            case SYSENTER_CS -> s.cpu().sysenterCs;
            case SYSENTER_ESP -> s.cpu().sysenterEsp;
            case SYSENTER_EIP -> s.cpu().sysenterEip;
            case PAT -> s.cpu().pat;
            case DEBUGCTL -> s.cpu().debugctl;
            case TSC -> s.clock.ticks() + s.unswitched().tscOffset;
            default -> throw new IllegalArgumentException(register + " is no MSR");
        };
    }

    /** Sets a register, and the state that is derived from it. */
    static void set(Settled s, SystemRegister register, long value) {
        write(s, register, value);
        if (!SWITCHED.contains(register)) return;
        s.cpu().mem.flush();
        s.cpu().modeChanged();
    }

    private static void write(Settled s, SystemRegister register, long value) {
        switch (register) {
            case CR0 -> s.cpu().cr0 = value;
            case CR2 -> s.unswitched().cr2 = value;
            case CR3 -> s.cpu().cr3 = value;
            case CR4 -> s.cpu().cr4 = value;
            case CR8 -> s.apic.taskPriorityClass((int) value & 0xF);
            case XCR0 -> s.unswitched().xcr0 = value;
            case DR0, DR1, DR2, DR3, DR6, DR7 -> s.debugRegister(debugRegister(register), value);
            case GDTR_BASE -> s.cpu().gdtBase = value;
            case GDTR_LIMIT -> s.cpu().gdtLimit = (int) value;
            case IDTR_BASE -> s.cpu().idtBase = value;
            case IDTR_LIMIT -> s.cpu().idtLimit = (int) value;
            case FS_BASE -> s.cpu().segments[Segment.FS].base = value;
            case GS_BASE -> s.cpu().segments[Segment.GS].base = value;
            case EFER, STAR, LSTAR, CSTAR, FMASK, KERNEL_GS_BASE, TSC_AUX, SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP, PAT, DEBUGCTL, TSC ->
                    writeMsr(s, register, value);
        }
    }

    private static void writeMsr(Settled s, SystemRegister register, long value) {
        switch (register) {
            case EFER -> s.cpu().efer = value;
            case STAR -> s.unswitched().star = value;
            case LSTAR -> s.unswitched().lstar = value;
            case CSTAR -> s.unswitched().cstar = value;
            case FMASK -> s.unswitched().fmask = value;
            case KERNEL_GS_BASE -> s.unswitched().kernelGsBase = value;
            case TSC_AUX -> s.unswitched().tscAux = value;
            case SYSENTER_CS -> s.cpu().sysenterCs = value;
            case SYSENTER_ESP -> s.cpu().sysenterEsp = value;
            case SYSENTER_EIP -> s.cpu().sysenterEip = value;
            case PAT -> s.cpu().pat = value;
            case DEBUGCTL -> s.cpu().debugctl = value;
            case TSC -> {
                s.unswitched().tscOffset = value - s.clock.ticks();
                s.apic.timeStampChanged();
            }
            default -> throw new IllegalArgumentException(register + " is no MSR");
        }
    }

    private static int debugRegister(SystemRegister register) { return register.name().charAt(2) - '0'; }
}
