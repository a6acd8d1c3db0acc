package hv.cpu.system;

import static hv.cpu.system.DescriptorTables.GENERAL_PROTECTION;

import hv.cpu.semantics.Cpu;

/**
 * Attempts to switch tasks by hardware. In VMX non-root operation they exit, as they must. Elsewhere this processor does what every processor
 * does in IA-32e mode, where tasks do not exist: #GP(selector).
 *
 * @sdm 3C "Unconditional VM Exits", task switches
 */
final class TaskSwitches {
    /** Sources, as in the exit qualification. */
    static final int CALL = 0, IRET = 1, JMP = 2, IDT_GATE = 3;
    private static final int TASK_SWITCH_EXIT = 9;
    private static final int SMALLEST_LIMIT = 0x67, SMALLEST_LIMIT_16 = 0x2B;

    private TaskSwitches() {}

    /** @param length of the instruction, 0 if none caused it; @return never: something is thrown */
    static RuntimeException attempt(Cpu c, int selector, int source, int length) {
        if (!c.vmx.nonRoot || c.longMode()) throw c.gp(selector & ~3);
        check(c, selector, source);
        throw c.exit(TASK_SWITCH_EXIT, (selector & 0xFFFFL) | (long) source << 30, length);
    }

    /** The checks that precede the exit: a TSS in the GDT, available (busy for IRET), present and large enough. */
    private static void check(Cpu c, int selector, int source) {
        int vector = source == IRET ? DescriptorTables.INVALID_TSS : GENERAL_PROTECTION;
        if ((selector & 4) != 0) throw c.fault(vector, selector & ~3);
        var d = DescriptorTables.read(c, selector, vector);
        int type = d.type() & ~8;
        if (d.segment() || type != (source == IRET ? Descriptor.BUSY_TSS16 : Descriptor.TSS16)) throw c.fault(vector, d.errorCode());
        if (!d.present()) throw c.fault(DescriptorTables.NOT_PRESENT, d.errorCode());
        int smallest = (d.type() & 8) != 0 ? SMALLEST_LIMIT : SMALLEST_LIMIT_16;
        if (Integer.compareUnsigned(d.limit(), smallest) < 0) throw c.fault(DescriptorTables.INVALID_TSS, d.errorCode());
    }
}
