package hv.devices.interrupts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeInterrupts.Message;
import hv.testkit.FakeVm;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registers are those of the 82093AA data sheet. */
class IoApicTests extends ExitHandlerContract {
    private static final long BASE = 0xFEC0_0000L;
    private static final int MASKED = 1 << 16, LEVEL = 1 << 15, REMOTE_IRR = 1 << 14, LOGICAL = 1 << 11, LOWEST = 1 << 8;
    private final FakeVm vm = new FakeVm();

    @Override protected ExitHandler handler() { return new IoApic(); }

    @BeforeEach void plugIn() { new IoApic().plugIn(vm); }

    private int read(int register) {
        vm.mmio(BASE).write(0, 4, register);
        return (int) vm.mmio(BASE).read(0x10, 4);
    }

    private void write(int register, int value) {
        vm.mmio(BASE).write(0, 4, register);
        vm.mmio(BASE).write(0x10, 4, value);
    }

    private void redirect(int input, int low, int destination) {
        write(0x11 + 2 * input, destination << 24);
        write(0x10 + 2 * input, low);
    }

    private List<Message> messages() { return vm.interrupts().messages(); }

    @Test void versionTells24Inputs() { assertEquals(0x17_0020, read(1)); }

    @Test void identifierIsFourBits() {
        write(0, -1);
        assertEquals(0x0F00_0000, read(0));
        assertEquals(0x0F00_0000, read(2), "arbitration follows the identifier");
    }

    @Test void inputsAreMaskedAtFirst() {
        assertEquals(MASKED, read(0x10 + 2 * 23));
        vm.line(4).raise();
        assertEquals(List.of(), messages());
    }

    @Test void statusBitsOfAnEntryTakeNoWrites() {
        redirect(5, -1, 0xFF);
        assertEquals(0x1_AFFF, read(0x10 + 10));
        assertEquals(0xFF00_0000, read(0x11 + 10));
    }

    @Test void edgeSendsOneMessage() {
        redirect(4, 0x31, 2);
        vm.line(4).raise();
        vm.line(4).lower();
        vm.line(4).raise();
        assertEquals(List.of(new Message(0xFEE0_2000L, 0x31), new Message(0xFEE0_2000L, 0x31)), messages());
    }

    @Test void edgeOfAMaskedInputIsLost() {
        redirect(4, MASKED | 0x31, 0);
        vm.line(4).raise();
        redirect(4, 0x31, 0);
        assertEquals(List.of(), messages());
    }

    @Test void logicalDestinationAndLowestPriorityAreTold() {
        redirect(4, LOWEST | LOGICAL | 0x41, 0x0F);
        vm.line(4).raise();
        assertEquals(List.of(new Message(0xFEE0_F00CL, 0x141)), messages());
    }

    @Test void timerIsWiredToInputTwo() {
        redirect(2, 0x30, 0);
        redirect(0, 0x99, 0);
        vm.line(0).raise();
        vm.line(2).raise();
        assertEquals(List.of(new Message(0xFEE0_0000L, 0x30)), messages());
    }

    @Test void levelIsSentAgainAfterTheEndOfTheInterrupt() {
        redirect(9, LEVEL | 0x50, 0);
        vm.line(9).raise();
        assertEquals(LEVEL | REMOTE_IRR | 0x50, read(0x10 + 18));
        vm.interrupts().endOfInterrupt(0x51);
        assertEquals(1, messages().size(), "not its vector");
        vm.interrupts().endOfInterrupt(0x50);
        assertEquals(2, messages().size());
        vm.line(9).lower();
        vm.interrupts().endOfInterrupt(0x50);
        assertEquals(2, messages().size());
        assertEquals(LEVEL | 0x50, read(0x10 + 18));
        assertEquals(new Message(0xFEE0_0000L, 0xC050), messages().getFirst());
    }

    @Test void levelThatWasMaskedIsSentWhenUnmasked() {
        redirect(9, MASKED | LEVEL | 0x50, 0);
        vm.line(9).raise();
        redirect(9, LEVEL | 0x50, 0);
        assertEquals(1, messages().size());
    }

    @Test void endOfInterruptRegisterWorksAsABroadcast() {
        redirect(9, LEVEL | 0x50, 0);
        vm.line(9).raise();
        vm.mmio(BASE).write(0x40, 4, 0x50);
        assertEquals(2, messages().size());
    }

    @Test void switchingToEdgeForgetsWhatIsUnderWay() {
        redirect(9, LEVEL | 0x50, 0);
        vm.line(9).raise();
        redirect(9, MASKED | 0x50, 0);
        assertEquals(MASKED | 0x50, read(0x10 + 18));
    }
}
