package hv.core.guest.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.Event;
import hv.api.x86.Gpa;
import hv.core.guest.Bench;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When an instruction that a plugin steps over is over, and what settles an EPT violation. */
class CompletionTests {
    private static final VmExit CPUID = new VmExit.Cpuid(0, 0);
    private final Bench bench = new Bench();
    private final Completion completion = new Completion(bench.cpu, bench.vmcs, bench.guest, bench.space, bench.interrupts, bench.delivery,
            bench.interceptions);
    private int calls;

    @AfterEach void close() { bench.close(); }

    private Outcome step(VmExit exit, boolean delivering) { return completion.step(exit, _ -> calls++, delivering); }

    private void assertOverAtTheNextEntry() {
        completion.stepper().entering(bench.guest);
        assertEquals(1, calls);
    }

    private void assertOverAtTheTrap() {
        completion.stepper().entering(bench.guest);
        assertEquals(0, calls);
        assertTrue(completion.trapped(bench.guest));
        assertEquals(1, calls);
    }

    @Test void anInstructionThatTheFrameworkCompletesIsOverAtTheNextEntry() {
        assertInstanceOf(Outcome.Cpuid.class, step(CPUID, false));
        assertOverAtTheNextEntry();
    }

    @Test void haltingIsOverAtTheNextEntry() {
        assertEquals(Outcome.HALT, step(new VmExit.Hlt(), false));
        assertOverAtTheNextEntry();
    }

    @Test void anInstructionThatTheProcessorCompletesIsOverAtTheTrap() {
        assertEquals(Outcome.RETRY, step(new VmExit.Invd(), false));
        assertTrue(completion.waits());
        assertOverAtTheTrap();
    }

    @Test void inputIsCompletedByTheProcessor() {
        assertEquals(Outcome.answer(0xFF), step(new VmExit.PortIn(0x60, 1), false));
        assertOverAtTheTrap();
    }

    @Test void aFaultIsOverWhenItsHandlerBegins() {
        assertEquals(Outcome.inject(Event.UD), step(new VmExit.Vmcall(), false));
        assertOverAtTheTrap();
    }

    @Test void anInterruptedDeliveryIsOverWhenItsHandlerBegins() {
        step(CPUID, true);
        assertOverAtTheTrap();
    }

    @Test void whatNobodyBacksIsOpenToHandlers() {
        var violation = new VmExit.EptViolation(new Gpa(0x5000), Optional.empty(), false, Access.READ, Access.NONE);
        assertEquals(Settlement.OPEN, completion.settle(violation));
        assertTrue(completion.isUnbacked(violation));
        assertFalse(completion.waits());
    }

    @Test void aDevicesRegisterIsReachedAtTheNextEntry() {
        var violation = new VmExit.EptViolation(new Gpa(0xFEE0_0020L), Optional.empty(), false, Access.READ, Access.NONE);
        assertEquals(Settlement.NATIVE, completion.settle(violation));
        assertFalse(completion.isUnbacked(violation));
        assertEquals(Outcome.RETRY, completion.complete(violation));
        assertTrue(completion.waits());
    }
}
