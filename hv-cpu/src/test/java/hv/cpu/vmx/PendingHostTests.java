package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import hv.cpu.testing.VmxMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Host registers are loaded when somebody looks; that must not show. */
class PendingHostTests {
    /** Counts, shifts the stack, sets flags, and exits each time round. */
    private static final String GUEST = "again: inc rax; push rax; add rbx, rax; add eax, 0x7F; cpuid; jae $-12; jmp again";
    private static final int ROUNDS = 40;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoLooksAtTheHostBetweenExitsChangesNothingForTheGuest(boolean vpid) {
        assertArrayEquals(story(vpid, false), story(vpid, true));
    }

    private static byte[] story(boolean vpid, boolean look) {
        try (var machine = new VmxMachine().withGuest(GUEST)) {
            if (vpid) machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 32);
            if (vpid) machine.write(VIRTUAL_PROCESSOR_IDENTIFIER, 1);
            machine.launch();
            for (int i = 0; i < ROUNDS; i++) {
                if (look) assertEquals(VmxMachine.HOST_CODE, machine.cpu.rip());
                machine.write(GUEST_RIP, machine.read(GUEST_RIP) + machine.read(VM_EXIT_INSTRUCTION_LENGTH));
                if (i == ROUNDS / 2) machine.write(GUEST_RFLAGS, 0x803);
                machine.resume();
            }
            var vmcs = new byte[Vmcs.REGION_SIZE + 8];
            machine.ram.read(VmxMachine.VMCS.value(), vmcs, 0, Vmcs.REGION_SIZE);
            for (int i = 0; i < 8; i++) vmcs[Vmcs.REGION_SIZE + i] = (byte) (machine.cpu.get(Gpr.RBX) >>> 8 * i);
            return vmcs;
        }
    }

    @Test
    void theHostsFlagsTellHowTheLastVmxInstructionEnded() {
        try (var machine = new VmxMachine().withGuest("cpuid")) {
            machine.launch();
            machine.cpu.vmwrite(EXIT_REASON, 0);
            assertEquals(0x42, machine.cpu.rflags());
            machine.read(EXIT_REASON);
            assertEquals(2, machine.cpu.rflags());
        }
    }

    @Test
    void theHostIsTheOneThatWasNamedWhenTheGuestExited() {
        try (var machine = new VmxMachine().withGuest("cpuid")) {
            machine.launch();
            machine.write(HOST_RIP, 0x999);
            assertEquals(VmxMachine.HOST_CODE, machine.cpu.rip());
        }
    }

    @Test
    void anotherVmcsIsLeftToItsOwnHost() {
        try (var machine = new VmxMachine().withGuest("cpuid")) {
            machine.launch();
            machine.current(VmxMachine.OTHER_VMCS);
            assertEquals(VmxMachine.HOST_CODE, machine.cpu.rip());
        }
    }

    @Test
    void registersThatNoVmcsFieldHoldsAreTheGuestsUntilSoftwareChangesThem() {
        try (var machine = new VmxMachine().withGuest("cpuid; mov rax, cr2; cpuid")) {
            machine.launch();
            machine.cpu.set(SystemRegister.CR2, 0x1234);
            machine.write(GUEST_RIP, VmxMachine.CODE + 2);
            machine.resume();
            assertEquals(0x1234, machine.cpu.get(Gpr.RAX));
        }
    }

    @Test
    void aResumeThatBreaksARuleLoadsTheHost() {
        try (var machine = new VmxMachine().withGuest("cpuid")) {
            machine.launch();
            machine.write(GUEST_RIP, 1L << 48);
            assertEquals(33 | 1L << 31, machine.resume());
            assertEquals(VmxMachine.HOST_CODE, machine.cpu.rip());
            assertEquals(VmxResult.SUCCEEDED, machine.cpu.lastResult());
        }
    }
}
