package hv.core.guest;

import static hv.api.x86.VmcsField.EXIT_QUALIFICATION;
import static hv.api.x86.VmcsField.GUEST_LINEAR_ADDRESS;
import static hv.api.x86.VmcsField.GUEST_PHYSICAL_ADDRESS;
import static hv.api.x86.VmcsField.VM_EXIT_INTERRUPTION_INFORMATION;

import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.Event;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.VmcsField;
import hv.core.ept.GuestSpace;
import hv.core.report.HvException;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the facts of a VM exit from the fields that its reason defines, and from no other. */
final class ExitDecoder {
    private static final int VALID = 1 << 31;
    private static final long LINEAR_VALID = 1 << 7, TO_TRANSLATION = 1 << 8;

    private final GuestCpu guest;
    private final Vmcs vmcs;
    private final GuestSpace space;
    private final OperandDecoder operands;

    ExitDecoder(GuestCpu guest, Vmcs vmcs, GuestSpace space) {
        this.guest = guest;
        this.vmcs = vmcs;
        this.space = space;
        this.operands = new OperandDecoder(guest, vmcs);
    }

    VmExit decode() {
        int number = (int) vmcs.get(VmcsField.EXIT_REASON) & 0xFFFF;
        if (number == ExitReason.CPUID.number()) return new VmExit.Cpuid(eax(), ecx());
        var reason = ExitReason.of(number).orElseThrow(() -> HvException.defect("exit reason " + number + " is unknown"));
        return switch (reason) {
            case HLT -> new VmExit.Hlt();
            case VMCALL -> new VmExit.Vmcall();
            case RDMSR -> new VmExit.ReadMsr(ecx());
            case WRMSR -> new VmExit.WriteMsr(ecx(), edxEax());
            case IO_INSTRUCTION -> io(qualification());
            case CONTROL_REGISTER_ACCESS -> controlRegister(qualification());
            case MOV_DR -> debugRegister(qualification());
            case EPT_VIOLATION -> eptViolation(qualification());
            case EXCEPTION_OR_NMI -> new VmExit.Exception(event());
            default -> event(reason);
        };
    }

    private VmExit event(ExitReason reason) {
        return switch (reason) {
            case EXTERNAL_INTERRUPT -> new VmExit.ExternalInterrupt(acknowledgedVector());
            case TRIPLE_FAULT -> new VmExit.TripleFault();
            case INIT_SIGNAL -> new VmExit.InitSignal();
            case STARTUP_IPI -> new VmExit.StartupIpi((int) qualification() & 0xFF);
            case IO_SMI -> new VmExit.IoSmi((int) (qualification() >>> 16) & 0xFFFF, ((int) qualification() & 7) + 1);
            case OTHER_SMI -> new VmExit.OtherSmi();
            case INTERRUPT_WINDOW -> new VmExit.InterruptWindow();
            case NMI_WINDOW -> new VmExit.NmiWindow();
            case TASK_SWITCH -> new VmExit.TaskSwitch((int) qualification() & 0xFFFF,
                    VmExit.TaskSwitch.Source.values()[(int) (qualification() >>> 30) & 3]);
            case MONITOR_TRAP_FLAG -> new VmExit.MonitorTrap();
            case TPR_BELOW_THRESHOLD -> new VmExit.TprBelowThreshold();
            case VIRTUALIZED_EOI -> new VmExit.VirtualizedEoi((int) qualification() & 0xFF);
            case VMX_PREEMPTION_TIMER_EXPIRED -> new VmExit.PreemptionTimerExpired();
            case BUS_LOCK -> new VmExit.BusLock();
            case INSTRUCTION_TIMEOUT -> new VmExit.InstructionTimeout((qualification() & 1) != 0);
            case ENTRY_FAILURE_INVALID_GUEST_STATE -> new VmExit.EntryFailedGuestState(qualification());
            case ENTRY_FAILURE_MSR_LOADING -> new VmExit.EntryFailedMsrLoading((int) qualification());
            case ENTRY_FAILURE_MACHINE_CHECK -> new VmExit.EntryFailedMachineCheck();
            default -> memory(reason);
        };
    }

    private VmExit memory(ExitReason reason) {
        return switch (reason) {
            case EPT_MISCONFIGURATION -> new VmExit.EptMisconfiguration(physicalAddress());
            case APIC_ACCESS -> apicAccess(qualification());
            case APIC_WRITE -> new VmExit.ApicWrite((int) qualification() & 0xFFF);
            case PAGE_MODIFICATION_LOG_FULL -> new VmExit.PageModificationLogFull();
            case SPP_RELATED_EVENT -> new VmExit.SubPagePermission(physicalAddress(), (qualification() >> 11 & 1) != 0);
            default -> instruction(reason);
        };
    }

    private VmExit instruction(ExitReason reason) {
        return switch (reason) {
            case GETSEC -> new VmExit.Getsec(eax());
            case INVD -> new VmExit.Invd();
            case INVLPG -> new VmExit.Invlpg(new Gva(qualification()));
            case RDPMC -> new VmExit.Rdpmc(ecx());
            case RDTSC -> new VmExit.Rdtsc();
            case RDTSCP -> new VmExit.Rdtscp();
            case RSM -> new VmExit.Rsm();
            case MWAIT -> new VmExit.Mwait((qualification() & 1) != 0);
            case MONITOR -> new VmExit.Monitor(operands.monitored());
            case PAUSE -> new VmExit.Pause();
            case WBINVD_OR_WBNOINVD -> new VmExit.WriteBackAndInvalidate((qualification() & 1) != 0);
            case XSETBV -> new VmExit.Xsetbv(ecx(), edxEax());
            case XSAVES -> new VmExit.Xsaves(operands.memory(), edxEax());
            case XRSTORS -> new VmExit.Xrstors(operands.memory(), edxEax());
            case RDRAND -> new VmExit.Rdrand(operands.register(), operands.randomBytes());
            case RDSEED -> new VmExit.Rdseed(operands.register(), operands.randomBytes());
            case UMWAIT -> new VmExit.Umwait((int) guest.get(operands.register()));
            case TPAUSE -> new VmExit.Tpause((int) guest.get(operands.register()));
            case GDTR_OR_IDTR_ACCESS -> new VmExit.DescriptorTable(
                    VmExit.DescriptorTable.Instruction.values()[operands.identity()], operands.memory());
            case LDTR_OR_TR_ACCESS -> new VmExit.SystemSegment(VmExit.SystemSegment.Instruction.values()[operands.identity()], operands.operand());
            case INVPCID -> new VmExit.Invpcid(guest.get(operands.second()), operands.memory());
            default -> vmx(reason);
        };
    }

    private VmExit vmx(ExitReason reason) {
        return switch (reason) {
            case VMCLEAR -> new VmExit.Vmclear(operands.memory());
            case VMLAUNCH -> new VmExit.Vmlaunch();
            case VMPTRLD -> new VmExit.Vmptrld(operands.memory());
            case VMPTRST -> new VmExit.Vmptrst(operands.memory());
            case VMREAD -> new VmExit.Vmread(guest.get(operands.second()), operands.operand());
            case VMRESUME -> new VmExit.Vmresume();
            case VMWRITE -> new VmExit.Vmwrite(guest.get(operands.second()), operands.operand());
            case VMXOFF -> new VmExit.Vmxoff();
            case VMXON -> new VmExit.Vmxon(operands.memory());
            case VMFUNC -> new VmExit.Vmfunc(eax(), ecx());
            case INVEPT -> new VmExit.Invept(guest.get(operands.second()), operands.memory());
            case INVVPID -> new VmExit.Invvpid(guest.get(operands.second()), operands.memory());
            default -> rare(reason);
        };
    }

    /** Instructions that the reference processor does not have. */
    private VmExit rare(ExitReason reason) {
        return switch (reason) {
            case PCONFIG -> new VmExit.Pconfig(eax());
            case ENCLS -> new VmExit.Encls(eax());
            case ENCLV -> new VmExit.Enclv(eax());
            case LOADIWKEY -> new VmExit.LoadInternalWrappingKey();
            case ENQCMD_PASID_TRANSLATION_FAILURE -> new VmExit.Enqcmd((int) qualification() & 0xF_FFFF);
            case ENQCMDS_PASID_TRANSLATION_FAILURE -> new VmExit.Enqcmds((int) qualification());
            case SEAMCALL -> new VmExit.Seamcall();
            case TDCALL -> new VmExit.Tdcall();
            case RDMSRLIST -> new VmExit.ReadMsrList((int) qualification());
            case WRMSRLIST -> new VmExit.WriteMsrList((int) qualification(), vmcs.get(VmcsField.MSR_DATA));
            case URDMSR -> new VmExit.UserReadMsr(ecx());
            case UWRMSR -> new VmExit.UserWriteMsr(ecx(), edxEax());
            case RDMSR_IMMEDIATE -> new VmExit.ReadMsrImmediate((int) qualification(), operands.register());
            case WRMSRNS_IMMEDIATE -> new VmExit.WriteMsrImmediate((int) qualification(), guest.get(operands.register()));
            default -> throw HvException.defect("exit reason " + reason + " can't be decoded");
        };
    }

    private VmExit io(long qualification) {
        int port = (int) (qualification >>> 16) & 0xFFFF, bytes = ((int) qualification & 7) + 1;
        boolean in = (qualification & 8) != 0, string = (qualification & 16) != 0;
        if (string) return guest.stringIo().begin(port, bytes, in, (qualification & 32) != 0);
        if (in) return new VmExit.PortIn(port, bytes);
        return new VmExit.PortOut(port, bytes, eax() & -1 >>> 32 - 8 * bytes);
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
        Optional<Gva> linear = (qualification & LINEAR_VALID) != 0 ? Optional.of(new Gva(vmcs.get(GUEST_LINEAR_ADDRESS))) : Optional.empty();
        return new VmExit.EptViolation(physicalAddress(), linear,
                linear.isPresent() && (qualification & TO_TRANSLATION) == 0, Access.of((int) qualification & 7),
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
        return (information & VALID) != 0 ? OptionalInt.of(information & 0xFF) : OptionalInt.empty();
    }

    private long qualification() { return vmcs.get(EXIT_QUALIFICATION); }
    private static Gpr register(long qualification) { return OperandDecoder.REGISTERS[(int) qualification >> 8 & 15]; }
    private int eax() { return (int) guest.get(Gpr.RAX); }
    private int ecx() { return (int) guest.get(Gpr.RCX); }
    private long edxEax() { return guest.get(Gpr.RDX) << 32 | guest.get(Gpr.RAX) & 0xFFFF_FFFFL; }
}
