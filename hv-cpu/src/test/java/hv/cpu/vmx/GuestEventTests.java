package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.VmxMachine;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interrupts, NMIs, windows and debug exceptions as VM entry and VM exit pass them on. */
class GuestEventTests {
    private static final int VECTOR = 0x40, HANDLER = 0x14_0000;
    private static final int EXTERNAL_INTERRUPT = 1, INTERRUPT_WINDOW = 7, NMI_WINDOW = 8, CPUID = 10, HLT = 12, MTF = 37;
    private static final long VALID = 1L << 31, TYPE_NMI = 2 << 8;
    private static final int RFLAGS_IF = 0x202;

    private final Interrupting controller = new Interrupting(OptionalInt.of(VECTOR));
    private final VmxMachine machine = new VmxMachine(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), controller).withGuest("cpuid; hlt");

    @AfterEach
    void close() { machine.close(); }

    private void handler(int vector, String code) {
        machine.code(HANDLER, code);
        machine.ram.write(VmxMachine.IDT + 16L * vector, 8, (long) HANDLER >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | HANDLER & 0xFFFF);
    }

    @Test
    void anInterceptedInterruptStaysPendingUnlessItIsToBeAcknowledged() {
        controller.pending = true;
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 1);
        assertEquals(EXTERNAL_INTERRUPT, machine.launch());
        assertTrue(controller.pending);
        assertEquals(0, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
    }

    @Test
    void anAcknowledgedInterruptTellsItsVector() {
        controller.pending = true;
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 1);
        machine.set(PRIMARY_VM_EXIT_CONTROLS, 1 << 15);
        assertEquals(EXTERNAL_INTERRUPT, machine.launch());
        assertEquals(VALID | VECTOR, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Test
    void anInterruptThatIsNotInterceptedIsDeliveredInTheGuest() {
        controller.pending = true;
        handler(VECTOR, "hlt");
        machine.write(GUEST_RFLAGS, RFLAGS_IF);
        assertEquals(HLT, machine.launch());
        assertEquals(HANDLER, machine.read(GUEST_RIP));
    }

    @Test
    void anInjectedInterruptReachesItsHandlerFirst() {
        handler(VECTOR, "hlt");
        machine.write(GUEST_RFLAGS, RFLAGS_IF);
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | VECTOR);
        assertEquals(HLT, machine.launch());
        assertEquals(HANDLER, machine.read(GUEST_RIP));
        assertEquals(CODE, machine.ram.read(VmxMachine.STACK - 40, 8));
    }

    @Test
    void anInjectedSoftwareInterruptReturnsAfterItsInstruction() {
        handler(VECTOR, "hlt");
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | 4 << 8 | VECTOR);
        machine.write(VM_ENTRY_INSTRUCTION_LENGTH, 2);
        assertEquals(HLT, machine.launch());
        assertEquals(CODE + 2, machine.ram.read(VmxMachine.STACK - 40, 8));
    }

    @Test
    void anInjectedNmiBlocksNmisUntilIret() {
        handler(2, "hlt");
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | TYPE_NMI | 2);
        machine.launch();
        assertEquals(8, machine.read(GUEST_INTERRUPTIBILITY_STATE));
    }

    @Test
    void theInterruptWindowOpensWithTheFlag() {
        machine.code(CODE, "sti; nop; hlt");
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 2);
        assertEquals(INTERRUPT_WINDOW, machine.launch());
        assertEquals(CODE + 2, machine.read(GUEST_RIP));
    }

    @Test
    void theNmiWindowIsOpenWhereNothingBlocks() {
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 0x28);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 22);
        assertEquals(NMI_WINDOW, machine.launch());
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Test
    void anInterceptedNmiLeavesNmisBlockedInTheHost() {
        handler(2, "hlt");
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 8);
        machine.cpu.nmi();
        assertEquals(0, machine.launch());
        assertEquals(VALID | TYPE_NMI | 2, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        machine.cpu.nmi();
        machine.code(VmxMachine.HOST_CODE, "nop; hlt").cpu.run();
        assertEquals(VmxMachine.HOST_CODE + 2, machine.cpu.rip());
    }

    @Test
    void theMonitorTrapFlagExitsAfterOneInstruction() {
        machine.code(CODE, "nop; nop; hlt");
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 27);
        assertEquals(MTF, machine.launch());
        assertEquals(CODE + 1, machine.read(GUEST_RIP));
    }

    @Test
    void aPendingMtfExitComesBeforeTheFirstInstruction() {
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | 7 << 8);
        assertEquals(MTF, machine.launch());
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Test
    void anInjectedExceptionDiscardsPendingDebugExceptions() {
        handler(6, "hlt");
        machine.write(EXCEPTION_BITMAP, 1 << 1);
        machine.write(GUEST_PENDING_DEBUG_EXCEPTIONS, 1 << 14);
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | 0x306);
        assertEquals(HLT, machine.launch());
    }

    @Test
    void aPendingDebugExceptionIsDeliveredBeforeTheFirstInstruction() {
        machine.write(EXCEPTION_BITMAP, 1 << 1);
        machine.write(GUEST_PENDING_DEBUG_EXCEPTIONS, 1 << 14);
        assertEquals(0, machine.launch());
        assertEquals(1 << 14, machine.read(EXIT_QUALIFICATION));
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Test
    void aGuestThatIsEnteredInHltWakesForAnInterrupt() {
        controller.pending = true;
        handler(VECTOR, "cpuid");
        machine.write(GUEST_RFLAGS, RFLAGS_IF);
        machine.write(GUEST_ACTIVITY_STATE, 1);
        assertEquals(CPUID, machine.launch());
        assertEquals(0, machine.read(GUEST_ACTIVITY_STATE));
    }
}
