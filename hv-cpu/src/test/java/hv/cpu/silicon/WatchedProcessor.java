package hv.cpu.silicon;

import static hv.api.x86.InterruptionInformation.ENTRY_BITS;
import static hv.api.x86.InterruptionInformation.TYPE_SHIFT;
import static hv.api.x86.InterruptionInformation.VALID;
import static hv.api.x86.PrimaryControls.*;
import static hv.api.x86.SecondaryControls.*;
import static hv.api.x86.VmcsField.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.EventType;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import hv.api.x86.InterruptionInformation;
import hv.api.x86.PinBasedControls;
import hv.api.x86.Rflags;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.VmxResult;
import hv.cpu.platform.Exemption;
import hv.cpu.testing.VmxMachine;
import java.util.HashMap;
import java.util.Map;

/**
 * The same as the guest of a VMM that intercepts whatever can be, refuses accesses to all pages in use, and changes nothing: each VM exit is completed by
 * an exemption that grows until the instruction is over.
 */
final class WatchedProcessor extends WholeProcessor {
    private static final long EPT_PML4 = 0x30_0000, EPT_PDPT = 0x30_1000, EPT_PD = 0x30_2000, EPT_PT = 0x30_3000;
    private static final long EPTP = EPT_PML4 | 3 << 3 | 6, EPTP_ACCESSED_DIRTY = 1 << 6;
    private static final int ALL = 7, WRITE_BACK = 6 << 3, HLT_ACTIVITY = 1, MOST_EXITS = 1_000_000;
    private static final int UNDEFINED_OPCODE = VALID | EventType.HARDWARE_EXCEPTION << TYPE_SHIFT | ExceptionVector.UD;
    private static final int INTERCEPTIONS = HLT_EXITING | INVLPG_EXITING | MWAIT_EXITING | RDPMC_EXITING | RDTSC_EXITING | CR3_LOAD_EXITING
            | CR3_STORE_EXITING | CR8_LOAD_EXITING | CR8_STORE_EXITING | MOV_DR_EXITING | UNCONDITIONAL_IO_EXITING | MONITOR_EXITING | PAUSE_EXITING;
    private static final int FEATURES = ENABLE_EPT | DESCRIPTOR_TABLE_EXITING | ENABLE_RDTSCP | WBINVD_EXITING | RDRAND_EXITING | ENABLE_INVPCID
            | RDSEED_EXITING | ENABLE_XSAVES_XRSTORS;

    private final Map<Long, Integer> open = new HashMap<>();
    private final WatchedDevice device = new WatchedDevice(machine.ram);
    private Watch watch;
    private long reasons, retired, rip;
    /** The last entry has delivered an event, unless an access of the delivery has been refused. */
    private boolean injected;

    WatchedProcessor() { super(halted(new VmxMachine().withGuest())); }

    /** In VMX non-root operation, before anything of the guest's has been executed. */
    private static VmxMachine halted(VmxMachine machine) {
        machine.ram.write(EPT_PML4, 8, EPT_PDPT | ALL);
        machine.ram.write(EPT_PDPT, 8, EPT_PD | ALL);
        machine.ram.write(EPT_PD, 8, EPT_PT | ALL);
        for (long page = 0; page < UserProcess.RAM_BYTES; page += 0x1000) machine.ram.write(EPT_PT + (page >>> 12) * 8, 8, page | WRITE_BACK | ALL);
        machine.write(EPT_POINTER, EPTP);
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, PinBasedControls.EXTERNAL_INTERRUPT_EXITING | PinBasedControls.NMI_EXITING);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, INTERCEPTIONS);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, FEATURES & machine.cpu.rdmsr(0x48B).orElseThrow() >>> 32);
        machine.write(CR0_GUEST_HOST_MASK, -1);
        machine.write(CR0_READ_SHADOW, UserProcess.CR0);
        machine.write(CR4_GUEST_HOST_MASK, -1);
        machine.write(CR4_READ_SHADOW, UserProcess.CR4);
        machine.write(GUEST_ACTIVITY_STATE, HLT_ACTIVITY);
        assertEquals(VmxResult.PAUSED, machine.cpu.vmlaunch());
        return machine;
    }

    /** @return as {@link #run(Case, Conditions)} of a processor alone */
    RunResult run(Case at, Conditions conditions, Watch how) {
        watch = how;
        leave();
        allow(at.region);
        machine.write(EPT_POINTER, watch.accessedDirty() ? EPTP | EPTP_ACCESSED_DIRTY : EPTP);
        machine.write(EXCEPTION_BITMAP, watch.exceptions() ? 0xFFFF_FFFFL : 0);
        if (watch.trap()) machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, MONITOR_TRAP_FLAG);
        else machine.clear(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, MONITOR_TRAP_FLAG);
        assertEquals(VmxResult.PAUSED, machine.cpu.vmresume());
        load(at, conditions);
        next();
        assertEquals(RunResult.VM_EXIT, machine.cpu.run());
        int exits = 0;
        while (machine.read(EXIT_REASON) != ExitReason.TRIPLE_FAULT.number()) {
            assertTrue(exits++ < MOST_EXITS, "VM exits without end");
            if (exited()) return RunResult.HALTED;
        }
        device.commit();
        return RunResult.SHUTDOWN;
    }

    /** An NMI brings the processor back from a guest that waits; one that is shut down is made to wait. */
    private void leave() {
        if (machine.cpu.inNonRootOperation()) {
            machine.cpu.nmi();
            assertEquals(RunResult.VM_EXIT, machine.cpu.run());
        } else {
            machine.write(GUEST_ACTIVITY_STATE, HLT_ACTIVITY);
            machine.write(GUEST_RFLAGS, 2);
        }
    }

    private void allow(Region region) {
        for (int page : process.pages()) machine.ram.write(EPT_PT + (page >>> 12) * 8, 1, WRITE_BACK | watch.allowed());
        device.clear();
        for (int i = 0; i < 2; i++) if ((watch.devices() >> i & 1) != 0 && region.protection(i) != 0) device(region.offset() + i * 0x1000);
    }

    private void device(int page) {
        machine.ram.write(EPT_PT + (page >>> 12) * 8, 1, WRITE_BACK);
        device.add(page);
    }

    /** Handles a VM exit and enters the guest again. @return whether the guest waits */
    private boolean exited() {
        if (watch.hostLooks()) machine.cpu.rip();
        int reason = (int) machine.read(EXIT_REASON);
        boolean vectoring = (machine.read(IDT_VECTORING_INFORMATION) & VALID) != 0;
        if (!underWay() || reason == ExitReason.MONITOR_TRAP_FLAG.number() || injected && !vectoring) next();
        injected = false;
        if (vectoring || reason == ExitReason.EXCEPTION_OR_NMI.number()) device.commit();
        if (reason == ExitReason.EPT_VIOLATION.number()) refused();
        else if (reason == ExitReason.EXCEPTION_OR_NMI.number()) exception();
        else if (isVmx(reason)) undefined();
        else if (reason != ExitReason.MONITOR_TRAP_FLAG.number()) reasons |= 1L << instruction(reason);
        if (vectoring) deliver();
        if (reason == ExitReason.HLT.number()) machine.clear(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, MONITOR_TRAP_FLAG);
        device.begin();
        var result = reasons == 0 && open.isEmpty() ? machine.cpu.vmresume() : machine.cpu.vmresume(new Exemption(reasons, this::frame, device));
        if (result.equals(VmxResult.PAUSED)) assertEquals(ExitReason.HLT.number(), reason, "the guest stopped without HLT");
        return !result.equals(VmxResult.SUCCEEDED);
    }

    private boolean underWay() { return machine.cpu.retired() == retired && machine.read(GUEST_RIP) == rip; }

    private void next() {
        device.commit();
        open.clear();
        reasons = 0;
        retired = machine.cpu.retired();
        rip = machine.cpu.inNonRootOperation() ? c.rip : machine.read(GUEST_RIP);
    }

    private void refused() {
        if (device.answer()) return;
        long page = machine.read(GUEST_PHYSICAL_ADDRESS) & -0x1000;
        open.merge(page, device.has(page) ? ALL : (int) machine.read(EXIT_QUALIFICATION) & ALL, (a, b) -> a | b);
    }

    private long frame(long page, int access) {
        boolean opened = (open.getOrDefault(page, 0) & access) == access;
        return !opened ? Exemption.Frames.AS_EPT_SAYS : device.has(page) ? Exemption.Frames.ON_THE_BUS : page;
    }

    /** The instructions that are always a VM exit in a guest, and undefined without VMX operation. */
    private static boolean isVmx(int reason) {
        return switch (ExitReason.of(reason).orElseThrow()) {
            case VMCALL, VMCLEAR, VMLAUNCH, VMPTRLD, VMPTRST, VMREAD, VMRESUME, VMWRITE, VMXOFF, VMXON, INVEPT, INVVPID, VMFUNC, GETSEC -> true;
            default -> false;
        };
    }

    /** The reason of an instruction that is completed as it is. */
    private static int instruction(int reason) {
        return switch (ExitReason.of(reason).orElseThrow()) {
            case CPUID, HLT, INVD, INVLPG, RDPMC, RDTSC, CONTROL_REGISTER_ACCESS, MOV_DR, IO_INSTRUCTION, RDMSR, MONITOR, PAUSE, GDTR_OR_IDTR_ACCESS,
                 LDTR_OR_TR_ACCESS, RDTSCP, WBINVD_OR_WBNOINVD, XSETBV, RDRAND, INVPCID, RDSEED -> reason;
            default -> throw new AssertionError("VM exit " + ExitReason.of(reason).orElseThrow());
        };
    }

    /** The event on its way when an access was refused; an INT n that may not use its gate has become the exception that has made the VM exit. */
    private void deliver() {
        long event = machine.read(IDT_VECTORING_INFORMATION);
        boolean exception = machine.read(EXIT_REASON) == ExitReason.EXCEPTION_OR_NMI.number();
        if (!exception) inject(event, machine.read(IDT_VECTORING_ERROR_CODE));
        else assertEquals(EventType.SOFTWARE_INTERRUPT, InterruptionInformation.type((int) event), "an exception while another event is delivered");
    }

    private void exception() {
        long event = machine.read(VM_EXIT_INTERRUPTION_INFORMATION), cause = machine.read(EXIT_QUALIFICATION);
        if ((event & 0xFF) == Vectors.PAGE_FAULT) c.cr2 = cause;
        if ((event & 0xFF) == Vectors.SINGLE_STEP) c.dr[6] = c.dr[6] & ~0xFL | cause;
        inject(event, machine.read(VM_EXIT_INTERRUPTION_ERROR_CODE));
    }

    private void undefined() {
        machine.set(GUEST_RFLAGS, Rflags.RF);
        inject(UNDEFINED_OPCODE, 0);
    }

    private void inject(long event, long errorCode) {
        injected = true;
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, Integer.toUnsignedLong((int) event & ENTRY_BITS));
        machine.write(VM_ENTRY_EXCEPTION_ERROR_CODE, errorCode);
        machine.write(VM_ENTRY_INSTRUCTION_LENGTH, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
    }
}
