package hv.cpu.apic;

/**
 * The registers by their offset in the page. The index of an x2APIC MSR is 800H plus the offset divided by 16.
 *
 * @sdm 3A "Local APIC Register Address Map"
 */
final class ApicRegisters {
    static final int ID = 0x20, VERSION = 0x30, TASK_PRIORITY = 0x80, ARBITRATION = 0x90, PROCESSOR_PRIORITY = 0xA0, EOI = 0xB0, REMOTE_READ = 0xC0,
            LOGICAL_DESTINATION = 0xD0, DESTINATION_FORMAT = 0xE0, SPURIOUS = 0xF0, IN_SERVICE = 0x100, TRIGGER_MODE = 0x180, REQUEST = 0x200,
            ERROR_STATUS = 0x280, COMMAND = 0x300, COMMAND_HIGH = 0x310, INITIAL_COUNT = 0x380, CURRENT_COUNT = 0x390, DIVIDE = 0x3E0,
            SELF_IPI = 0x3F0;
    /** Bits of the spurious-interrupt vector register, and of the version register. */
    static final int SOFTWARE_ENABLE = 1 << 8, SUPPRESS_BROADCAST = 1 << 12, SUPPRESSION_OFFERED = 1 << 24;
    static final int SPURIOUS_WRITABLE = 0x11FF, COMMAND_WRITABLE = 0xCCFFF, DIVIDE_WRITABLE = 0xB;

    private final LocalApic apic;
    private final LocalApicState state;
    private final ApicTimer timer;

    ApicRegisters(LocalApic apic, ApicTimer timer) {
        this.apic = apic;
        this.state = apic.state;
        this.timer = timer;
    }

    /** Reads from the page. Registers are 32 bits wide, at multiples of 16; the gaps between them read as 0. */
    long readMemory(int offset, int bytes) {
        int at = offset & 0xF;
        if (at + Math.min(bytes, 4) > 4) return 0;
        long value = read(offset & ~0xF) & 0xFFFF_FFFFL;
        return value >>> 8 * at & -1L >>> 64 - 8 * bytes;
    }

    void writeMemory(int offset, int bytes, long value) {
        if ((offset & 0xF) == 0 && bytes >= 4) write(offset, (int) value);
    }

    int read(int offset) {
        if (offset >= IN_SERVICE && offset < ERROR_STATUS || LocalVector.is(offset)) return state.page.get(offset);
        return switch (offset) {
            case CURRENT_COUNT -> timer.count();
            case ID, VERSION, TASK_PRIORITY, PROCESSOR_PRIORITY, LOGICAL_DESTINATION, DESTINATION_FORMAT, SPURIOUS, ERROR_STATUS, COMMAND, COMMAND_HIGH, INITIAL_COUNT, DIVIDE ->
                    state.page.get(offset);
            case ARBITRATION, EOI, REMOTE_READ -> 0;
            default -> unknown();
        };
    }

    private int unknown() {
        apic.error(ApicError.ILLEGAL_REGISTER);
        return 0;
    }

    /** Writes a register. Reserved bits of the value are ignored. */
    void write(int offset, int value) {
        if (LocalVector.is(offset)) {
            writeVector(LocalVector.at(offset), value);
            return;
        }
        switch (offset) {
            case ID -> state.page.set(ID, value & 0xFF00_0000);
            case TASK_PRIORITY -> apic.taskPriority(value & 0xFF);
            case EOI -> apic.endOfInterrupt();
            case LOGICAL_DESTINATION -> state.page.set(LOGICAL_DESTINATION, value & 0xFF00_0000);
            case DESTINATION_FORMAT -> state.page.set(DESTINATION_FORMAT, value | 0x0FFF_FFFF);
            case SPURIOUS -> writeSpurious(value & SPURIOUS_WRITABLE);
            case ERROR_STATUS -> latchErrors();
            case COMMAND -> {
                state.page.set(COMMAND, value & COMMAND_WRITABLE);
                apic.send(state.command());
            }
            case COMMAND_HIGH -> state.page.set(COMMAND_HIGH, value & 0xFF00_0000);
            case INITIAL_COUNT -> timer.start(value);
            case DIVIDE -> timer.divide(value & DIVIDE_WRITABLE);
            default -> writeOther(offset);
        }
    }

    private void writeOther(int offset) {
        boolean readOnly = offset >= IN_SERVICE && offset < ERROR_STATUS || offset == VERSION || offset == ARBITRATION
                || offset == PROCESSOR_PRIORITY || offset == REMOTE_READ || offset == CURRENT_COUNT;
        if (!readOnly) apic.error(ApicError.ILLEGAL_REGISTER);
    }

    /** Writes the whole interrupt command register, which sends the interrupt. */
    void command(long value) {
        state.page.set(COMMAND, (int) value);
        state.page.set(COMMAND_HIGH, (int) (value >>> 32));
        apic.send(value);
    }

    /** Moves the errors since the last time into the error status register. */
    private void latchErrors() {
        state.page.set(ERROR_STATUS, state.newErrors);
        state.newErrors = 0;
    }

    private void writeSpurious(int value) {
        state.page.set(SPURIOUS, value);
        if ((value & SOFTWARE_ENABLE) != 0) return;
        for (var vector : LocalVector.values()) writeVector(vector, state.vector(vector));
    }

    /** Writes an entry of the local vector table. Entries stay masked while software has the APIC disabled. */
    private void writeVector(LocalVector which, int value) {
        boolean disabled = (state.page.get(SPURIOUS) & SOFTWARE_ENABLE) == 0;
        int readOnly = which == LocalVector.LINT0 && state.remoteRequest ? LocalVector.REMOTE_IRR : 0;
        state.page.set(which.offset, value & which.writable | readOnly | (disabled ? LocalVector.MASKED : 0));
        apic.vectorChanged(which);
    }
}
