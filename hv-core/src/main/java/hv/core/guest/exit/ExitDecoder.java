package hv.core.guest.exit;

import static hv.api.x86.ExitReason.*;
import static hv.api.x86.VmcsField.EXIT_QUALIFICATION;
import static hv.api.x86.VmcsField.GUEST_LINEAR_ADDRESS;
import static hv.api.x86.VmcsField.GUEST_PHYSICAL_ADDRESS;
import static hv.api.x86.VmcsField.VM_EXIT_INTERRUPTION_INFORMATION;

import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.EptViolationQualification;
import hv.api.x86.Event;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.InterruptionInformation;
import hv.api.x86.VmcsField;
import hv.core.ept.GuestSpace;
import hv.core.guest.entry.EventFormat;
import hv.core.guest.state.GuestCpu;
import hv.core.guest.state.Vmcs;
import hv.core.report.HvException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Reads the facts of a VM exit from the fields that its reason defines, and from no other. Reading has no effect. */
public final class ExitDecoder {
    private final GuestCpu guest;
    private final Vmcs vmcs;
    private final GuestSpace space;
    private final OperandDecoder operands;
    private final StringElement strings;
    /** The readers of exits, by basic exit reason. */
    private final Supplier<VmExit>[] table;

    @SuppressWarnings({"unchecked", "rawtypes"})
    public ExitDecoder(GuestCpu guest, Vmcs vmcs, GuestSpace space) {
        this.guest = guest;
        this.vmcs = vmcs;
        this.space = space;
        this.operands = new OperandDecoder(guest, vmcs);
        this.strings = new StringElement(guest, vmcs);
        this.table = new Supplier[Arrays.stream(ExitReason.values()).mapToInt(ExitReason::number).max().orElseThrow() + 1];
        events();
        memory();
        instructions();
        vmx();
        rare();
    }

    public VmExit decode() {
        int number = (int) vmcs.get(VmcsField.EXIT_REASON) & ExitReason.BASIC;
        if (number >= table.length || table[number] == null) throw HvException.defect("exit reason " + number + " is unknown");
        return table[number].get();
    }

    /** The memory element of INS or OUTS at the present exit. */
    public StringElement strings() { return strings; }

    private void on(ExitReason reason, Supplier<VmExit> read) { table[reason.number()] = read; }

    private void events() {
        on(EXCEPTION_OR_NMI, () -> new VmExit.Exception(event()));
        on(EXTERNAL_INTERRUPT, () -> new VmExit.ExternalInterrupt(acknowledgedVector()));
        on(TRIPLE_FAULT, VmExit.TripleFault::new);
        on(INIT_SIGNAL, VmExit.InitSignal::new);
        on(STARTUP_IPI, () -> new VmExit.StartupIpi((int) qualification() & 0xFF));
        on(IO_SMI, () -> new VmExit.IoSmi((int) (qualification() >>> 16) & 0xFFFF, ((int) qualification() & 7) + 1));
        on(OTHER_SMI, VmExit.OtherSmi::new);
        on(INTERRUPT_WINDOW, VmExit.InterruptWindow::new);
        on(NMI_WINDOW, VmExit.NmiWindow::new);
        on(TASK_SWITCH, () -> new VmExit.TaskSwitch((int) qualification() & 0xFFFF,
                VmExit.TaskSwitch.Source.values()[(int) (qualification() >>> 30) & 3]));
        on(MONITOR_TRAP_FLAG, VmExit.MonitorTrap::new);
        on(TPR_BELOW_THRESHOLD, VmExit.TprBelowThreshold::new);
        on(VIRTUALIZED_EOI, () -> new VmExit.VirtualizedEoi((int) qualification() & 0xFF));
        on(VMX_PREEMPTION_TIMER_EXPIRED, VmExit.PreemptionTimerExpired::new);
        on(BUS_LOCK, VmExit.BusLock::new);
        on(INSTRUCTION_TIMEOUT, () -> new VmExit.InstructionTimeout((qualification() & 1) != 0));
        on(ENTRY_FAILURE_INVALID_GUEST_STATE, () -> new VmExit.EntryFailedGuestState(qualification()));
        on(ENTRY_FAILURE_MSR_LOADING, () -> new VmExit.EntryFailedMsrLoading((int) qualification()));
        on(ENTRY_FAILURE_MACHINE_CHECK, VmExit.EntryFailedMachineCheck::new);
    }

    private void memory() {
        on(EPT_VIOLATION, () -> eptViolation(qualification()));
        on(EPT_MISCONFIGURATION, () -> new VmExit.EptMisconfiguration(physicalAddress()));
        on(APIC_ACCESS, () -> apicAccess(qualification()));
        on(APIC_WRITE, () -> new VmExit.ApicWrite((int) qualification() & 0xFFF));
        on(PAGE_MODIFICATION_LOG_FULL, VmExit.PageModificationLogFull::new);
        on(SPP_RELATED_EVENT, () -> new VmExit.SubPagePermission(physicalAddress(), (qualification() >> 11 & 1) != 0));
    }

    private void instructions() {
        on(CPUID, () -> new VmExit.Cpuid(eax(), ecx()));
        on(HLT, VmExit.Hlt::new);
        on(RDMSR, () -> new VmExit.ReadMsr(ecx()));
        on(WRMSR, () -> new VmExit.WriteMsr(ecx(), edxEax()));
        on(IO_INSTRUCTION, () -> io(qualification()));
        on(CONTROL_REGISTER_ACCESS, () -> controlRegister(qualification()));
        on(MOV_DR, () -> debugRegister(qualification()));
        on(GETSEC, () -> new VmExit.Getsec(eax()));
        on(INVD, VmExit.Invd::new);
        on(INVLPG, () -> new VmExit.Invlpg(new Gva(qualification())));
        on(RDPMC, () -> new VmExit.Rdpmc(ecx()));
        on(RDTSC, VmExit.Rdtsc::new);
        on(RDTSCP, VmExit.Rdtscp::new);
        on(RSM, VmExit.Rsm::new);
        on(MWAIT, () -> new VmExit.Mwait((qualification() & 1) != 0));
        on(MONITOR, () -> new VmExit.Monitor(operands.monitored()));
        on(PAUSE, VmExit.Pause::new);
        on(WBINVD_OR_WBNOINVD, () -> new VmExit.WriteBackAndInvalidate((qualification() & 1) != 0));
        on(XSETBV, () -> new VmExit.Xsetbv(ecx(), edxEax()));
        on(XSAVES, () -> new VmExit.Xsaves(operands.memory(), edxEax()));
        on(XRSTORS, () -> new VmExit.Xrstors(operands.memory(), edxEax()));
        on(RDRAND, () -> new VmExit.Rdrand(operands.register(), operands.randomBytes()));
        on(RDSEED, () -> new VmExit.Rdseed(operands.register(), operands.randomBytes()));
        on(UMWAIT, () -> new VmExit.Umwait((int) guest.get(operands.register())));
        on(TPAUSE, () -> new VmExit.Tpause((int) guest.get(operands.register())));
        on(GDTR_OR_IDTR_ACCESS, () -> new VmExit.DescriptorTable(VmExit.DescriptorTable.Instruction.values()[operands.identity()], operands.memory()));
        on(LDTR_OR_TR_ACCESS, () -> new VmExit.SystemSegment(VmExit.SystemSegment.Instruction.values()[operands.identity()], operands.operand()));
        on(INVPCID, () -> new VmExit.Invpcid(guest.get(operands.second()), operands.memory()));
    }

    private void vmx() {
        on(VMCALL, VmExit.Vmcall::new);
        on(VMCLEAR, () -> new VmExit.Vmclear(operands.memory()));
        on(VMLAUNCH, VmExit.Vmlaunch::new);
        on(VMPTRLD, () -> new VmExit.Vmptrld(operands.memory()));
        on(VMPTRST, () -> new VmExit.Vmptrst(operands.memory()));
        on(VMREAD, () -> new VmExit.Vmread(guest.get(operands.second()), operands.operand()));
        on(VMRESUME, VmExit.Vmresume::new);
        on(VMWRITE, () -> new VmExit.Vmwrite(guest.get(operands.second()), operands.operand()));
        on(VMXOFF, VmExit.Vmxoff::new);
        on(VMXON, () -> new VmExit.Vmxon(operands.memory()));
        on(VMFUNC, () -> new VmExit.Vmfunc(eax(), ecx()));
        on(INVEPT, () -> new VmExit.Invept(guest.get(operands.second()), operands.memory()));
        on(INVVPID, () -> new VmExit.Invvpid(guest.get(operands.second()), operands.memory()));
    }

    /** Exits of instructions that the reference processor does not have. */
    private void rare() {
        on(PCONFIG, () -> new VmExit.Pconfig(eax()));
        on(ENCLS, () -> new VmExit.Encls(eax()));
        on(ENCLV, () -> new VmExit.Enclv(eax()));
        on(LOADIWKEY, VmExit.LoadInternalWrappingKey::new);
        on(ENQCMD_PASID_TRANSLATION_FAILURE, () -> new VmExit.Enqcmd((int) qualification() & 0xF_FFFF));
        on(ENQCMDS_PASID_TRANSLATION_FAILURE, () -> new VmExit.Enqcmds((int) qualification()));
        on(SEAMCALL, VmExit.Seamcall::new);
        on(TDCALL, VmExit.Tdcall::new);
        on(RDMSRLIST, () -> new VmExit.ReadMsrList((int) qualification()));
        on(WRMSRLIST, () -> new VmExit.WriteMsrList((int) qualification(), vmcs.get(VmcsField.MSR_DATA)));
        on(URDMSR, () -> new VmExit.UserReadMsr(ecx()));
        on(UWRMSR, () -> new VmExit.UserWriteMsr(ecx(), edxEax()));
        on(RDMSR_IMMEDIATE, () -> new VmExit.ReadMsrImmediate((int) qualification(), operands.register()));
        on(WRMSRNS_IMMEDIATE, () -> new VmExit.WriteMsrImmediate((int) qualification(), guest.get(operands.register())));
    }

    private VmExit io(long qualification) {
        int port = (int) (qualification >>> 16) & 0xFFFF, bytes = ((int) qualification & 7) + 1;
        boolean in = (qualification & 8) != 0;
        if (in) return new VmExit.PortIn(port, bytes);
        return new VmExit.PortOut(port, bytes, strings.isPresent() ? strings.value() : eax() & -1 >>> 32 - 8 * bytes);
    }

    private VmExit controlRegister(long qualification) {
        int number = (int) qualification & 15;
        return switch ((int) qualification >> 4 & 3) {
            case 0 -> new VmExit.MovToCr(number, guest.operand(register(qualification)));
            case 1 -> new VmExit.MovFromCr(number, register(qualification));
            case 2 -> new VmExit.Clts();
            default -> new VmExit.Lmsw((int) (qualification >>> 16) & 0xFFFF);
        };
    }

    private VmExit debugRegister(long qualification) {
        int number = (int) qualification & 7;
        boolean from = (qualification & 16) != 0;
        return from ? new VmExit.MovFromDr(number, register(qualification)) : new VmExit.MovToDr(number, guest.operand(register(qualification)));
    }

    private VmExit eptViolation(long qualification) {
        boolean hasLinear = (qualification & EptViolationQualification.GUEST_LINEAR_ADDRESS_VALID) != 0;
        Optional<Gva> linear = hasLinear ? Optional.of(new Gva(vmcs.get(GUEST_LINEAR_ADDRESS))) : Optional.empty();
        return new VmExit.EptViolation(physicalAddress(), linear,
                linear.isPresent() && (qualification & EptViolationQualification.ACCESS_TO_TRANSLATION) == 0, Access.of((int) qualification & 7),
                Access.of((int) qualification >> 3 & 7));
    }

    private Gpa physicalAddress() { return space.reached(vmcs.get(GUEST_PHYSICAL_ADDRESS)); }

    private static VmExit apicAccess(long qualification) {
        var access = switch ((int) qualification >> 12 & 15) {
            case 1 -> Access.WRITE;
            case 2 -> Access.EXECUTE;
            default -> Access.READ;
        };
        return new VmExit.ApicAccess((int) qualification & 0xFFF, access);
    }

    private Event event() {
        int information = (int) vmcs.get(VM_EXIT_INTERRUPTION_INFORMATION);
        int code = (int) vmcs.get(VmcsField.VM_EXIT_INTERRUPTION_ERROR_CODE);
        return EventFormat.decode(information, code, this::qualification, () -> (int) vmcs.get(VmcsField.VM_EXIT_INSTRUCTION_LENGTH));
    }

    private OptionalInt acknowledgedVector() {
        int information = (int) vmcs.get(VM_EXIT_INTERRUPTION_INFORMATION);
        return (information & InterruptionInformation.VALID) != 0 ? OptionalInt.of(InterruptionInformation.vector(information)) : OptionalInt.empty();
    }

    private long qualification() { return vmcs.get(EXIT_QUALIFICATION); }
    private static Gpr register(long qualification) { return OperandDecoder.REGISTERS[(int) qualification >> 8 & 15]; }
    private int eax() { return (int) guest.get(Gpr.RAX); }
    private int ecx() { return (int) guest.get(Gpr.RCX); }
    private long edxEax() { return guest.get(Gpr.RDX) << 32 | guest.get(Gpr.RAX) & 0xFFFF_FFFFL; }
}
