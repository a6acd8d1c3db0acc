package hv.cpu;

import hv.api.GuestFault;
import hv.api.x86.Access;
import hv.api.x86.CpuidResult;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import hv.cpu.apic.LocalApic;
import hv.cpu.engine.Engine;
import hv.cpu.engine.OperationTable;
import hv.cpu.engine.Stop;
import hv.cpu.explain.BrokenRule;
import hv.cpu.platform.Bus;
import hv.cpu.platform.Exemption;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.UserOperations;
import hv.cpu.simd.SimdOperations;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers.Activity;
import hv.cpu.state.Registers.Waiting;
import hv.cpu.state.VmxPointers;
import hv.cpu.state.VmxState;
import hv.cpu.system.ControlRegisters;
import hv.cpu.system.Cpuid;
import hv.cpu.system.DebugRegisters;
import hv.cpu.system.MachineCheck;
import hv.cpu.system.Msrs;
import hv.cpu.system.Reset;
import hv.cpu.system.SystemOperations;
import hv.cpu.vmx.ExitStory;
import hv.cpu.vmx.JavaDoor;
import hv.cpu.vmx.Provenance;
import hv.cpu.vmx.Settled;
import hv.cpu.vmx.VmEntry;
import hv.cpu.vmx.VmxOperations;
import hv.cpu.vmx.VmxStatus;
import hv.cpu.x87.X87Operations;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** The processor behind {@link LogicalProcessor#create}: hands each call to the part of the machine that answers it. */
final class EmulatedProcessor implements LogicalProcessor {
    static final OperationTable OPERATIONS =
            new OperationTable(List.of(UserOperations.table(), SimdOperations.table(), SystemOperations.table(), VmxOperations.table(),
                    X87Operations.table()));

    /** The results of a run, in the order of {@link Stop}. */
    private static final RunResult[] RUN_RESULTS =
            Arrays.stream(Stop.values()).map(stop -> RunResult.valueOf(stop.name())).toArray(RunResult[]::new);

    final Settled settled;
    private final Engine engine;
    private final GuestView guest;
    private final Provenance provenance;
    private Author author = new Author(0);
    private VmxResult last = VmxResult.SUCCEEDED;

    EmulatedProcessor(ProcessorProfile profile, Ram ram, Bus bus, VirtualClock clock) {
        var cpu = new Cpu(profile, ram, bus, clock);
        settled = new Settled(cpu);
        engine = new Engine(cpu, OPERATIONS, new GuestEvents(cpu));
        guest = new GuestView(settled);
        provenance = new Provenance(cpu);
        reset();
    }

    @Override public ProcessorProfile profile() { return settled.profile; }
    @Override public Ram ram() { return settled.ram; }
    @Override public VirtualClock clock() { return settled.clock; }

    // ---- registers ----
    @Override public long get(Gpr register) { return settled.get(register); }
    @Override public void set(Gpr register, long value) { settled.set(register, value); }
    @Override public long rip() { return settled.cpu().rip; }
    @Override public void rip(long value) { settled.cpu().rip = value; }
    @Override public long rflags() { return settled.cpu().flags.image(); }

    @Override
    public void rflags(long value) {
        var cpu = settled.cpu();
        cpu.flags.setImage((int) value);
        cpu.modeChanged();
    }

    @Override public long get(SystemRegister register) { return SystemRegisters.get(settled, register); }
    @Override public void set(SystemRegister register, long value) { SystemRegisters.set(settled, register, value); }

    @Override
    public SegmentState get(SegmentName segment) {
        var s = settled.cpu().segments[segment.ordinal()];
        return new SegmentState(s.selector, s.base, s.limit, s.rights);
    }

    @Override
    public void set(SegmentName segment, SegmentState state) {
        var cpu = settled.cpu();
        cpu.segments[segment.ordinal()].load(state.selector(), state.base(), state.limit(), state.rights());
        if (segment == SegmentName.SS) cpu.cpl = cpu.protectedMode() ? state.rights() >> 5 & 3 : 0;
        cpu.modeChanged();
    }

    @Override public void save(ExtendedState into) { into.saveFrom(settled); }
    @Override public void restore(ExtendedState from) { from.restoreTo(settled); }
    @Override public CpuidResult cpuid(int leaf, int subleaf) { return Cpuid.answer(settled.cpu(), leaf, subleaf); }
    @Override public long cr0() { return settled.cpu().cr0; }
    @Override public long cr4() { return settled.cpu().cr4; }

    @Override
    public OptionalLong rdmsr(int index) {
        try {
            return OptionalLong.of(Msrs.read(settled.cpu(), index));
        } catch (GuestException e) {
            return OptionalLong.empty();
        }
    }

    @Override public OptionalLong rdpmc(int counter) { return settled.performance.read(counter); }

    @Override
    public VmxResult movToCr(int number, long value) {
        return result(() -> {
            ControlRegisters.write(settled.cpu(), number, value);
            return VmxStatus.SUCCEED;
        });
    }

    @Override
    public boolean wrmsr(int index, long value) {
        return result(() -> {
            Msrs.write(settled.cpu(), index, value);
            return VmxStatus.SUCCEED;
        }).succeeded();
    }

    // ---- VMX instructions ----
    @Override public VmxResult vmxon(Hpa region) { return vmx(() -> JavaDoor.vmxon(settled, region.value())); }
    @Override public VmxResult vmxoff() { return vmx(() -> JavaDoor.vmxoff(settled)); }
    @Override public VmxResult vmclear(Hpa region) { return vmx(() -> JavaDoor.vmclear(settled, region.value())); }
    @Override public VmxResult vmptrld(Hpa region) { return vmx(() -> JavaDoor.vmptrld(settled, region.value())); }

    @Override
    public Optional<Hpa> vmptrst() {
        vmx(() -> {
            JavaDoor.vmptrst(settled);
            return VmxStatus.SUCCEED;
        });
        long current = settled.vmx.pointers.current;
        return current == VmxPointers.NONE ? Optional.empty() : Optional.of(new Hpa(current));
    }

    @Override
    public OptionalLong vmread(VmcsField field) {
        boolean readable = vmx(() -> JavaDoor.vmread(settled, field)).succeeded();
        return readable ? OptionalLong.of(JavaDoor.value(settled, field)) : OptionalLong.empty();
    }

    @Override public VmxResult vmwrite(VmcsField field, long value) { return vmx(() -> JavaDoor.vmwrite(settled, field, value)); }
    @Override public VmxResult vmlaunch() { return enter(true, null); }
    @Override public VmxResult vmresume() { return enter(false, null); }
    @Override public VmxResult vmresume(Exemption exemption) { return enter(false, exemption); }
    @Override public VmxResult invept(int type, long eptp) { return vmx(() -> JavaDoor.invept(settled, type, eptp)); }
    @Override public VmxResult invvpid(int type, int vpid, long linear) { return vmx(() -> JavaDoor.invvpid(settled, type, vpid, linear)); }
    @Override public VmxResult lastResult() { return last; }
    @Override
    public Author writeAs(Author now) {
        var before = author;
        author = now;
        settled.vmx.provenance.author(now.id());
        return before;
    }

    @Override public Author author(String name) { return new Author(provenance.author(name)); }
    @Override public void keepFrames(Predicate<String> telling) { settled.vmx.provenance.tellingFrames = telling; }
    @Override public List<String> explainExit() { return new ExitStory(settled.cpu(), provenance).exit(); }
    @Override
    public void onMachineCodeFailure(Consumer<List<String>> told) {
        var story = new ExitStory(settled.cpu(), provenance);
        settled.vmx.failures = error -> told.accept(error == VmxState.FAILED_ENTRY ? story.exit() : story.failure(error));
    }

    @Override public List<String> explainFailure(int error) { return new ExitStory(settled.cpu(), provenance).failure(error); }

    @Override
    public List<BrokenRule> brokenRules() {
        return settled.vmx.pointers.hasCurrent() ? VmEntry.brokenRules(settled.cpu(), provenance) : List.of();
    }

    @Override public boolean inVmxOperation() { return settled.controls.vmxOn; }
    @Override public boolean inNonRootOperation() { return settled.controls.nonRoot; }

    private VmxResult enter(boolean launch, Exemption exemption) {
        var entered = vmx(() -> JavaDoor.enter(settled, launch, exemption));
        boolean back = !settled.controls.nonRoot && !settled.vmx.aborted;
        if (!entered.succeeded() || back) return entered;
        var stop = settled.controls.exemption == null ? engine.run() : engine.complete();
        return last = stop == Stop.VM_EXIT ? VmxResult.SUCCEEDED : VmxResult.PAUSED;
    }

    /** A VMX instruction of software in Java. */
    private VmxResult vmx(IntSupplier instruction) {
        if (settled.controls.nonRoot) throw new IllegalStateException("the guest is entered: run() until it exits before any VMX instruction");
        return last = result(instruction);
    }

    private static VmxResult result(IntSupplier instruction) {
        try {
            int status = instruction.getAsInt();
            return switch (status) {
                case VmxStatus.SUCCEED -> VmxResult.SUCCEEDED;
                case VmxStatus.FAIL_INVALID -> VmxResult.FAIL_INVALID;
                default -> new VmxResult.FailValid(status);
            };
        } catch (GuestException fault) {
            return new VmxResult.Faulted(GuestEvents.asEvent(fault));
        }
    }

    // ---- execution ----
    @Override
    public RunResult run() {
        settled.cpu();
        return RUN_RESULTS[engine.run().ordinal()];
    }

    @Override public void pause() { engine.pause(); }
    @Override public void breakAt(OptionalLong linear) { engine.breakAt(linear.orElse(Engine.NO_BREAKPOINT)); }
    @Override public void limit(long retired) { engine.limit(retired); }
    @Override public long retired() { return engine.retired(); }
    @Override public void retireOne() { settled.retireOne(); }
    @Override public void seed(long seed) { settled.cpu().randomState = seed; }
    @Override public boolean heedsInterrupts() { return settled.cpu().heedsInterrupts(); }
    @Override public LocalApic apic() { return settled.apic; }
    @Override public void a20(boolean open) { settled.cpu().mem.a20(open); }
    @Override
    public void ignoreFloatingPointError() {
        var cpu = settled.cpu();
        cpu.x87.ignne = cpu.x87.ferr;
        if (cpu.x87.ignne && cpu.activity == Activity.FROZEN) cpu.activity = Activity.ACTIVE;
    }
    @Override public void nmi() { settled.cpu().nmiPending = true; }

    @Override
    public boolean machineCheck(MachineCheckError e) {
        var cpu = settled.cpu();
        boolean signalled = MachineCheck.log(cpu, e.bank(), e.code(), e.enable(), e.address(), e.corrupt());
        if (signalled) cpu.machineCheck = e.when() == MachineCheckError.Moment.NOW ? Waiting.FOR_NEXT_INSTRUCTION : Waiting.FOR_VM_ENTRY;
        return signalled;
    }

    @Override
    public void reset() {
        var cpu = settled.cpu();
        cpu.vmxState.reset();
        cpu.vmx.interceptNothing();
        cpu.vmx.vmxOn = false;
        Reset.reset(cpu);
        cpu.mem.a20(true);
        cpu.modeChanged();
    }

    // ---- the guest of the current VMCS ----
    @Override public Gpa translate(Gva linear, Access how) throws GuestFault { return guest.translate(linear, how, guest.throughEpt()); }

    @Override
    public Gpa translate(Gva linear, Access how, GuestMemory memory) throws GuestFault {
        return guest.translate(linear, how, memory);
    }

    @Override public Optional<Hpa> translate(Gpa physical, Access how) { return guest.translate(physical, how); }

    @Override public String disassembleAtRip() { return guest.disassembleAtRip(guest.throughEpt()); }
    @Override public String disassembleAtRip(GuestMemory memory) { return guest.disassembleAtRip(memory); }

    @Override public GuestRead guestMsr(int index) { return guestRead(cpu -> Msrs.read(cpu, index)); }
    @Override public GuestRead guestDebugRegister(int number) { return guestRead(cpu -> DebugRegisters.value(cpu, number)); }

    @Override
    public CpuidResult guestCpuid(int leaf, int subleaf) { return settled.withGuest(cpu -> Cpuid.answer(cpu, leaf, subleaf)); }

    private GuestRead guestRead(ToLongFunction<Cpu> register) {
        return settled.withGuest(cpu -> {
            try {
                return new GuestRead.Value(register.applyAsLong(cpu));
            } catch (GuestException fault) {
                return new GuestRead.Fault(GuestEvents.asEvent(fault));
            }
        });
    }
}
