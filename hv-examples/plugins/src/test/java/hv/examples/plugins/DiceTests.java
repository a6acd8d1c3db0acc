package hv.examples.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiceTests extends ExitHandlerContract {
    private final FakeVm vm = new FakeVm();

    @Override protected ExitHandler handler() { return new Dice(); }

    private List<Integer> thrown() { return IntStream.range(0, 100).mapToObj(_ -> vm.port(0x510).in(0x510, 1)).toList(); }

    @Test void dieHasSixFaces() {
        new Dice().plugIn(vm);
        assertEquals(List.of(1, 2, 3, 4, 5, 6), thrown().stream().distinct().sorted().toList());
    }

    @Test void restoredDieGoesOnWhereTheSavedOneWas() {
        new Dice().plugIn(vm);
        vm.port(0x510).out(0x510, 1, 7);
        thrown();
        var restored = new DiceTests();
        new Dice().plugIn(restored.vm);
        restored.vm.restore(vm.save());
        assertEquals(thrown(), restored.thrown());
    }

    @Test void seedRepeatsTheThrows() {
        new Dice().plugIn(vm);
        vm.port(0x510).out(0x510, 1, 7);
        var first = thrown();
        vm.port(0x510).out(0x510, 1, 7);
        assertEquals(first, thrown());
        assertTrue(first.stream().distinct().count() > 1);
    }
}
