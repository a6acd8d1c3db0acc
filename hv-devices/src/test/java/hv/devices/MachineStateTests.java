package hv.devices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.machine.NamedState;
import hv.api.x86.CpuidResult;
import hv.api.x86.Event;
import hv.api.x86.ExitReason;
import hv.core.report.Ending;
import hv.core.state.StateImage;
import hv.devices.interrupts.IoApic;
import hv.devices.interrupts.Pic;
import hv.devices.serial.Serial;
import hv.devices.time.Pit;
import hv.devices.time.Rtc;
import hv.testkit.GuestEnd;
import hv.testkit.GuestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The state of a machine that runs, saved at one CPUID and restored at that of a fresh machine, whose guest then finds all devices as they were. */
class MachineStateTests {
    /**
     * Gives both 8259As, counters 0 and 2, the UART, the clock, the local APIC (a periodic timer) and the I/O APIC something to remember, and lets 20,000
     * instructions pass.
     */
    private static final String PROGRAM = """
            b011e620b020e621b004e621b001e621b011e6a0b028e6a1b002e6a1b001e6a1b0eae621b07fe6a1b034e643b000e640b010e640b0b6
            e643b077e642b003e66166baf903b005ee66bafa03b041ee66bafb03b01bee66bafc03b00bee66baff03b05aeeb00be670b042e671b0
            05e670b012e671b040e670b099e671bb0000e0fec783f0000000ff010000c7838000000030000000c783e003000003000000c7832003
            000031000200c7838003000023010000be0000c0fec70614000000c7461045000000c70621000000c7461000000000c70620000000c7
            461056000000b9204e0000e2fe""";
    /** CPUID; lets 50,000 instructions pass; prints what all these registers read as, and counts and levels; CPUID; HLT. */
    private static final String LOOK = """
            b8424200000fa2b950c30000e2fee421e6e9e4a1e6e9e420e6e9e4a0e6e9b0e2e643e440e6e9e440e6e9e440e6e9b012e642e461e6e9
            e442e6e9e442e6e966baf803ece6e966baf903ece6e966bafa03ece6e966bafb03ece6e966bafc03ece6e966bafd03ece6e966bafe03
            ece6e966baff03ece6e9b100b000e670e471e6e9b005e670e471e6e9b00ae670e471e6e9b00be670e471e6e9b00ce670e471e6e9b040
            e670e471e6e9bb0000e0fe8b83f0000000b904000000e6e9c1e808e2f98b8380000000b904000000e6e9c1e808e2f98b83a0000000b9
            04000000e6e9c1e808e2f98b8310020000b904000000e6e9c1e808e2f98b8320020000b904000000e6e9c1e808e2f98b8320030000b9
            04000000e6e9c1e808e2f98b8380030000b904000000e6e9c1e808e2f98b8390030000b904000000e6e9c1e808e2f9be0000c0fec706
            140000008b4610b904000000e6e9c1e808e2f9c706200000008b4610b904000000e6e9c1e808e2f9c706210000008b4610b904000000
            e6e9c1e808e2f9b8424200000fa2f4""";
    private static final int POSTED = 0x77;

    private final List<byte[]> saved = new ArrayList<>();
    private List<String> names = List.of();

    /** Does something at each CPUID, and answers it. */
    private abstract static class AtCpuid implements ExitHandler {
        private VirtualMachine machine;
        private int count;

        abstract void reached(int count, VirtualMachine machine, Vcpu vcpu);

        @Override public String id() { return "at-cpuid"; }
        @Override public void attach(VirtualMachine vm) { machine = vm; }
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            reached(count++, machine, vcpu);
            return Outcome.answer(CpuidResult.ZERO);
        }
    }

    private final class Save extends AtCpuid {
        @Override void reached(int count, VirtualMachine machine, Vcpu vcpu) {
            if (count == 0) vcpu.post(new Event.ExternalInterrupt(POSTED));
            names = machine.states().stream().map(NamedState::name).toList();
            saved.add(StateImage.save(machine.states()));
        }
    }

    private final class Restore extends AtCpuid {
        @Override void reached(int count, VirtualMachine machine, Vcpu vcpu) {
            if (count == 0) StateImage.restore(machine.states(), saved.getFirst());
            saved.add(StateImage.save(machine.states()));
        }
    }

    private static GuestRun pc(String code) {
        return GuestRun.code32(code.replace("\n", "")).with(DebugPort::new).with(Pic::new).with(IoApic::new).with(Pit::new).with(Rtc::new).with(Serial::new);
    }

    @Test void devicesOfARestoredMachineGoOnWhereTheSavedOnesWere() {
        GuestEnd first = pc(PROGRAM + LOOK).typing("what is typed faster than it is read").with(Save::new).run();
        GuestEnd second = pc(LOOK).with(Restore::new).run();
        assertEquals(new Ending.Halted(), first.ending());
        assertEquals(first.printed(), second.printed());
        assertEquals(4, saved.size());
        assertArrayEquals(saved.get(0), saved.get(2), "right after it was restored");
        assertArrayEquals(saved.get(1), saved.get(3), "at the end");
        assertTrue(first.printed().startsWith("\u00EA\u007F"), "the masks of the 8259As");
    }

    @Test void aFreshMachineIsAnother() {
        GuestEnd first = pc(PROGRAM + LOOK).with(Save::new).run();
        GuestEnd fresh = pc(LOOK).with(Save::new).run();
        assertEquals(new Ending.Halted(), fresh.ending());
        assertTrue(!first.printed().equals(fresh.printed()));
    }

    /** Registers two states, or two timers, of one name. */
    private record Twins(Consumer<VirtualMachine> attached) implements ExitHandler {
        @Override public String id() { return "twins"; }
        @Override public void attach(VirtualMachine vm) { attached.accept(vm); }
    }

    private static String failure(Consumer<VirtualMachine> attached) {
        var ended = GuestRun.code32("f4").with(() -> new Twins(vm -> {
            attached.accept(vm);
            attached.accept(vm);
        })).run();
        return assertInstanceOf(Ending.Failed.class, ended.ending()).report();
    }

    @Test void twoStatesOrTimersOfOneNameStopTheMachineAndNameThePluginAndItsLine() {
        assertTwins("x", vm -> vm.state("x", 1, _ -> {}));
        assertTwins("timer x", vm -> vm.timer("x", () -> {}));
    }

    private static void assertTwins(String name, Consumer<VirtualMachine> attached) {
        var report = failure(attached);
        var expected = "plugin 'twins' failed to attach: two states are named 'twins/%s'; each state and timer of a plugin needs a name of its own, at %s."
                .formatted(name, MachineStateTests.class.getName());
        assertTrue(report.startsWith(expected) && report.contains("(MachineStateTests.java:"), report);
    }

    @Test void theFrameworksPartsAreAmongThem() {
        pc(LOOK).with(Save::new).run();
        assertEquals(List.of("hv/clock", "hv/local-apics", "hv/interrupts 0"), names.subList(0, 3));
        assertTrue(names.containsAll(List.of("pic/master", "pic/slave", "pic/intr", "io-apic/redirections", "pit/counters", "pit/line 0",
                "pit/timer counter-0", "rtc/clock", "rtc/line 8", "rtc/timer alarm", "serial/uart", "serial/waiting", "serial/line 4",
                "serial/timer receive-timeout")), names::toString);
    }
}
