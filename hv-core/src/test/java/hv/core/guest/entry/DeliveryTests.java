package hv.core.guest.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Dr7;
import hv.api.x86.Event;
import hv.api.x86.EventType;
import hv.api.x86.ExceptionVector;
import hv.api.x86.Gva;
import hv.api.x86.Interruptibility;
import hv.api.x86.InterruptionInformation;
import hv.api.x86.PendingDebugExceptions;
import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.core.guest.Bench;
import hv.core.guest.state.ControlBit;
import hv.core.report.HvException;
import hv.cpu.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events that the next entry delivers, and what waits for a window. */
class DeliveryTests {
    private static final int VECTOR = 0x41;
    private static final long NOTHING = 0;
    private final Bench bench = new Bench();
    private final Delivery delivery = bench.delivery;

    @BeforeEach void interruptsAreEnabled() { set(VmcsField.GUEST_RFLAGS, Rflags.FIXED | Rflags.IF); }
    @AfterEach void close() { bench.close(); }

    private long get(VmcsField field) { return bench.vmcs.get(field); }
    private void set(VmcsField field, long value) { bench.vmcs.set(field, value); }
    private long delivered() { return get(VmcsField.VM_ENTRY_INTERRUPTION_INFORMATION); }
    private boolean awaitsInterruptWindow() { return bench.interceptions.owns(ControlBit.INTERRUPT_WINDOW_EXITING); }
    private boolean awaitsNmiWindow() { return bench.interceptions.owns(ControlBit.NMI_WINDOW_EXITING); }
    private void enter() { delivery.prepare(false); }
    private static long encoded(Event event) { return Integer.toUnsignedLong(EventFormat.encode(event)); }

    private void assertDelivers(Event event) { assertEquals(encoded(event), delivered()); }

    // ---- what handlers inject ----

    @Test void aFaultGoesWithItsErrorCode() {
        delivery.inject(Event.gp(0x28));
        enter();
        assertDelivers(Event.gp(0x28));
        assertEquals(0x28, get(VmcsField.VM_ENTRY_EXCEPTION_ERROR_CODE));
    }

    @Test void inRealModeThereAreNoErrorCodes() {
        set(VmcsField.GUEST_CR0, 0);
        delivery.inject(Event.gp(0));
        enter();
        assertEquals(encoded(Event.gp(0)) & ~InterruptionInformation.ERROR_CODE, delivered());
    }

    @Test void aPageFaultSetsCr2() {
        delivery.inject(new Event.PageFault(new Gva(0x1234_5678), 2));
        enter();
        assertEquals(0x1234_5678, bench.cpu.get(SystemRegister.CR2));
    }

    @Test void aDebugExceptionPutsItsCausesIntoDr6AndClearsGeneralDetect() {
        bench.cpu.set(SystemRegister.DR6, 0xFFFF_0FF1L);
        set(VmcsField.GUEST_DR7, 0x400 | Dr7.GD);
        delivery.inject(new Event.Debug(2));
        enter();
        assertEquals(0xFFFF_0FF2L, bench.cpu.get(SystemRegister.DR6));
        assertEquals(0x400, get(VmcsField.GUEST_DR7));
    }

    @Test void faultsPushRfAndSoftwareEventsDoNot() {
        delivery.inject(new Event.Software(0x80, 2));
        enter();
        assertEquals(Rflags.FIXED | Rflags.IF, get(VmcsField.GUEST_RFLAGS));
        assertEquals(2, get(VmcsField.VM_ENTRY_INSTRUCTION_LENGTH));
        delivery.inject(Event.UD);
        enter();
        assertEquals(Rflags.FIXED | Rflags.IF | Rflags.RF, get(VmcsField.GUEST_RFLAGS));
    }

    @ParameterizedTest @ValueSource(ints = {ExceptionVector.BP, ExceptionVector.OF, ExceptionVector.MC})
    void trapsAndMachineChecksPushRfAsItIs(int vector) {
        delivery.inject(new Event.Fault(vector));
        enter();
        assertEquals(Rflags.FIXED | Rflags.IF, get(VmcsField.GUEST_RFLAGS));
    }

    @Test void aDoubleFaultPushesRfAsFaultsDo() {
        delivery.inject(new Event.FaultWithCode(ExceptionVector.DF, 0));
        enter();
        assertEquals(Rflags.FIXED | Rflags.IF | Rflags.RF, get(VmcsField.GUEST_RFLAGS));
    }

    @Test void twoEventsAtOneEntryAreADefect() {
        delivery.inject(Event.UD);
        var defect = assertThrows(HvException.class, () -> delivery.inject(Event.gp(0)));
        assertTrue(defect.getMessage().contains("two events at one entry"), defect.getMessage());
    }

    @Test void anEventIsDeliveredOnce() {
        delivery.inject(Event.UD);
        enter();
        set(VmcsField.VM_ENTRY_INTERRUPTION_INFORMATION, NOTHING);
        enter();
        assertEquals(NOTHING, delivered());
    }

    // ---- interrupts ----

    @Test void aPostedInterruptIsInjected() {
        bench.interrupts.post(VECTOR);
        enter();
        assertDelivers(Event.interrupt(VECTOR));
        assertFalse(awaitsInterruptWindow());
    }

    @Test void oneInterruptIsInjectedAndTheNextWaits() {
        bench.interrupts.post(VECTOR);
        bench.interrupts.post(VECTOR + 1);
        enter();
        assertDelivers(Event.interrupt(VECTOR));
        assertTrue(awaitsInterruptWindow());
        enter();
        assertDelivers(Event.interrupt(VECTOR + 1));
        assertFalse(awaitsInterruptWindow());
    }

    @Test void interruptsWaitWhileTheGuestHasThemDisabled() {
        set(VmcsField.GUEST_RFLAGS, Rflags.FIXED);
        bench.interrupts.post(VECTOR);
        enter();
        assertEquals(NOTHING, delivered());
        assertTrue(awaitsInterruptWindow());
        assertTrue((get(VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & ControlBit.INTERRUPT_WINDOW_EXITING.mask()) != 0);
    }

    /** The pin would make an external-interrupt exit at every entry. */
    @Test void theInterruptThatWaitsForItsWindowDoesNotInterrupt() {
        set(VmcsField.GUEST_RFLAGS, Rflags.FIXED);
        bench.interrupts.post(VECTOR);
        assertTrue(bench.interrupts.signalled());
        enter();
        assertFalse(bench.interrupts.signalled());
    }

    @ParameterizedTest @ValueSource(longs = {Interruptibility.BLOCKING_BY_STI, Interruptibility.BLOCKING_BY_MOV_SS})
    void theInstructionAfterStiAndMovSsComesFirst(long blocking) {
        set(VmcsField.GUEST_INTERRUPTIBILITY_STATE, blocking);
        bench.interrupts.post(VECTOR);
        bench.interrupts.nmi();
        enter();
        assertEquals(NOTHING, delivered());
        assertTrue(awaitsInterruptWindow());
        assertTrue(awaitsNmiWindow());
    }

    @Test void anNmiComesBeforeAnInterrupt() {
        bench.interrupts.post(VECTOR);
        bench.interrupts.nmi();
        enter();
        assertDelivers(Event.NMI);
        assertTrue(awaitsInterruptWindow());
        assertFalse(bench.interrupts.nmiPending());
    }

    @Test void anNmiWaitsUntilTheLastOneIsOverAndAnInterruptDoesNot() {
        set(VmcsField.GUEST_INTERRUPTIBILITY_STATE, Interruptibility.BLOCKING_BY_NMI);
        bench.interrupts.post(VECTOR);
        bench.interrupts.nmi();
        enter();
        assertDelivers(Event.interrupt(VECTOR));
        assertTrue(awaitsNmiWindow());
        assertTrue(bench.interrupts.nmiPending());
    }

    @Test void whileAnInstructionIsCompletedAllInterruptsWait() {
        bench.interrupts.post(VECTOR);
        bench.interrupts.nmi();
        delivery.prepare(true);
        assertEquals(NOTHING, delivered());
        assertTrue(awaitsInterruptWindow());
        assertTrue(awaitsNmiWindow());
    }

    @Test void pendingDebugExceptionsComeBeforeInterrupts() {
        set(VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebugExceptions.BS);
        bench.interrupts.post(VECTOR);
        enter();
        assertEquals(NOTHING, delivered());
        assertTrue(awaitsInterruptWindow());
    }

    @Test void aWindowIsClosedWhenNothingWaitsForIt() {
        bench.interrupts.nmi();
        delivery.prepare(true);
        enter();
        set(VmcsField.VM_ENTRY_INTERRUPTION_INFORMATION, NOTHING);
        enter();
        assertFalse(awaitsNmiWindow());
        assertEquals(0, get(VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & ControlBit.NMI_WINDOW_EXITING.mask());
    }

    /** No pin tells of it while the guest runs. */
    @Test void anNmiBehindAFaultWaitsForItsWindow() {
        bench.interrupts.nmi();
        delivery.inject(Event.UD);
        enter();
        assertDelivers(Event.UD);
        assertTrue(awaitsNmiWindow());
        assertTrue((get(VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & ControlBit.NMI_WINDOW_EXITING.mask()) != 0);
    }

    @Test void anInjectedNmiEndsTheBlockingThatItsFirstDeliveryBegan() {
        set(VmcsField.GUEST_INTERRUPTIBILITY_STATE, Interruptibility.BLOCKING_BY_NMI);
        delivery.inject(Event.NMI);
        enter();
        assertEquals(EventType.NMI, InterruptionInformation.type((int) delivered()));
        assertEquals(0, get(VmcsField.GUEST_INTERRUPTIBILITY_STATE));
    }
}
