package hv.core.guest.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import hv.api.Outcome;
import hv.api.machine.MmioDevice;
import hv.api.x86.Access;
import hv.api.x86.ExitReason;
import hv.api.x86.VmcsField;
import hv.core.guest.Bench;
import hv.core.guest.state.ControlBit;
import hv.cpu.platform.Exemption;
import hv.cpu.platform.Exemption.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exemptions of the guest's next instruction. */
class ExemptionsTests {
    private static final int WRITE = 2;
    private static final long DEVICE = 0x5000;
    private final Bench bench = new Bench();
    private final Exemptions exemptions = bench.exemptions;

    @AfterEach void close() { bench.close(); }

    private Outcome exemptFrom(ExitReason reason) { return exemptions.instruction(Exemption.from(reason)); }

    @Test void nothingWaitsAtFirst() {
        assertFalse(exemptions.waits());
        assertNull(exemptions.take());
    }

    @Test void anExemptionIsForOneEntry() {
        assertEquals(Outcome.RETRY, exemptFrom(ExitReason.INVD));
        assertTrue(exemptions.waits());
        assertTrue(exemptions.take().covers(ExitReason.INVD));
        assertFalse(exemptions.waits());
        assertNull(exemptions.take());
    }

    @Test void theExitsOfOneInstructionAddUp() {
        exemptFrom(ExitReason.IO_INSTRUCTION);
        exemptions.take();
        exemptFrom(ExitReason.CONTROL_REGISTER_ACCESS);
        var both = exemptions.take();
        assertTrue(both.covers(ExitReason.IO_INSTRUCTION));
        assertTrue(both.covers(ExitReason.CONTROL_REGISTER_ACCESS));
        assertFalse(both.covers(ExitReason.CPUID));
    }

    @Test void theNextInstructionStartsAnew() {
        exemptFrom(ExitReason.IO_INSTRUCTION);
        exemptions.take();
        bench.cpu.retireOne();
        exemptFrom(ExitReason.INVD);
        assertFalse(exemptions.take().covers(ExitReason.IO_INSTRUCTION));
    }

    @Test void anotherPlaceIsAnotherInstruction() {
        exemptFrom(ExitReason.IO_INSTRUCTION);
        exemptions.take();
        bench.vmcs.set(VmcsField.GUEST_RIP, 0x7000);
        exemptFrom(ExitReason.INVD);
        assertFalse(exemptions.take().covers(ExitReason.IO_INSTRUCTION));
    }

    @Test void anInstructionThatIsTriedAgainKeepsItsExemption() {
        exemptFrom(ExitReason.IO_INSTRUCTION);
        exemptions.take();
        exemptions.again();
        assertTrue(exemptions.take().covers(ExitReason.IO_INSTRUCTION));
        bench.cpu.retireOne();
        exemptions.again();
        assertNull(exemptions.take());
    }

    @Test void aPortGivesWhatAHandlerAnsweredAndTakesAnything() {
        exemptions.port(0x42);
        var exemption = exemptions.take();
        assertTrue(exemption.covers(ExitReason.IO_INSTRUCTION));
        assertEquals(0x42, exemption.bus().in(0x60, 1));
        exemption.bus().out(0x60, 1, 0x43);
        assertEquals(0x42, exemption.bus().in(0x60, 1));
    }

    @Test void anOpenPageClosesWithItsInstruction() {
        exemptions.open(DEVICE, Access.WRITE);
        assertEquals(Frames.ON_THE_BUS, exemptions.take().frames().of(DEVICE, WRITE));
        bench.cpu.retireOne();
        exemptFrom(ExitReason.INVD);
        assertEquals(Frames.AS_EPT_SAYS, exemptions.take().frames().of(DEVICE, WRITE));
        assertEquals(Frames.AS_EPT_SAYS, bench.pages.exemption().frames().of(DEVICE, WRITE));
    }

    @Test void whatAnInstructionWritesReachesItsDeviceAtTheTrap() {
        var device = mock(MmioDevice.class);
        bench.board.mmio().processorPage(DEVICE >>> 12, device);
        exemptions.openDevice(DEVICE + 0x10, Access.WRITE);
        assertTrue(bench.interceptions.owns(ControlBit.MONITOR_TRAP_FLAG));
        exemptions.take().bus().write(DEVICE + 0x10, 4, 0x1234);
        verify(device, never()).write(anyLong(), anyInt(), anyLong());
        assertFalse(bench.stepper.trapped(bench.guest));
        verify(device).write(0x10, 4, 0x1234);
    }

    @Test void whatADeviceHasAnsweredIsReadAgainByTheSameInstruction() {
        bench.board.mmio().processorPage(DEVICE >>> 12, mock(MmioDevice.class, call -> call.getMethod().getReturnType() == long.class ? 7L : null));
        exemptions.openDevice(DEVICE, Access.WRITE);
        var bus = exemptions.take().bus();
        assertThrows(Exemption.Unanswered.class, () -> bus.read(DEVICE, 1));
        assertTrue(bench.pages.readDevice());
        exemptions.again();
        assertNotNull(exemptions.take());
        assertEquals(7, bus.read(DEVICE, 1));
    }
}
