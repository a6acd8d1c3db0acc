package hv.cpu.silicon;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The state of a processor before or after an instruction: 2048 bytes of a shared file. The first part has the format of Linux' signal context, so
 * that it is copied in both directions as it is. Then follow the parts that the context lacks, an FXSAVE image, and the memory in the window.
 */
final class State {
    static final int BYTES = 2048;
    /** Offsets, in bytes. Registers are quadwords, R8 to R15 first; selectors of CS and SS are words. */
    static final int REGISTERS = 0, RIP = 128, RFLAGS = 136, CS = 144, SS = 150, ERROR = 152, VECTOR = 160, CR2 = 176, FS_BASE = 184, GS_BASE = 192,
            DS = 200, ES = 208, FS = 216, GS = 224;
    /**
     * Offsets in a state before execution: the places of instruction and memory in the shared file as {@link HostProgram} sees it; the option
     * {@link #STEPS}; the instruction.
     */
    static final int CODE_PLACE = 232, MEMORY_PLACE = 240, OPTIONS = 248, CODE = 256, CODE_BYTES = 16;
    static final int FX = 512, FX_BYTES = 512, FX_USED = 416, MEMORY = 1024, MEMORY_BYTES = 1024;
    /** Option: go on while a single-step trap finds RIP unchanged (iterations of REP). */
    static final long STEPS = 1;
    /** Vector of an instruction that completed. */
    static final long NONE = -1;

    /** By register number in the encoding. */
    static final String[] NAMES = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"};

    /** By register number in the encoding: its place among the registers of the signal context. */
    private static final int[] PLACES = {13, 14, 12, 11, 15, 10, 9, 8, 0, 1, 2, 3, 4, 5, 6, 7};
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    final MemorySegment bytes;

    /** @param bytes {@link #BYTES} of them, which this object is a view of */
    State(MemorySegment bytes) { this.bytes = bytes; }

    long get(int offset) { return bytes.get(LONG, offset); }
    void set(int offset, long value) { bytes.set(LONG, offset, value); }
    /** @param number 0 RAX … 15 R15 */
    long register(int number) { return get(REGISTERS + 8 * PLACES[number]); }
    void register(int number, long value) { set(REGISTERS + 8 * PLACES[number], value); }

    int selector(int offset) { return bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset) & 0xFFFF; }
    void selector(int offset, int value) { bytes.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value); }

    /** Whether the instruction ended with a fault; of a state after. */
    boolean faulted() { return get(VECTOR) != NONE; }

    void fault(long vector, long error, long cr2) {
        set(VECTOR, vector);
        set(ERROR, error);
        set(CR2, cr2);
    }

    /** The fault of another state. */
    void fault(State other) { fault(other.get(VECTOR), other.get(ERROR), other.get(CR2)); }

    void copy(State from) { bytes.copyFrom(from.bytes); }

    /** A byte of the FXSAVE image or of memory, 0 to 255. */
    int at(int offset) { return bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xFF; }
    void put(int offset, int value) { bytes.set(ValueLayout.JAVA_BYTE, offset, (byte) value); }

    /** Registers and selectors, for a report. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < 16; i++) text.append(NAMES[i]).append('=').append(Long.toHexString(register(i))).append(' ');
        text.append("rip=").append(Long.toHexString(get(RIP))).append(" rflags=").append(Long.toHexString(get(RFLAGS)));
        return text + " cs=%x ss=%x ds=%x es=%x fs=%x gs=%x".formatted(selector(CS), selector(SS), get(DS), get(ES), get(FS), get(GS));
    }
}
