package hv.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateImageTests {
    /** A state with a field of every type. */
    private static final class Sample implements State {
        boolean flag;
        int number;
        long large;
        byte[] bytes = {};
        long[] numbers = {};
        final byte[] fixed = new byte[3];
        final long[] table = new long[2];
        int restored;

        @Override public void fields(StateFields fields) {
            flag = fields.flag("flag", flag);
            number = fields.number("number", number);
            large = fields.number("large", large);
            bytes = fields.bytes("bytes", bytes);
            numbers = fields.numbers("numbers", numbers);
            fields.fill("fixed", fixed);
            fields.part("inner", inner -> inner.fill("table", table));
        }

        @Override public void restored() { restored++; }
    }

    private final Sample one = new Sample(), other = new Sample();

    private static States machine(State state) { return machine("plugin", "sample", 1, state); }

    private static States machine(String owner, String name, int version, State state) {
        var states = new States();
        states.add(owner, name, version, state);
        return states;
    }

    private static void fill(Sample sample) {
        sample.flag = true;
        sample.number = -2;
        sample.large = Long.MIN_VALUE;
        sample.bytes = new byte[] {1, -1};
        sample.numbers = new long[] {3, -3, Long.MAX_VALUE};
        sample.fixed[2] = 7;
        sample.table[1] = -7;
    }

    private static String refusal(States states, byte[] image) {
        return assertThrows(IllegalArgumentException.class, () -> StateImage.restore(states.all(), image)).getMessage();
    }

    @Test void everyTypeComesBack() {
        fill(one);
        StateImage.restore(machine(other).all(), StateImage.save(machine(one).all()));
        assertTrue(other.flag);
        assertEquals(-2, other.number);
        assertEquals(Long.MIN_VALUE, other.large);
        assertArrayEquals(one.bytes, other.bytes);
        assertArrayEquals(one.numbers, other.numbers);
        assertArrayEquals(one.fixed, other.fixed);
        assertArrayEquals(one.table, other.table);
        assertEquals(1, other.restored);
        assertEquals(0, one.restored);
    }

    @Test void whatWasRestoredSharesNothingWithWhatWasSaved() {
        fill(one);
        var image = StateImage.save(machine(one).all());
        one.bytes[0] = 9;
        StateImage.restore(machine(other).all(), image);
        assertEquals(1, other.bytes[0]);
    }

    @Test void twoStatesOfOneNameAreRefused() {
        var states = machine(one);
        assertEquals("two states are named 'plugin/sample'; each state and timer of a plugin needs a name of its own",
                assertThrows(IllegalArgumentException.class, () -> states.add("plugin", "sample", 2, other)).getMessage());
        states.add("neighbour", "sample", 1, other);
        assertEquals(2, states.all().size());
    }

    @Test void aNameIsFreeOnceItIsGivenBack() {
        var states = new States();
        var held = states.add("plugin", "sample", 1, one);
        held.close();
        states.add("plugin", "sample", 1, other);
        assertEquals(List.of(other), states.all().stream().map(named -> named.state()).toList());
    }

    @Test void thoseOfAKindAreNumbered() {
        var states = new States();
        for (int i = 0; i < 3; i++) states.addAnother("plugin", "line 4", 1, one);
        assertEquals(List.of("plugin/line 4", "plugin/line 4 #2", "plugin/line 4 #3"), states.all().stream().map(named -> named.name()).toList());
    }

    @Test void anotherVersionIsRefused() {
        assertEquals("state 'plugin/sample' was saved as version 2, and is of version 1 here; it takes a plugin of the version that saved it",
                refusal(machine(other), StateImage.save(machine("plugin", "sample", 2, one).all())));
    }

    @Test void otherPluginsAreNamed() {
        assertEquals("the state is that of a machine with other plugins; it takes the same; saved, but not of this machine: pic/master; "
                + "of this machine, but not saved: plugin/sample", refusal(machine(other), StateImage.save(machine("pic", "master", 1, one).all())));
    }

    @Test void aFieldThatWasNotSavedOrIsUnknownOrOfAnotherTypeIsNamed() {
        State number = fields -> fields.number("a", 1), flag = fields -> fields.flag("a", true), more = fields -> {
            fields.number("a", 1);
            fields.number("b", 1L);
        };
        assertEquals("state 'plugin/sample': field 'b' was not saved", refusal(machine(more), StateImage.save(machine(number).all())));
        assertEquals("state 'plugin/sample' has no field 'b', which was saved", refusal(machine(number), StateImage.save(machine(more).all())));
        assertEquals("state 'plugin/sample': field 'a' was saved as Integer and is Boolean", refusal(machine(flag), StateImage.save(machine(number).all())));
    }

    @Test void anArrayOfAnotherLengthIsRefused() {
        State three = fields -> fields.fill("table", new byte[3]), four = fields -> fields.fill("table", new byte[4]);
        assertEquals("state 'plugin/sample': 'table' has 3 bytes instead of 4", refusal(machine(four), StateImage.save(machine(three).all())));
    }

    @Test void twoFieldsOfOneNameAreRefused() {
        State twins = fields -> fields.part("p", part -> {
            part.number("a", 1);
            part.number("a", 2);
        });
        assertEquals("state 'plugin/sample' has two fields named 'p.a'",
                assertThrows(IllegalStateException.class, () -> StateImage.save(machine(twins).all())).getMessage());
    }

    @Test void aRefusedImageChangesNothing() {
        fill(one);
        var source = machine(one);
        source.add("plugin", "late", 1, fields -> fields.number("a", 1));
        var target = machine(other);
        target.add("plugin", "late", 1, fields -> fields.flag("a", true));
        var before = StateImage.save(target.all());
        refusal(target, StateImage.save(source.all()));
        assertArrayEquals(before, StateImage.save(target.all()));
    }

    @Test void bytesThatAreNoImageAreRefused() {
        assertEquals("these bytes are no saved state of a machine: they begin otherwise", refusal(machine(one), "Hello, machine".getBytes()));
        assertEquals("the saved state of a machine is damaged or cut short after 0 states", refusal(machine(one), new byte[3]));
    }

    @Test void anImageThatIsCutAnywhereIsRefused() {
        fill(one);
        var image = StateImage.save(machine(one).all());
        for (int length = 0; length < image.length; length++) {
            var message = refusal(machine(other), Arrays.copyOf(image, length));
            assertTrue(message.contains("cut short"), message);
        }
        assertTrue(refusal(machine(other), Arrays.copyOf(image, image.length + 1)).contains("damaged"));
    }
}
