package hv.cpu.engine;

import hv.api.x86.Rflags;
import hv.cpu.decode.Mnemonic;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import hv.cpu.semantics.UserOperations;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers.Activity;
import hv.cpu.state.Segment;
import hv.cpu.testing.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;

/** A processor in flat 32-bit protected mode without paging, code at 10000H, and a log of what leaves the instruction stream. */
abstract class EngineTests {
    static final long CODE = 0x1_0000;
    /** The system instructions that these tests need, at their barest. */
    private static final Map<Mnemonic, Operation> SYSTEM = Map.of(
            Mnemonic.HLT, (c, _, _, _, _) -> c.activity = Activity.HLT,
            Mnemonic.INTO, (c, _, _, _, _) -> { if (c.flags.of()) c.flags.others &= ~Rflags.TF; },
            Mnemonic.STI, (c, _, _, _, _) -> {
                c.flags.others |= Rflags.IF;
                c.interruptibility |= 1;
            });

    final List<String> log = new ArrayList<>();
    final Ram ram = new Ram(1 << 20);
    final VirtualClock clock = new VirtualClock();
    boolean interruptPin;
    /** The machine's idle loop, called while the processor waits. */
    LongPredicate rest = _ -> false;
    final Cpu cpu = new Cpu(new ProcessorProfile("test", "", Map.of(), Map.of(), 0), ram, bus(), clock);
    final Engine engine = new Engine(cpu, new OperationTable(List.of(UserOperations.table(), SYSTEM)), events());

    EngineTests() {
        cpu.cr0 = 1;
        cpu.segments[Segment.CS].load(8, 0, -1, 0xC09B);
        for (int data : new int[] {Segment.ES, Segment.SS, Segment.DS}) cpu.segments[data].load(16, 0, -1, 0xC093);
        cpu.rip = CODE;
        cpu.r[Cpu.RSP] = 0x8000;
        cpu.modeChanged();
    }

    @AfterEach
    void closeRam() { ram.close(); }

    void code(String text) { code(CODE, text); }

    void code(long at, String text) {
        byte[] bytes = Code.of(text, 32, at);
        ram.write(at, bytes, 0, bytes.length);
    }

    Stop runTo(long retired) {
        engine.limit(retired);
        return engine.run();
    }

    private void note(String what) { log.add("%s at %x after %d".formatted(what, cpu.rip, engine.retired())); }

    private Events events() {
        return new Events() {
            @Override
            public void exception(GuestException e) {
                note("exception %d".formatted(e.vector));
                cpu.flags.others &= ~Rflags.TF;
                cpu.rip = 0x2_0000;
            }

            @Override
            public void interrupt(int vector) {
                note("interrupt %d".formatted(vector));
                cpu.flags.others &= ~Rflags.IF;
            }

            @Override public void nmi() { note("nmi"); }
            @Override public void machineCheck() { note("machine check"); }
            @Override public void init() { note("INIT"); }
            @Override public void startUp(int vector) { note("start-up %d".formatted(vector)); }

            @Override
            public boolean vmExit() {
                note("exit %d".formatted(cpu.exit.reason.number()));
                return true;
            }
        };
    }

    private Bus bus() {
        return new Bus() {
            @Override public int in(int port, int bytes) { return 0; }
            @Override public void out(int port, int bytes, int value) {}

            @Override
            public long read(long physical, int bytes) {
                log.add("read %x at tick %d".formatted(physical, clock.ticks()));
                return 0;
            }

            @Override public void write(long physical, int bytes, long value) { log.add("write %x at tick %d".formatted(physical, clock.ticks())); }
            @Override public boolean rest(long ticks) { return rest.test(ticks); }
            @Override public boolean interruptPending() { return interruptPin; }

            @Override
            public OptionalInt acknowledgeInterrupt() {
                interruptPin = false;
                return OptionalInt.of(0x30);
            }
        };
    }
}
