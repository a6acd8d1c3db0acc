package hv.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import hv.api.ExitHandler;
import hv.api.ExitHandler.Next;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.api.x86.VmcsField;
import hv.core.report.HvException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExitChainsTests {
    private static final VmExit CPUID = new VmExit.Cpuid(0, 0);
    private static final Outcome UNANSWERED = new Outcome.Value(-1);

    private final Handlers handlers = mock(Handlers.class);
    private final Vcpu vcpu = mock(Vcpu.class);
    private final Counters counters = new Counters();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach void theEndAnswersMinusOne() { when(handlers.unanswered()).thenReturn((_, _) -> UNANSWERED); }

    private ExitChains chains(String... order) { return new ExitChains(ChainOrder.parse(List.of(order)), handlers, counters); }

    private static Claim claim(String id, Stage stage, Intercept what, ExitHandler handler) { return new Claim(handler, id, stage, what); }

    private Claim passing(String id, Stage stage) {
        return claim(id, stage, Intercept.every(ExitReason.CPUID), new ExitHandler() {
            @Override public Outcome handle(VmExit exit, Vcpu of, Next next) {
                asked.add(id);
                return next.handle(exit, of);
            }
        });
    }

    private static ExitHandler answering(Outcome outcome) {
        var handler = mock(ExitHandler.class);
        when(handler.handle(any(), any(), any())).thenReturn(outcome);
        return handler;
    }

    private List<String> orderOf(ExitChains chains) {
        for (var claim : List.of(passing("b", Stage.EMULATE), passing("z", Stage.OBSERVE), passing("c", Stage.FILTER), passing("a", Stage.EMULATE),
                passing("d", Stage.FALLBACK))) chains.add(claim);
        assertEquals(UNANSWERED, chains.dispatch(CPUID, vcpu));
        return asked;
    }

    @Test void stagesComeInOrderThenIds() { assertEquals(List.of("z", "c", "a", "b", "d"), orderOf(chains())); }

    @Test void anOverridePutsItsPluginsFirst() { assertEquals(List.of("d", "b", "z", "c", "a"), orderOf(chains("cpuid=d,b"))); }

    @Test void anOverrideOfAnotherReasonChangesNothing() { assertEquals(List.of("z", "c", "a", "b", "d"), orderOf(chains("rdmsr=d,b"))); }

    @Test void whoAnswersHidesTheRest() {
        var chains = chains();
        var inner = answering(Outcome.RETRY);
        chains.add(claim("inner", Stage.FALLBACK, Intercept.every(ExitReason.CPUID), inner));
        chains.add(claim("outer", Stage.EMULATE, Intercept.every(ExitReason.CPUID), answering(Outcome.ADVANCE)));
        assertEquals(Outcome.ADVANCE, chains.dispatch(CPUID, vcpu));
        assertEquals("outer", counters.answeredBy());
        verify(inner, never()).handle(any(), any(), any());
    }

    @Test void claimsComeAndGoBetweenExits() {
        var chains = chains();
        assertEquals(UNANSWERED, chains.dispatch(CPUID, vcpu));
        var late = claim("late", Stage.EMULATE, Intercept.every(ExitReason.CPUID), answering(Outcome.ADVANCE));
        chains.add(late);
        assertEquals(Outcome.ADVANCE, chains.dispatch(CPUID, vcpu));
        chains.remove(late);
        assertEquals(UNANSWERED, chains.dispatch(CPUID, vcpu));
    }

    @Test void aHandlerOfPortsSeesAccessesThatTouchThemAndNoOthers() {
        var chains = chains();
        var handler = answering(Outcome.ADVANCE);
        chains.add(claim("ports", Stage.EMULATE, Intercept.ports(0x3F8, 8), handler));
        assertEquals(UNANSWERED, chains.dispatch(new VmExit.PortIn(0x3F7, 1), vcpu));
        assertEquals(UNANSWERED, chains.dispatch(new VmExit.PortOut(0x400, 4, 0), vcpu));
        verify(handler, never()).handle(any(), any(), any());
        assertEquals(Outcome.ADVANCE, chains.dispatch(new VmExit.PortIn(0x3F7, 2), vcpu));
        assertEquals(Outcome.ADVANCE, chains.dispatch(new VmExit.PortOut(0x3FF, 1, 0), vcpu));
    }

    @Test void aHandlerThatAskedTwiceForOneExitIsCalledOnce() {
        var chains = chains();
        var handler = mock(ExitHandler.class);
        when(handler.handle(any(), any(), any())).thenAnswer(call -> call.<Next>getArgument(2).handle(call.getArgument(0), call.getArgument(1)));
        chains.add(claim("twice", Stage.EMULATE, Intercept.ports(0x60, 1), handler));
        chains.add(claim("twice", Stage.EMULATE, Intercept.every(ExitReason.IO_INSTRUCTION), handler));
        assertEquals(UNANSWERED, chains.dispatch(new VmExit.PortIn(0x60, 1), vcpu));
        verify(handler, times(1)).handle(any(), any(), any());
    }

    @Test void msrsOutsideTheBitmapsHaveTheirHandlersToo() {
        var chains = chains();
        chains.add(claim("synthetic", Stage.EMULATE, Intercept.msrReads(0x4000_0000, 2), answering(Outcome.ADVANCE)));
        assertEquals(Outcome.ADVANCE, chains.dispatch(new VmExit.ReadMsr(0x4000_0001), vcpu));
        assertEquals(UNANSWERED, chains.dispatch(new VmExit.ReadMsr(0x4000_0002), vcpu));
    }

    @Test void aWriteOfACr0BitIsSeenByWhoWatchesTheBitAsTheGuestReadsIt() {
        var chains = chains();
        chains.add(claim("ts", Stage.EMULATE, Intercept.controlRegister(0, 8), answering(Outcome.ADVANCE)));
        when(vcpu.read(VmcsField.GUEST_CR0)).thenReturn(0x8000_0039L);
        when(vcpu.read(VmcsField.CR0_GUEST_HOST_MASK)).thenReturn(8L);
        when(vcpu.read(VmcsField.CR0_READ_SHADOW)).thenReturn(0L);
        assertEquals(UNANSWERED, chains.dispatch(new VmExit.MovToCr(0, 0x8000_0031L), vcpu));
        assertEquals(Outcome.ADVANCE, chains.dispatch(new VmExit.MovToCr(0, 0x8000_0039L), vcpu));
        assertEquals(UNANSWERED, chains.dispatch(new VmExit.MovFromCr(3, Gpr.RAX), vcpu));
    }

    @Test void anObserverMayNotChangeTheOutcome() {
        var chains = chains();
        chains.add(claim("nosy", Stage.OBSERVE, Intercept.every(ExitReason.CPUID), answering(Outcome.ADVANCE)));
        assertBlames("plugin 'nosy' is an observer (stage OBSERVE) and may not change the outcome of CPUID leaf 0H, subleaf 0H", chains);
    }

    @Test void nullIsNoAnswer() {
        var chains = chains();
        chains.add(claim("mute", Stage.EMULATE, Intercept.every(ExitReason.CPUID), answering(null)));
        assertBlames("plugin 'mute' answered null to CPUID leaf 0H, subleaf 0H; a handler answers an Outcome or asks next", chains);
    }

    @Test void whatAHandlerThrowsNamesItsPlugin() {
        var chains = chains();
        var handler = mock(ExitHandler.class);
        when(handler.handle(any(), any(), any())).thenThrow(new IllegalStateException("out of beans"));
        chains.add(claim("coffee", Stage.EMULATE, Intercept.every(ExitReason.CPUID), handler));
        assertBlames("plugin 'coffee' failed to handle CPUID leaf 0H, subleaf 0H", chains);
    }

    @Test void anUnknownReasonInAnOverrideIsRefused() {
        assertThrows(HvException.class, () -> chains("cpudi=a"));
        assertThrows(HvException.class, () -> chains("cpuid"));
    }

    private void assertBlames(String message, ExitChains chains) {
        var thrown = assertThrows(HvException.class, () -> chains.dispatch(CPUID, vcpu));
        assertTrue(thrown.getMessage().startsWith(message), thrown.getMessage());
    }
}
