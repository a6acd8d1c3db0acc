package hv.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import hv.api.Outcome;
import hv.core.dispatch.Counters;
import hv.core.guest.VirtualProcessor;
import hv.core.guest.entry.VirtualInterrupts;
import hv.core.machine.Board;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.core.vm.Attachments;
import hv.core.vm.Vm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Turns of virtual machines, and the ends of all of them. */
class SchedulerTests {
    private static final long SLICE = 1_000;
    private static final TurnEnd STOPS = () -> Outcome.stop("done"), HALTS = () -> Outcome.HALT, SLICE_OVER = () -> Outcome.RETRY;

    /** How the exit that ends a turn is answered. */
    private interface TurnEnd { Outcome outcome(); }

    private final List<String> turns = new ArrayList<>();
    private final RunMonitor limits = mock(RunMonitor.class);

    @BeforeEach void nothingIsLimited() { when(limits.ending()).thenReturn(Optional.empty()); }

    /** A virtual machine whose turns end one after the other as these say; the last goes on for ever. */
    private final class Machine {
        final VirtualProcessor processor = mock(VirtualProcessor.class);
        final Board board = mock(Board.class);
        final Vm vm = mock(Vm.class);
        final Attachments attachments = mock(Attachments.class);
        final Tenant tenant = new Tenant(vm, attachments);

        Machine(String name, TurnEnd... ends) {
            var left = new ArrayList<>(List.of(ends));
            when(vm.name()).thenReturn(name);
            when(vm.processor()).thenReturn(processor);
            when(vm.board()).thenReturn(board);
            when(vm.counters()).thenReturn(new Counters());
            when(board.stopRequest()).thenReturn(Optional.empty());
            when(processor.interrupts()).thenReturn(mock(VirtualInterrupts.class));
            when(processor.sliceIsOver()).thenReturn(true);
            doAnswer(_ -> turns.add(name)).when(processor).enter();
            when(vm.answer()).thenAnswer(_ -> (left.size() > 1 ? left.removeFirst() : left.getFirst()).outcome());
        }

        void sleepsUntilSomethingComes() { when(processor.canWake()).thenReturn(true); }
        void stopsBy(Ending how) {
            when(board.stopRequested()).thenReturn(true);
            when(board.stopRequest()).thenReturn(Optional.of(how));
        }
        Ending ending() { return tenant.ending().orElseThrow(); }
    }

    private Optional<Tenant> run(Machine... machines) {
        var tenants = Arrays.stream(machines).map(machine -> machine.tenant).toList();
        return new Scheduler(tenants, new SwitchedBus(), limits, SLICE, Narrator.SILENT).run();
    }

    private static TurnEnd fails(RuntimeException how) {
        return () -> { throw how; };
    }

    // ---- turns ----

    @Test void machinesTakeTurns() {
        assertEquals(Optional.empty(), run(new Machine("a", SLICE_OVER, SLICE_OVER, STOPS), new Machine("b", SLICE_OVER, STOPS)));
        assertEquals(List.of("a", "b", "a", "b", "a"), turns);
    }

    @Test void aTurnHasASliceWhileAnotherLives() {
        var a = new Machine("a", SLICE_OVER, STOPS);
        run(a, new Machine("b", STOPS));
        var order = inOrder(a.processor);
        order.verify(a.processor).slice(SLICE);
        order.verify(a.processor).slice(0);
    }

    @Test void theProcessorIsSwitchedOnlyToAnother() {
        var a = new Machine("a", SLICE_OVER, SLICE_OVER, STOPS);
        run(a);
        verify(a.processor).switchIn();
        verify(a.processor, never()).switchOut();
    }

    @Test void whoseTurnIsOverIsSwitchedOut() {
        var a = new Machine("a", SLICE_OVER, STOPS);
        var b = new Machine("b", SLICE_OVER, STOPS);
        run(a, b);
        verify(a.processor, times(2)).switchIn();
        verify(a.processor).switchOut();
        verify(b.processor).switchOut();
    }

    @Test void whoLeavesVmxOperationIsHandedOver() {
        var leaves = new Machine("leaves", () -> Outcome.LEAVE);
        assertEquals(Optional.of(leaves.tenant), run(leaves, new Machine("other", STOPS)));
        assertTrue(leaves.tenant.lives());
        assertEquals(List.of("leaves"), turns);
    }

    // ---- ends ----

    @Test void theEndOfOneLeavesTheOthersRunning() {
        var a = new Machine("a", STOPS);
        var b = new Machine("b", SLICE_OVER, SLICE_OVER, STOPS);
        run(a, b);
        assertEquals(List.of("a", "b", "b", "b"), turns);
        assertEquals(new Ending.Stopped(0, "done"), a.ending());
        verify(a.processor).tearDown();
        verify(a.processor, never()).switchOut();
        verify(a.attachments).detach();
    }

    @Test void aDefectEndsItsMachineAlone() {
        var a = new Machine("a", fails(new IllegalStateException("broken")));
        var b = new Machine("b", STOPS);
        run(a, b);
        var failed = assertInstanceOf(Ending.Failed.class, a.ending());
        assertEquals(ErrorKind.DEFECT, failed.kind());
        assertTrue(failed.report().contains("broken"), failed.report());
        assertEquals(new Ending.Stopped(0, "done"), b.ending());
    }

    @Test void aPluginsFailureTellsWhereTheGuestWas() {
        var a = new Machine("a", fails(new HvException(ErrorKind.PLUGIN, "plugin 'x' failed")));
        when(a.processor.where()).thenReturn("RIP 1000H: cpuid");
        run(a);
        assertEquals("plugin 'x' failed\n  at RIP 1000H: cpuid", assertInstanceOf(Ending.Failed.class, a.ending()).report());
    }

    @Test void aRequestToStopEndsItsMachineAlone() {
        var a = new Machine("a", SLICE_OVER);
        when(a.processor.sliceIsOver()).thenReturn(false);
        a.stopsBy(new Ending.Reset("by its device"));
        var b = new Machine("b", STOPS);
        run(a, b);
        assertEquals(new Ending.Reset("by its device"), a.ending());
        assertEquals(new Ending.Stopped(0, "done"), b.ending());
    }

    @Test void aLimitEndsAll() {
        var a = new Machine("a", SLICE_OVER);
        var b = new Machine("b", SLICE_OVER);
        when(a.processor.enter()).thenReturn(false);
        when(limits.ending()).thenReturn(Optional.of(new Ending.LimitReached(7)));
        run(a, b);
        assertEquals(new Ending.LimitReached(7), a.ending());
        assertEquals(new Ending.LimitReached(7), b.ending());
    }

    // ---- waiting ----

    @Test void whoWaitsIsPassedOver() {
        var a = new Machine("a", HALTS, STOPS);
        a.sleepsUntilSomethingComes();
        var b = new Machine("b", SLICE_OVER, SLICE_OVER, SLICE_OVER, STOPS);
        when(a.processor.wakes()).thenReturn(false, false, false, true);
        run(a, b);
        assertEquals("a", turns.getFirst());
        assertEquals("b", turns.get(1));
        assertEquals("b", turns.get(2));
        assertEquals(new Ending.Stopped(0, "done"), a.ending());
        assertEquals(new Ending.Stopped(0, "done"), b.ending());
    }

    @Test void whoIsWokenAtOnceDoesNotWait() {
        var a = new Machine("a", HALTS, STOPS);
        when(a.processor.wakes()).thenReturn(true);
        run(a);
        verify(a.board, never()).idle();
        assertEquals(new Ending.Stopped(0, "done"), a.ending());
    }

    @Test void whileAllWaitTimePassesUntilOneWakes() {
        var a = new Machine("a", HALTS, STOPS);
        a.sleepsUntilSomethingComes();
        var woken = new boolean[1];
        when(a.processor.wakes()).thenAnswer(_ -> woken[0]);
        when(a.board.idle()).thenAnswer(_ -> woken[0] = true);
        run(a);
        verify(a.board).idle();
        assertEquals(new Ending.Stopped(0, "done"), a.ending());
    }

    @Test void whenAllWaitForNothingAllHaveHalted() {
        var a = new Machine("a", HALTS);
        var b = new Machine("b", HALTS);
        a.sleepsUntilSomethingComes();
        run(a, b);
        assertEquals(new Ending.Halted(), a.ending());
        assertEquals(new Ending.Halted(), b.ending());
        verify(a.board).idle();
    }

    @Test void whoCanNotBeWokenIsNotWaitedFor() {
        var a = new Machine("a", HALTS);
        when(a.board.idle()).thenReturn(true);
        run(a);
        assertEquals(new Ending.Halted(), a.ending());
        verify(a.board, never()).idle();
    }

    @Test void aMachineThatWaitsCanBeStopped() {
        var a = new Machine("a", HALTS);
        a.sleepsUntilSomethingComes();
        when(a.board.idle()).thenAnswer(_ -> {
            a.stopsBy(new Ending.Stopped(3, "by its device"));
            return true;
        });
        run(a);
        assertEquals(new Ending.Stopped(3, "by its device"), a.ending());
        assertFalse(a.tenant.lives());
    }

    @Test void theOnesLeftWaitOnWhenOneEnds() {
        var a = new Machine("a", HALTS, STOPS);
        a.sleepsUntilSomethingComes();
        var woken = new boolean[1];
        when(a.processor.wakes()).thenAnswer(_ -> woken[0]);
        when(a.board.idle()).thenAnswer(_ -> woken[0] = true);
        var b = new Machine("b", STOPS);
        run(a, b);
        assertEquals(List.of("a", "b", "a"), turns);
        assertEquals(new Ending.Stopped(0, "done"), a.ending());
    }
}
