package hv.cpu.apic;

/**
 * Bits of the error status register that this APIC can set.
 *
 * @sdm 3A "Error Handling"
 */
final class ApicError {
    static final int SENT_ILLEGAL_VECTOR = 1 << 5, RECEIVED_ILLEGAL_VECTOR = 1 << 6, ILLEGAL_REGISTER = 1 << 7;

    private ApicError() {}
}
