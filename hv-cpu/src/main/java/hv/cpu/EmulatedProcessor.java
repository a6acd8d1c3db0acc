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
import hv.cpu.vmx.PendingHost;
import hv.cpu.vmx.Provenance;
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
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The processor behind {@link LogicalProcessor#create}: hands each call to the part of the machine that answers it. */
final class EmulatedProcessor implements LogicalProcessor {
    static final OperationTable OPERATIONS =
            new OperationTable(List.of(UserOperations.table(), SimdOperations.table(), SystemOperations.table(), VmxOperations.table(),
                    X87Operations.table()));

    /** In the order of {@link Stop}. */
    private static final RunResult[] RUN_RESULTS =
            Arrays.stream(Stop.values()).map(stop -> RunResult.valueOf(stop.name())).toArray(RunResult[]::new);

    final Cpu cpu;
    private final Engine engine;
    private final GuestView guest;
    private final Provenance provenance;
    private Author author = new Author(0);
    private VmxResult last = VmxResult.SUCCEEDED;

    EmulatedProcessor(ProcessorProfile profile, Ram ram, Bus bus, VirtualClock clock) {
        cpu = new Cpu(profile, ram, bus, clock);
        engine = new Engine(cpu, OPERATIONS, new GuestEvents(cpu));
        guest = new GuestView(cpu);
        provenance = new Provenance(cpu);
        reset();
    }

    @Override public ProcessorProfile profile() { return cpu.profile; }
    @Override public Ram ram() { return cpu.ram; }
    @Override public VirtualClock clock() { return cpu.clock; }

    // ---- registers ----
    @Override public long get(Gpr register) { return (register == Gpr.RSP ? settled() : cpu).r[register.ordinal()]; }
    @Override public void set(Gpr register, long value) { (register == Gpr.RSP ? settled() : cpu).r[register.ordinal()] = value; }
    @Override public long rip() { return settled().rip; }
    @Override public void rip(long value) { settled().rip = value; }
    @Override public long rflags() { return settled().flags.image(); }

    /** The processor with the registers of what executes now: after a VM exit the host's, which may still have to be loaded. */
    private Cpu settled() {
        PendingHost.settle(cpu);
        return cpu;
    }

    @Override
    public void rflags(long value) {
        settled().flags.setImage((int) value);
        cpu.modeChanged();
    }

    @Override
    public long get(SystemRegister register) { return SystemRegisters.get(SystemRegisters.switched(register) ? settled() : cpu, register); }

    @Override
    public void set(SystemRegister register, long value) {
        boolean switched = SystemRegisters.switched(register);
        SystemRegisters.set(switched ? settled() : cpu, register, value);
        if (!switched) return;
        cpu.mem.flush();
        cpu.modeChanged();
    }

    @Override
    public SegmentState get(SegmentName segment) {
        var s = settled().segments[segment.ordinal()];
        return new SegmentState(s.selector, s.base, s.limit, s.rights);
    }

    @Override
    public void set(SegmentName segment, SegmentState state) {
        settled().segments[segment.ordinal()].load(state.selector(), state.base(), state.limit(), state.rights());
        if (segment == SegmentName.SS) cpu.cpl = cpu.protectedMode() ? state.rights() >> 5 & 3 : 0;
        cpu.modeChanged();
    }

    @Override public void save(ExtendedState into) { into.saveFrom(cpu); }
    @Override public void restore(ExtendedState from) { from.restoreTo(cpu); }
    @Override public CpuidResult cpuid(int leaf, int subleaf) { return Cpuid.answer(settled(), leaf, subleaf); }
    @Override public long cr0() { return settled().cr0; }
    @Override public long cr4() { return settled().cr4; }

    @Override
    public OptionalLong rdmsr(int index) {
        try {
            return OptionalLong.of(Msrs.read(settled(), index));
        } catch (GuestException e) {
            return OptionalLong.empty();
        }
    }

    @Override public OptionalLong rdpmc(int counter) { return cpu.performance.read(counter); }

    @Override
    public VmxResult movToCr(int number, long value) {
        return result(() -> {
            ControlRegisters.write(settled(), number, value);
            return VmxStatus.SUCCEED;
        });
    }

    @Override
    public boolean wrmsr(int index, long value) {
        return result(() -> {
            Msrs.write(settled(), index, value);
            return VmxStatus.SUCCEED;
        }).succeeded();
    }

    // ---- VMX instructions ----
    @Override public VmxResult vmxon(Hpa region) { return vmx(() -> JavaDoor.vmxon(cpu, region.value())); }
    @Override public VmxResult vmxoff() { return vmx(() -> JavaDoor.vmxoff(cpu)); }
    @Override public VmxResult vmclear(Hpa region) { return vmx(() -> JavaDoor.vmclear(cpu, region.value())); }
    @Override public VmxResult vmptrld(Hpa region) { return vmx(() -> JavaDoor.vmptrld(cpu, region.value())); }

    @Override
    public Optional<Hpa> vmptrst() {
        vmx(() -> {
            JavaDoor.vmptrst(cpu);
            return VmxStatus.SUCCEED;
        });
        long current = cpu.vmxState.current;
        return current == VmxState.NONE ? Optional.empty() : Optional.of(new Hpa(current));
    }

    @Override
    public OptionalLong vmread(VmcsField field) {
        boolean readable = vmx(() -> JavaDoor.vmread(cpu, field)).succeeded();
        return readable ? OptionalLong.of(JavaDoor.value(cpu, field)) : OptionalLong.empty();
    }

    @Override public VmxResult vmwrite(VmcsField field, long value) { return vmx(() -> JavaDoor.vmwrite(cpu, field, value)); }
    @Override public VmxResult vmlaunch() { return enter(true, null); }
    @Override public VmxResult vmresume() { return enter(false, null); }
    @Override public VmxResult vmresume(Exemption exemption) { return enter(false, exemption); }
    @Override public VmxResult invept(int type, long eptp) { return vmx(() -> JavaDoor.invept(cpu, type, eptp)); }
    @Override public VmxResult invvpid(int type, int vpid, long linear) { return vmx(() -> JavaDoor.invvpid(cpu, type, vpid, linear)); }
    @Override public VmxResult lastResult() { return last; }
    @Override
    public Author author(Author now) {
        var before = author;
        author = now;
        cpu.vmxState.author(now.id());
        return before;
    }

    @Override public Author author(String name) { return new Author(provenance.author(name)); }
    @Override public void keepFrames(Predicate<String> telling) { cpu.vmxState.tellingFrames = telling; }
    @Override public List<String> explainExit() { return new ExitStory(settled(), provenance).exit(); }
    @Override
    public void onMachineCodeFailure(Consumer<List<String>> told) {
        var story = new ExitStory(cpu, provenance);
        cpu.vmxState.failures = error -> told.accept(error == VmxState.FAILED_ENTRY ? story.exit() : story.failure(error));
    }

    @Override public List<String> explainFailure(int error) { return new ExitStory(settled(), provenance).failure(error); }

    @Override
    public List<BrokenRule> brokenRules() {
        boolean none = cpu.vmxState.current == VmxState.NONE;
        return none ? List.of() : VmEntry.brokenRules(settled(), provenance);
    }

    @Override public boolean inVmxOperation() { return cpu.vmx.vmxOn; }
    @Override public boolean inNonRootOperation() { return cpu.vmx.nonRoot; }

    private VmxResult enter(boolean launch, Exemption exemption) {
        var entered = vmx(() -> JavaDoor.enter(cpu, launch, exemption));
        boolean back = !cpu.vmx.nonRoot && !cpu.vmxState.aborted;
        if (!entered.succeeded() || back) return entered;
        var stop = cpu.vmx.exemption == null ? engine.run() : engine.complete();
        return last = stop == Stop.VM_EXIT ? VmxResult.SUCCEEDED : VmxResult.PAUSED;
    }

    /** A VMX instruction of software in Java. */
    private VmxResult vmx(IntSupplier instruction) {
        if (cpu.vmx.nonRoot) throw new IllegalStateException("the guest is entered: run() until it exits before any VMX instruction");
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
        settled();
        return RUN_RESULTS[engine.run().ordinal()];
    }

    @Override public void pause() { engine.pause(); }
    @Override public void breakAt(OptionalLong linear) { engine.breakAt(linear.orElse(Engine.NO_BREAKPOINT)); }
    @Override public void limit(long retired) { engine.limit(retired); }
    @Override public long retired() { return engine.retired(); }
    @Override public void retireOne() { engine.retireOne(); }
    @Override public void seed(long seed) { cpu.randomState = seed; }
    @Override public boolean heedsInterrupts() { return cpu.heedsInterrupts(); }
    @Override public LocalApic apic() { return cpu.apic; }
    @Override public void a20(boolean open) { cpu.mem.a20(open); }
    @Override public void ignoreFloatingPointError() {
        cpu.x87.ignne = cpu.x87.ferr;
        if (cpu.x87.ignne && cpu.activity == Activity.FROZEN) cpu.activity = Activity.ACTIVE;
    }
    @Override public void nmi() { cpu.nmiPending = true; }

    @Override
    public boolean machineCheck(MachineCheckError e) {
        boolean signalled = MachineCheck.log(cpu, e.bank(), e.code(), e.enable(), e.address(), e.corrupt());
        if (signalled) cpu.machineCheck = e.when() == MachineCheckError.Moment.NOW ? Waiting.FOR_NEXT_INSTRUCTION : Waiting.FOR_VM_ENTRY;
        return signalled;
    }

    @Override
    public void reset() {
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

    @Override public GuestRead guestMsr(int index) { return guestRead(() -> Msrs.read(cpu, index)); }
    @Override public GuestRead guestDebugRegister(int number) { return guestRead(() -> DebugRegisters.value(cpu, number)); }

    @Override
    public CpuidResult guestCpuid(int leaf, int subleaf) { return PendingHost.withGuest(cpu, () -> Cpuid.answer(cpu, leaf, subleaf)); }

    private GuestRead guestRead(LongSupplier register) {
        return PendingHost.withGuest(cpu, () -> {
            try {
                return new GuestRead.Value(register.getAsLong());
            } catch (GuestException fault) {
                return new GuestRead.Fault(GuestEvents.asEvent(fault));
            }
        });
    }
}
