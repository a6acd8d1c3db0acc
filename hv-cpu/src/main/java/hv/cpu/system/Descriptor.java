package hv.cpu.system;

/**
 * An 8-byte entry of a descriptor table: a segment, a system segment or a gate.
 *
 * @param selector the selector of the entry, RPL included
 * @param address  linear address of the entry
 * @param raw      its 8 bytes
 * @sdm 3A "Segment Descriptors" and "Code- and Data-Segment Descriptor Types"
 */
record Descriptor(int selector, long address, long raw) {
    static final int TSS16 = 1, LDT = 2, BUSY_TSS16 = 3, CALL_GATE16 = 4, TASK_GATE = 5, INTERRUPT_GATE16 = 6, TRAP_GATE16 = 7,
            TSS = 9, BUSY_TSS = 11, CALL_GATE = 12, INTERRUPT_GATE = 14, TRAP_GATE = 15;
    /** Bits of {@link #type} of code and data segments. */
    static final int ACCESSED = 1, WRITABLE = 2, READABLE = 2, CONFORMING = 4, CODE = 8;

    int type() { return (int) (raw >>> 40) & 0xF; }
    /** Whether it is a code or data segment; otherwise it is a system segment or a gate. */
    boolean segment() { return (raw >>> 44 & 1) != 0; }
    int dpl() { return (int) (raw >>> 45) & 3; }
    boolean present() { return (raw >>> 47 & 1) != 0; }
    boolean longCode() { return (raw >>> 53 & 1) != 0; }
    boolean big() { return (raw >>> 54 & 1) != 0; }
    boolean code() { return segment() && (type() & CODE) != 0; }
    boolean conforming() { return code() && (type() & CONFORMING) != 0; }
    boolean readable() { return segment() && (type() & (CODE | READABLE)) != CODE; }
    boolean writable() { return segment() && (type() & (CODE | WRITABLE)) == WRITABLE; }
    boolean system(int type) { return !segment() && type() == type; }

    int rpl() { return selector & 3; }
    /** The selector in the format of an error code. */
    int errorCode() { return selector & ~3; }

    /** The base, 32 bits zero-extended. */
    long base() { return raw >>> 16 & 0xFF_FFFF | (raw >>> 56) << 24; }

    /** The limit in bytes, unsigned, scaled by G. */
    int limit() {
        int limit = (int) raw & 0xFFFF | (int) (raw >>> 32) & 0xF_0000;
        return (raw >>> 55 & 1) != 0 ? limit << 12 | 0xFFF : limit;
    }

    /** Access rights in the format of the VMCS. */
    int rights() { return (int) (raw >>> 40) & 0xF0FF; }

    // ---- gates ----
    int gateSelector() { return (int) (raw >>> 16) & 0xFFFF; }
    /** Bits 31:0 of the offset. */
    long gateOffset() { return raw & 0xFFFF | raw >>> 48 << 16; }
    int gateParameters() { return (int) (raw >>> 32) & 0x1F; }
    /** The index into the interrupt stack table in a 64-bit gate; 0 for none. */
    int gateStack() { return (int) (raw >>> 32) & 7; }
}
