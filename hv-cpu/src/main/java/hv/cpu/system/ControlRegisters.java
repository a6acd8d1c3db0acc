package hv.cpu.system;

import hv.cpu.semantics.Cpu;

/** Control registers: MOV CR, LMSW, SMSW, CLTS. */
public final class ControlRegisters {
    private ControlRegisters() {}

    /** What MOV to CR0, CR3, CR4 or CR8 does after privilege and interception; a fault is thrown. */
    public static void write(Cpu c, int number, long value) { throw new UnsupportedOperationException(); }
}
