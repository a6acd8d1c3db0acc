package hv.core.guest;

import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.api.x86.Event;
import hv.api.x86.Gva;
import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import hv.core.config.StartState;
import hv.core.ept.GuestSpace;
import hv.core.ept.SpaceMemory;
import hv.core.host.ControlWord;
import hv.core.host.FrameAllocator;
import hv.core.host.HostTables;
import hv.core.host.VmxOperation;
import hv.core.machine.Board;
import hv.core.report.ErrorKind;
import hv.core.report.Explained;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.core.report.Story;
import hv.cpu.LogicalProcessor;
import hv.cpu.LogicalProcessor.Author;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import java.util.List;
import java.util.function.Consumer;

/** One virtual processor: its VMCS, and all that happens between an exit and the next entry. */
public final class VirtualProcessor {
    /** Author of VMCS fields that no plugin writes. */
    private static final String FRAMEWORK = "the framework";

    private final String name;
    private final LogicalProcessor cpu;
    private final Narrator narrator;
    private final Pause pause;
    private final Hpa region;
    private final int vpid;
    private final Vmcs vmcs;
    private final Bitmaps bitmaps;
    private final GuestCapabilities capabilities;
    private final ShadowedRegisters shadowed;
    private final Interceptions interceptions;
    private final VirtualInterrupts interrupts;
    private final Delivery delivery;
    private final GuestCpu guest;
    private final ExitDecoder decoder;
    private final NativeCompletion natives;
    private final Results results;
    private final Violations violations;
    private final Stepper stepper;
    private final SwitchedState switched = new SwitchedState();
    private boolean launched, resumed, entered, interruptible;
    private VmExit exit;

    public VirtualProcessor(String name, int number, LogicalProcessor cpu, Board board, VmxOperation vmx, FrameAllocator frames, GuestSpace space,
                            GuestCapabilities capabilities, Narrator narrator, Pause pause) {
        this.name = name;
        this.cpu = cpu;
        this.narrator = narrator;
        this.pause = pause;
        this.capabilities = capabilities;
        this.region = vmx.region();
        this.vpid = capabilities.has(ControlBit.ENABLE_VPID) ? number : 0;
        this.vmcs = new Vmcs(cpu);
        this.bitmaps = new Bitmaps(cpu.ram(), frames);
        this.shadowed = new ShadowedRegisters(capabilities);
        this.interceptions = new Interceptions(capabilities, bitmaps, shadowed);
        this.interrupts = new VirtualInterrupts(cpu, board, space,
                new VirtualApicPage(cpu.ram(), vmcs, frames, capabilities, interceptions, space), new GuestTimeStamp(cpu, vmcs, capabilities),
                () -> kick(cpu::nmi));
        this.delivery = new Delivery(cpu, vmcs, interrupts, interceptions);
        var memory = new SpaceMemory(space, cpu.ram());
        this.guest = new GuestCpu(cpu, vmcs, new GuestMemoryAccess(cpu, space, memory), interrupts);
        this.decoder = new ExitDecoder(guest, vmcs, space);
        this.natives = new NativeCompletion(cpu, guest, vmcs, interrupts, shadowed, memory, new Translations(cpu, vpid));
        this.results = new Results(cpu, guest);
        this.stepper = new Stepper(interceptions);
        this.violations = new Violations(space, guest, natives, delivery, stepper);
        board.onStop(() -> kick(cpu::pause));
    }

    public GuestCpu vcpu() { return guest; }
    public VirtualInterrupts interrupts() { return interrupts; }
    public Violations violations() { return violations; }
    public long retired() { return cpu.retired(); }

    /**
     * VMCLEAR, VMPTRLD and VMWRITE of the five areas.
     *
     * @param goesOn whether it goes on with what the machine's own processor was doing
     */
    public void setUp(StartState start, boolean goesOn, HostTables host, GuestSpace space) {
        requireUnrestricted(start);
        cpu.author(cpu.author(FRAMEWORK));
        VmxOperation.expect("VMCLEAR", cpu.vmclear(region));
        narrator.tell(new Story.Cleared(name, region));
        load();
        new VmcsAreas(name, cpu, vmcs, narrator).write(start, host, bitmaps, capabilities, vpid, space.eptPointer());
        interrupts.time().start();
        interceptions.write(vmcs);
        if (MachineState.usesPae(start)) natives.loadPdptes(vmcs.get(VmcsField.GUEST_CR3));
        switched.start(start);
        if (goesOn) interrupts.takeOver(cpu.apic());
        else interrupts.start();
    }

    private void requireUnrestricted(StartState start) {
        long cr0 = start.system().getOrDefault(SystemRegister.CR0, 0L), paged = Bits.CR0_PE | Bits.CR0_PG;
        if (capabilities.has(ControlBit.UNRESTRICTED_GUEST) || (cr0 & paged) == paged) return;
        throw new HvException(ErrorKind.PROCESSOR, ("'%s' starts without paging, which needs secondary processor-based control 7, \"unrestricted guest\", absent on "
                + "processor '%s'; remedy: an image that starts with paging on, or another processor (--cpu)").formatted(name, cpu.profile().name()));
    }

    private void load() {
        VmxOperation.expect("VMPTRLD", cpu.vmptrld(region));
        if (!launched) narrator.tell(new Story.Loaded(name, region));
    }

    /** This virtual processor runs next: VMPTRLD, and the state that no VMCS field holds. */
    public void switchIn() {
        VmxOperation.expect("VMPTRLD", cpu.vmptrld(region));
        switched.restore(cpu);
        interrupts.expectCounters();
    }
    public void switchOut() {
        switched.save(cpu);
        interrupts.noticeCounters();
    }

    /** The guest goes on without a VMCS: what its registers were moved by, the processor's are from now on. */
    public void handOver() { interrupts.time().handOver(); }

    /** VMCLEAR: the processor forgets this VMCS. */
    public void tearDown() {
        VmxOperation.expect("VMCLEAR", cpu.vmclear(region));
        interrupts.apic().remove();
    }

    /** The guest's registers, for going on without a VMCS. */
    public StartState state() { return MachineState.read(vmcs, cpu, shadowed); }

    /** Limits the turn that begins by the VMX-preemption timer. @param ticks 0 for no limit */
    public void slice(long ticks) {
        boolean limited = ticks > 0 && capabilities.has(ControlBit.PREEMPTION_TIMER);
        interceptions.own(ControlBit.PREEMPTION_TIMER, limited);
        long exitControls = vmcs.get(ControlWord.EXIT.field());
        vmcs.set(ControlWord.EXIT.field(), limited ? exitControls | Bits.EXIT_SAVE_TIMER : exitControls & ~Bits.EXIT_SAVE_TIMER);
        if (limited) vmcs.set(VmcsField.VMX_PREEMPTION_TIMER_VALUE, Math.max(1, ticks / capabilities.timerTicks()));
    }

    public void intercept(Intercept what, String owner) { interceptions.add(what, owner); }
    public void release(Intercept what, String owner) { interceptions.remove(what, owner); }

    /**
     * Runs the guest until its next VM exit.
     *
     * @return false if it came back without one, because somebody wants it to end
     */
    public boolean enter() {
        stepper.entering(guest);
        interrupts.prepare();
        interceptions.write(vmcs);
        delivery.prepare();
        entered = true;
        var result = launched ? resume() : launch();
        if (result instanceof VmxResult.Paused) return paused();
        entered = false;
        if (!result.succeeded()) throw refused(result);
        launched = true;
        decode();
        return true;
    }

    private VmxResult launch() {
        narrator.tell(new Story.Launched(name, guest.rip()));
        return cpu.vmlaunch();
    }

    private VmxResult resume() {
        if (!resumed) narrator.tell(new Story.Resumed(name));
        resumed = true;
        return cpu.vmresume();
    }

    /** The guest is entered and stands still. It goes on, or an NMI brings the processor back to root operation for what comes next. */
    private boolean paused() {
        launched = true;
        boolean goesOn = pause.goesOn();
        while (goesOn && !exited(cpu.run())) goesOn = pause.goesOn();
        if (!goesOn) leaveGuest();
        entered = false;
        if (goesOn) decode();
        return goesOn;
    }

    private boolean exited(RunResult end) {
        if (end != RunResult.SHUTDOWN) return end == RunResult.VM_EXIT;
        throw HvException.defect("VMX abort of '%s'%n%s".formatted(name, Explained.lines(cpu.explainExit())).stripTrailing());
    }

    private void leaveGuest() {
        cpu.limit(Long.MAX_VALUE);
        cpu.nmi();
        var ended = cpu.run();
        if (ended != LogicalProcessor.RunResult.VM_EXIT) throw HvException.defect("a paused guest ended with " + ended + " instead of a VM exit");
        interrupts.noticeCounters();
    }

    private void kick(Runnable how) {
        if (entered) how.run();
    }

    private void decode() {
        interrupts.exited();
        exit = decoder.decode();
        if (exit instanceof VmExit.Exception(Event.Nmi _)) interrupts.noticeCounters();
        delivery.exited(exit);
    }

    public VmExit exit() { return exit; }

    /** Whether the present exit says that the turn's time is up. */
    public boolean sliceIsOver() { return exit instanceof VmExit.PreemptionTimerExpired; }

    /** What the processor would have done, as a value where there is one. */
    public Outcome natively(VmExit asked) { return natives.value(asked); }

    /** Does what has no result; the answer is never {@link Outcome.Native}. */
    public Outcome finish(VmExit asked) {
        if (asked instanceof VmExit.EptViolation violation) return violations.completeAsIfAllowed(violation);
        if (asked instanceof VmExit.MonitorTrap) stepper.trapped(guest);
        return natives.finish(asked);
    }

    public void advance() {
        if (guest.stringIo().active()) resolve(guest.stringIo().step());
        else guest.advance();
    }
    public void complete(CpuidResult answer) {
        results.cpuid(answer);
        guest.advance();
    }
    public void complete(VmExit asked, long answer) {
        if (guest.stringIo().active()) {
            resolve(guest.stringIo().store(answer));
        } else {
            resolve(results.write(asked, answer));
        }
    }
    private void resolve(Outcome done) {
        if (done instanceof Outcome.Advance) guest.advance();
        if (done instanceof Outcome.Inject(var event)) inject(event);
    }

    public void inject(Event event) {
        guest.stringIo().end();
        delivery.inject(event);
    }
    public void jumpTo(Gva rip) {
        guest.stringIo().end();
        guest.jumpTo(rip);
    }
    public void retry() { guest.stringIo().end(); }

    /**
     * As natively; then {@code after} sees the guest before its next instruction.
     *
     * @return what is left to do
     */
    public Outcome step(VmExit asked, Consumer<Vcpu> after) {
        var value = natives.value(asked);
        var outcome = value instanceof Outcome.Native ? finish(asked) : value;
        boolean again = asked instanceof VmExit.EptViolation ? delivery.interrupted() : outcome instanceof Outcome.Retry;
        stepper.then(after, !again && !(outcome instanceof Outcome.Inject));
        return outcome;
    }

    /** HLT is done: from now on {@link #wakes} tells whether the guest goes on. */
    public void halt() {
        advance();
        interruptible = delivery.interruptsEnabled();
    }

    /** Whether something that happened wakes the halted guest; its VMCS need not be current. */
    public boolean wakes() { return interrupts.nmiPending() || interruptible && interrupts.wakes(); }
    /** Whether any interrupt could wake the halted guest. */
    public boolean canWake() { return interruptible; }

    /** A name for VMCS fields that a plugin writes. */
    public Author author(String plugin) { return cpu.author("plugin '" + plugin + "'"); }
    /** Who writes VMCS fields from now on. @return who did before */
    public Author works(Author now) { return cpu.author(now); }
    /** What is behind the last exit, line by line; empty where it says all itself. */
    public List<String> explained() { return cpu.explainExit(); }

    private HvException refused(VmxResult result) {
        String instruction = launched ? "VMRESUME" : "VMLAUNCH";
        if (!(result instanceof VmxResult.FailValid(int error))) return HvException.defect(instruction + " of '" + name + "' ended with " + result);
        return HvException.defect("%s of '%s' failed with ZF = 1 (VMfailValid)%n%s".formatted(instruction, name, Explained.lines(cpu.explainFailure(error))).stripTrailing());
    }

    /** Where the guest is and what it executes there, for reports. */
    public String where() {
        return "RIP %XH: %s".formatted(guest.rip(), cpu.disassembleAtRip());
    }
}
