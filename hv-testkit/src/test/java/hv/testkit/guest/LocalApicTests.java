package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.VirtualMachine;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.testkit.GuestRun;
import org.junit.jupiter.api.Test;

/** The local APIC of a virtual processor, as guests and devices meet it. */
class LocalApicTests {
    /** A device that sends a message once, at once. */
    record Sender(int data) implements ExitHandler {
        @Override public void attach(VirtualMachine vm) { vm.timer("send", () -> vm.interrupts().message(0xFEE0_0000L, data)).at(1000); }
    }

    @Test
    void aDevicesMessageWaitsInIrr() {
        var end = GuestRun.asm32("mov ecx, 2000; loop $; mov ebx, [0xFEE00220]; hlt").with(() -> new Sender(0x41)).run();
        assertEquals(2, end.get(Gpr.RBX));
    }

    @Test
    void aGuestThatNeverUsesItPaysNothing() {
        var end = GuestRun.asm32("mov ecx, 2000; loop $; hlt").run();
        assertEquals(0, end.exits(ExitReason.APIC_ACCESS) + end.exits(ExitReason.APIC_WRITE) + end.exits(ExitReason.EPT_VIOLATION));
    }

    @Test
    void writesOfRegistersExitAfterwards() {
        // the first use is an EPT violation
        var end = GuestRun.asm32("times 2 mov dword [0xFEE003E0], 11; mov eax, [0xFEE003E0]; hlt").run();
        assertEquals(0xB, end.get(Gpr.RAX));
        assertTrue(end.exits(ExitReason.APIC_WRITE) >= 1);
    }
}
