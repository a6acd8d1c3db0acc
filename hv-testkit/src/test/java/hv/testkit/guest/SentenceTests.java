package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.Feature;
import hv.api.FeatureProbe.Support;
import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.Event;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.Hpa;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.core.report.ExitSentence;
import hv.core.report.RunReport.MachineReport;
import hv.core.report.Story;
import hv.golden.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a run tells of its steps, its exits and its end, kind by kind. */
class SentenceTests {
    private static final List<Ending> ENDINGS = List.of(new Ending.Stopped(3, "the guest wrote 1 to the exit port"), new Ending.Reset("reset control register"),
            new Ending.Halted(), new Ending.LimitReached(5_000), new Ending.Left(new Ending.Halted()), new Ending.Interrupted("Ctrl-C"),
            new Ending.Failed(ErrorKind.PLUGIN, "plugin 'a' answered null to HLT", null));

    private static final List<Story> STORY = List.of(new Story.Probed("vmx-probe", Feature.VMX, "CPUID.1:ECX.VMX[5] is 1", Support.PRESENT),
            new Story.Probed("ept", Feature.EPT, "", new Support.Absent("this is why", "do that")), new Story.HostReady(new Hpa(0x400_0000), 0x10_0000),
            new Story.Unlocked(), new Story.VmxOn(new Hpa(0x400_F000), 0x4A56_4D58), new Story.Cleared("one", new Hpa(0x400_9000)),
            new Story.Loaded("one", new Hpa(0x400_9000)), new Story.Written("one", "guest-state area", 55),
            new Story.Adjusted("one", "VM-exit", 0x3C_0204, 0x3F_6FFF, 0x48F), new Story.Attached("one", "serial"),
            new Story.Warned("one", "cpuid", "shows what is not there"), new Story.Launched("one", 0x10_0000), new Story.Resumed("one"),
            new Story.Ended("one", new Ending.Halted(), 12), new Story.Restarted("one", "reset control register"), new Story.VmxOff(), new Story.Locked(),
            new Story.LeftVmx("one", 0x10_0010), new Story.Virtualized("one", 0x10_0000));

    private static final List<VmExit> EVENTS = List.of(new VmExit.Exception(new Event.PageFault(new Gva(0x1234), 6)), new VmExit.Exception(Event.gp(0x18)),
            new VmExit.Exception(Event.UD), new VmExit.Exception(new Event.Fault(19)), new VmExit.Exception(new Event.Debug(0x4000)),
            new VmExit.Exception(Event.NMI), new VmExit.ExternalInterrupt(OptionalInt.of(0x30)), new VmExit.PortOut(0xE9, 4, -1), new VmExit.Cpuid(-1, 1),
            new VmExit.EptViolation(new Gpa(0x2000), Optional.of(new Gva(0x1000)), true, Access.WRITE, Access.NONE));

    /** Every subtype has a sample, so that a new one can't be forgotten. */
    private static void areAllThere(Class<?> sealed, List<?> samples) {
        assertEquals(Set.of(sealed.getPermittedSubclasses()), samples.stream().map(Object::getClass).collect(Collectors.toSet()));
    }

    @Test void everyEndingReadsAsTheGoldenFileSays() {
        areAllThere(Ending.class, ENDINGS);
        Golden.of(SentenceTests.class, "endings").holds(ENDINGS.stream().map(ending -> new MachineReport("one", ending, Map.of(), Map.of()).sentence()
                + " [exit status " + ending.status() + "]").toList());
    }

    @Test void everyStepOfTheStoryReadsAsTheGoldenFileSays() {
        areAllThere(Story.class, STORY);
        Golden.of(SentenceTests.class, "story").holds(STORY.stream().map(Story::sentence).toList());
    }

    @Test void everyExitReadsAsTheGoldenFileSays() {
        var kinds = Arrays.stream(VmExit.class.getPermittedSubclasses()).map(SentenceTests::sample);
        Golden.of(SentenceTests.class, "exits").holds(Stream.concat(kinds, EVENTS.stream()).map(ExitSentence::of).toList());
    }

    @Test void everyExitReasonReadsAsTheGoldenFileSays() {
        Golden.of(SentenceTests.class, "exit-reasons").holds(Arrays.stream(ExitReason.values()).map(ExitSentence::of).toList());
    }

    /** An exit of this kind, its facts being 10H, or the first of their type. */
    private static VmExit sample(Class<?> exit) {
        try {
            var constructor = exit.getDeclaredConstructors()[0];
            return (VmExit) constructor.newInstance(Arrays.stream(constructor.getParameterTypes()).map(SentenceTests::fact).toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(exit.getName(), e);
        }
    }

    private static Object fact(Class<?> type) {
        if (type.isEnum()) return type.getEnumConstants()[0];
        return FACTS.stream().filter(fact -> type.isInstance(fact) || type == int.class && fact instanceof Integer || type == long.class && fact instanceof Long
                || type == boolean.class && fact instanceof Boolean).findFirst().orElseThrow(() -> new AssertionError("no sample of " + type));
    }

    private static final List<Object> FACTS = List.of(0x10, 0x10L, true, Gpr.RCX, new Gva(0x10), new Gpa(0x10), Access.READ, Optional.empty(), OptionalInt.empty(),
            Event.UD, new VmExit.Operand.Register(Gpr.RCX));
}
