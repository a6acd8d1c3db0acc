package hv.cpu;

import static hv.cpu.SystemRegister.*;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;
import java.util.EnumSet;
import java.util.Set;

/** The place of each {@link SystemRegister} in the processor's state. */
final class SystemRegisters {
    /** The registers that VM entry and VM exit load. */
    private static final Set<SystemRegister> SWITCHED = EnumSet.of(CR0, CR3, CR4, DR7, GDTR_BASE, GDTR_LIMIT, IDTR_BASE, IDTR_LIMIT, EFER, FS_BASE,
            GS_BASE, SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP, PAT, DEBUGCTL);

    private SystemRegisters() {}

    static boolean switched(SystemRegister register) { return SWITCHED.contains(register); }

    static long get(Cpu c, SystemRegister register) {
        return switch (register) {
            case CR0 -> c.cr0;
            case CR2 -> c.cr2;
            case CR3 -> c.cr3;
            case CR4 -> c.cr4;
            case CR8 -> c.apic.taskPriorityClass();
            case XCR0 -> c.xcr0;
            case DR0, DR1, DR2, DR3, DR6, DR7 -> c.dr[debugRegister(register)];
            case GDTR_BASE -> c.gdtBase;
            case GDTR_LIMIT -> c.gdtLimit;
            case IDTR_BASE -> c.idtBase;
            case IDTR_LIMIT -> c.idtLimit;
            case FS_BASE -> c.segments[Segment.FS].base;
            case GS_BASE -> c.segments[Segment.GS].base;
            case EFER, STAR, LSTAR, CSTAR, FMASK, KERNEL_GS_BASE, TSC_AUX, SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP, PAT, DEBUGCTL, TSC ->
                    getMsr(c, register);
        };
    }

    private static long getMsr(Cpu c, SystemRegister register) {
        return switch (register) {
            case EFER -> c.efer;
            case STAR -> c.star;
            case LSTAR -> c.lstar;
            case CSTAR -> c.cstar;
            case FMASK -> c.fmask;
            case KERNEL_GS_BASE -> c.kernelGsBase;
            case TSC_AUX -> c.tscAux;
            case SYSENTER_CS -> c.sysenterCs;
            case SYSENTER_ESP -> c.sysenterEsp;
            case SYSENTER_EIP -> c.sysenterEip;
            case PAT -> c.pat;
            case DEBUGCTL -> c.debugctl;
            case TSC -> c.clock.ticks() + c.tscOffset;
            default -> throw new IllegalArgumentException(register + " is no MSR");
        };
    }

    /** The caller lets derived state follow. */
    static void set(Cpu c, SystemRegister register, long value) {
        switch (register) {
            case CR0 -> c.cr0 = value;
            case CR2 -> c.cr2 = value;
            case CR3 -> c.cr3 = value;
            case CR4 -> c.cr4 = value;
            case CR8 -> c.apic.taskPriorityClass((int) value & 0xF);
            case XCR0 -> c.xcr0 = value;
            case DR0, DR1, DR2, DR3, DR6, DR7 -> c.dr[debugRegister(register)] = value;
            case GDTR_BASE -> c.gdtBase = value;
            case GDTR_LIMIT -> c.gdtLimit = (int) value;
            case IDTR_BASE -> c.idtBase = value;
            case IDTR_LIMIT -> c.idtLimit = (int) value;
            case FS_BASE -> c.segments[Segment.FS].base = value;
            case GS_BASE -> c.segments[Segment.GS].base = value;
            case EFER, STAR, LSTAR, CSTAR, FMASK, KERNEL_GS_BASE, TSC_AUX, SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP, PAT, DEBUGCTL, TSC ->
                    setMsr(c, register, value);
        }
    }

    private static void setMsr(Cpu c, SystemRegister register, long value) {
        switch (register) {
            case EFER -> c.efer = value;
            case STAR -> c.star = value;
            case LSTAR -> c.lstar = value;
            case CSTAR -> c.cstar = value;
            case FMASK -> c.fmask = value;
            case KERNEL_GS_BASE -> c.kernelGsBase = value;
            case TSC_AUX -> c.tscAux = value;
            case SYSENTER_CS -> c.sysenterCs = value;
            case SYSENTER_ESP -> c.sysenterEsp = value;
            case SYSENTER_EIP -> c.sysenterEip = value;
            case PAT -> c.pat = value;
            case DEBUGCTL -> c.debugctl = value;
            case TSC -> {
                c.tscOffset = value - c.clock.ticks();
                c.apic.timeStampChanged();
            }
            default -> throw new IllegalArgumentException(register + " is no MSR");
        }
    }

    private static int debugRegister(SystemRegister register) { return register.name().charAt(2) - '0'; }
}
