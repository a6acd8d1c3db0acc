package hv.cpu.system;

import static hv.api.x86.MsrIndex.*;

import hv.api.x86.Cr4;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Registers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The machine-check MSRs, and the effects of an error. There are as many banks as IA32_MCG_CAP tells, empty until the machine around the processor
 * reports an error.
 *
 * @sdm 3B "Machine-Check MSRs"; 3A "Interrupt 18—Machine-Check Exception (#MC)"
 */
public final class MachineCheck {
    private static final int MOST_BANKS = 32;
    /** Bits of IA32_MCG_CAP: IA32_MCG_CTL exists; the number of banks. */
    private static final long CONTROL_PRESENT = 1 << 8, BANKS = 0xFF;
    /** The registers of a bank, by their distance from its first. */
    private static final int BANK_CONTROL = 0, BANK_STATUS = 1, BANK_ADDRESS = 2, REGISTERS = 4;
    /** Bits of IA32_MCG_STATUS: the interrupted program can go on; a machine check is being handled. */
    private static final long RIPV = 1, MCIP = 4;
    private static final long STATUS_BITS = 7;
    /**
     * Bits of a bank's status: valid, overflow (another error came), uncorrected, enabled, the address register is valid, the processor's state is
     * lost.
     */
    private static final long VAL = 1L << 63, OVER = 1L << 62, UC = 1L << 61, EN = 1L << 60, ADDRV = 1L << 58, PCC = 1L << 57;

    private MachineCheck() {}

    static Map<Integer, Msr> rows() {
        Map<Integer, Msr> rows = new HashMap<>();
        rows.put(IA32_MCG_STATUS, Msr.stored(IA32_MCG_STATUS, (c, old, v) -> (v & ~STATUS_BITS) == 0));
        rows.put(IA32_MCG_CTL, Msr.stored(IA32_MCG_CTL, (c, old, v) -> v == 0 || v == -1));
        for (int index = IA32_MC0_CTL; index < IA32_MC0_CTL + MOST_BANKS * REGISTERS; index++) {
            boolean control = index % REGISTERS == BANK_CONTROL;
            rows.put(index, Msr.stored(index, (c, old, v) -> control || v == 0));
        }
        return rows;
    }

    /** Creates the registers that the processor has. */
    static void reset(Cpu c) {
        long capabilities = c.profile.msr(IA32_MCG_CAP).orElse(0);
        if ((capabilities & CONTROL_PRESENT) != 0) c.msrs.put(IA32_MCG_CTL, -1L);
        for (int i = 0; i < (capabilities & BANKS) * REGISTERS; i++) c.msrs.put(IA32_MC0_CTL + i, 0L);
    }

    /**
     * Logs an uncorrected error. A bank that holds an error keeps it, and sets its overflow bit.
     *
     * @param code   bits 31:0 of the bank's status
     * @param enable the bit of IA32_MCi_CTL that enables such errors
     * @return whether the error must be signalled
     */
    public static boolean log(Cpu c, int bank, int code, int enable, OptionalLong address, boolean corrupt) {
        if (bank >= (c.profile.msr(IA32_MCG_CAP).orElse(0) & BANKS)) throw new IllegalArgumentException("IA32_MCG_CAP tells of no bank " + bank);
        int first = IA32_MC0_CTL + REGISTERS * bank;
        boolean enabled = (c.msrs.get(first + BANK_CONTROL) >>> enable & 1) != 0;
        long held = c.msrs.get(first + BANK_STATUS);
        if (held < 0) {
            c.msrs.put(first + BANK_STATUS, held | OVER | (corrupt ? PCC : 0));
        } else {
            c.msrs.put(first + BANK_STATUS, VAL | UC | (enabled ? EN : 0) | (address.isPresent() ? ADDRV : 0) | (corrupt ? PCC : 0) | code & 0xFFFF_FFFFL);
            address.ifPresent(a -> c.msrs.put(first + BANK_ADDRESS, a));
        }
        return enabled;
    }

    /** Signals #MC between two instructions. If software can't handle it, or still handles an earlier one, the processor enters shutdown. */
    public static void signal(Cpu c) {
        boolean handled = (c.cr4 & Cr4.MCE) != 0 && !inProgress(c);
        notice(c);
        if (handled) Delivery.machineCheck(c);
        else c.activity = Registers.Activity.SHUTDOWN;
    }

    /** Takes notice of a logged error: sets IA32_MCG_STATUS, and the error is no longer pending. */
    public static void notice(Cpu c) {
        c.machineCheck = Registers.Waiting.NO;
        c.msrs.put(IA32_MCG_STATUS, MCIP | (isCorrupt(c) ? 0 : RIPV));
    }

    private static boolean isCorrupt(Cpu c) { return banks(c).anyMatch(bank -> (status(c, bank) & (VAL | PCC)) == (VAL | PCC)); }

    private static IntStream banks(Cpu c) { return IntStream.range(0, (int) (c.profile.msr(IA32_MCG_CAP).orElse(0) & BANKS)); }
    private static long status(Cpu c, int bank) { return c.msrs.get(IA32_MC0_CTL + REGISTERS * bank + BANK_STATUS); }

    /** Whether software still handles a machine check (IA32_MCG_STATUS.MCIP). */
    public static boolean inProgress(Cpu c) { return (c.msrs.getOrDefault(IA32_MCG_STATUS, 0L) & MCIP) != 0; }

    /** The errors in all banks, in words. */
    public static List<String> errors(Cpu c) {
        return banks(c).filter(bank -> status(c, bank) < 0).mapToObj(bank -> "machine-check bank %d: IA32_MC%d_STATUS is %XH".formatted(bank, bank, status(c, bank)))
                .toList();
    }
}
