package hv.core.ept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.MemoryTranslator.Inner;
import hv.api.MemoryTranslator.Range;
import hv.api.Stage;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.core.report.HvException;
import java.util.Comparator;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TranslatorChainTests {
    private final TranslatorChain chain = new TranslatorChain(Comparator.comparing(MemoryTranslator::stage).thenComparing(MemoryTranslator::id));

    private MemoryTranslator translator(String id, Stage stage, Range... claims) {
        var translator = mock(MemoryTranslator.class);
        when(translator.id()).thenReturn(id);
        when(translator.stage()).thenReturn(stage);
        when(translator.claims()).thenReturn(Set.of(claims));
        chain.add(translator);
        return translator;
    }

    private static Mapping.Backed backed(long first, long from, long bytes, Access allowed) {
        return new Mapping.Backed(new Gpa(first), new Hpa(from), bytes, allowed, MemoryType.WRITE_BACK);
    }

    private static Range range(long first, long bytes) { return new Range(new Gpa(first), bytes); }

    @Test void nobodyBacksNothing() { assertEquals(new Mapping.Unbacked(), chain.ask(0x1000, Access.READ)); }

    @Test void aTranslatorIsAskedAboutItsClaimsOnly() {
        var base = translator("base", Stage.FALLBACK);
        when(base.translate(any(), any())).thenReturn(backed(0, 0x10_0000, 0x10_0000, Access.ALL));
        var hook = translator("hook", Stage.EMULATE, range(0x5000, 0x1000));
        when(hook.translate(any(), any())).thenReturn(backed(0x5000, 0x9000, 0x1000, Access.EXECUTE));
        chain.refresh();
        assertEquals(backed(0, 0x10_0000, 0x10_0000, Access.ALL), chain.ask(0x4000, Access.READ));
        assertEquals(backed(0, 0x10_0000, 0x10_0000, Access.ALL), chain.ask(0x6000, Access.READ));
        verify(hook, never()).translate(any(), any());
        assertEquals(backed(0x5000, 0x9000, 0x1000, Access.EXECUTE), chain.ask(0x5000, Access.READ));
    }

    @Test void theOuterTranslatorMayNarrowWhatTheInnerAnswers() {
        var base = translator("base", Stage.FALLBACK);
        when(base.translate(any(), any())).thenReturn(backed(0, 0x10_0000, 0x10_0000, Access.ALL));
        var guard = translator("guard", Stage.FILTER);
        when(guard.translate(any(), any())).thenAnswer(call ->
                call.<Inner>getArgument(1).translate(call.<MemoryRequest>getArgument(0)).allowing(Access.READ));
        chain.refresh();
        assertEquals(backed(0, 0x10_0000, 0x10_0000, Access.READ), chain.ask(0x4000, Access.WRITE));
    }

    @Test void claimsChangeAtARefresh() {
        var hook = translator("hook", Stage.EMULATE, range(0x5000, 0x1000));
        when(hook.translate(any(), any())).thenReturn(backed(0x7000, 0x9000, 0x1000, Access.ALL));
        chain.refresh();
        assertEquals(new Mapping.Unbacked(), chain.ask(0x7000, Access.READ));
        when(hook.claims()).thenReturn(Set.of(range(0x7000, 0x1000)));
        assertEquals(new Mapping.Unbacked(), chain.ask(0x7000, Access.READ));
        chain.refresh();
        assertEquals(backed(0x7000, 0x9000, 0x1000, Access.ALL), chain.ask(0x7000, Access.READ));
    }

    @Test void anExtentIsWholePagesAroundThePageAskedFor() {
        var wrong = translator("wrong", Stage.FALLBACK);
        chain.refresh();
        when(wrong.translate(any(), any())).thenReturn(backed(0x4000, 0x9000, 0x1000, Access.ALL));
        assertBlames("plugin 'wrong' answered an extent (guest-physical 4000H, 4096 bytes) that is not whole pages around guest-physical 5000H");
        when(wrong.translate(any(), any())).thenReturn(backed(0x5000, 0x9001, 0x1000, Access.ALL));
        assertBlames("plugin 'wrong' answered an extent");
        when(wrong.translate(any(), any())).thenReturn(backed(0x5000, 0x9000, 0x800, Access.ALL));
        assertBlames("plugin 'wrong' answered an extent");
    }

    @Test void nullAndExceptionsNameTheTranslator() {
        var wrong = translator("wrong", Stage.FALLBACK);
        chain.refresh();
        assertBlames("plugin 'wrong' answered null for ");
        when(wrong.translate(any(), any())).thenThrow(new IllegalStateException("no frames"));
        assertBlames("plugin 'wrong' failed to translate ");
        when(wrong.claims()).thenThrow(new IllegalStateException("no claims"));
        assertTrue(assertThrows(HvException.class, chain::refresh).getMessage().startsWith("plugin 'wrong' failed to tell its claims"));
    }

    private void assertBlames(String message) {
        var thrown = assertThrows(HvException.class, () -> chain.ask(0x5000, Access.READ));
        assertTrue(thrown.getMessage().startsWith(message), thrown.getMessage());
    }
}
