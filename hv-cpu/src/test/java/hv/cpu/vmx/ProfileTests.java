package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Event;
import hv.api.x86.VmcsField;
import hv.cpu.VmxResult;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.state.VmxCapabilities;
import hv.cpu.testing.VmxMachine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The VMX features of processor profiles: consistent, none that does not work, and the differences between generations. */
class ProfileTests {
    private static final int TRIPLE_FAULT = 2, CPUID = 10, CR3_ACCESS = 28;
    private static final int CR3_LOAD = 1 << 15, CR3_STORE = 1 << 16, DEFAULT1_EXIT_DEBUG = 1 << 2;
    private static final long TRUE_CONTROLS = 1L << 55;
    /** VM functions, VMCS shadowing, PML, #VE, mode-based execute control, TSC scaling; and what the reference processor has not. */
    private static final int SECONDARY_LEFT_OUT = 0xDA_88_0000 | 0x6_6000 | 0x240_0000;

    static List<ProcessorProfile> withVmx() {
        return ProcessorProfiles.names().stream().map(ProcessorProfiles::load).filter(profile -> profile.msr(0x480).isPresent()).toList();
    }

    @ParameterizedTest
    @MethodSource("withVmx")
    void capabilityMsrsAgreeWithEachOther(ProcessorProfile profile) {
        boolean trueControls = (msr(profile, 0x480) & TRUE_CONTROLS) != 0;
        for (int index = 0x481; index <= 0x484; index++) {
            long word = msr(profile, index), must = word & 0xFFFF_FFFFL, may = word >>> 32;
            assertEquals(0, must & ~may, "a control that must be 1 may be 1");
            assertEquals(trueControls, profile.msr(index + 0xC).isPresent());
            if (!trueControls) continue;
            assertEquals(may, msr(profile, index + 0xC) >>> 32, "true controls differ in what may be 0 only");
            assertEquals(0, msr(profile, index + 0xC) & 0xFFFF_FFFFL & ~must);
        }
        boolean secondary = (msr(profile, 0x482) >>> 63) != 0;
        assertEquals(secondary, profile.msr(0x48B).isPresent());
        boolean eptOrVpid = secondary && (msr(profile, 0x48B) >>> 32 & 0x22) != 0;
        assertEquals(eptOrVpid, profile.msr(0x48C).isPresent());
        if (secondary && (msr(profile, 0x48B) >>> 32 & 1 << 7) != 0) assertTrue((msr(profile, 0x485) & 1 << 5) != 0, "unrestricted guest needs MISC[5]");
    }

    @ParameterizedTest
    @MethodSource("withVmx")
    void noControlIsOfferedThatDoesNotWork(ProcessorProfile profile) {
        assertEquals(0, msr(profile, 0x481) >>> 32 & 1 << 7, "posted interrupts");
        assertEquals(0, profile.msr(0x48B).orElse(0) >>> 32 & SECONDARY_LEFT_OUT);
        assertFalse(profile.msr(0x491).isPresent(), "VM functions");
        assertEquals(0, msr(profile, 0x482) >>> 32 & 1 << 17, "tertiary controls");
    }

    @ParameterizedTest
    @MethodSource("withVmx")
    void theHighestFieldIsReported(ProcessorProfile profile) {
        var capabilities = new VmxCapabilities(profile);
        int highest = Arrays.stream(VmcsField.values()).filter(field -> VmcsFields.exists(capabilities, field))
                .mapToInt(field -> field.encoding() >>> 1 & 0x1FF).max().orElseThrow();
        assertEquals(highest << 1, msr(profile, 0x48A));
    }

    @ParameterizedTest
    @CsvSource({"reference", "no-ept", "vt-2006", "ept-2008"})
    void aGuestRunsAndExits(String name) {
        try (var machine = new VmxMachine(ProcessorProfiles.load(name)).withGuest("nop; cpuid")) {
            assertEquals(CPUID, machine.launch());
            assertEquals(CPUID, machine.resume());
        }
    }

    /** The exception finds no gate. */
    @ParameterizedTest
    @ValueSource(strings = {"movbe eax, [rsi]", "popcnt eax, ecx", "crc32 eax, ecx", "rdrand eax"})
    void whatCpuidDoesNotOfferIsUndefined(String code) {
        try (var reference = new VmxMachine(ProcessorProfiles.load("reference")).withGuest(code + "; cpuid");
                var old = new VmxMachine(ProcessorProfiles.load("vt-2006")).withGuest(code + "; cpuid")) {
            assertEquals(CPUID, reference.launch());
            assertEquals(TRIPLE_FAULT, old.launch());
        }
    }

    /** Without true controls CR3 accesses exit, whether one wants it or not. */
    @Test
    void default1ControlsMustBe1WithoutTrueControls() {
        try (var machine = new VmxMachine(ProcessorProfiles.load("vt-2006")).withGuest("mov rax, cr3; cpuid")) {
            assertEquals(CR3_ACCESS, machine.launch());
            machine.clear(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, CR3_STORE);
            assertEquals(fails(7), machine.cpu.vmresume());
            assertEquals("CTRL-EXEC-003", machine.cpu.brokenRules().getFirst().id());
        }
        try (var machine = new VmxMachine(ProcessorProfiles.load("ept-2008")).withGuest("mov rax, cr3; cpuid")) {
            assertEquals(0, machine.read(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & (CR3_LOAD | CR3_STORE));
            machine.clear(PRIMARY_VM_EXIT_CONTROLS, DEFAULT1_EXIT_DEBUG);
            assertEquals(CPUID, machine.launch());
        }
    }

    @Test
    void trueControlMsrsDoNotExistWithoutThem() {
        try (var machine = new VmxMachine(ProcessorProfiles.load("vt-2006"))) {
            for (int index = 0x48B; index <= 0x491; index++) assertTrue(machine.cpu.rdmsr(index).isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"vt-2006,SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS", "vt-2006,EPT_POINTER", "vt-2006,GUEST_IA32_EFER", "vt-2006,GUEST_IA32_PAT",
            "vt-2006,VMX_PREEMPTION_TIMER_VALUE", "vt-2006,VIRTUAL_PROCESSOR_IDENTIFIER", "vt-2006,PLE_GAP", "ept-2008,PLE_GAP"})
    void fieldsOfWhatIsNotOfferedDoNotExist(String name, VmcsField field) {
        try (var machine = new VmxMachine(ProcessorProfiles.load(name)).inVmxOperation()) {
            assertEquals(fails(12), machine.cpu.vmwrite(field, 0));
        }
    }

    @Test
    void inveptAndInvvpidAreUndefinedWithoutEptAndVpids() {
        try (var machine = new VmxMachine(ProcessorProfiles.load("vt-2006")).inVmxOperation()) {
            assertEquals(new VmxResult.Faulted(Event.UD), machine.cpu.invept(2, 0));
            assertEquals(new VmxResult.Faulted(Event.UD), machine.cpu.invvpid(2, 0, 0));
        }
    }

    @Test
    void withoutUnrestrictedGuestARealModeGuestIsRefused() {
        try (var machine = new VmxMachine(ProcessorProfiles.load("ept-2008")).withGuest("cpuid")) {
            RealModeGuest.make(machine, "cpuid");
            assertEquals(fails(7), machine.cpu.vmlaunch());
            machine.clear(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 7);
            assertEquals(33 | 1L << 31, machine.launch());
        }
    }

    /** Without IA32_VMX_MISC[30] an injected software interrupt needs a length. */
    @Test
    void anInjectedInstructionHasALengthOnOldProcessors() {
        try (var machine = new VmxMachine(ProcessorProfiles.load("ept-2008")).withGuest("cpuid")) {
            machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 0x8000_0440L);
            assertEquals(fails(7), machine.cpu.vmlaunch());
        }
    }

    private static long msr(ProcessorProfile profile, int index) { return profile.msr(index).orElseThrow(); }
}
