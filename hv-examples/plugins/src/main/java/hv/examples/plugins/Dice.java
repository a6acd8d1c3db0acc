package hv.examples.plugins;

import hv.api.Device;
import hv.api.Setting;
import hv.api.machine.Machine;
import hv.api.machine.PortDevice;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A device: each read of its port throws a die, a write loads it with a seed. It serves a virtual machine and, with {@code --bare},
 * the machine without one: {@code hv run --plugins +dice --set dice.port=0x511}.
 */
public final class Dice implements Device {
    private static final Setting<Long> PORT = Setting.port("port", 0x510, 1, "the die's I/O port");
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS = RandomGeneratorFactory.of("L64X128MixRandom");
    private RandomGenerator die = GENERATORS.create(1);     // seeded: every run throws the same

    @Override public String about() { return "a port that throws a die"; }
    @Override public boolean onByDefault() { return false; }
    @Override public List<Setting<?>> settings() { return List.of(PORT); }

    @Override public void plugIn(Machine machine) {
        machine.ports(machine.get(PORT).intValue(), 1, new PortDevice() {
            @Override public int in(int port, int bytes) { return die.nextInt(1, 7); }
            @Override public void out(int port, int bytes, int value) { die = GENERATORS.create(value); }
        });
    }
}
