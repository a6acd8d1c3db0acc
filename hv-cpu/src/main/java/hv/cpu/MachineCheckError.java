package hv.cpu;

import java.util.OptionalLong;

/**
 * An uncorrected hardware error, as the processor would log it in a bank of machine-check registers and signal it by #MC.
 *
 * @param bank    below the number of banks that IA32_MCG_CAP tells
 * @param code    bits 31:0 of IA32_MCi_STATUS: the model-specific error code and the MCA error code
 * @param enable  the bit of IA32_MCi_CTL that has such errors signalled, 0 to 63; without it they are logged alone
 * @param address what IA32_MCi_ADDR says; empty for an error without an address
 * @param corrupt whether the program can't go on after it: PCC in the bank, and no RIPV in IA32_MCG_STATUS
 * @param when    when the processor notices
 * @sdm 3B "Machine-Check Architecture"
 */
public record MachineCheckError(int bank, int code, int enable, OptionalLong address, boolean corrupt, Moment when) {
    /** When an error strikes. */
    public enum Moment {
        /** Before the next instruction; or in a VM entry, if software in Java makes one first. */
        NOW,
        /** During the next VM entry that loads guest state, which fails with exit reason 41. */
        VM_ENTRY
    }

    public MachineCheckError {
        if (bank < 0 || enable < 0 || enable > 63) throw new IllegalArgumentException("no such bank or error: " + bank + ", " + enable);
    }
}
