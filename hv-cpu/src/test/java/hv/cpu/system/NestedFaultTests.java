package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.x86.ExceptionClass;
import hv.api.x86.EventType;
import hv.api.x86.ExitReason;
import hv.cpu.state.Registers;
import hv.cpu.state.VmExitSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exceptions while an event is delivered: serial, double fault, triple fault; and their VM exits. */
class NestedFaultTests {
    private static final int VALID = 1 << 31, HARDWARE = 3 << 8, CODE_VALID = 1 << 11;

    @ParameterizedTest(name = "{0} then {1}: {2}")
    @CsvSource({"6,13,SERIAL", "13,13,DOUBLE_FAULT", "0,11,DOUBLE_FAULT", "13,14,SERIAL", "13,6,SERIAL", "14,14,DOUBLE_FAULT", "14,13,DOUBLE_FAULT",
        "14,1,SERIAL", "8,13,TRIPLE_FAULT", "8,14,TRIPLE_FAULT"})
    void combineAsTheManualsTableSays(int first, int second, ExceptionClass.Combination outcome) {
        var event = new Interruption(first, EventType.HARDWARE_EXCEPTION, -1, 0, 0, false);
        assertEquals(outcome, ExceptionClass.combine(event.type(), event.vector(), second));
    }

    @Test
    void anInterruptWithVector13IsBenign() {
        var event = new Interruption(13, EventType.SOFTWARE_INTERRUPT, -1, 0, 2, false);
        assertEquals(ExceptionClass.Combination.SERIAL, ExceptionClass.combine(event.type(), event.vector(), 13));
    }

    @Test
    void twoContributoryFaultsReachTheDoubleFaultHandlerWithErrorCodeZero() {
        var m = Machine.protected32(0);
        m.handler(13, 0x0E);
        m.handler(8, 0x8E);
        m.raise(13, 0x18);
        assertEquals(Machine.HANDLER + 8, m.c.rip);
        assertEquals(0, m.stack(0, 4));
        assertEquals(Machine.CODE, m.stack(1, 4));
    }

    @Test
    void withoutAnyHandlerTheProcessorShutsDownAndKeepsItsState() {
        var m = Machine.protected32(0);
        m.c.idtLimit = 0;
        m.raise(6, -1);
        assertEquals(Registers.Activity.SHUTDOWN, m.c.activity);
        assertEquals(Machine.CODE, m.c.rip);
        assertEquals(Machine.KERNEL_STACK, m.c.r[4]);
    }

    @Test
    void aTripleFaultOfAGuestExits() {
        var m = Machine.protected32(0).guest();
        m.c.idtLimit = 0;
        var exit = m.exit(() -> m.raise(6, -1));
        assertEquals(ExitReason.TRIPLE_FAULT, exit.reason);
        assertEquals(0, exit.idtVectoringInformation);
    }

    @Test
    void theSecondExceptionsOwnBitExitsWithTheFirstAsVectoring() {
        var m = Machine.protected32(0).guest();
        m.c.vmx.exceptionBitmap = 1 << 11;
        m.handler(14, 0x0E);
        var exit = m.exit(() -> m.raise(14, 4));
        assertEquals(ExitReason.EXCEPTION_OR_NMI, exit.reason);
        assertEquals(VALID | CODE_VALID | HARDWARE | 11, exit.interruptionInformation);
        assertEquals(14 << 3 | 3, exit.interruptionErrorCode);
        assertEquals(VALID | CODE_VALID | HARDWARE | 14, exit.idtVectoringInformation);
        assertEquals(4, exit.idtVectoringErrorCode);
    }

    @Test
    void aDoubleFaultExitHasNoVectoring() {
        var m = Machine.protected32(0).guest();
        m.c.vmx.exceptionBitmap = 1 << 8;
        m.handler(13, 0x0E);
        var exit = m.exit(() -> m.raise(13, 0));
        assertEquals(VALID | CODE_VALID | HARDWARE | 8, exit.interruptionInformation);
        assertEquals(0, exit.idtVectoringInformation);
    }

    @Test
    void aSoftwareInterruptAsVectoringKeepsItsLength() {
        var m = Machine.protected32(0).guest();
        m.c.vmx.exceptionBitmap = 1 << 11;
        m.handler(0x40, 0x0E);
        var exit = m.exit("int 0x40");
        assertEquals(VALID | 4 << 8 | 0x40, exit.idtVectoringInformation);
        assertEquals(2, exit.instructionLength);
    }

    @Test
    void aDirectExitLeavesCr2AndDr6Alone() {
        var m = Machine.protected32(0).guest();
        m.c.vmx.exceptionBitmap = 1 << 14 | 1 << 1;
        m.c.fault(14, 0).linear = 0x1234;
        var exit = m.exit(() -> m.raise(14, 0));
        assertEquals(0x1234, exit.qualification);
        assertEquals(0, m.c.cr2);
        assertEquals(0x4001, m.exit(() -> Delivery.debugTrap(m.c, 0x4001)).qualification);
        assertEquals(0xFFFF0FF0L, m.c.dr[6]);
    }

    @ParameterizedTest(name = "error code {0}, mask {1}, match {2}, bit {3}: exits {4}")
    @CsvSource({"2,0,0,true,true", "2,0,0,false,false", "2,2,2,true,true", "0,2,2,true,false", "0,2,2,false,true"})
    void pageFaultsExitByBitMaskAndMatch(int code, int mask, int match, boolean bit, boolean exits) {
        var m = Machine.protected32(0).guest();
        m.handler(14, 0x8E);
        m.c.vmx.exceptionBitmap = bit ? 1 << 14 : 0;
        m.c.vmx.pageFaultMask = mask;
        m.c.vmx.pageFaultMatch = match;
        if (exits) assertThrows(VmExitSignal.class, () -> m.raise(14, code));
        else m.raise(14, code);
    }

    @Test
    void realModeExceptionsHaveNoErrorCode() {
        var m = Machine.real().guest();
        m.c.vmx.exceptionBitmap = 1 << 13;
        assertEquals(VALID | HARDWARE | 13, m.exit(() -> m.raise(13, 0)).interruptionInformation);
    }

    @Test
    void anInjectedSoftwareInterruptReturnsBehindItsInstruction() {
        var m = Machine.protected32(0).guest();
        m.c.vmx.exceptionBitmap = -1;
        m.handler(0x40, 0x8E);
        Delivery.inject(m.c, VALID | 4 << 8 | 0x40, 0, 2);
        assertEquals(Machine.CODE + 2, m.stack(0, 4));
    }

    @Test
    void anInjectedFaultKeepsCr2AndTheResumeFlag() {
        var m = Machine.protected32(0).guest();
        m.handler(14, 0x8E);
        m.c.cr2 = 0x77;
        Delivery.inject(m.c, VALID | CODE_VALID | HARDWARE | 14, 6, 0);
        assertEquals(6, m.stack(0, 4));
        assertEquals(2, m.stack(3, 4));
        assertEquals(0x77, m.c.cr2);
    }
}
