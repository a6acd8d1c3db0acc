package hv.cpu.system;

import hv.cpu.semantics.Cpu;
import java.util.HashMap;
import java.util.Map;

/**
 * The machine-check MSRs: as many banks as IA32_MCG_CAP tells, and never an error in one.
 *
 * @sdm 3B "Machine-Check MSRs"
 */
final class MachineCheck {
    private static final int CAPABILITIES = 0x179, STATUS = 0x17A, CONTROL = 0x17B, FIRST_BANK = 0x400, MOST_BANKS = 32;
    /** Of the capabilities: IA32_MCG_CTL exists. */
    private static final long CONTROL_PRESENT = 1 << 8;
    /** Registers of a bank. */
    private static final int BANK_CONTROL = 0, REGISTERS = 4;
    /** RIPV, EIPV, MCIP. */
    private static final long STATUS_BITS = 7;

    private MachineCheck() {}

    static Map<Integer, Msr> rows() {
        Map<Integer, Msr> rows = new HashMap<>();
        rows.put(STATUS, Msr.stored(STATUS, (c, old, v) -> (v & ~STATUS_BITS) == 0));
        rows.put(CONTROL, Msr.stored(CONTROL, (c, old, v) -> v == 0 || v == -1));
        for (int index = FIRST_BANK; index < FIRST_BANK + MOST_BANKS * REGISTERS; index++) {
            boolean control = index % REGISTERS == BANK_CONTROL;
            rows.put(index, Msr.stored(index, (c, old, v) -> control || v == 0));
        }
        return rows;
    }

    /** Makes the registers that the processor has exist. */
    static void reset(Cpu c) {
        long capabilities = c.profile.msr(CAPABILITIES).orElse(0);
        if ((capabilities & CONTROL_PRESENT) != 0) c.msrs.put(CONTROL, -1L);
        for (int i = 0; i < (capabilities & 0xFF) * REGISTERS; i++) c.msrs.put(FIRST_BANK + i, 0L);
    }
}
