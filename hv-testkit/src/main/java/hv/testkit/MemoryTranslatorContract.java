package hv.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract of memory translators. A test of a translator extends this class and says how to make one. */
public abstract class MemoryTranslatorContract implements PluginContract<MemoryTranslator> {
    private static final List<Access> ACCESSES = List.of(Access.READ, Access.WRITE, Access.READ_WRITE, Access.EXECUTE);

    /** A new translator that is not attached. */
    protected abstract MemoryTranslator translator();

    /** The machine that the translator is attached to; override it to give the settings that the translator needs. */
    protected FakeVm machine() { return new FakeVm(); }

    /** Pages to ask about, in addition to the first page of each claim. */
    protected List<Gpa> pages() { return List.of(new Gpa(0), new Gpa(0x7000), new Gpa(0x8000_0000L)); }

    @Override public final MemoryTranslator plugin() { return translator(); }
    @Override public final Class<MemoryTranslator> service() { return MemoryTranslator.class; }

    /** A request in the form in which the framework makes it. */
    public static MemoryRequest request(long page, Access accesses) { return new Asked(new Gpa(page), accesses); }

    private record Asked(Gpa page, Access accesses) implements MemoryRequest {}

    /** An innermost translator that backs the guest's own pages and allows all accesses. */
    public static MemoryTranslator.Inner backedBy(FakeVm vm) {
        return asked -> new Mapping.Backed(asked.page(), new Hpa(vm.hostBase().value() + asked.page().value()), 4096, Access.ALL,
                MemoryType.WRITE_BACK);
    }

    @Test void attachesAndDetaches() {
        var translator = translator();
        assertDoesNotThrow(() -> translator.attach(machine()));
        assertDoesNotThrow(translator::detach);
    }

    @Test void remembersWhatIsRestored() { RememberedState.isRestored(this::translator, this::machine); }

    @TestFactory Stream<DynamicTest> answersWithWholePagesThatHoldTheOneAskedFor() {
        return questions((vm, translator, asked) -> {
            var answer = translator.translate(asked, backedBy(vm));
            assertNotNull(answer, "no mapping");
            if (answer instanceof Mapping.Backed backed) assertHolds(backed, asked.page());
        });
    }

    private static void assertHolds(Mapping.Backed backed, Gpa page) {
        long from = page.value() - backed.first().value();
        assertTrue(from >= 0 && from + 4096 <= backed.bytes(), () -> backed + " does not hold " + page);
        assertEquals(0, (backed.first().value() | backed.from().value() | backed.bytes()) & 0xFFF, () -> backed + " is not of whole pages");
    }

    @TestFactory Stream<DynamicTest> answersTheSameTwice() {
        return questions((vm, translator, asked) ->
                assertEquals(translator.translate(asked, backedBy(vm)), translator.translate(asked, backedBy(vm))));
    }

    @TestFactory Stream<DynamicTest> leavesPagesOutsideItsClaimsAlone() {
        return questions((vm, translator, asked) -> {
            if (!decides(translator, asked.page())) {
                assertEquals(backedBy(vm).translate(asked), translator.translate(asked, backedBy(vm)));
            }
        });
    }

    private static boolean decides(MemoryTranslator translator, Gpa page) {
        var claims = translator.claims();
        return claims.isEmpty() || claims.stream().anyMatch(c -> Long.compareUnsigned(page.value() - c.first().value(), c.bytes()) < 0);
    }

    private Stream<DynamicTest> questions(Check check) {
        var claims = attached(machine()).claims().stream().map(MemoryTranslator.Range::first);
        return Stream.concat(claims, pages().stream()).distinct().flatMap(page -> ACCESSES.stream().map(access -> {
            var asked = new Asked(page, access);
            return DynamicTest.dynamicTest(asked.toString(), () -> {
                var vm = machine();
                check.of(vm, attached(vm), asked);
            });
        }));
    }

    private MemoryTranslator attached(FakeVm vm) {
        var translator = translator();
        translator.attach(vm);
        return translator;
    }

    @FunctionalInterface private interface Check {
        void of(FakeVm vm, MemoryTranslator translator, MemoryRequest asked);
    }
}
