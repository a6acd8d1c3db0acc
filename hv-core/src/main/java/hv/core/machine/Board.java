package hv.core.machine;

import hv.api.machine.Console;
import hv.core.config.ConsoleEnd;
import hv.core.report.Blame;
import hv.core.report.Ending;
import hv.core.report.HvException;
import hv.core.state.States;
import hv.cpu.platform.Bus;
import hv.cpu.platform.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What lies around one machine's processors: devices on ports and addresses, interrupt pins, a console, and what its plugins offer each
 * other. The same board serves a virtual machine and, as a {@link Bus}, the bare processor.
 */
public final class Board implements Bus {
    private final PortMap ports = new PortMap();
    private final MmioMap mmio = new MmioMap();
    private final Pins pins = new Pins();
    private final ProcessorLines lines = new ProcessorLines();
    private final Map<Class<?>, List<Object>> offers = new HashMap<>();
    private final Map<Object, String> offerers = new IdentityHashMap<>();
    private final States states = new States();
    private final ConsoleLine console;
    private final VirtualClock clock;
    private final Instant startDate;
    private Ending stop;
    /** What a plugin threw where nobody could catch it: in a timer, or on input. */
    private HvException failure;
    private Runnable stopped = () -> {};

    /** @param startDate the date when {@code clock} stood at 0 */
    public Board(ConsoleEnd end, VirtualClock clock, Instant startDate) {
        this.clock = clock;
        this.startDate = startDate;
        this.console = new ConsoleLine(end, clock);
        states.add(States.FRAMEWORK, "clock", 1, clock);
        states.add(States.FRAMEWORK, "local-apics", 1, pins.apics());
    }

    PortMap ports() { return ports; }
    public MmioMap mmio() { return mmio; }
    public Pins pins() { return pins; }
    public ProcessorLines lines() { return lines; }
    public States states() { return states; }
    public VirtualClock clock() { return clock; }
    Instant startDate() { return startDate; }
    Console console() { return console; }

    /** Called when a stop is requested: the processor may be running. */
    public void onStop(Runnable stopped) { this.stopped = stopped; }

    /** The first request counts, and what a plugin threw counts more. */
    public void stop(Ending how) {
        if (stop == null) stop = how;
        stopped.run();
    }
    /** How the machine is to end, once a device, a handler or a plugin's failure wants it to. */
    public Optional<Ending> stopRequest() { return failure != null ? Optional.of(Ending.failed(failure)) : Optional.ofNullable(stop); }
    public boolean stopRequested() { return stop != null || failure != null; }

    /** Calls a plugin between two guest instructions; what it throws ends its machine. */
    void call(String plugin, String doing, Runnable what) {
        try {
            what.run();
        } catch (Throwable e) {
            failure = Blame.plugin(plugin, doing, e);
            stopped.run();
        }
    }

    void offer(Class<?> type, Object what, String owner) {
        var now = new ArrayList<>(offers.getOrDefault(type, List.of()));
        now.add(what);
        offers.put(type, List.copyOf(now));
        offerers.put(what, owner);
    }
    void withdraw(Class<?> type, Object what) {
        var now = new ArrayList<>(offers.getOrDefault(type, List.of()));
        now.removeIf(offer -> offer == what);
        offers.put(type, List.copyOf(now));
        offerers.remove(what);
    }
    @SuppressWarnings("unchecked") <T> List<T> offered(Class<T> type) {
        return (List<T>) (List<?>) offers.computeIfAbsent(type, _ -> List.of());
    }

    /** Now and then, between two instructions: hands on what the person has typed. */
    public void poll() { console.poll(); }

    /**
     * While every processor waits for an event: jump to the next alarm, or wait for the person to type.
     *
     * @return false if nothing can ever happen any more
     */
    public boolean idle() {
        long next = clock.nextAlarm();
        if (next == Long.MAX_VALUE) return console.waitForInput();
        long ticks = Math.max(0, next - clock.ticks());
        if (rest(ticks)) return true;
        clock.advance(ticks);
        clock.fireDue();
        return true;
    }

    /** A processor waits for an event that is so far away. @return whether the person typed something first */
    @Override public boolean rest(long ticks) { return console.rest(ticks); }
    @Override public int in(int port, int bytes) { return ports.in(port, bytes); }
    @Override public void out(int port, int bytes, int value) { ports.out(port, bytes, value); }
    @Override public long read(long physical, int bytes) { return mmio.read(physical, bytes); }
    @Override public void write(long physical, int bytes, long value) { mmio.write(physical, bytes, value); }
    @Override public void floatingPointError() { lines.floatingPointError(); }
    @Override public boolean interruptPending() { return pins.intr(); }
    @Override public OptionalInt acknowledgeInterrupt() { return pins.acknowledge(); }
}
