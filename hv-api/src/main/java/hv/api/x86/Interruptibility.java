package hv.api.x86;

/**
 * Bits of the interruptibility state, as masks of the field {@link VmcsField#GUEST_INTERRUPTIBILITY_STATE}.
 *
 * @sdm 3C chapter 25 "Guest Non-Register State"
 */
public final class Interruptibility {
    /** Blocking by STI: of interrupts, for one instruction. */
    public static final int BLOCKING_BY_STI = 1;
    /** Blocking by MOV SS or POP SS: of interrupts and debug exceptions, for one instruction. */
    public static final int BLOCKING_BY_MOV_SS = 1 << 1;
    /** Blocking by SMI. */
    public static final int BLOCKING_BY_SMI = 1 << 2;
    /** Blocking by NMI: of further ones, until IRET. */
    public static final int BLOCKING_BY_NMI = 1 << 3;
    /** The VM exit came while the processor was in an enclave. */
    public static final int ENCLAVE_INTERRUPTION = 1 << 4;
    /** Both kinds of blocking that last for one instruction. */
    public static final int BLOCKING_BY_STI_OR_MOV_SS = BLOCKING_BY_STI | BLOCKING_BY_MOV_SS;

    private Interruptibility() {}
}
