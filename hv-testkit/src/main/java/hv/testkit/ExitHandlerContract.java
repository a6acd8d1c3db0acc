package hv.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hv.api.ExitHandler;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract of exit handlers. A test of a handler extends this class and says how to make one:
 * {@snippet :
 * class CpuidSpoofTests extends ExitHandlerContract {
 *     @Override protected ExitHandler handler() { return new CpuidSpoof(); }
 * }
 * }
 */
public abstract class ExitHandlerContract implements PluginContract<ExitHandler> {
    /** A new handler that is not attached. */
    protected abstract ExitHandler handler();

    /** The machine that the handler is attached to; override it to give the settings that the handler needs. */
    protected FakeVm machine() { return new FakeVm(); }

    @Override public final ExitHandler plugin() { return handler(); }
    @Override public final Class<ExitHandler> service() { return ExitHandler.class; }

    @Test void attachesAndDetaches() {
        var handler = handler();
        assertDoesNotThrow(() -> handler.attach(machine()));
        assertDoesNotThrow(handler::detach);
    }

    @Test void servesTwoMachinesFromTwoInstances() {
        attached();
        assertDoesNotThrow(() -> attached());
    }

    @Test void declaresTheSameInterceptsEachTime() {
        var handler = attached();
        assertNotNull(handler.stage());
        assertNotNull(handler.needs());
        assertEquals(handler.intercepts(), handler.intercepts());
    }

    @Test void remembersWhatIsRestored() { RememberedState.isRestored(this::handler, this::machine); }

    @TestFactory Stream<DynamicTest> asksTheRestOfTheChainAtMostOnceAndAlwaysAnswers() {
        return exits().map(exit -> DynamicTest.dynamicTest(exit.toString(), () -> {
            var asked = new AtomicInteger();
            var outcome = attached().handle(exit, machine().vcpu(), (_, _) -> {
                asked.incrementAndGet();
                return answerTo(exit);
            });
            assertNotNull(outcome, "no outcome");
            assertTrue(asked.get() <= 1, "asked the rest of the chain " + asked + " times");
        }));
    }

    @TestFactory Stream<DynamicTest> changesNothingWhenItObserves() {
        assumeTrue(handler().stage() == Stage.OBSERVE);
        return exits().map(exit -> DynamicTest.dynamicTest(exit.toString(), () -> {
            var inner = answerTo(exit);
            assertSame(inner, attached().handle(exit, machine().vcpu(), (_, _) -> inner));
        }));
    }

    /** Sample exits that match the handler's intercepts. */
    private Stream<VmExit> exits() { return SampleExits.of(attached().intercepts()).stream(); }

    private ExitHandler attached() {
        var handler = handler();
        handler.attach(machine());
        return handler;
    }

    private static Outcome answerTo(VmExit exit) {
        return switch (exit) {
            case VmExit.Cpuid _ -> Outcome.answer(CpuidResult.ZERO);
            case VmExit.ReadMsr _, VmExit.PortIn _ -> Outcome.answer(0);
            default -> Outcome.NATIVE;
        };
    }
}
