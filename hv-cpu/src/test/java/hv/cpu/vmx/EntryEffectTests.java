package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.FREE;
import static hv.cpu.testing.VmxMachine.HOST_CODE;
import static hv.cpu.testing.VmxMachine.OTHER_VMCS;
import static hv.cpu.testing.VmxMachine.VMCS;
import static hv.cpu.testing.VmxMachine.VMXON;
import static hv.cpu.testing.VmxMachine.fails;
import static hv.cpu.testing.VmxMachine.succeeds;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Event;
import hv.api.x86.Gpr;
import hv.api.x86.VmcsField;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import hv.cpu.testing.VmxMachine;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of entry-checks.csv that are no rule on a field, by their ids: basic checks, MSR loading, effects of failure and success. */
class EntryEffectTests {
    private static final int CPUID = 10, VMLAUNCH = 20, VMRESUME = 24, INVALID_GUEST = 33, MSR_LOADING = 34;
    private static final long ENTRY_FAILURE = 1L << 31, STATUS_FLAGS = 0x8D5, CF = 1, ZF = 0x40;
    private static final VmxResult UD = new VmxResult.Faulted(Event.UD);

    private final VmxMachine machine = new VmxMachine(EntryTable.permissive());

    @AfterEach
    void close() { machine.close(); }

    /** A row applies, and neither here nor in the tables of states is a test of it. */
    @Test
    void everyRowOfTheManualIsTested() {
        var tested = new HashSet<>(UncheckedStateTests.covered());
        EntryTable.breakers().forEach(breaker -> tested.add(breaker.id()));
        Stream.of(EntryEffectTests.class, MachineCheckTests.class).flatMap(tests -> Arrays.stream(tests.getDeclaredMethods()))
                .flatMap(m -> Arrays.stream(m.getAnnotationsByType(Tag.class))).forEach(tag -> tested.add(tag.value()));
        tested.addAll(msrRows());
        var untested = EntryTable.rows().stream().filter(EntryTable.Row::applies).map(EntryTable.Row::id).filter(id -> !tested.contains(id)).toList();
        assertEquals(java.util.List.of(), untested);
        System.out.println("entry-checks.csv: " + EntryTable.rows().stream().filter(EntryTable.Row::applies).count() + " rows apply, all tested");
    }

    private static Set<String> msrRows() {
        return EntryTable.rows().stream().map(EntryTable.Row::id).filter(id -> id.startsWith("MSRLOAD")).collect(Collectors.toSet());
    }

    @Tag("BASIC-001")
    @Test
    void outsideVmxOperationItIsUndefined() { assertEquals(UD, machine.cpu.vmlaunch()); }

    /** In root operation CR0.PE is always 1; an unrestricted guest in real mode meets #UD before the VM exit. */
    @Tag("BASIC-002")
    @Test
    void inRealModeItIsUndefined() {
        machine.withGuest("vmlaunch");
        RealModeGuest.make(machine, "vmlaunch");
        machine.write(EXCEPTION_BITMAP, 1 << 6);
        assertEquals(0, machine.launch());
        assertEquals(0x8000_0306L, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
    }

    @Tag("BASIC-003")
    @Test
    void inVirtual8086ModeItIsUndefined() {
        machine.withGuest("vmresume");
        Virtual8086Guest.make(machine, "vmresume");
        machine.write(EXCEPTION_BITMAP, 1 << 6);
        assertEquals(0, machine.launch());
        assertEquals(0x8000_0306L, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
    }

    @Tag("BASIC-004")
    @Test
    void inCompatibilityModeItIsUndefined() {
        machine.withGuest();
        machine.cpu.set(SegmentName.CS, new SegmentState(8, 0, -1, 0xC09B));
        assertEquals(UD, machine.cpu.vmlaunch());
    }

    /** Before the privilege check. */
    @Tag("BASIC-005")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inNonRootOperationItExits(boolean user) {
        machine.withGuest("vmlaunch");
        if (user) UserGuest.make(machine);
        assertEquals(VMLAUNCH, machine.launch());
        machine.code(CODE, "vmresume");
        assertEquals(VMRESUME, machine.resume());
    }

    @Tag("BASIC-006")
    @Test
    void atCpl3ItFaults() {
        machine.withGuest();
        machine.cpu.set(SegmentName.SS, new SegmentState(19, 0, -1, 0xC0F3));
        assertEquals(new VmxResult.Faulted(Event.gp(0)), machine.cpu.vmlaunch());
    }

    @Tag("BASIC-007")
    @Tag("EFFECT-002")
    @Test
    void withoutACurrentVmcsItFailsInvalid() {
        succeeds(machine.cpu.vmxon(VMXON));
        machine.cpu.rflags(STATUS_FLAGS | 2);
        assertEquals(VmxResult.FAIL_INVALID, machine.cpu.vmlaunch());
        assertEquals(CF, machine.cpu.rflags() & STATUS_FLAGS);
    }

    @Tag("BASIC-008")
    @Test
    void withAShadowVmcsItFailsInvalid() {
        machine.withGuest();
        machine.ram.write(OTHER_VMCS.value(), 4, machine.cpu.rdmsr(0x480).orElseThrow() & 0x7FFF_FFFF | 1L << 31);
        succeeds(machine.cpu.vmptrld(OTHER_VMCS));
        assertEquals(VmxResult.FAIL_INVALID, machine.cpu.vmlaunch());
        assertEquals(0, machine.read(VM_INSTRUCTION_ERROR));
    }

    @Tag("BASIC-009")
    @Test
    void afterMovSsItFails() {
        machine.withGuest("cpuid");
        hostCode("mov ss, ax; vmlaunch; hlt");
        assertEquals(26, machine.read(VM_INSTRUCTION_ERROR));
    }

    @Tag("BASIC-009")
    @Test
    void afterStiItDoesNotFail() {
        machine.withGuest("cpuid");
        hostCode("sti; vmlaunch; hlt");
        assertEquals(CPUID, machine.read(EXIT_REASON));
    }

    @Tag("BASIC-010")
    @Tag("BASIC-011")
    @Tag("EFFECT-008")
    @Test
    void theLaunchStateDecides() {
        machine.withGuest("cpuid");
        assertEquals(fails(5), machine.cpu.vmresume());
        assertEquals(CPUID, machine.launch());
        assertEquals(fails(4), machine.cpu.vmlaunch());
        assertEquals(CPUID, machine.resume());
    }

    /** Machine code of the host, up to its HLT; RAX holds a data selector. */
    private void hostCode(String code) {
        long at = HOST_CODE + 0x1000;
        machine.code(HOST_CODE, "hlt").code(at, code).cpu.rip(at);
        machine.cpu.set(Gpr.RAX, 16);
        assertEquals(RunResult.HALTED, machine.cpu.run());
    }

    @ParameterizedTest
    @CsvSource({"MSRLOAD-001,C0000100,0,0", "MSRLOAD-002,C0000101,0,0", "MSRLOAD-003,800,0,0", "MSRLOAD-003,8FF,0,0", "MSRLOAD-004,9B,0,0",
            "MSRLOAD-005,79,0,0", "MSRLOAD-005,8B,0,0", "MSRLOAD-006,C0000103,1,0", "MSRLOAD-007,C0000103,0,100000000", "MSRLOAD-007,12345,0,0",
            "MSRLOAD-007,C0000080,0,400", "MSRLOAD-007,277,0,2"})
    void anEntryOfTheLoadListIsRefusedWithItsNumber(String row, String index, String reserved, String value) {
        machine.withGuest("cpuid");
        list(0xC000_0103L, 0, 5);
        machine.ram.write(FREE + 16, 4, Long.parseLong(index, 16));
        machine.ram.write(FREE + 20, 4, Long.parseLong(reserved, 16));
        machine.ram.write(FREE + 24, 8, Long.parseLong(value, 16));
        machine.write(VM_ENTRY_MSR_LOAD_COUNT, 2);
        assertEquals(MSR_LOADING | ENTRY_FAILURE, machine.launch(), row);
        assertEquals(2, machine.read(EXIT_QUALIFICATION));
    }

    private void list(long index, long reserved, long value) {
        machine.ram.write(FREE, 8, index | reserved << 32);
        machine.ram.write(FREE + 8, 8, value);
        machine.write(VM_ENTRY_MSR_LOAD_ADDRESS, FREE);
        machine.write(VM_ENTRY_MSR_LOAD_COUNT, 1);
    }

    @Tag("EFFECT-001")
    @ParameterizedTest
    @ValueSource(strings = {"HOST_TR_SELECTOR", "EPT_POINTER"})
    void aFailureOfControlsOrHostStateChangesNothingButTheErrorAndTheFlags(VmcsField field) {
        machine.withGuest("cpuid");
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 2);
        machine.write(EPT_POINTER, FREE | 0x1E);
        machine.write(field, 0);
        var before = region();
        machine.cpu.rflags(STATUS_FLAGS | 2);
        int error = field == EPT_POINTER ? 7 : 8;
        assertEquals(fails(error), machine.cpu.vmlaunch());
        assertEquals(ZF, machine.cpu.rflags() & STATUS_FLAGS);
        assertEquals(error, machine.read(VM_INSTRUCTION_ERROR));
        machine.ram.write(VMCS.value() + Vmcs.offset(VM_INSTRUCTION_ERROR), 8, 0);
        assertArrayEquals(before, region());
    }

    /** The instruction ends like any other: a trap after it finds RIP at the next one. */
    @Tag("EFFECT-001")
    @Test
    void aFailingEntryIsSingleStepped() {
        machine.withGuest("cpuid");
        machine.write(HOST_TR_SELECTOR, 0);
        machine.code(FREE, "hlt");
        machine.ram.write(VmxMachine.IDT + 16, 8, FREE >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | FREE & 0xFFFF);
        machine.cpu.set(SystemRegister.IDTR_BASE, VmxMachine.IDT);
        machine.cpu.set(SystemRegister.IDTR_LIMIT, 0xFFF);
        machine.cpu.set(Gpr.RSP, VmxMachine.HOST_STACK);
        machine.cpu.rflags(0x102);
        long at = HOST_CODE + 0x1000;
        machine.code(at, "vmlaunch; nop; hlt").cpu.rip(at);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(at + 3, machine.ram.read(VmxMachine.HOST_STACK - 40, 8));
    }

    private byte[] region() {
        var bytes = new byte[Vmcs.REGION_SIZE];
        machine.ram.read(VMCS.value(), bytes, 0, bytes.length);
        return bytes;
    }

    @Tag("EFFECT-003")
    @Tag("EFFECT-004")
    @Tag("EFFECT-005")
    @ParameterizedTest
    @ValueSource(ints = {INVALID_GUEST, MSR_LOADING})
    void aFailedEntryWritesReasonAndQualificationAlone(int reason) {
        machine.withGuest("cpuid");
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 0x8000_0306L);
        machine.ram.write(FREE + 0x100, 8, 0xC000_0103L);
        machine.write(VM_EXIT_MSR_STORE_ADDRESS, FREE + 0x100);
        machine.write(VM_EXIT_MSR_STORE_COUNT, 1);
        machine.cpu.set(SystemRegister.TSC_AUX, 77);
        if (reason == INVALID_GUEST) machine.write(GUEST_RFLAGS, 0);
        else list(0xC000_0100L, 0, 0);
        machine.ram.write(VMCS.value() + Vmcs.offset(IDT_VECTORING_INFORMATION), 8, 0x1234);
        var before = region();
        assertEquals(reason | ENTRY_FAILURE, machine.launch());
        machine.ram.write(VMCS.value() + Vmcs.offset(EXIT_REASON), 8, 0);
        machine.ram.write(VMCS.value() + Vmcs.offset(EXIT_QUALIFICATION), 8, 0);
        assertArrayEquals(before, region());
        assertEquals(0, machine.ram.read(FREE + 0x108, 8), "no MSR is stored");
    }

    @Tag("EFFECT-006")
    @Test
    void aFailedEntryLoadsTheHostAndItsMsrs() {
        machine.withGuest("cpuid");
        machine.write(GUEST_RFLAGS, 0);
        machine.write(HOST_FS_BASE, 0x1234);
        machine.ram.write(FREE, 8, 0xC000_0103L);
        machine.ram.write(FREE + 8, 8, 9);
        machine.write(VM_EXIT_MSR_LOAD_ADDRESS, FREE);
        machine.write(VM_EXIT_MSR_LOAD_COUNT, 1);
        machine.launch();
        assertEquals(HOST_CODE, machine.cpu.rip());
        assertEquals(2, machine.cpu.rflags());
        assertEquals(0x1234, machine.cpu.get(SystemRegister.FS_BASE));
        assertEquals(9, machine.cpu.get(SystemRegister.TSC_AUX));
        machine.write(GUEST_RFLAGS, 2);
        assertEquals(fails(5), machine.cpu.vmresume(), "the launch state stays clear");
    }

    @Tag("EFFECT-007")
    @Test
    void aFailedEntryWhoseHostIsBadAborts() {
        machine.withGuest("cpuid");
        machine.write(GUEST_RFLAGS, 0);
        machine.ram.write(FREE, 8, 0xC000_0100L);
        machine.write(VM_EXIT_MSR_LOAD_ADDRESS, FREE);
        machine.write(VM_EXIT_MSR_LOAD_COUNT, 1);
        machine.cpu.vmlaunch();
        assertEquals(4, machine.ram.read(VMCS.value() + 4, 4));
        assertEquals(RunResult.SHUTDOWN, machine.cpu.run());
    }

    @Tag("EFFECT-009")
    @Test
    void theInjectedEventStaysValidUntilTheNextExit() {
        machine.withGuest("jmp $");
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 0x8000_0700L);
        machine.clear(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 7);
        machine.code(CODE, "hlt");
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 0x8000_0306L);
        machine.ram.write(VmxMachine.IDT + 16 * 6, 8, CODE >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | CODE & 0xFFFF);
        assertEquals(VmxResult.PAUSED, machine.cpu.vmlaunch());
        assertTrue(machine.cpu.inNonRootOperation());
        assertEquals(0x8000_0306L, machine.ram.read(VMCS.value() + Vmcs.offset(VM_ENTRY_INTERRUPTION_INFORMATION), 8));
        machine.cpu.nmi();
        machine.cpu.run();
    }

    /** MONITOR of the host is forgotten: MWAIT of the guest finds it not armed. */
    @Tag("EFFECT-009")
    @Test
    void addressRangeMonitoringIsCleared() {
        machine.withGuest("mwait");
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 10);
        machine.cpu.set(Gpr.RCX, 0);
        hostCode("xor ecx, ecx; xor edx, edx; monitor; vmlaunch; hlt");
        assertEquals(36, machine.read(EXIT_REASON));
        assertEquals(0, machine.read(EXIT_QUALIFICATION));
    }

    @Tag("EFFECT-009")
    @Test
    void theEntryItselfIsNotSingleStepped() {
        machine.withGuest("cpuid");
        machine.write(EXCEPTION_BITMAP, 2);
        long at = HOST_CODE + 0x1000;
        machine.code(HOST_CODE, "hlt").code(at, "vmlaunch; hlt").cpu.rip(at);
        machine.cpu.rflags(0x102);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(CPUID, machine.read(EXIT_REASON));
    }

    /** The guest's page tables are changed between two entries; without VPIDs nothing old may be used. */
    @Tag("EFFECT-010")
    @Test
    void withoutVpidsMappingsAreForgottenAtEntry() {
        long linear = 0x4000_0000L;
        machine.withGuest("mov rax, [rbx]; cpuid; mov rax, [rbx]; cpuid");
        machine.ram.write(VmxMachine.PDPT + 8, 8, 0x15_0003);
        machine.ram.write(0x15_0000, 8, 0x15_1003);
        machine.ram.write(0x15_1000, 8, FREE | 3);
        machine.ram.write(FREE, 8, 1);
        machine.ram.write(FREE + 0x1000, 8, 2);
        machine.cpu.set(Gpr.RBX, linear);
        machine.launch();
        assertEquals(1, machine.cpu.get(Gpr.RAX));
        machine.cpu.set(Gpr.RBX, linear);
        machine.ram.write(0x15_1000, 8, FREE + 0x1000 | 3);
        machine.write(GUEST_RIP, CODE + 5);
        machine.resume();
        assertEquals(2, machine.cpu.get(Gpr.RAX));
    }

    /** Processors recommend at most 512 entries; more are no error. */
    @Tag("FREE-008")
    @Test
    void listsMayBeLongerThanRecommended() {
        machine.withGuest("cpuid");
        for (int i = 0; i < 600; i++) machine.ram.write(FREE + 16 * i, 8, 0xC000_0103L);
        machine.write(VM_ENTRY_MSR_LOAD_ADDRESS, FREE);
        machine.write(VM_ENTRY_MSR_LOAD_COUNT, 600);
        assertEquals(CPUID, machine.launch());
        assertFalse(machine.cpu.inNonRootOperation());
    }
}
