package hv.core.guest;

import static hv.api.x86.ExitControls.SAVE_VMX_PREEMPTION_TIMER_VALUE;

import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.api.x86.Cr0;
import hv.api.x86.Event;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Gva;
import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import hv.core.config.StartState;
import hv.core.ept.GuestSpace;
import hv.core.ept.SpaceMemory;
import hv.core.guest.completion.Completion;
import hv.core.guest.completion.Settlement;
import hv.core.guest.entry.Delivery;
import hv.core.guest.entry.Interceptions;
import hv.core.guest.entry.VirtualApicPage;
import hv.core.guest.entry.VirtualInterrupts;
import hv.core.guest.exit.ExitDecoder;
import hv.core.guest.state.Bitmaps;
import hv.core.guest.state.ControlBit;
import hv.core.guest.state.GuestCapabilities;
import hv.core.guest.state.GuestCpu;
import hv.core.guest.state.GuestMemoryAccess;
import hv.core.guest.state.GuestTimeStamp;
import hv.core.guest.state.MachineState;
import hv.core.guest.state.ShadowedRegisters;
import hv.core.guest.state.SwitchedState;
import hv.core.guest.state.Translations;
import hv.core.guest.state.Vmcs;
import hv.core.guest.state.VmcsAreas;
import hv.core.host.ControlWord;
import hv.core.host.HostTables;
import hv.core.host.VmxHost;
import hv.core.host.VmxOperation;
import hv.core.machine.Board;
import hv.core.report.ErrorKind;
import hv.core.report.Ending;
import hv.core.report.Explained;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.core.report.Story;
import hv.cpu.LogicalProcessor.Author;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.LogicalProcessor;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import hv.cpu.platform.Exemption;
import java.util.List;
import java.util.function.Consumer;

/** One virtual processor: its VMCS, and all that happens between an exit and the next entry. */
public final class VirtualProcessor {
    /** The author of VMCS fields that no plugin writes. */
    private static final String FRAMEWORK = "the framework";

    private final Identity identity;
    private final Board board;
    private final LogicalProcessor cpu;
    private final Pause pause;
    private final Hpa region;
    private final int vpid;
    private final Vmcs vmcs;
    private final Bitmaps bitmaps;
    private final GuestCapabilities capabilities;
    private final ShadowedRegisters shadowed;
    private final SpaceMemory memory;
    private final Interceptions interceptions;
    private final VirtualInterrupts interrupts;
    private final Delivery delivery;
    private final GuestCpu guest;
    private final ExitDecoder decoder;
    private final Completion completion;
    private final Livelock livelock;
    private final SwitchedState switched = new SwitchedState();
    private boolean launched, resumed, entered, interruptible;
    private VmExit exit;

    /** The identity of a virtual processor, and the narrator of its steps. @param number from 1 on, the VPID */
    public record Identity(String machine, int number, Narrator narrator) {}

    public VirtualProcessor(Identity identity, VmxHost host, Board board, GuestSpace space, Pause pause) {
        this.identity = identity;
        this.board = board;
        this.cpu = host.cpu();
        this.pause = pause;
        this.capabilities = new GuestCapabilities(cpu);
        this.region = host.operation().region();
        this.vpid = capabilities.has(ControlBit.ENABLE_VPID) ? identity.number : 0;
        this.vmcs = new Vmcs(cpu);
        this.bitmaps = new Bitmaps(cpu.ram(), host.frames());
        this.shadowed = new ShadowedRegisters(capabilities);
        this.memory = new SpaceMemory(space, cpu.ram());
        this.interceptions = new Interceptions(capabilities, bitmaps, shadowed);
        this.interrupts = new VirtualInterrupts(cpu, board, space,
                new VirtualApicPage(cpu.ram(), vmcs, host.frames(), capabilities, interceptions, space), new GuestTimeStamp(cpu, vmcs, capabilities),
                () -> kick(cpu::nmi));
        this.delivery = new Delivery(cpu, vmcs, interrupts, interceptions);
        this.guest = new GuestCpu(cpu, vmcs, new GuestMemoryAccess(cpu, space, memory), interrupts, new Translations(cpu, vpid));
        this.decoder = new ExitDecoder(guest, vmcs, space);
        this.completion = new Completion(cpu, vmcs, guest, space, interrupts, delivery, interceptions);
        this.livelock = new Livelock(cpu);
        board.onStop(() -> kick(cpu::pause));
    }

    public GuestCpu vcpu() { return guest; }
    public VirtualInterrupts interrupts() { return interrupts; }
    public Completion completion() { return completion; }
    public long retired() { return cpu.retired(); }

    /**
     * VMCLEAR, VMPTRLD and VMWRITE of the five areas.
     *
     * @param takesOver whether this processor takes over from the machine's own, in the middle of its program
     */
    public void setUp(StartState start, boolean takesOver, HostTables host, GuestSpace space) {
        requireUnrestricted(start);
        cpu.writeAs(cpu.author(FRAMEWORK));
        VmxOperation.expect("VMCLEAR", cpu.vmclear(region));
        identity.narrator.tell(new Story.Cleared(identity.machine, region));
        load();
        new VmcsAreas(identity.machine, cpu, vmcs, identity.narrator).write(start, host, bitmaps, capabilities, vpid, space.eptPointer());
        interrupts.time().start();
        interceptions.write(vmcs);
        if (MachineState.usesPae(start)) loadPdptes();
        switched.start(start);
        if (takesOver) interrupts.takeOver(cpu.apic());
        else interrupts.start();
    }

    /** Writes the PDPTEs: with EPT, VM entry takes those of PAE paging from the VMCS. */
    private void loadPdptes() {
        var fields = new VmcsField[] {VmcsField.GUEST_PDPTE0, VmcsField.GUEST_PDPTE1, VmcsField.GUEST_PDPTE2, VmcsField.GUEST_PDPTE3};
        long table = vmcs.get(VmcsField.GUEST_CR3) & 0xFFFF_FFE0L;
        for (int i = 0; i < fields.length; i++) vmcs.set(fields[i], memory.read(new Gpa(table + 8 * i), 8));
    }

    private void requireUnrestricted(StartState start) {
        long cr0 = start.system().getOrDefault(SystemRegister.CR0, 0L), paged = Cr0.PE | Cr0.PG;
        if (capabilities.has(ControlBit.UNRESTRICTED_GUEST) || (cr0 & paged) == paged) return;
        throw new HvException(ErrorKind.PROCESSOR, ("'%s' starts without paging, which needs secondary processor-based control 7, \"unrestricted guest\", absent on "
                + "processor '%s'; remedy: an image that starts with paging on, or another processor (--cpu)").formatted(identity.machine, cpu.profile().name()));
    }

    private void load() {
        VmxOperation.expect("VMPTRLD", cpu.vmptrld(region));
        if (!launched) identity.narrator.tell(new Story.Loaded(identity.machine, region));
    }

    /** Makes this virtual processor run next: VMPTRLD, and the state that no VMCS field holds. */
    public void switchIn() {
        VmxOperation.expect("VMPTRLD", cpu.vmptrld(region));
        switched.restore(cpu);
        interrupts.expectCounters();
    }
    public void switchOut() {
        switched.save(cpu);
        interrupts.noticeCounters();
    }

    /** Moves the processor's time-stamp counter to the guest's, which goes on without a VMCS. */
    public void handOver() { interrupts.time().handOver(); }

    /** VMCLEAR: the processor forgets this VMCS. */
    public void tearDown() {
        VmxOperation.expect("VMCLEAR", cpu.vmclear(region));
        interrupts.apic().remove();
    }

    /** The guest's registers, with which it goes on without a VMCS. */
    public StartState state() { return MachineState.read(vmcs, cpu, shadowed); }

    /** Limits the coming turn by the VMX-preemption timer. @param ticks 0 for no limit */
    public void slice(long ticks) {
        boolean limited = ticks > 0 && capabilities.has(ControlBit.PREEMPTION_TIMER);
        interceptions.own(ControlBit.PREEMPTION_TIMER, limited);
        long exitControls = vmcs.get(ControlWord.EXIT.field());
        vmcs.set(ControlWord.EXIT.field(), exitControls & ~SAVE_VMX_PREEMPTION_TIMER_VALUE | (limited ? SAVE_VMX_PREEMPTION_TIMER_VALUE : 0));
        if (limited) vmcs.set(VmcsField.VMX_PREEMPTION_TIMER_VALUE, Math.max(1, ticks / capabilities.timerTicks()));
    }

    public void intercept(Intercept what, String owner) { interceptions.add(what, owner); }
    public void release(Intercept what, String owner) { interceptions.remove(what, owner); }

    /** Runs the guest until its next VM exit. @return false if it came back without one, because the run is to end */
    public boolean enter() {
        completion.stepper().entering(guest);
        interrupts.prepare();
        interceptions.write(vmcs);
        delivery.prepare(completion.waits());
        entered = true;
        var result = launched ? resume(completion.take()) : launch();
        if (result instanceof VmxResult.Paused) return paused();
        entered = false;
        if (!result.succeeded()) throw refused(result);
        launched = true;
        decode();
        return true;
    }

    private VmxResult launch() {
        identity.narrator.tell(new Story.Launched(identity.machine, guest.rip()));
        return cpu.vmlaunch();
    }

    private VmxResult resume(Exemption exemption) {
        if (!resumed) identity.narrator.tell(new Story.Resumed(identity.machine));
        resumed = true;
        return exemption == null ? cpu.vmresume() : cpu.vmresume(exemption);
    }

    /** Handles a stop inside the guest: the guest runs on, or an NMI brings the processor back to root operation, where the run ends. */
    private boolean paused() {
        launched = true;
        boolean mayContinue = pause.mayContinue();
        while (mayContinue && !exited(goOn())) mayContinue = pause.mayContinue();
        if (!mayContinue) leaveGuest();
        entered = false;
        if (mayContinue) decode();
        return mayContinue;
    }

    /** Runs on. A guest that waits inside non-root operation, by MWAIT, for what can never come has halted. */
    private RunResult goOn() {
        var end = cpu.run();
        if (end == RunResult.HALTED && !board.idle()) board.stop(new Ending.Halted());
        return end;
    }

    private boolean exited(RunResult end) {
        if (end != RunResult.SHUTDOWN) return end == RunResult.VM_EXIT;
        throw HvException.defect("VMX abort of '%s'%n%s".formatted(identity.machine, Explained.lines(cpu.explainExit())).stripTrailing());
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
        livelock.exited();
    }

    public VmExit exit() { return exit; }

    /** Whether the present exit says that the turn's time is up. */
    public boolean sliceIsOver() { return exit instanceof VmExit.PreemptionTimerExpired; }

    /** The framework's own settlement of the present exit, before any handler is asked. */
    public Settlement settle() {
        if (delivery.interrupted()) completion.deliveryInterrupted();
        return switch (exit) {
            case VmExit.EptViolation violation -> completion.settle(violation);
            case VmExit.MonitorTrap _ -> completion.trapped(guest) || interceptions.wants(ExitReason.MONITOR_TRAP_FLAG) ? Settlement.OPEN : Settlement.INTERNAL;
            case VmExit.PortIn _, VmExit.PortOut _ -> decoder.strings().faults() ? completion.fault() : Settlement.OPEN;
            default -> Settlement.OPEN;
        };
    }

    /**
     * Completes an instruction without a result. RIP moves past it, except for OUT and OUTS, which the processor itself completes at the next entry,
     * without a device.
     */
    public void advance() {
        if (exit instanceof VmExit.PortOut) completion.port(0);
        else guest.advance();
    }
    public void complete(CpuidResult answer) {
        completion.complete(answer);
        guest.advance();
    }
    /** @throws IllegalArgumentException if the exit's instruction has no result */
    public void complete(long answer) {
        if (exit instanceof VmExit.PortIn) completion.port(answer);
        else apply(completion.write(exit, answer));
    }
    private void apply(Outcome written) {
        if (written instanceof Outcome.Inject(var event)) inject(event);
        else guest.advance();
    }

    public void inject(Event event) { delivery.inject(event); }
    public void jumpTo(Gva rip) { guest.jumpTo(rip); }
    public void retry() { completion.again(); }

    /** Completes the present exit as the processor would have. @return the part that is left to the caller; never {@link Outcome.Native} */
    public Outcome complete() { return completion.complete(exit); }

    /**
     * Completes the present exit as the processor would have; then {@code after} sees the guest before its next instruction.
     *
     * @return the part that is left to the caller
     */
    public Outcome step(Consumer<Vcpu> after) { return completion.step(exit, after, delivery.interrupted()); }

    /** Completes HLT: from now on {@link #wakes} tells whether the guest goes on. */
    public void halt() {
        advance();
        interruptible = delivery.interruptsEnabled();
    }

    /** Whether something that happened wakes the halted guest; its VMCS need not be current. */
    public boolean wakes() { return interrupts.nmiPending() || interruptible && interrupts.wakes(); }
    /** Whether any interrupt could wake the halted guest. */
    public boolean canWake() { return interruptible; }

    /** Registers a plugin as an author of VMCS fields. */
    public Author author(String plugin) { return cpu.author("plugin '" + plugin + "'"); }
    /** Sets the author of VMCS fields from now on. @return the author before */
    public Author writeAs(Author now) { return cpu.writeAs(now); }
    /** The causes of the last exit, line by line; empty where its own sentence tells all. */
    public List<String> explained() { return cpu.explainExit(); }

    private HvException refused(VmxResult result) {
        String instruction = launched ? "VMRESUME" : "VMLAUNCH";
        if (!(result instanceof VmxResult.FailValid(int error))) return HvException.defect(instruction + " of '" + identity.machine + "' ended with " + result);
        return HvException.defect("%s of '%s' failed with ZF = 1 (VMfailValid)%n%s".formatted(instruction, identity.machine, Explained.lines(cpu.explainFailure(error))).stripTrailing());
    }

    /** Whether exits repeat without an instruction that retires in between. */
    public boolean isLivelocked() { return livelock.isOne(); }

    /** The guest's RIP, and the instruction there, for reports. */
    public String where() {
        return "RIP %XH: %s".formatted(guest.rip(), cpu.disassembleAtRip(memory));
    }
}
