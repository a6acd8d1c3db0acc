package hv.examples.plugins;

import hv.api.Device;
import hv.api.Setting;
import hv.api.machine.Machine;
import hv.api.machine.PortDevice;
import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A device: each read of its port throws a die, a write loads it with a seed. It serves a virtual machine and, with {@code --bare},
 * the machine without one: {@code hv run --plugins +dice --set dice.port=0x511}.
 */
public final class Dice implements Device, State {
    private static final Setting<Long> PORT = Setting.port("port", 0x510, 1, "the die's I/O port");
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS = RandomGeneratorFactory.of("L64X128MixRandom");
    private long seed = 1, thrown;
    private RandomGenerator die = GENERATORS.create(seed);      // seeded: every run throws the same

    @Override public String about() { return "a port that throws a die"; }
    @Override public boolean onByDefault() { return false; }
    @Override public List<Setting<?>> settings() { return List.of(PORT); }

    @Override public void plugIn(Machine machine) {
        machine.state("die", 1, this);
        machine.ports(machine.get(PORT).intValue(), 1, new PortDevice() {
            @Override public int in(int port, int bytes) { return next(); }
            @Override public void out(int port, int bytes, int value) { load(value); }
        });
    }

    private int next() {
        thrown++;
        return die.nextInt(1, 7);
    }

    private void load(long with) {
        seed = with;
        thrown = 0;
        die = GENERATORS.create(seed);
    }

    @Override public void fields(StateFields fields) {
        seed = fields.number("seed", seed);
        thrown = fields.number("thrown", thrown);
    }

    /** A generator can't be written down, but it can be made to throw as often again. */
    @Override public void restored() {
        long before = thrown;
        load(seed);
        while (thrown < before) next();
    }
}
