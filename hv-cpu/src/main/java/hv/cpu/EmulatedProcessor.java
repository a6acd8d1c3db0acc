package hv.cpu;

import hv.api.GuestFault;
import hv.api.x86.Access;
import hv.api.x86.CpuidResult;
import hv.api.x86.Event;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import java.util.Optional;
import java.util.OptionalLong;

/** The processor behind {@link LogicalProcessor#create}: hands each call to the part of the machine that answers it. */
final class EmulatedProcessor implements LogicalProcessor {
    private final Cpu cpu;
    private VmxResult last = VmxResult.SUCCEEDED;

    EmulatedProcessor(ProcessorProfile profile, Ram ram, Bus bus, VirtualClock clock) {
        cpu = new Cpu(profile, ram, bus, clock);
    }

    @Override public ProcessorProfile profile() { return cpu.profile; }
    @Override public Ram ram() { return cpu.ram; }
    @Override public VirtualClock clock() { return cpu.clock; }

    @Override public long get(Gpr register) { return cpu.r[register.ordinal()]; }
    @Override public void set(Gpr register, long value) { cpu.r[register.ordinal()] = value; }
    @Override public long rip() { return cpu.rip; }
    @Override public void rip(long value) { cpu.rip = value; }
    @Override public long rflags() { throw new UnsupportedOperationException(); }
    @Override public void rflags(long value) { throw new UnsupportedOperationException(); }
    @Override public long get(SystemRegister register) { throw new UnsupportedOperationException(); }
    @Override public void set(SystemRegister register, long value) { throw new UnsupportedOperationException(); }
    @Override public SegmentState get(SegmentName segment) { throw new UnsupportedOperationException(); }
    @Override public void set(SegmentName segment, SegmentState state) { throw new UnsupportedOperationException(); }
    @Override public CpuidResult cpuid(int leaf, int subleaf) { throw new UnsupportedOperationException(); }
    @Override public OptionalLong rdmsr(int index) { throw new UnsupportedOperationException(); }
    @Override public long cr0() { return cpu.cr0; }
    @Override public long cr4() { return cpu.cr4; }
    @Override public VmxResult movToCr(int number, long value) { throw new UnsupportedOperationException(); }
    @Override public boolean wrmsr(int index, long value) { throw new UnsupportedOperationException(); }

    @Override public VmxResult vmxon(Hpa region) { throw new UnsupportedOperationException(); }
    @Override public VmxResult vmxoff() { throw new UnsupportedOperationException(); }
    @Override public VmxResult vmclear(Hpa region) { throw new UnsupportedOperationException(); }
    @Override public VmxResult vmptrld(Hpa region) { throw new UnsupportedOperationException(); }
    @Override public Optional<Hpa> vmptrst() { throw new UnsupportedOperationException(); }
    @Override public OptionalLong vmread(VmcsField field) { throw new UnsupportedOperationException(); }
    @Override public VmxResult vmwrite(VmcsField field, long value) { throw new UnsupportedOperationException(); }
    @Override public VmxResult vmlaunch() { throw new UnsupportedOperationException(); }
    @Override public VmxResult vmresume() { throw new UnsupportedOperationException(); }
    @Override public VmxResult invept(int type, long eptp) { throw new UnsupportedOperationException(); }
    @Override public VmxResult invvpid(int type, int vpid, long linear) { throw new UnsupportedOperationException(); }
    @Override public VmxResult lastResult() { return last; }
    @Override public boolean inVmxOperation() { return cpu.vmx.vmxOn; }
    @Override public boolean inNonRootOperation() { return cpu.vmx.nonRoot; }

    @Override public RunResult run() { throw new UnsupportedOperationException(); }
    @Override public void pause() { throw new UnsupportedOperationException(); }
    @Override public void breakAt(OptionalLong linear) { throw new UnsupportedOperationException(); }
    @Override public void limit(long retired) { throw new UnsupportedOperationException(); }
    @Override public long retired() { throw new UnsupportedOperationException(); }
    @Override public void nmi() { throw new UnsupportedOperationException(); }
    @Override public void reset() { throw new UnsupportedOperationException(); }

    @Override public Gpa translate(Gva linear, Access how) throws GuestFault { throw new GuestFault(Event.UD); }
    @Override public Optional<Hpa> translate(Gpa physical, Access how) { throw new UnsupportedOperationException(); }
    @Override public String disassembleAtRip() { throw new UnsupportedOperationException(); }
    @Override public Emulated emulateOne(GuestMemory fetch, GuestMemory data) { throw new UnsupportedOperationException(); }
}
