package hv.cpu;

import java.util.OptionalLong;

/**
 * An uncorrected hardware error: the processor logs it in a bank of machine-check registers and signals it by #MC.
 *
 * @param bank    below the number of banks in IA32_MCG_CAP
 * @param code    bits 31:0 of IA32_MCi_STATUS: the model-specific error code and the MCA error code
 * @param enable  the bit of IA32_MCi_CTL, 0 to 63, that must be 1 for the error to be signalled; otherwise it is only logged
 * @param address the value of IA32_MCi_ADDR; empty for an error without an address
 * @param corrupt whether the program can't go on: PCC in the bank is 1, and RIPV in IA32_MCG_STATUS is 0
 * @param when    when the processor notices it
 * @sdm 3B "Machine-Check Architecture"
 */
public record MachineCheckError(int bank, int code, int enable, OptionalLong address, boolean corrupt, Moment when) {
    /** The moment at which the processor notices an error. */
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
