package hv.cpu.vmx;

import static hv.cpu.testing.VmxMachine.FREE;
import static hv.cpu.testing.VmxMachine.HOST_CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import hv.api.x86.VmcsField;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.Code;
import hv.cpu.testing.VmxMachine;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** VMX instructions of a hypervisor in machine code against the manual's checks, in their order: faults of their operands too. */
class InstructionCaseTests {
    private static final long POINTERS = FREE + 0x1000, STACK = VmxMachine.HOST_STACK, AT = HOST_CODE + 0x1000, HANDLERS = HOST_CODE + 0x2000,
            REAL_CODE = 0x7000, REAL_UNDEFINED = 0x7800;
    private static final long STATUS_FLAGS = 0x8D5, CF = 1, ZF = 0x40, ENTRY_FAILURE = 1L << 31;
    private static final int ENTRY_MOST = 10_000;
    /** Steps that no processor here can come to, each with the reason; and those of guests, which {@link ExitCaseTests} has. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("VMXON.7", "A20Tests, where memory is laid out for it"), Map.entry("VMXOFF.5", "no dual-monitor treatment"),
            Map.entry("VMREAD.5", "VMCS shadowing is not offered"), Map.entry("VMREAD.6", "VMCS shadowing is not offered"),
            Map.entry("VMWRITE.5", "VMCS shadowing is not offered"), Map.entry("VMWRITE.6", "VMCS shadowing is not offered"),
            Map.entry("VMLAUNCH.7", "a shadow VMCS is never current; EntryEffectTests has it with shadowing"),
            Map.entry("VMRESUME.7", "a shadow VMCS is never current"),
            Map.entry("INVEPT.2", "InstructionCheckTests, on a processor without EPT"), Map.entry("INVVPID.2", "ProfileTests, on one without VPID"));
    private static final Set<String> DUAL_MONITOR = Set.of("VMCALL.6", "VMCALL.7", "VMCALL.8", "VMCALL.9", "VMCALL.10", "VMCALL.11", "VMCALL.12");
    private static final Set<String> VM_FUNCTIONS = Set.of("VMFUNC.2", "VMFUNC.3", "VMFUNC.4", "VMFUNC.5", "VMFUNC.6", "VMFUNC.7", "VMFUNC.8");

    private static final Map<String, String> NOT_HERE = Map.of("EVT-005", "#VE is not offered", "EVT-018", "bus-lock detection is not offered",
            "EVT-019", "instruction timeout is not offered", "MEM-003", "page-modification logging is not offered",
            "MEM-004", "sub-page permissions are not offered");

    record Case(String step, List<String> host, String code, List<String> outcome) {
        @Override public String toString() { return step + " " + String.join(" ", host) + " | " + code; }
    }

    static List<Case> cases() {
        return EntryTable.lines("instruction-cases.txt", "#").stream().map(line -> line.split("\\|"))
                .map(c -> new Case(c[0].strip(), List.of(c[1].strip().split("\\s+")), c[2].strip(), List.of(c[3].strip().split("\\s+(?=[A-Z])")))).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comesToWhatTheManualSays(Case it) {
        try (var machine = new VmxMachine(profile(it.host()))) {
            prepare(machine, it);
            machine.cpu.limit(ENTRY_MOST);
            assertEquals(RunResult.HALTED, machine.cpu.run());
            assertEquals(it.outcome().getFirst(), outcome(machine));
            for (String fact : it.outcome().subList(1, it.outcome().size())) assertEquals(fact, fact(machine, fact.split("=")[0]));
        }
    }

    private static hv.cpu.platform.ProcessorProfile profile(List<String> host) {
        var profile = ProcessorProfiles.load(ProcessorProfiles.REFERENCE);
        for (String change : host) if (change.startsWith("MSR3A=")) profile = EntryTable.with(profile, 0x3A, Long.parseLong(change.substring(6), 16));
        return profile;
    }

    private static void prepare(VmxMachine machine, Case it) {
        var cpu = machine.cpu;
        if (it.host().contains("vmcs")) machine.withGuest("cpuid");
        if (it.host().contains("none")) VmxMachine.succeeds(cpu.vmxon(VmxMachine.VMXON));
        machine.ram.write(POINTERS, 8, VmxMachine.VMCS.value());
        machine.ram.write(POINTERS + 8, 8, VmxMachine.VMXON.value());
        cpu.set(Gpr.RBX, POINTERS);
        cpu.set(Gpr.RSI, POINTERS + 8);
        cpu.set(Gpr.RSP, STACK);
        handlers(machine);
        machine.code(HOST_CODE, "hlt").code(AT, Code.octets(it.code()) + "; hlt");
        for (String change : it.host()) change(machine, change);
        cpu.rflags(cpu.rflags() | STATUS_FLAGS);
        cpu.rip(AT);
        mode(machine, it.host());
    }

    /** One halting handler for each vector, on the host's stack. */
    private static void handlers(VmxMachine machine) {
        for (int vector = 0; vector < 32; vector++) {
            long at = HANDLERS + 16 * vector;
            machine.code(at, "hlt");
            machine.ram.write(VmxMachine.IDT + 16 * vector, 8, at >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | at & 0xFFFF);
        }
        machine.cpu.set(SystemRegister.IDTR_BASE, VmxMachine.IDT);
        machine.cpu.set(SystemRegister.IDTR_LIMIT, 0xFFF);
        machine.ram.write(VmxMachine.TSS + 4, 8, STACK);
        machine.cpu.set(SegmentName.TR, new SegmentState(24, VmxMachine.TSS, 0x67, 0x8B));
    }

    private static void change(VmxMachine machine, String change) {
        if (change.startsWith("F:")) machine.write(VmcsField.valueOf(name(change).substring(2)), value(change));
        else if (change.startsWith("M:")) machine.ram.write(Long.parseLong(name(change).substring(2), 16), 8, value(change));
        else if (change.startsWith("CR")) clear(machine, change);
        else if (ExitCaseTests.isRegister(name(change))) machine.cpu.set(Gpr.valueOf(name(change)), value(change));
    }

    private static void clear(VmxMachine machine, String change) {
        var register = SystemRegister.valueOf(change.substring(0, 3));
        machine.cpu.set(register, machine.cpu.get(register) & ~Long.parseLong(change.substring(4), 16));
    }

    private static String name(String change) { return change.split("=")[0]; }
    private static long value(String change) { return Long.parseUnsignedLong(change.split("=")[1], 16); }

    private static void mode(VmxMachine machine, List<String> host) {
        var cpu = machine.cpu;
        if (host.contains("compat")) cpu.set(SegmentName.CS, new SegmentState(8, 0, -1, 0xC09B));
        if (host.contains("real")) {
            cpu.set(SystemRegister.EFER, 0);
            cpu.set(SystemRegister.CR0, 0x30);
            cpu.set(SegmentName.CS, new SegmentState(0, 0, 0xFFFF, 0x9B));
            cpu.set(SegmentName.SS, new SegmentState(0, 0, 0xFFFF, 0x93));
            cpu.set(Gpr.RSP, REAL_CODE);
            cpu.set(SystemRegister.IDTR_BASE, 0);
            machine.ram.write(6 * 4, 4, REAL_UNDEFINED);
            machine.ram.copy(REAL_CODE, AT, 16);
            machine.code(REAL_UNDEFINED, "hlt");
            cpu.rip(REAL_CODE);
        }
        if (host.contains("user")) {
            machine.ram.write(VmxMachine.PML4, 8, VmxMachine.PDPT | 7);
            machine.ram.write(VmxMachine.PDPT, 8, 0x80 | 7);
            cpu.set(SegmentName.CS, new SegmentState(0x1B, 0, -1, 0xA0FB));
            cpu.set(SegmentName.SS, new SegmentState(0x23, 0, -1, 0xC0F3));
        }
    }

    private static String outcome(VmxMachine machine) {
        long rip = machine.cpu.rip() - 1;
        if (rip >= HANDLERS && rip < HANDLERS + 512) return fault(machine, (int) (rip - HANDLERS) / 16);
        if (rip == REAL_UNDEFINED) return "#6";
        if (rip == HOST_CODE) return "exit " + (machine.read(VmcsField.EXIT_REASON) & ~ENTRY_FAILURE);
        long flags = machine.cpu.rflags() & STATUS_FLAGS;
        if (flags == 0) return "ok";
        if (flags == CF) return "invalid";
        return flags == ZF ? "error " + machine.read(VmcsField.VM_INSTRUCTION_ERROR) : "flags " + Long.toHexString(flags);
    }

    private static String fault(VmxMachine machine, int vector) {
        boolean hasCode = vector == 8 || vector >= 10 && vector <= 14 || vector == 17;
        return "#" + vector + (hasCode ? "(" + machine.ram.read(machine.cpu.get(Gpr.RSP), 8) + ")" : "");
    }

    private static String fact(VmxMachine machine, String name) {
        long value = name.startsWith("M:") ? machine.ram.read(Long.parseLong(name.substring(2), 16), 8) : machine.cpu.get(Gpr.valueOf(name));
        return name + "=" + Long.toHexString(value).toUpperCase(java.util.Locale.ROOT);
    }

    @Test
    void everyStepOfTheManualHasACase() {
        var tested = cases().stream().map(Case::step).collect(Collectors.toCollection(HashSet::new));
        tested.addAll(ELSEWHERE.keySet());
        tested.addAll(DUAL_MONITOR);
        tested.addAll(VM_FUNCTIONS);
        var untested = new TreeSet<String>();
        for (String line : EntryTable.lines("instruction-checks.csv", "instruction,")) {
            var cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
            boolean exits = cells[3].startsWith("VM exit reason"), all = cells[0].equals("ALL");
            if (!exits && !all && !tested.contains(cells[0] + "." + cells[1])) untested.add(cells[0] + "." + cells[1] + " " + cells[2]);
        }
        assertEquals(Set.of(), untested);
    }

    /** Rows of exit-conditions.csv: a case of an instruction, an event, or the reason why there is none. */
    @Test
    void everyExitConditionOfTheManualIsTested() {
        var tested = new HashSet<>(ExitCaseTests.covered());
        Stream.of(ExitEventTests.class, MachineCheckTests.class, ApicEventTests.class, ApicVirtualizationTests.class, ApicWriteFaultTests.class)
                .flatMap(tests -> Arrays.stream(tests.getDeclaredMethods()))
                .flatMap(test -> Arrays.stream(test.getAnnotationsByType(Tag.class))).forEach(tag -> tested.add(tag.value()));
        tested.addAll(NOT_HERE.keySet());
        var untested = EntryTable.lines("exit-conditions.csv", "id,").stream().map(line -> line.split(",")[0]).filter(id -> !tested.contains(id)).toList();
        assertEquals(List.of(), untested);
    }
}
