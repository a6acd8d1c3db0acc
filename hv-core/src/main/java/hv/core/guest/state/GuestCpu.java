package hv.core.guest.state;

import hv.api.GuestFault;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.x86.Access;
import hv.api.x86.DebugCtl;
import hv.api.x86.Event;
import hv.api.x86.ExceptionVector;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.Interruptibility;
import hv.api.x86.PendingDebugExceptions;
import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.cpu.LogicalProcessor;
import hv.cpu.SystemRegister;
import java.util.OptionalLong;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntFunction;

/** The virtual processor of one virtual machine: its registers in the current VMCS and, for what no field holds, in the processor. */
public final class GuestCpu implements Vcpu {
    /** The fields that cached translations depend on. */
    private static final Set<VmcsField> PAGING = EnumSet.of(VmcsField.GUEST_CR0, VmcsField.GUEST_CR3, VmcsField.GUEST_CR4, VmcsField.GUEST_IA32_EFER,
            VmcsField.GUEST_PDPTE0, VmcsField.GUEST_PDPTE1, VmcsField.GUEST_PDPTE2, VmcsField.GUEST_PDPTE3);

    private final LogicalProcessor cpu;
    private final Vmcs vmcs;
    private final GuestMemoryAccess memory;
    private final InterruptInputs interrupts;
    private final Translations translations;
    private IntFunction<OptionalLong> rdmsr = _ -> OptionalLong.empty();

    public GuestCpu(LogicalProcessor cpu, Vmcs vmcs, GuestMemoryAccess memory, InterruptInputs interrupts, Translations translations) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.memory = memory;
        this.interrupts = interrupts;
        this.translations = translations;
    }

    /** Sets the source of {@link #rdmsr}: the chain of RDMSR. */
    public void rdmsrBy(IntFunction<OptionalLong> chain) { rdmsr = chain; }

    @Override public int index() { return 0; }

    @Override public long get(Gpr register) { return register == Gpr.RSP ? vmcs.get(VmcsField.GUEST_RSP) : cpu.get(register); }
    @Override public void set(Gpr register, long value) {
        if (register == Gpr.RSP) vmcs.set(VmcsField.GUEST_RSP, value);
        else cpu.set(register, value);
    }
    /** A general register as an operand of the present mode: 32 bits outside 64-bit mode. */
    public long operand(Gpr register) {
        long value = get(register);
        return in64BitMode() ? value : value & 0xFFFF_FFFFL;
    }

    @Override public long rip() { return vmcs.get(VmcsField.GUEST_RIP); }
    @Override public long xcr0() { return cpu.get(SystemRegister.XCR0); }
    @Override public boolean apicEnabled() { return interrupts.apicEnabled(); }
    @Override public long read(VmcsField field) { return vmcs.get(field); }

    @Override public void write(VmcsField field, long value) {
        if (field.area() != VmcsField.Area.GUEST_STATE || field == VmcsField.GUEST_RIP) {
            throw new IllegalArgumentException(field + " belongs to the framework; plugins write guest state, and RIP moves by an Outcome");
        }
        vmcs.set(field, value);
        if (PAGING.contains(field)) translations.flush();
    }

    @Override public OptionalLong rdmsr(int index) { return rdmsr.apply(index); }

    @Override public void read(Gva from, byte[] into) throws GuestFault { memory.read(from, into, linearMask()); }
    @Override public void write(Gva to, byte[] bytes) throws GuestFault { memory.write(to, bytes, linearMask()); }
    @Override public Gpa translate(Gva at, Access how) throws GuestFault { return memory.translate(at, how); }
    private long linearMask() { return in64BitMode() ? -1 : 0xFFFF_FFFFL; }

    @Override public void post(Event event) {
        switch (event) {
            case Event.ExternalInterrupt(int vector) -> interrupts.post(vector);
            case Event.Nmi _ -> interrupts.nmi();
            default -> throw new IllegalArgumentException(ExceptionVector.name(event.vector()) + " is no interrupt; faults are injected by Outcome.inject");
        }
    }

    /** Completes the instruction that exited: RIP moves past it, and it counts and takes its time. */
    public void advance() {
        cpu.retireOne();
        long next = vmcs.get(VmcsField.GUEST_RIP) + vmcs.get(VmcsField.VM_EXIT_INSTRUCTION_LENGTH);
        vmcs.set(VmcsField.GUEST_RIP, next >>> 32 == 0 || in64BitMode() ? next : next & 0xFFFF_FFFFL);
        completed();
    }

    /** Ends an instruction: blocking by STI and MOV SS ends, and a single-step trap is pending if TF is set. */
    public void completed() {
        long blocked = vmcs.get(VmcsField.GUEST_INTERRUPTIBILITY_STATE);
        if ((blocked & Interruptibility.BLOCKING_BY_STI_OR_MOV_SS) != 0) {
            vmcs.set(VmcsField.GUEST_INTERRUPTIBILITY_STATE, blocked & ~Interruptibility.BLOCKING_BY_STI_OR_MOV_SS);
        }
        if ((vmcs.get(VmcsField.GUEST_RFLAGS) & Rflags.TF) != 0 && (vmcs.get(VmcsField.GUEST_IA32_DEBUGCTL) & DebugCtl.BTF) == 0) {
            vmcs.set(VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS, vmcs.get(VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS) | PendingDebugExceptions.BS);
        }
    }

    public void jumpTo(Gva rip) {
        vmcs.set(VmcsField.GUEST_RIP, rip.value());
        completed();
    }

    /** Writes a result into a general register as an instruction of 64-bit or 32-bit mode does. */
    public void result(Gpr into, long value) { set(into, in64BitMode() ? value : value & 0xFFFF_FFFFL); }

    /** EDX:EAX := value, upper halves cleared. */
    public void edxEax(long value) {
        cpu.set(Gpr.RAX, value & 0xFFFF_FFFFL);
        cpu.set(Gpr.RDX, value >>> 32);
    }
}
