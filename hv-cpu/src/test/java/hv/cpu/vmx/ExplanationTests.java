package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.FREE;
import static hv.cpu.testing.VmxMachine.HOST_CODE;
import static hv.cpu.testing.VmxMachine.VMCS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Gpr;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import hv.cpu.explain.VmInstructionError;
import hv.cpu.memory.EptEntryCheck;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.VmxMachine;
import hv.golden.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The texts that people read where VMX fails. */
class ExplanationTests {
    private static final ProcessorProfile OLD = ProcessorProfiles.load("ept-2008");
    private static final long PD = 0x15_2000, NO_RAM = 0x4000_0000;

    private final List<String> told = new ArrayList<>();

    @Test
    void explanationsReadAsTheGoldenFileSays() {
        tell("an address of an I/O bitmap that is not aligned, by a plugin", machine -> {
            machine.cpu.writeAs(machine.cpu.author("plugin 'ports'"));
            machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 25);
            machine.write(IO_BITMAP_A_ADDRESS, 0x800);
        });
        tell("a control that the processor does not have", machine -> machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 0x102000));
        tell("a count beyond its limit", machine -> machine.write(CR3_TARGET_COUNT, 9));
        tell("host state: no task register, a base that is not canonical", machine -> {
            machine.write(HOST_TR_SELECTOR, 0);
            machine.write(HOST_FS_BASE, 0x8000_0000_0000L);
        });
        tell("guest state: bit 1 of RFLAGS", machine -> machine.write(GUEST_RFLAGS, 0));
        tell("guest state: two fields that must agree", machine -> machine.write(GUEST_CS_SELECTOR, 9));
        tell("guest state: the link pointer", machine -> machine.write(VMCS_LINK_POINTER, VMCS.value()));
        tell("an event with blocking", machine -> {
            machine.write(GUEST_INTERRUPTIBILITY_STATE, 2);
            machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 0x8000_0202L);
        });
        tell("an MSR that VM entry never loads", machine -> entryLoads(machine, FREE, 0xC000_0101L, 0));
        tell("an entry of an MSR area that has reserved bits", machine -> entryLoads(machine, FREE, 1L << 32 | 0x10, 0));
        tell("a value that the MSR does not take", machine -> entryLoads(machine, FREE, 0x277, 2));
        tell("an MSR area where there is no RAM", machine -> entryLoads(machine, NO_RAM, 0, 0));
        tell("a triple fault", machine -> {
            machine.code(CODE, "ud2");
            machine.write(GUEST_IDTR_LIMIT, 0x2F);
        });
        tell("an EPT entry with a reserved bit", machine -> {
            RealModeGuest.identityEpt(machine);
            machine.ram.write(0x15_1008, 8, 0x2000_0097L);
            machine.ram.write(VmxMachine.PDPT + 8, 8, 0x4000_0083L);
            machine.code(CODE, "mov [rbx], rax");
            machine.cpu.set(Gpr.RBX, 0x4000_0123L);
        });
        tell("an EPT entry that may be written and not read", machine -> eptEntry(machine, 2));
        tell("an EPT entry that may only be executed, on a processor without that", EntryTable.with(OLD, 0x48C, OLD.msr(0x48C).orElseThrow() & ~1),
                machine -> eptEntry(machine, 4));
        tell("an EPT entry with no memory type", machine -> eptEntry(machine, 0x97));
        tell("an MSR that VM exit can't load", machine -> {
            machine.ram.write(FREE, 8, 0xC000_0101L);
            machine.write(VM_EXIT_MSR_LOAD_ADDRESS, FREE);
            machine.write(VM_EXIT_MSR_LOAD_COUNT, 1);
        });
        tell("an MSR that VM exit can't store", machine -> {
            machine.ram.write(FREE, 8, 0x800);
            machine.write(VM_EXIT_MSR_STORE_ADDRESS, FREE);
            machine.write(VM_EXIT_MSR_STORE_COUNT, 1);
        });
        Golden.of(ExplanationTests.class, "explanations").holds(told);
        for (var broken : EptEntryCheck.Broken.values()) assertTrue(told.stream().anyMatch(line -> line.contains(broken.text())), broken::text);
    }

    private static void entryLoads(VmxMachine machine, long area, long index, long value) {
        if (area == FREE) {
            machine.ram.write(FREE, 8, index);
            machine.ram.write(FREE + 8, 8, value);
        }
        machine.write(VM_ENTRY_MSR_LOAD_ADDRESS, area);
        machine.write(VM_ENTRY_MSR_LOAD_COUNT, 1);
    }

    /** Makes the EPT entry for the guest's code one of 2 MBytes with these low bits. */
    private static void eptEntry(VmxMachine machine, long entry) {
        RealModeGuest.identityEpt(machine);
        machine.ram.write(0x15_1000, 8, PD | 7);
        machine.ram.write(PD, 8, entry);
    }

    /** Each VM-instruction error that there is, and each VMX abort: most of these need a host that is broken by itself. */
    @Test
    void numbersReadAsTheGoldenFileSays() {
        try (var machine = new VmxMachine()) {
            for (var error : VmInstructionError.values()) told.add(machine.cpu.explainFailure(error.number()).getFirst());
        }
        for (var abort : VmxAbort.values()) told.add("VMX abort " + abort.indicator + ": " + VmxAbort.meaning(abort.indicator));
        Golden.of(ExplanationTests.class, "numbers").holds(told);
    }

    /** The explanation of each rule, from the state that breaks it. */
    @Test
    void everyRuleReadsAsTheGoldenFileSays() {
        for (var breaker : EntryTable.breakers()) {
            try (var state = EntryState.broken(breaker)) {
                state.explained().stream().filter(rule -> rule.id().equals(breaker.id())).forEach(rule -> told.addAll(rule.text().lines().toList()));
            }
            told.add("");
        }
        Golden.of(ExplanationTests.class, "entry-rules").holds(told);
    }

    private void tell(String title, Consumer<VmxMachine> change) { tell(title, OLD, change); }

    private void tell(String title, ProcessorProfile profile, Consumer<VmxMachine> change) {
        try (var machine = new VmxMachine(profile).withGuest("cpuid")) {
            change.accept(machine);
            var result = machine.cpu.vmlaunch();
            var lines = result instanceof VmxResult.FailValid(int error) ? machine.cpu.explainFailure(error) : machine.cpu.explainExit();
            told.add("# " + title);
            told.addAll(lines);
            told.add("");
        }
    }

    private static String writer(VmxMachine machine) { return machine.cpu.brokenRules().getFirst().fields().getFirst().writer(); }

    @Test
    void aFieldsWriterIsThePartThatWasAtWorkAndWhen() {
        try (var machine = new VmxMachine().withGuest("cpuid; cpuid")) {
            var before = machine.cpu.writeAs(machine.cpu.author("plugin 'a'"));
            machine.launch();
            machine.write(HOST_TR_SELECTOR, 0);
            assertEquals("written by plugin 'a' after VM exit 1", writer(machine));
            machine.cpu.writeAs(before);
            machine.write(HOST_TR_SELECTOR, 0);
            assertEquals("written by software in Java after VM exit 1", writer(machine));
        }
    }

    @Test
    void machineCodeIsNamedByTheAddressOfItsVmwrite() {
        try (var machine = new VmxMachine().withGuest("cpuid")) {
            var failures = new ArrayList<List<String>>();
            machine.cpu.onMachineCodeFailure(failures::add);
            machine.cpu.set(Gpr.RAX, HOST_TR_SELECTOR.encoding());
            machine.cpu.set(Gpr.RBX, 0);
            machine.code(HOST_CODE, "nop; vmwrite rax, rbx; vmlaunch; hlt").cpu.rip(HOST_CODE);
            machine.cpu.run();
            assertEquals("written by VMWRITE at 120001H before any VM exit", writer(machine));
            assertEquals(1, failures.size());
            assertTrue(failures.getFirst().getFirst().startsWith("VM-instruction error 8: "), failures::toString);
        }
    }

    /** BTF in a field that no exit saves disagrees with what the exit saved. */
    @Test
    void whatAnExitSavedIsItsOwn() {
        try (var machine = new VmxMachine().withGuest("mov ss, ax; cpuid")) {
            machine.clear(VM_ENTRY_CONTROLS, 1 << 2);
            machine.clear(PRIMARY_VM_EXIT_CONTROLS, 1 << 2);
            machine.write(GUEST_IA32_DEBUGCTL, 2);
            machine.write(GUEST_RFLAGS, 0x102);
            machine.cpu.set(Gpr.RAX, 16);
            machine.launch();
            var fields = machine.cpu.brokenRules().getFirst().fields();
            assertEquals("saved by VM exit 1", fields.stream().filter(f -> f.field() == GUEST_PENDING_DEBUG_EXCEPTIONS).findFirst().orElseThrow().writer());
            assertEquals("written by software in Java before any VM exit",
                    fields.stream().filter(f -> f.field() == GUEST_IA32_DEBUGCTL).findFirst().orElseThrow().writer());
        }
    }

    @Test
    void withFramesTheJavaCodeIsNamed() {
        try (var machine = new VmxMachine()) {
            machine.cpu.keepFrames(name -> name.equals(ExplanationTests.class.getName()));
            machine.withGuest("cpuid");
            machine.cpu.vmwrite(HOST_TR_SELECTOR, 0);
            assertTrue(writer(machine).matches("written by software in Java \\(.*ExplanationTests\\.withFramesTheJavaCodeIsNamed\\(ExplanationTests\\.java:\\d+\\)\\) before any VM exit"),
                    () -> writer(machine));
        }
    }

    @Test
    void aShutdownOutsideVmxOperationTellsItsExceptions() {
        try (var machine = new VmxMachine()) {
            machine.cpu.set(SystemRegister.IDTR_LIMIT, 0);
            machine.code(HOST_CODE, "ud2").cpu.rip(HOST_CODE);
            machine.cpu.run();
            assertEquals(List.of("delivering #UD raised #GP(33H): the gate of #UD in the IDT", "delivering #GP raised #GP(6BH): the gate of #GP in the IDT",
                    "delivering #DF raised #GP(43H): the gate of #DF in the IDT", "IDTR: base 0H, limit 0H"), machine.cpu.explainExit());
        }
    }
}
