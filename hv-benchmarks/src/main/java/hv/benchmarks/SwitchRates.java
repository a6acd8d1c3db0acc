package hv.benchmarks;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.Efer;
import hv.api.x86.EntryControls;
import hv.api.x86.ExitControls;
import hv.api.x86.ExitReason;
import hv.api.x86.Hpa;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmcsField;
import hv.cpu.LogicalProcessor;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Nanoseconds of processor time from VMRESUME, executed by software in Java, to the VM exit of the guest's CPUID: for one guest again and again, and
 * for two in turn, where each switch is a VMPTRLD and a load of registers more.
 */
public final class SwitchRates {
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final int EXITS = 400_000, DEFAULT_ROUNDS = 5;
    private static final long CODE = 0x10_0000, PML4 = 0x8000, PDPT = 0x9000;
    private static final Hpa VMXON = new Hpa(0x1000);
    private static final Hpa[] GUESTS = {new Hpa(0x2000), new Hpa(0x3000)};
    private static final String FIELDS = """
            VMCS_LINK_POINTER -1 HOST_CR0 80000031 HOST_CR3 8000 HOST_CR4 2020 HOST_CS_SELECTOR 8 HOST_SS_SELECTOR 10 HOST_DS_SELECTOR 10 HOST_TR_SELECTOR 18
            HOST_RIP 100000 GUEST_CR0 80000031 GUEST_CR3 8000 GUEST_CR4 2020 GUEST_DR7 400 GUEST_RFLAGS 2 GUEST_RIP 100000 GUEST_CS_SELECTOR 8
            GUEST_CS_LIMIT FFFFFFFF GUEST_CS_ACCESS_RIGHTS A09B GUEST_SS_ACCESS_RIGHTS 10000 GUEST_DS_ACCESS_RIGHTS 10000 GUEST_ES_ACCESS_RIGHTS 10000
            GUEST_FS_ACCESS_RIGHTS 10000 GUEST_GS_ACCESS_RIGHTS 10000 GUEST_LDTR_ACCESS_RIGHTS 10000 GUEST_TR_ACCESS_RIGHTS 8B GUEST_TR_SELECTOR 18
            GUEST_TR_LIMIT 67""";

    private final LogicalProcessor cpu;

    private SwitchRates(Ram ram) {
        cpu = LogicalProcessor.create(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, Bus.EMPTY, new VirtualClock());
        ram.write(PML4, 8, PDPT | 3);
        ram.write(PDPT, 8, 0x83);
        ram.write(CODE, 2, 0xA20F);
        cpu.set(SystemRegister.CR3, PML4);
        cpu.set(SystemRegister.CR4, Cr4.VMXE | Cr4.PAE);
        cpu.set(SystemRegister.EFER, Efer.LMA | Efer.LME);
        cpu.set(SystemRegister.CR0, Cr0.PG | Cr0.NE | Cr0.ET | Cr0.PE);
        cpu.set(SegmentName.CS, new SegmentState(8, 0, -1, AccessRights.CODE_64));
        for (var region : new Hpa[] {VMXON, GUESTS[0], GUESTS[1]}) ram.write(region.value(), 4, cpu.rdmsr(MsrIndex.IA32_VMX_BASIC).orElseThrow());
        succeed(cpu.vmxon(VMXON));
        for (var guest : GUESTS) launch(guest);
    }

    private void launch(Hpa guest) {
        succeed(cpu.vmclear(guest));
        succeed(cpu.vmptrld(guest));
        control(VmcsField.PIN_BASED_VM_EXECUTION_CONTROLS, MsrIndex.IA32_VMX_TRUE_PINBASED_CTLS, 0);
        control(VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, MsrIndex.IA32_VMX_TRUE_PROCBASED_CTLS, 0);
        control(VmcsField.PRIMARY_VM_EXIT_CONTROLS, MsrIndex.IA32_VMX_TRUE_EXIT_CTLS,
                ExitControls.HOST_ADDRESS_SPACE_SIZE | ExitControls.SAVE_DEBUG_CONTROLS);
        control(VmcsField.VM_ENTRY_CONTROLS, MsrIndex.IA32_VMX_TRUE_ENTRY_CTLS, EntryControls.IA32E_MODE_GUEST | EntryControls.LOAD_DEBUG_CONTROLS);
        var words = FIELDS.split("\\s+");
        for (int i = 0; i < words.length; i += 2) succeed(cpu.vmwrite(VmcsField.valueOf(words[i]), Long.parseLong(words[i + 1], 16)));
        succeed(cpu.vmlaunch());
    }

    private void control(VmcsField field, int capability, int bits) { succeed(cpu.vmwrite(field, cpu.rdmsr(capability).orElseThrow() & 0xFFFF_FFFFL | bits)); }

    private static void succeed(VmxResult result) {
        if (!result.succeeded()) throw new IllegalStateException(result.toString());
    }

    private void run(boolean inTurn) {
        for (int i = 0; i < EXITS; i++) {
            if (inTurn) succeed(cpu.vmptrld(GUESTS[i & 1]));
            succeed(cpu.vmresume());
            if (cpu.vmread(VmcsField.EXIT_REASON).orElseThrow() != ExitReason.CPUID.number()) throw new IllegalStateException("another exit");
        }
    }

    /** @param arguments the number of rounds, 5 unless given */
    public static void main(String[] arguments) {
        int rounds = arguments.length == 0 ? DEFAULT_ROUNDS : Integer.parseInt(arguments[0]);
        try (var ram = new Ram(4 << 20)) {
            var processor = new SwitchRates(ram);
            IO.println("one guest    %6.0f ns".formatted(processor.measure(false, rounds)));
            IO.println("two in turn  %6.0f ns".formatted(processor.measure(true, rounds)));
        }
    }

    private double measure(boolean inTurn, int rounds) {
        var times = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            long start = TIMES.getCurrentThreadCpuTime();
            run(inTurn);
            if (round >= 0) times[round] = (TIMES.getCurrentThreadCpuTime() - start) / (double) EXITS;
        }
        return KernelRates.median(times);
    }
}
