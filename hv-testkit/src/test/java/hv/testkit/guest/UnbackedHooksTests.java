package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Outcome;
import hv.api.Plugin;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.machine.MmioDevice;
import hv.api.x86.Access;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.core.image.Mode;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Watches and hooks where there is no memory: their plugins would wait in vain, and a person is told. */
class UnbackedHooksTests {
    private static final byte[] CPUID_HLT = {0x0F, (byte) 0xA2, (byte) 0xF4};
    private static final Gpa NOWHERE = new Gpa(0xF000_0000L);

    @SafeVarargs private static List<String> warnings(Supplier<? extends Plugin>... plugins) {
        var machines = new Machines().add("one", CPUID_HLT, Mode.LONG_64);
        for (var plugin : plugins) machines.with(plugin);
        machines.run();
        return machines.story().stream().filter(line -> line.contains("warning")).toList();
    }

    private abstract static class Watch implements ExitHandler {
        private final long first;
        Watch(long first) { this.first = first; }
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.memory(new Gpa(first), 16, Access.WRITE)); }
    }

    static final class WatchesNowhere extends Watch {
        WatchesNowhere() { super(NOWHERE.value()); }
    }

    static final class WatchesRam extends Watch {
        WatchesRam() { super(Machines.MEMORY - 16); }
    }

    static final class WatchesBehindRam extends Watch {
        WatchesBehindRam() { super(Machines.MEMORY); }
    }

    static final class WatchesApic extends Watch {
        WatchesApic() { super(0xFEE0_0000L); }
    }

    static final class Registers implements ExitHandler {
        @Override public void attach(VirtualMachine vm) {
            vm.mmio(NOWHERE, 16, new MmioDevice() {
                @Override public long read(long offset, int bytes) { return 0; }
                @Override public void write(long offset, int bytes, long value) {}
            });
        }
    }

    @Test void aWatchedAddressBehindRamIsTold() {
        assertEquals(List.of("one: warning from watches-nowhere: watches F0000000H-F000000FH, where there is neither memory nor a device; "
                        + "guest memory ends at 3FFFFFH"),
                warnings(WatchesNowhere::new));
        assertEquals(1, warnings(WatchesBehindRam::new).size());
    }

    @Test void watchedRamIsNot() { assertEquals(List.of(), warnings(WatchesRam::new)); }

    @Test void watchedRegistersAreNot() { assertEquals(List.of(), warnings(WatchesNowhere::new, Registers::new)); }

    @Test void watchedRegistersOfTheLocalApicAreNot() { assertEquals(List.of(), warnings(WatchesApic::new)); }

    /** Hooks a page of its own accord at the first CPUID. */
    private abstract static class Hook implements MemoryTranslator {
        final Set<Range> claims;
        Hook(long page) { claims = Set.of(new Range(new Gpa(page), 4096)); }
        @Override public Stage stage() { return Stage.FILTER; }
        @Override public Set<Range> claims() { return claims; }
        @Override public Mapping translate(MemoryRequest asked, Inner inner) { return inner.translate(asked); }
    }

    static final class HooksNowhere extends Hook {
        HooksNowhere() { super(NOWHERE.value()); }
    }

    static final class HooksRam extends Hook {
        HooksRam() { super(0x20_0000); }
    }

    /** Gives memory where there was none. */
    static final class Extends extends Hook {
        private VirtualMachine vm;
        Extends() { super(NOWHERE.value()); }
        @Override public void attach(VirtualMachine machine) { vm = machine; }
        @Override public Mapping translate(MemoryRequest asked, Inner inner) { return Mapping.Backed.page(asked.page(), vm.newFrame(), Access.ALL); }
    }

    @Test void aHookedPageBehindRamIsTold() {
        assertEquals(List.of("one: warning from hooks-nowhere: hooks F0000000H-F0000FFFH, where there is neither memory nor a device; "
                        + "guest memory ends at 3FFFFFH"),
                warnings(HooksNowhere::new));
    }

    @Test void hookedRamIsNot() { assertEquals(List.of(), warnings(HooksRam::new)); }

    @Test void whatATranslatorBacksItselfIsNot() { assertEquals(List.of(), warnings(Extends::new)); }

    /** Asks for more while the guest runs, twice. */
    static final class WatchesLater implements ExitHandler {
        private VirtualMachine vm;
        @Override public void attach(VirtualMachine machine) { vm = machine; }
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            for (int i = 0; i < 2; i++) vm.intercept(Intercept.memory(NOWHERE, 1, Access.READ), this);
            return Outcome.ADVANCE;
        }
    }

    @Test void aWatchThatComesLaterIsToldOnce() { assertEquals(1, warnings(WatchesLater::new).size()); }
}
