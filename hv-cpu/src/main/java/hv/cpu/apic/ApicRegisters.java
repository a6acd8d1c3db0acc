package hv.cpu.apic;

/**
 * The registers by their offset in the page; an x2APIC MSR's index is 800H and the offset divided by 16.
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
    /** A 256-bit register takes eight slots. */
    private static final int WIDE = 0x80;

    private final LocalApic apic;
    private final LocalApicState state;
    private final ApicTimer timer;

    ApicRegisters(LocalApic apic, ApicTimer timer) {
        this.apic = apic;
        this.state = apic.state;
        this.timer = timer;
    }

    /** Registers are 32 bits wide, at multiples of 16; what lies between them reads as 0. */
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
        if (offset >= IN_SERVICE && offset < ERROR_STATUS) return readWide(offset);
        if (LocalVector.is(offset)) return state.vectors[LocalVector.at(offset).ordinal()];
        return switch (offset) {
            case ID -> ApicBase.x2apic(state.base) ? state.x2apicId : state.xapicId << 24;
            case VERSION -> apic.version();
            case TASK_PRIORITY -> state.taskPriority;
            case PROCESSOR_PRIORITY -> apic.processorPriority();
            case LOGICAL_DESTINATION -> ApicBase.x2apic(state.base) ? LocalApic.logicalX2apicId(state.x2apicId) : state.logicalDestination;
            case DESTINATION_FORMAT -> state.destinationFormat;
            case SPURIOUS -> state.spurious;
            case ERROR_STATUS -> state.errors;
            case COMMAND -> (int) state.command;
            case COMMAND_HIGH -> (int) (state.command >>> 32);
            case INITIAL_COUNT -> state.initialCount;
            case CURRENT_COUNT -> timer.count();
            case DIVIDE -> state.divide;
            case ARBITRATION, EOI, REMOTE_READ -> 0;
            default -> unknown();
        };
    }

    private int readWide(int offset) {
        var set = offset < TRIGGER_MODE ? state.inService : offset < REQUEST ? state.levelTriggered : state.requested;
        return set.register((offset & WIDE - 1) >>> 4);
    }

    private int unknown() {
        apic.error(ApicError.ILLEGAL_REGISTER);
        return 0;
    }

    /** Reserved bits of the value are ignored. */
    void write(int offset, int value) {
        if (LocalVector.is(offset)) {
            writeVector(LocalVector.at(offset), value);
            return;
        }
        switch (offset) {
            case ID -> state.xapicId = value >>> 24;
            case TASK_PRIORITY -> apic.taskPriority(value & 0xFF);
            case EOI -> apic.endOfInterrupt();
            case LOGICAL_DESTINATION -> state.logicalDestination = value & 0xFF00_0000;
            case DESTINATION_FORMAT -> state.destinationFormat = value | 0x0FFF_FFFF;
            case SPURIOUS -> writeSpurious(value & SPURIOUS_WRITABLE);
            case ERROR_STATUS -> latchErrors();
            case COMMAND -> command(state.command & 0xFFFF_FFFF_0000_0000L | value & COMMAND_WRITABLE);
            case COMMAND_HIGH -> state.command = state.command & 0xFFFF_FFFFL | (long) value << 32 & 0xFF00_0000_0000_0000L;
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

    /** The whole ICR; it sends. */
    void command(long value) {
        state.command = value;
        apic.send(value);
    }

    /** Shows what has gone wrong since the last time. */
    private void latchErrors() {
        state.errors = state.newErrors;
        state.newErrors = 0;
    }

    private void writeSpurious(int value) {
        state.spurious = value;
        if ((value & SOFTWARE_ENABLE) != 0) return;
        for (var vector : LocalVector.values()) writeVector(vector, state.vectors[vector.ordinal()]);
    }

    /** Entries stay masked while software has the APIC disabled. */
    private void writeVector(LocalVector which, int value) {
        int index = which.ordinal(), before = state.vectors[index];
        boolean disabled = (state.spurious & SOFTWARE_ENABLE) == 0;
        state.vectors[index] = value & which.writable | before & LocalVector.REMOTE_IRR | (disabled ? LocalVector.MASKED : 0);
        apic.vectorChanged(which, before);
    }
}
