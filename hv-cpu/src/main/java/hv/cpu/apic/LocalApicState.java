package hv.cpu.apic;

import static hv.cpu.apic.ApicRegisters.*;

import hv.api.machine.StateFields;

/** The state of a local APIC: its registers, and interrupts under way. Data only. */
final class LocalApicState {
    static final int PAGE = 0x1000;
    private static final int REGISTER = 0x10;

    /** The registers. */
    final ApicPage page;
    final VectorSet requested, inService, levelTriggered;
    /** IA32_APIC_BASE. */
    long base;
    /** The ID in x2APIC mode. In xAPIC mode the ID register has its lowest eight bits until software changes them. */
    int x2apicId;
    /** The errors since software last latched the error status. */
    int newErrors;
    /** Clock ticks for one count of the timer, and its mode, from the last write to its registers. */
    long timerTicks;
    int timerMode;
    /** The tick at which the count reaches 0; {@link Long#MAX_VALUE} while the timer does not run. */
    long due = Long.MAX_VALUE;
    /** IA32_TSC_DEADLINE; 0 when it is not armed. */
    long deadline;
    /** Levels of the pins LINT0 and LINT1. */
    final boolean[] pins = new boolean[2];
    /** Whether the level-triggered interrupt of LINT0 is under way. */
    boolean remoteRequest;
    /** Whether a message has asked for an interrupt of the 8259 (ExtINT). */
    boolean externalRequested;

    LocalApicState(ApicPage page) {
        this.page = page;
        requested = new VectorSet(page, REQUEST);
        inService = new VectorSet(page, IN_SERVICE);
        levelTriggered = new VectorSet(page, TRIGGER_MODE);
    }

    int vector(LocalVector which) { return page.get(which.offset); }
    boolean x2apic() { return ApicBase.x2apic(base); }
    int id() { return x2apic() ? x2apicId : page.get(ID) >>> 24; }
    long command() { return page.get(COMMAND) & 0xFFFF_FFFFL | (long) page.get(COMMAND_HIGH) << 32; }

    /** Sets the registers after RESET and after INIT, except IA32_APIC_BASE and the IDs. */
    void clear() {
        for (int register : new int[] {TASK_PRIORITY, PROCESSOR_PRIORITY, EOI, LOGICAL_DESTINATION, ERROR_STATUS, COMMAND, COMMAND_HIGH, INITIAL_COUNT, DIVIDE}) {
            page.set(register, 0);
        }
        page.set(DESTINATION_FORMAT, -1);
        page.set(SPURIOUS, 0xFF);
        for (var vector : LocalVector.values()) page.set(vector.offset, LocalVector.MASKED);
        requested.clear();
        inService.clear();
        levelTriggered.clear();
        newErrors = timerMode = 0;
        deadline = 0;
        due = Long.MAX_VALUE;
        remoteRequest = externalRequested = false;
    }

    void fields(StateFields fields) {
        var registers = new long[PAGE / REGISTER];
        for (int i = 0; i < registers.length; i++) registers[i] = page.get(i * REGISTER);
        fields.fill("registers", registers);
        if (fields.restoring()) for (int i = 0; i < registers.length; i++) page.set(i * REGISTER, (int) registers[i]);
        base = fields.number("base", base);
        x2apicId = fields.number("x2apicId", x2apicId);
        newErrors = fields.number("newErrors", newErrors);
        timerTicks = fields.number("timerTicks", timerTicks);
        timerMode = fields.number("timerMode", timerMode);
        due = fields.number("due", due);
        deadline = fields.number("deadline", deadline);
        for (int i = 0; i < pins.length; i++) pins[i] = fields.flag("pin" + i, pins[i]);
        remoteRequest = fields.flag("remoteRequest", remoteRequest);
        externalRequested = fields.flag("externalRequested", externalRequested);
    }

    void copyFrom(LocalApicState other) {
        for (int offset = 0; offset < PAGE; offset += REGISTER) page.set(offset, other.page.get(offset));
        base = other.base;
        x2apicId = other.x2apicId;
        newErrors = other.newErrors;
        timerTicks = other.timerTicks;
        timerMode = other.timerMode;
        due = other.due;
        deadline = other.deadline;
        System.arraycopy(other.pins, 0, pins, 0, pins.length);
        remoteRequest = other.remoteRequest;
        externalRequested = other.externalRequested;
    }
}
