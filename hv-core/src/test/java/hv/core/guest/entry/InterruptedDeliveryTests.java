package hv.core.guest.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.Cr0;
import hv.api.x86.EptViolationQualification;
import hv.api.x86.Event;
import hv.api.x86.ExceptionVector;
import hv.api.x86.Gpa;
import hv.api.x86.Gva;
import hv.api.x86.Interruptibility;
import hv.api.x86.InterruptionInformation;
import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.core.guest.state.Vmcs;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.cpu.LogicalProcessor;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An exit has come while an event was on its way into the guest. */
class InterruptedDeliveryTests {
    private static final VmExit VIOLATION = new VmExit.EptViolation(new Gpa(0x5000), Optional.empty(), false, Access.WRITE, Access.READ);
    private static final Event INT_80 = new Event.Software(0x80, 2), PAGE_FAULT = new Event.PageFault(new Gva(0), 0);
    private static final Event DOUBLE_FAULT = new Event.FaultWithCode(ExceptionVector.DF, 0);

    private final Map<VmcsField, Long> fields = new EnumMap<>(VmcsField.class);
    private final Vmcs vmcs = mock(Vmcs.class);
    private final VirtualInterrupts interrupts = mock(VirtualInterrupts.class);
    private final Delivery delivery = new Delivery(mock(LogicalProcessor.class), vmcs, interrupts, mock(Interceptions.class));

    @BeforeEach void fieldsKeepWhatIsWritten() {
        when(vmcs.get(any())).thenAnswer(call -> fields.getOrDefault(call.<VmcsField>getArgument(0), 0L));
        doAnswer(call -> fields.put(call.getArgument(0), call.getArgument(1))).when(vmcs).set(any(), anyLong());
        fields.put(VmcsField.GUEST_CR0, Cr0.PE);
        fields.put(VmcsField.GUEST_RFLAGS, (long) (Rflags.FIXED | Rflags.IF));
    }

    private void interrupt(Event event, VmExit by) {
        fields.put(VmcsField.IDT_VECTORING_INFORMATION, Integer.toUnsignedLong(EventFormat.encode(event)));
        fields.put(VmcsField.IDT_VECTORING_ERROR_CODE, (long) EventFormat.errorCode(event));
        fields.put(VmcsField.VM_EXIT_INSTRUCTION_LENGTH, (long) EventFormat.length(event));
        delivery.exited(by);
    }

    private int delivered() { return fields.getOrDefault(VmcsField.VM_ENTRY_INTERRUPTION_INFORMATION, 0L).intValue(); }

    @Test void theEventIsOnItsWayAgain() {
        interrupt(INT_80, VIOLATION);
        assertTrue(delivery.interrupted());
        delivery.prepare(false);
        assertEquals(EventFormat.encode(INT_80), delivered());
        assertEquals(2, fields.get(VmcsField.VM_ENTRY_INSTRUCTION_LENGTH));
        assertFalse(delivery.interrupted());
    }

    @Test void itsErrorCodeGoesWithIt() {
        interrupt(Event.gp(0x18), VIOLATION);
        delivery.prepare(false);
        assertEquals(EventFormat.encode(Event.gp(0x18)), delivered());
        assertEquals(0x18, fields.get(VmcsField.VM_ENTRY_EXCEPTION_ERROR_CODE));
    }

    @Test void bitsThatOnlyExitsHaveAreDropped() {
        fields.put(VmcsField.IDT_VECTORING_INFORMATION,
                Integer.toUnsignedLong(EventFormat.encode(INT_80) | InterruptionInformation.NMI_UNBLOCKING_DUE_TO_IRET));
        delivery.exited(VIOLATION);
        delivery.prepare(false);
        assertEquals(EventFormat.encode(INT_80), delivered());
    }

    /** The field holds what an earlier exit left. */
    @Test void exitsOfInstructionsInterruptNoDelivery() {
        interrupt(INT_80, new VmExit.Cpuid(0, 0));
        assertFalse(delivery.interrupted());
        delivery.prepare(false);
        assertEquals(0, delivered());
    }

    @Test void anInterruptWaitsBehindIt() {
        when(interrupts.pending()).thenReturn(true);
        interrupt(INT_80, VIOLATION);
        delivery.prepare(false);
        assertEquals(EventFormat.encode(INT_80), delivered());
        verify(interrupts, never()).acknowledge();
    }

    @Test void anInjectedEventTakesThePlaceOfAnInterruptThatWasOnItsWay() {
        interrupt(Event.interrupt(0x30), VIOLATION);
        delivery.inject(Event.gp(0));
        delivery.prepare(false);
        assertEquals(EventFormat.encode(Event.gp(0)), delivered());
    }

    // ---- an IRET that is executed again ----

    @Test void anIretThatMadeAnEptViolationBlocksNmisUntilItIsOver() {
        fields.put(VmcsField.EXIT_QUALIFICATION, (long) EptViolationQualification.NMI_UNBLOCKING_DUE_TO_IRET);
        delivery.exited(VIOLATION);
        when(interrupts.nmiPending()).thenReturn(true);
        delivery.prepare(false);
        assertEquals(Interruptibility.BLOCKING_BY_NMI, fields.get(VmcsField.GUEST_INTERRUPTIBILITY_STATE));
        assertEquals(0, delivered());
        verify(interrupts, never()).takeNmi();
    }

    @Test void anIretWhoseFaultIsNotTheGuestsBlocksNmisUntilItIsOver() {
        fields.put(VmcsField.VM_EXIT_INTERRUPTION_INFORMATION, (long) InterruptionInformation.NMI_UNBLOCKING_DUE_TO_IRET);
        delivery.exited(new VmExit.Exception(PAGE_FAULT));
        delivery.prepare(false);
        assertEquals(Interruptibility.BLOCKING_BY_NMI, fields.get(VmcsField.GUEST_INTERRUPTIBILITY_STATE));
    }

    @Test void anIretThatFaultsHasUnblockedNmis() {
        fields.put(VmcsField.VM_EXIT_INTERRUPTION_INFORMATION, (long) InterruptionInformation.NMI_UNBLOCKING_DUE_TO_IRET);
        delivery.exited(new VmExit.Exception(PAGE_FAULT));
        delivery.inject(PAGE_FAULT);
        delivery.prepare(false);
        assertEquals(0, fields.getOrDefault(VmcsField.GUEST_INTERRUPTIBILITY_STATE, 0L));
    }

    @Test void theBitSpeaksOfNoIretWhereADeliveryWasInterrupted() {
        fields.put(VmcsField.EXIT_QUALIFICATION, (long) EptViolationQualification.NMI_UNBLOCKING_DUE_TO_IRET);
        interrupt(INT_80, VIOLATION);
        delivery.prepare(false);
        assertEquals(0, fields.getOrDefault(VmcsField.GUEST_INTERRUPTIBILITY_STATE, 0L));
    }

    // ---- a second event ----

    @ParameterizedTest @CsvSource({"0, 0", "0, 13", "10, 11", "11, 12", "12, 10", "13, 13", "14, 14", "14, 13", "14, 0"})
    void nestsIntoADoubleFault(int first, int second) { assertEquals(DOUBLE_FAULT, nested(first, second)); }

    @ParameterizedTest @CsvSource({"13, 14", "0, 14", "6, 13", "13, 6", "1, 13", "14, 6", "8, 6"})
    void theSecondIsDeliveredAlone(int first, int second) { assertEquals(second, nested(first, second).vector()); }

    @ParameterizedTest @CsvSource({"13", "0", "14"})
    void aSeriousFaultInADoubleFaultEndsTheGuest(int second) {
        var failure = assertThrows(HvException.class, () -> nested(ExceptionVector.DF, second));
        assertEquals("the guest triple-faulted: vector " + second + " while a double fault was delivered", failure.getMessage());
        assertEquals(ErrorKind.GUEST, failure.kind());
    }

    @Test void softwareEventsNestIntoNothing() {
        assertEquals(PAGE_FAULT, Delivery.combined(EventFormat.encode(INT_80), PAGE_FAULT));
        assertInstanceOf(Event.SoftwareException.class, Delivery.combined(EventFormat.encode(PAGE_FAULT), new Event.SoftwareException(3, 1)));
    }

    private static Event nested(int first, int second) { return Delivery.combined(EventFormat.encode(fault(first)), fault(second)); }
    private static Event fault(int vector) { return new Event.Fault(vector); }
}
