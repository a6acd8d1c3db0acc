package hv.benchmarks;

import hv.api.Device;
import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.VmPlugin;
import hv.api.machine.Machine;
import hv.api.machine.MmioDevice;
import hv.api.machine.PortDevice;
import hv.api.x86.Access;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.testkit.GuestRun;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Nanoseconds of processor time for an exit to an observer that asks the next, with all that completes the guest's instruction: the median of some
 * rounds after two that warm up.
 */
public final class WatchRates {
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final int ITERATIONS = 300_000, DEFAULT_ROUNDS = 7, WARMING = 2;

    private WatchRates() {}

    /** @param arguments the number of rounds, 7 unless given */
    public static void main(String[] arguments) {
        int rounds = arguments.length == 0 ? DEFAULT_ROUNDS : Integer.parseInt(arguments[0]);
        measure("CPUID", rounds, 1, "xor eax, eax; cpuid", ExitBenchmark.Answer::new);
        measure("watched instruction", rounds, 2, "", WatchedCode::new);
        measure("monitor trap flag", rounds, 2, "", Steps::new);
        measure("RDMSR", rounds, 1, "mov ecx, 0x277; rdmsr", Msrs::new);
        measure("OUT to a device", rounds, 1, "out 0x70, al", Ports::new);
        measure("register in memory", rounds, 1, "mov eax, [0x300000]", Registers::new);
    }

    private static void measure(String what, int rounds, int exits, String body, Supplier<? extends VmPlugin> plugin) {
        var guest = GuestRun.asm64("mov esi, %d; again: %s; dec esi; jnz again; cli; hlt".formatted(ITERATIONS, body)).limit(Long.MAX_VALUE).with(plugin);
        var times = new double[rounds];
        for (int round = -WARMING; round < rounds; round++) {
            long start = TIMES.getCurrentThreadCpuTime();
            guest.run();
            if (round >= 0) times[round] = (TIMES.getCurrentThreadCpuTime() - start) / (double) (ITERATIONS * exits);
        }
        IO.println("%-20s %6.0f ns".formatted(what, KernelRates.median(times)));
    }

    private abstract static class Observer implements ExitHandler {
        private final Intercept what;
        Observer(Intercept what) { this.what = what; }
        @Override public Stage stage() { return Stage.OBSERVE; }
        @Override public Set<Intercept> intercepts() { return Set.of(what); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return next.handle(exit, vcpu); }
    }

    /** Watches execution of the guest's code. */
    public static final class WatchedCode extends Observer {
        public WatchedCode() { super(Intercept.memory(new Gpa(GuestRun.CODE), 0x1000, Access.EXECUTE)); }
    }

    /** Wants an exit after every instruction. */
    public static final class Steps extends Observer {
        public Steps() { super(Intercept.every(ExitReason.MONITOR_TRAP_FLAG)); }
    }

    /** Observes RDMSR. */
    public static final class Msrs extends Observer {
        public Msrs() { super(Intercept.every(ExitReason.RDMSR)); }
    }

    /** Has port 70H. */
    public static final class Ports implements Device {
        @Override public void plugIn(Machine machine) {
            machine.ports(0x70, 1, new PortDevice() {
                @Override public int in(int port, int bytes) { return 0; }
                @Override public void out(int port, int bytes, int value) {}
            });
        }
    }

    /** Has registers at 300000H. */
    public static final class Registers implements Device {
        @Override public void plugIn(Machine machine) {
            machine.mmio(new Gpa(0x30_0000), 0x1000, new MmioDevice() {
                @Override public long read(long offset, int bytes) { return offset; }
                @Override public void write(long offset, int bytes, long value) {}
            });
        }
    }
}
