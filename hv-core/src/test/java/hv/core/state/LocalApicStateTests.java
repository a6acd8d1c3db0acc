package hv.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.apic.LocalApic;
import hv.cpu.apic.LocalApics;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local APICs that were restored can't be told from those that were saved, whatever had been done to them. */
class LocalApicStateTests {
    private static final int PROCESSORS = 2, ROUNDS = 20, STEPS = 1_000;
    private static final int[] REGISTERS = {0x20, 0x80, 0xB0, 0xD0, 0xE0, 0xF0, 0x280, 0x300, 0x310, 0x320, 0x350, 0x360, 0x370, 0x380, 0x390, 0x3E0};
    private static final int BASE = 0x1B, DEADLINE = 0x6E0;

    /** Two processors' local APICs and a clock; what they tell is noted. */
    private static final class Machine {
        final VirtualClock clock = new VirtualClock();
        final LocalApics apics = new LocalApics();
        final List<LocalApic> each = new ArrayList<>();
        final States states = new States();
        final List<String> told = new ArrayList<>();

        Machine() {
            states.add(States.FRAMEWORK, "clock", 1, clock);
            states.add(States.FRAMEWORK, "local-apics", 1, apics);
            for (int i = 0; i < PROCESSORS; i++) {
                var apic = new LocalApic(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), clock, new Told(i));
                each.add(apic);
                apic.join(apics);
                apic.reset(i == 0);
                apic.virtualWire();
            }
            apics.onEoi(vector -> told.add("end of " + vector));
        }

        void advance(long ticks) {
            clock.advance(ticks);
            clock.fireDue();
        }

        private final class Told implements LocalApic.Processor {
            private final int number;
            Told(int number) { this.number = number; }
            @Override public void nmi() { told.add(number + " NMI"); }
            @Override public void init() { told.add(number + " INIT"); }
            @Override public void startUp(int vector) { told.add(number + " starts at " + vector); }
            @Override public void pageChanged() {}
            @Override public long timeStamp() { return clock.ticks(); }
        }
    }

    @ParameterizedTest @ValueSource(longs = {1, 2, 3, 4})
    void goOnAsTheSavedOnesDo(long seed) {
        var random = new Random(seed);
        var saved = new Machine();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < STEPS; i++) step(saved, random.nextLong());
            var restored = new Machine();
            StateImage.restore(restored.states.all(), StateImage.save(saved.states.all()));
            restored.told.clear();
            saved.told.clear();
            for (int i = 0; i < STEPS; i++) {
                long what = random.nextLong();
                assertEquals(step(saved, what), step(restored, what), "seed " + seed + ", round " + round + ", step " + i);
                assertEquals(saved.told, restored.told, "seed " + seed + ", round " + round + ", step " + i);
            }
            assertArrayEquals(StateImage.save(saved.states.all()), StateImage.save(restored.states.all()));
        }
    }

    /** Does something, and says what is seen afterwards. */
    private static List<Object> step(Machine machine, long seed) {
        var random = new Random(seed);
        var apic = machine.each.get(random.nextInt(PROCESSORS));
        long answer = act(machine, apic, random);
        return List.of(answer, apic.ready(), apic.passesExternal(), apic.page(), apic.isEnabled(), machine.clock.nextAlarm(), machine.clock.ticks());
    }

    private static long act(Machine machine, LocalApic apic, Random random) {
        int register = REGISTERS[random.nextInt(REGISTERS.length)];
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> apic.write(register, 4, value(register, random));
            case 3 -> { return apic.read(random.nextInt(0x40) << 4, 4); }
            case 4, 5 -> machine.advance(1 + random.nextLong(1L << random.nextInt(20)));
            case 6 -> apic.pin(random.nextInt(2), random.nextBoolean());
            case 7 -> machine.apics.message(0xFEE0_0000L | random.nextInt(4) << 12,
                    delivery(random) << 8 | random.nextInt(256) | random.nextInt(2) << 15 | 1 << 14);
            case 8 -> { return apic.ready() ? apic.acknowledge() : -1; }
            case 9 -> apic.write(0xB0, 4, 0);
            case 10 -> { return rare(machine, apic, random); }
            default -> { return apic.readMsr(0x800 + random.nextInt(0x40)).orElse(-1); }
        }
        return 0;
    }

    /** A delivery mode, mostly fixed. */
    private static int delivery(Random random) { return random.nextInt(4) == 0 ? random.nextInt(8) : 0; }

    /** A value that mostly keeps the local APIC at work: enabled, its timer and LINT0 not masked. */
    private static long value(int register, Random random) {
        long any = random.nextInt();
        if (random.nextInt(4) == 0) return any;
        return switch (register) {
            case 0xF0 -> 0x1FF;
            case 0x320 -> any & 0x6_00FF | 0x20;
            case 0x350 -> any & 0x80FF | 0x20;
            case 0x380 -> any & 0xFFF;
            default -> any;
        };
    }

    private static long rare(Machine machine, LocalApic apic, Random random) {
        boolean done = switch (random.nextInt(3)) {
            case 0 -> apic.writeMsr(DEADLINE, machine.clock.ticks() + random.nextInt(10_000));
            case 1 -> random.nextInt(20) == 0 && apic.writeMsr(BASE, 0xFEE0_0000L | (random.nextInt(3) + 1L & 3) << 10);
            default -> {
                apic.countersOverflow();
                yield true;
            }
        };
        return done ? 1 : 0;
    }
}
