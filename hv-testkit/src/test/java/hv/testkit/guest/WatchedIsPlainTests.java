package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.ExitHandler.Next;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.api.x86.VmcsField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Watching never changes the guest: whatever observers watch, its registers, memory, console and retired instructions are the same in the end. */
class WatchedIsPlainTests {
    private static final Path IMAGES = Path.of("../hv-cpu/src/test/resources/hv/cpu/images/guests");
    private static final Access[] KINDS = {Access.READ, Access.WRITE, Access.EXECUTE, Access.ALL};
    /** The memory that guests use. */
    private static final long BYTES = 4L << 20;

    /** The observable results of a guest. */
    private record Result(String console, String ending, long retired, Map<Gpr, Long> registers, Map<VmcsField, Long> fields, byte[] memory) {}

    /** Sees the guest's state when its virtual machine ends; and, if it is to, watches and intercepts all there is. */
    private static final class Watcher implements ExitHandler {
        private static final List<VmcsField> FIELDS = Arrays.stream(VmcsField.values()).filter(field -> field.area() == VmcsField.Area.GUEST_STATE)
                .filter(field -> field.name().matches("GUEST_(CR\\d|DR7|RIP|RSP|RFLAGS|.._BASE|.._SELECTOR|.._ACCESS_RIGHTS|IA32_.*|.*STATE|PENDING.*)")).toList();

        private final Access kinds;
        private final boolean exits;
        private final Map<Gpr, Long> registers = new EnumMap<>(Gpr.class);
        private final Map<VmcsField, Long> fields = new EnumMap<>(VmcsField.class);
        private VirtualMachine vm;
        private final byte[] memory = new byte[(int) BYTES];
        private long seen;

        /** @param kinds accesses to memory to watch; @param exits whether to intercept everything else, too */
        Watcher(Access kinds, boolean exits) {
            this.kinds = kinds;
            this.exits = exits;
        }

        @Override public Stage stage() { return Stage.OBSERVE; }
        @Override public void attach(VirtualMachine machine) { vm = machine; }

        @Override public Set<Intercept> intercepts() {
            Set<Intercept> wanted = new HashSet<>();
            wanted.add(Intercept.ports(0xF4, 1));
            if (kinds != Access.NONE) wanted.add(Intercept.memory(new Gpa(0), BYTES, kinds));
            if (exits) Arrays.stream(ExitReason.values()).filter(reason -> reason != ExitReason.MONITOR_TRAP_FLAG).map(Intercept::every).forEach(wanted::add);
            return wanted;
        }

        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            seen++;
            if (exit instanceof VmExit.PortOut(int port, _, _) && port == 0xF4) record(vcpu);
            return next.handle(exit, vcpu);
        }

        private void record(Vcpu vcpu) {
            for (var register : Gpr.values()) registers.put(register, vcpu.get(register));
            FIELDS.forEach(field -> fields.put(field, vcpu.read(field)));
            vm.memory().read(new Gpa(0), memory, 0, memory.length);
        }
    }

    private static Result run(Path image, Watcher watcher) throws IOException {
        var guest = new BenchGuest(image.getFileName().toString(), Files.readAllBytes(image), "").with(() -> watcher);
        var report = guest.run();
        assertTrue(!watcher.registers.isEmpty(), () -> "it did not come to its end: " + report + "\n" + guest.printed());
        return new Result(guest.printed(), report.machines().getFirst().ending().toString(), report.instructions(), watcher.registers, watcher.fields, watcher.memory);
    }

    @ParameterizedTest @MethodSource("hv.testkit.guest.SelfCheckingGuestTests#images")
    void guestsThatCheckThemselvesAreAsWithout(Path image) throws IOException {
        var plain = run(image, new Watcher(Access.NONE, false));
        for (var kinds : KINDS) {
            var watcher = new Watcher(kinds, false);
            same(plain, run(image, watcher), "watched: " + kinds);
            assertTrue(watcher.seen > 1000, () -> "only " + watcher.seen + " accesses were seen");
        }
        same(plain, run(image, new Watcher(Access.ALL, true)), "everything watched and intercepted");
    }

    private static String around(byte[] memory, int at) { return HexFormat.ofDelimiter(" ").formatHex(memory, at & -8, (at & -8) + 16); }

    private static void same(Result plain, Result watched, String how) {
        assertLinesMatch(plain.console.lines().map(Pattern::quote), watched.console.lines(), how);
        assertEquals(plain.ending, watched.ending, how);
        assertEquals(plain.registers, watched.registers, how);
        assertEquals(plain.fields, watched.fields, how);
        assertEquals(plain.retired, watched.retired, how + ": retired instructions");
        int differs = Arrays.mismatch(plain.memory, watched.memory);
        assertTrue(differs < 0, () -> "%s: memory at %XH is %s, not %s".formatted(how, differs, around(watched.memory, differs), around(plain.memory, differs)));
    }
}
