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
        // mov ecx, 2000; loop $; mov ebx, [FEE00220H]; hlt
        var end = GuestRun.code32("b9d0070000 e2fe 8b1d2002e0fe f4").with(() -> new Sender(0x41)).run();
        assertEquals(2, end.get(Gpr.RBX));
    }

    @Test
    void aGuestThatNeverUsesItPaysNothing() {
        var end = GuestRun.code32("b9d0070000 e2fe f4").run();
        assertEquals(0, end.exits(ExitReason.APIC_ACCESS) + end.exits(ExitReason.APIC_WRITE) + end.exits(ExitReason.EPT_VIOLATION));
    }

    @Test
    void writesOfRegistersExitAfterwards() {
        // mov [FEE003E0H], 11 twice: the first use is an EPT violation
        var end = GuestRun.code32("c705e003e0fe0b000000 c705e003e0fe0b000000 a1e003e0fe f4").run();
        assertEquals(0xB, end.get(Gpr.RAX));
        assertTrue(end.exits(ExitReason.APIC_WRITE) >= 1);
    }
}
