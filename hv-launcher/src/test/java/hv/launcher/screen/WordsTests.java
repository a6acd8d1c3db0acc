package hv.launcher.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.Outcome;
import hv.api.x86.CpuidResult;
import hv.api.x86.Event;
import hv.api.x86.Gva;
import hv.golden.Golden;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordsTests {
    private static final List<Outcome> OUTCOMES = List.of(Outcome.RETRY, Outcome.ADVANCE, Outcome.answer(CpuidResult.signature(0x4000_0000, "HelloWorld!!")),
            Outcome.answer(0x10), Outcome.HALT, Outcome.inject(Event.UD), Outcome.inject(Event.NMI), Outcome.inject(new Event.ExternalInterrupt(0x30)),
            Outcome.jumpTo(new Gva(0x1000)), Outcome.NATIVE, Outcome.step(_ -> { }), Outcome.LEAVE, Outcome.stop("seen enough"));

    @Test void everyOutcomeReadsAsTheGoldenFileSays() {
        assertEquals(Set.of(Outcome.class.getPermittedSubclasses()), OUTCOMES.stream().map(Object::getClass).collect(Collectors.toSet()));
        Golden.of(WordsTests.class, "outcomes").holds(OUTCOMES.stream().map(Words::of).toList());
    }
}
