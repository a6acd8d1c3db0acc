package hv.cpu.apic;

import hv.api.machine.State;
import hv.api.machine.StateFields;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.VirtualClock;
import java.util.OptionalLong;

/**
 * One processor's local APIC: accepts interrupts, holds them until their priority exceeds the processor's, and sends interrupts to others. Its
 * registers are in memory (xAPIC mode: {@link #page}) or are MSRs (x2APIC mode).
 *
 * @sdm 3A chapter "Advanced Programmable Interrupt Controller (APIC)"
 */
public final class LocalApic implements State {
    /** The lowest vector of an interrupt. Lower ones belong to the processor's exceptions. */
    static final int FIRST_VECTOR = 16;
    private static final int VERSION = 0x15 | LocalVector.values().length - 1 << 16 | ApicRegisters.SUPPRESSION_OFFERED;
    private static final long MODE = ApicBase.ENABLED | ApicBase.EXTENDED;
    /** The value of {@link #page} where no registers are in memory. */
    public static final long NO_PAGE = -1;

    final LocalApicState state;
    private final ApicFeatures features;
    private final Processor processor;
    private final ApicTimer timer;
    private final ApicRegisters registers;
    private final ApicMsrs msrs;
    private LocalApics machine = new LocalApics();
    /** Derived from state: see {@link #page}, {@link #ready} and {@link #passesExternal}. */
    private long page = NO_PAGE;
    private long changes;
    private boolean ready, passesExternal = true;

    /** The processor of a local APIC. */
    public interface Processor {
        /** Delivers a non-maskable interrupt. */
        void nmi();
        /** Delivers an INIT signal. */
        void init();
        /** Delivers a start-up message. @param vector the physical address to start at, divided by 4096 */
        void startUp(int vector);
        /** Takes notice that the registers have moved to another page, or to none. */
        void pageChanged();
        /** The time-stamp counter that IA32_TSC_DEADLINE is compared with. */
        long timeStamp();
    }

    /** Makes a local APIC that is disabled until {@link #reset}. */
    public LocalApic(ProcessorProfile profile, VirtualClock clock, Processor processor) { this(profile, clock, processor, ApicPage.own()); }

    /** Makes a local APIC whose registers are in a given page. */
    public LocalApic(ProcessorProfile profile, VirtualClock clock, Processor processor, ApicPage page) {
        this.state = new LocalApicState(page);
        this.features = ApicFeatures.of(profile);
        this.processor = processor;
        this.timer = new ApicTimer(state, clock, features.ticksPerCount(), processor::timeStamp, () -> local(LocalVector.TIMER, false));
        this.registers = new ApicRegisters(this, timer);
        this.msrs = new ApicMsrs(this, features, timer, registers);
        machine.add(this);
        state.clear();
    }

    /** Makes this the local APIC of a processor in that machine. */
    public void join(LocalApics machine) {
        this.machine.remove(this);
        this.machine = machine;
        machine.add(this);
    }

    /** Removes it, and its alarm, from its machine. */
    public void remove() {
        machine.remove(this);
        timer.remove();
    }

    /** Sets the state after RESET: xAPIC mode, disabled by software. @param bootstrap whether this is the bootstrap processor's */
    public void reset(boolean bootstrap) {
        state.x2apicId = features.id();
        state.page.set(ApicRegisters.VERSION, VERSION);
        state.base = 0;
        init();
        setBase(features.present() ? ApicBase.DEFAULT_PAGE | ApicBase.ENABLED | (bootstrap ? ApicBase.BOOTSTRAP : 0) : 0);
    }

    /** Sets the state after INIT; mode, IDs and base stay. */
    public void init() {
        state.clear();
        timer.reset();
        update();
    }

    /**
     * Sets the state in which firmware leaves it for the operating system: enabled, with the 8259's interrupts passing through LINT0 and non-maskable
     * ones through LINT1.
     *
     * @sdm MultiProcessor Specification 1.4 "Virtual Wire Mode"
     */
    public void virtualWire() {
        if (!ApicBase.enabled(state.base)) return;
        registers.write(ApicRegisters.SPURIOUS, ApicRegisters.SOFTWARE_ENABLE | 0xFF);
        registers.write(LocalVector.LINT0.offset, DeliveryMode.EXTINT.ordinal() << 8);
        registers.write(LocalVector.LINT1.offset, DeliveryMode.NMI.ordinal() << 8);
    }

    /** Copies another local APIC's registers and interrupts. */
    public void copyFrom(LocalApic other) {
        state.copyFrom(other.state);
        restored();
    }

    @Override public void fields(StateFields fields) { state.fields(fields); }

    @Override
    public void restored() {
        timer.arm();
        follow();
    }

    /** Whether this processor is the bootstrap processor: IA32_APIC_BASE[8]. */
    public boolean isBootstrap() { return (state.base & ApicBase.BOOTSTRAP) != 0; }
    /** Whether IA32_APIC_BASE enables it; CPUID.01H:EDX[9] shows this. */
    public boolean isEnabled() { return ApicBase.enabled(state.base); }
    boolean softwareEnabled() { return isEnabled() && (state.page.get(ApicRegisters.SPURIOUS) & ApicRegisters.SOFTWARE_ENABLE) != 0; }

    // ---- registers ----

    /** Physical address of the registers in xAPIC mode, divided by 4096; {@link #NO_PAGE} in other modes. */
    public long page() { return page; }

    /**
     * Reads the page.
     *
     * @param bytes 1, 2, 4 or 8
     * @return zero-extended
     */
    public long read(int offset, int bytes) { return registers.readMemory(offset, bytes); }
    /** Writes to the page; only whole registers can be written. */
    public void write(int offset, int bytes, long value) { registers.writeMemory(offset, bytes, value); }

    /** Whether an MSR is the local APIC's: 1BH, 6E0H, 800H to 8FFH. */
    public static boolean isMsr(int index) { return ApicMsrs.is(index); }
    /** Whether RDMSR in x2APIC mode gives the register of the page unchanged. */
    public static boolean isPlainRead(int index) { return ApicMsrs.isPlainRead(index); }
    /** Executes RDMSR; empty where it faults with #GP(0). */
    public OptionalLong readMsr(int index) { return msrs.read(index); }
    /** Executes WRMSR. @return false where it faults with #GP(0) */
    public boolean writeMsr(int index, long value) { return msrs.write(index, value); }

    /** The task-priority class, which is CR8: 0 to 15. */
    public int taskPriorityClass() { return state.page.get(ApicRegisters.TASK_PRIORITY) >>> 4 & 0xF; }
    public void taskPriorityClass(int value) { taskPriority(value << 4); }
    /** Whether CR8 can have this value. */
    public static boolean isTaskPriorityClass(long value) { return (value & ~0xFL) == 0; }
    /** MOV to CR8. @return false where it faults with #GP(0) */
    public boolean writeTaskPriorityClass(long value) {
        if (isTaskPriorityClass(value)) taskPriorityClass((int) value);
        return isTaskPriorityClass(value);
    }

    /** Takes notice that the time-stamp counter has been set. */
    public void timeStampChanged() { timer.arm(); }

    boolean setBaseChecked(long value) {
        if (!ApicBase.allowed(state.base, value, features)) return false;
        if (!ApicBase.enabled(value)) init();
        setBase(value);
        return true;
    }

    private void setBase(long value) {
        boolean anew = (value & MODE) != (state.base & MODE);
        state.base = value;
        if (anew) showIds();
        follow();
    }

    /** Brings the fields that are derived from the registers up to date. */
    private void follow() {
        long now = ApicBase.xapic(state.base) ? state.base >>> 12 : NO_PAGE;
        boolean moved = now != page;
        page = now;
        update();
        if (moved) processor.pageChanged();
    }

    /** Sets ID and logical destination to the values that a new mode begins with. */
    private void showIds() {
        state.page.set(ApicRegisters.ID, state.x2apic() ? state.x2apicId : state.x2apicId << 24);
        if (state.x2apic()) state.page.set(ApicRegisters.LOGICAL_DESTINATION, logicalX2apicId(state.x2apicId));
    }

    static int logicalX2apicId(int id) { return id >>> 4 << 16 | 1 << (id & 0xF); }

    // ---- for a VMM whose processor works on the page ----

    /** Takes notice that the processor has delivered or ended interrupts of the page, or has written its task priority. */
    public void refresh() { derive(); }

    /** Does what a guest's write to a register of the page leads to. @param offset a multiple of 16 */
    public void written(int offset) {
        if (offset == ApicRegisters.SELF_IPI) msrs.selfIpi(state.page.get(offset) & 0xFF);
        else registers.write(offset, state.page.get(offset));
    }

    /** Reports to I/O APICs that the processor has ended this interrupt. */
    public void ended(int vector) {
        update();
        tellEnd(vector);
    }

    /** Guest interrupt status: the highest vectors that are pending (bits 7:0) and in service (15:8); 0 for none. */
    public int interruptStatus() { return Math.max(0, state.requested.highest()) | Math.max(0, state.inService.highest()) << 8; }

    /** 64 of the vectors whose end must be reported to I/O APICs: those accepted as level-triggered. @param index 0 to 3 */
    public long levelTriggered(int index) { return state.levelTriggered.word(index); }

    /** A count of changes that may affect pending interrupts; the processor's own changes of the page are not among them. */
    public long changes() { return changes; }

    // ---- priorities ----

    void taskPriority(int value) {
        state.page.set(ApicRegisters.TASK_PRIORITY, value);
        update();
    }

    /** The processor-priority register. */
    int processorPriority() { return state.page.get(ApicRegisters.PROCESSOR_PRIORITY); }

    /** Updates everything that depends on the registers; called whenever one of them has changed. */
    private void update() {
        derive();
        changes++;
    }

    private void derive() {
        int task = state.page.get(ApicRegisters.TASK_PRIORITY), service = Math.max(0, state.inService.highest());
        int priority = task >>> 4 >= service >>> 4 ? task : service & 0xF0;
        state.page.set(ApicRegisters.PROCESSOR_PRIORITY, priority);
        int request = state.requested.highest();
        ready = isEnabled() && request != VectorSet.NONE && request >>> 4 > priority >>> 4;
        passesExternal = !isEnabled() || passes(state.vector(LocalVector.LINT0));
    }

    private static boolean passes(int lint0) { return (lint0 & LocalVector.MASKED) == 0 && LocalVector.mode(lint0) == DeliveryMode.EXTINT; }

    /** Whether an interrupt is pending whose priority exceeds the processor's. */
    public boolean ready() { return ready; }

    /** Whether the INTR pin reaches the processor: through LINT0 as ExtINT, by a message, or because the APIC is disabled. */
    public boolean passesExternal() { return passesExternal || state.externalRequested; }

    /** Acknowledges the pending interrupt; only while {@link #ready}. @return its vector */
    public int acknowledge() {
        int vector = state.requested.highest();
        state.requested.remove(vector);
        state.inService.add(vector);
        update();
        return vector;
    }

    /** Takes notice that the processor has taken an interrupt from the INTR pin. */
    public void externalTaken() { state.externalRequested = false; }

    void endOfInterrupt() {
        int vector = state.inService.highest();
        if (vector == VectorSet.NONE) return;
        state.inService.remove(vector);
        update();
        tellEnd(vector);
    }

    private void tellEnd(int vector) {
        if (!state.levelTriggered.has(vector)) return;
        boolean suppressed = (state.page.get(ApicRegisters.SPURIOUS) & ApicRegisters.SUPPRESS_BROADCAST) != 0;
        endOfLocalLevel(vector);
        if (!suppressed) machine.endOfInterrupt(vector);
    }

    // ---- sources ----

    /** Takes a message to this processor. */
    void receive(ApicMessage message) {
        if (!isEnabled()) return;
        switch (message.mode()) {
            case FIXED, LOWEST_PRIORITY -> accept(message.vector(), message.level());
            case NMI -> processor.nmi();
            case INIT -> processor.init();
            case START_UP -> processor.startUp(message.vector());
            case EXTINT -> state.externalRequested = true;
            case SMI, RESERVED -> { }
        }
    }

    private void accept(int vector, boolean level) {
        if (!softwareEnabled()) return;
        if (vector < FIRST_VECTOR) {
            error(ApicError.RECEIVED_ILLEGAL_VECTOR);
            return;
        }
        state.requested.add(vector);
        state.levelTriggered.put(vector, level);
        update();
    }

    /** Signals the interrupt of an entry of the local vector table. */
    private void local(LocalVector source, boolean level) {
        int entry = state.vector(source);
        if ((entry & LocalVector.MASKED) != 0 || !isEnabled()) return;
        var mode = source == LocalVector.TIMER || source == LocalVector.ERROR ? DeliveryMode.FIXED : LocalVector.mode(entry);
        if (mode != DeliveryMode.EXTINT) receive(new ApicMessage(mode, entry & 0xFF, level, false, 0, false));
    }

    /** Signals an overflow of performance counters. Their entry masks itself once it has interrupted. */
    public void countersOverflow() {
        int entry = state.vector(LocalVector.PERFORMANCE);
        local(LocalVector.PERFORMANCE, false);
        state.page.set(LocalVector.PERFORMANCE.offset, entry | LocalVector.MASKED);
    }

    /** Records an error. The first one since software last read the error status interrupts. */
    void error(int bit) {
        boolean first = state.newErrors == 0;
        state.newErrors |= bit;
        if (first) local(LocalVector.ERROR, false);
    }

    void send(long command) { InterruptCommand.send(this, machine, command); }

    /** Sets the level of a LINT pin: 0 (INTR) or 1 (NMI). A disabled APIC passes them on. */
    public void pin(int number, boolean high) {
        boolean rises = high && !state.pins[number];
        state.pins[number] = high;
        if (!isEnabled()) {
            if (rises && number == 1) processor.nmi();
        } else if (number == 0 && isLevelTriggered(state.vector(LocalVector.LINT0))) {
            level();
        } else if (rises) {
            local(number == 0 ? LocalVector.LINT0 : LocalVector.LINT1, false);
        }
    }

    /** Signals LINT0 as a level-triggered fixed interrupt: once for each EOI, until the pin is low. */
    private void level() {
        int entry = state.vector(LocalVector.LINT0);
        boolean active = state.pins[0] != ((entry & LocalVector.ACTIVE_LOW) != 0);
        if (!active || !isLevelTriggered(entry) || (entry & LocalVector.MASKED) != 0 || state.remoteRequest || !softwareEnabled()) return;
        remoteRequest(true);
        local(LocalVector.LINT0, true);
    }

    private static boolean isLevelTriggered(int lint0) { return (lint0 & LocalVector.LEVEL) != 0 && LocalVector.mode(lint0) == DeliveryMode.FIXED; }

    private void endOfLocalLevel(int vector) {
        if (!state.remoteRequest || (state.vector(LocalVector.LINT0) & 0xFF) != vector) return;
        remoteRequest(false);
        level();
    }

    private void remoteRequest(boolean on) {
        int entry = state.vector(LocalVector.LINT0);
        state.remoteRequest = on;
        state.page.set(LocalVector.LINT0.offset, on ? entry | LocalVector.REMOTE_IRR : entry & ~LocalVector.REMOTE_IRR);
    }

    /** Takes notice of a write to an entry of the local vector table. */
    void vectorChanged(LocalVector which) {
        if (which == LocalVector.TIMER) timer.entryChanged();
        update();
        if (which == LocalVector.LINT0) level();
    }
}
