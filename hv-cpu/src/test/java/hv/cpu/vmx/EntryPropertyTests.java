package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.VmcsField;
import hv.cpu.SystemRegister;
import hv.cpu.entry.EntryRule;
import hv.cpu.entry.EntryRules;
import hv.cpu.entry.EntryView;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.semantics.Cpu;
import hv.cpu.testing.VmxMachine;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random states that fulfil all rules: the entry is made, an exit at once leaves the guest as it was, and one flipped bit has the outcome that the rules
 * predict. {@code -Dhv.entry.rounds=N} asks for more rounds.
 */
class EntryPropertyTests {
    private static final int ROUNDS = Integer.getInteger("hv.entry.rounds", 150), CHANGES = 40;
    private static final long TIMER_EXIT = 52, ENTRY_FAILURE = 1L << 31;
    /** The fields that vary, with the bits that do: those that an entry loads and an exit saves. */
    private static final Map<VmcsField, Long> VARIABLE = variable();
    private static final List<VmcsField> FIELDS = List.copyOf(VARIABLE.keySet());

    private static Map<VmcsField, Long> variable() {
        var map = new EnumMap<VmcsField, Long>(VmcsField.class);
        for (String segment : List.of("ES", "CS", "SS", "DS", "FS", "GS", "LDTR", "TR")) {
            for (String part : List.of("SELECTOR", "LIMIT", "BASE")) map.put(VmcsField.valueOf("GUEST_" + segment + "_" + part), -1L);
            map.put(VmcsField.valueOf("GUEST_" + segment + "_ACCESS_RIGHTS"), 0x1_F0FFL);
        }
        for (var field : List.of(GUEST_GDTR_BASE, GUEST_GDTR_LIMIT, GUEST_IDTR_BASE, GUEST_IDTR_LIMIT, GUEST_IA32_SYSENTER_CS, GUEST_IA32_SYSENTER_ESP,
                GUEST_IA32_SYSENTER_EIP, GUEST_RSP, GUEST_RIP, GUEST_CR3, GUEST_CR4, GUEST_RFLAGS, GUEST_IA32_PAT, GUEST_IA32_EFER,
                TSC_OFFSET, EXCEPTION_BITMAP, CR0_GUEST_HOST_MASK, CR4_READ_SHADOW, PAGE_FAULT_ERROR_CODE_MASK, HOST_FS_BASE, HOST_RSP,
                HOST_IA32_SYSENTER_EIP, HOST_CS_SELECTOR, HOST_GS_SELECTOR, CR3_TARGET_COUNT)) map.put(field, -1L);
        map.put(GUEST_CR0, 0x8005_002FL);
        map.put(GUEST_DR7, 0xFFFF_23FFL);
        map.put(GUEST_IA32_DEBUGCTL, 3L);
        map.put(GUEST_ACTIVITY_STATE, 3L);
        map.put(GUEST_INTERRUPTIBILITY_STATE, 0x8L);
        map.put(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 0x4191_9E88L);
        map.put(VM_ENTRY_CONTROLS, 0x200L);
        return map;
    }

    private static VmxMachine machine() {
        var machine = new VmxMachine(ProcessorProfiles.load(ProcessorProfiles.REFERENCE)).withGuest("cpuid");
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 1 << 6);
        machine.set(PRIMARY_VM_EXIT_CONTROLS, 1 << 18 | 1 << 20 | 1 << 21);
        machine.write(HOST_IA32_EFER, 0x500);
        machine.write(GUEST_IA32_EFER, 0x500);
        machine.write(GUEST_IA32_PAT, 0x0007_0406_0007_0406L);
        machine.set(VM_ENTRY_CONTROLS, 1 << 14 | 1 << 15);
        RealModeGuest.identityEpt(machine);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 7);
        return machine;
    }

    private static EntryView view(VmxMachine machine) {
        var cpu = new Cpu(machine.cpu.profile(), machine.ram, Bus.EMPTY, machine.clock);
        cpu.efer = machine.cpu.get(SystemRegister.EFER);
        cpu.vmxState.pointers.current = VmxMachine.VMCS.value();
        return new ProcessorView(cpu);
    }

    /** Changes random bits as long as all rules hold. */
    private static void vary(VmxMachine machine, Random random) {
        var view = view(machine);
        for (int i = 0; i < CHANGES; i++) {
            var field = FIELDS.get(random.nextInt(FIELDS.size()));
            long old = machine.read(field), changed = old ^ (VARIABLE.get(field) & random.nextLong() & random.nextLong() & random.nextLong());
            machine.write(field, changed);
            if (EntryRules.ALL.stream().anyMatch(rule -> !rule.holds(view))) machine.write(field, old);
        }
        if (machine.read(GUEST_ACTIVITY_STATE) == 3) machine.write(GUEST_ACTIVITY_STATE, 0);
        machine.write(VMX_PREEMPTION_TIMER_VALUE, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aLegalStateEntersAndAnExitAtOnceLeavesTheGuestAsItWas(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            try (var machine = machine()) {
                vary(machine, random);
                var before = guest(machine);
                String where = "seed " + seed + " round " + round;
                assertEquals(TIMER_EXIT, machine.launch(), where);
                assertEquals(before, guest(machine), where);
                assertEquals(TIMER_EXIT, machine.resume(), where);
                assertEquals(before, guest(machine), where);
            }
        }
    }

    private static Map<VmcsField, Long> guest(VmxMachine machine) {
        var state = new EnumMap<VmcsField, Long>(VmcsField.class);
        Stream.of(VmcsField.values()).filter(field -> field.area() == VmcsField.Area.GUEST_STATE)
                .forEach(field -> machine.cpu.vmread(field).ifPresent(value -> state.put(field, value)));
        return state;
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void oneFlippedBitHasTheOutcomeThatTheRulesPredict(long seed) {
        var random = new Random(seed);
        var fields = Stream.of(VmcsField.values()).filter(field -> field.area() != VmcsField.Area.READ_ONLY).toList();
        for (int round = 0; round < ROUNDS; round++) {
            try (var machine = machine()) {
                vary(machine, random);
                machine.launch();
                var field = fields.get(random.nextInt(fields.size()));
                long bit = 1L << random.nextInt(field.width().bits());
                if (machine.cpu.vmread(field).isEmpty()) continue;
                machine.write(field, machine.read(field) ^ bit);
                String expected = EntryRules.ALL.stream().filter(rule -> !rule.holds(view(machine))).findFirst().map(EntryRule::outcome)
                        .map(EntryTable::outcome).orElse("OK");
                assertEquals(expected, resume(machine), "seed " + seed + " round " + round + ": " + field + " bit " + Long.numberOfTrailingZeros(bit));
            }
        }
    }

    private static String resume(VmxMachine machine) {
        machine.cpu.limit(machine.cpu.retired() + 1000);
        return switch (machine.cpu.vmresume()) {
            case hv.cpu.VmxResult.FailValid(int error) -> "VMFAILVALID:" + error;
            case hv.cpu.VmxResult.Paused _ -> "OK";
            case hv.cpu.VmxResult.Succeeded _ -> exit(machine);
            case hv.cpu.VmxResult other -> other.toString();
        };
    }

    private static String exit(VmxMachine machine) {
        long reason = machine.read(EXIT_REASON);
        return (reason & ENTRY_FAILURE) == 0 ? "OK" : "ENTRY_FAIL:" + (reason & 0xFFFF) + ":" + machine.read(EXIT_QUALIFICATION);
    }
}
