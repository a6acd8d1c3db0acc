package hv.core.machine;

import hv.api.Setting;
import hv.api.machine.Console;
import hv.api.machine.InterruptLine;
import hv.api.machine.Interrupts;
import hv.api.machine.Machine;
import hv.api.machine.MmioDevice;
import hv.api.machine.NamedState;
import hv.api.machine.PerVcpu;
import hv.api.machine.PhysicalMemory;
import hv.api.machine.PortDevice;
import hv.api.machine.ProcessorPins;
import hv.api.machine.Registration;
import hv.api.machine.State;
import hv.api.machine.Timer;
import hv.api.x86.Gpa;
import hv.core.report.Ending;
import hv.core.state.PerProcessor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** A machine as one plugin sees it: its own settings, and everything it registers is given back when it is detached. */
public class PluginMachine implements Machine {
    protected final PluginContext plugin;
    protected final Board board;
    private final PhysicalMemory memory;
    private final List<Registration> open = new ArrayList<>();

    public PluginMachine(PluginContext plugin, Board board, PhysicalMemory memory) {
        this.plugin = plugin;
        this.board = board;
        this.memory = memory;
    }

    @Override public <T> T get(Setting<T> setting) { return plugin.get(setting); }

    @Override public Registration ports(int first, int count, PortDevice device) {
        return keep(board.ports().claim(first, count, device, plugin.id()));
    }
    @Override public Registration mmio(Gpa first, long bytes, MmioDevice device) {
        return keep(board.mmio().claim(first, bytes, device, plugin.id()));
    }
    @Override public InterruptLine line(int number) { return wired("line " + number, board.pins().line(number)); }
    @Override public Interrupts interrupts() { return new PluginInterrupts(this, board, plugin.id()); }
    @Override public ProcessorPins pins() {
        return new ProcessorPins() {
            @Override public InterruptLine a20Gate() { return wired("a20-gate", board.lines().a20Gate()); }
            @Override public Registration onFloatingPointError(Runnable asserted) {
                return keep(board.lines().onFloatingPointError(() -> board.call(plugin.id(), "take FERR#", asserted)));
            }
            @Override public void ignoreFloatingPointError() { board.lines().ignoreFloatingPointError(); }
        };
    }
    @Override public PhysicalMemory memory() { return memory; }
    @Override public Console console() {
        return new Console() {
            @Override public void write(int octet) { board.console().write(octet); }
            @Override public Registration onInput(IntConsumer octet) {
                return keep(board.console().onInput(typed -> board.call(plugin.id(), "take console input", () -> octet.accept(typed))));
            }
        };
    }
    @Override public long nanos() { return board.clock().nanos(); }
    @Override public Instant startDate() { return board.startDate(); }

    @Override public Timer timer(String name, Runnable what) {
        var alarm = board.clock().alarm(() -> board.call(plugin.id(), "handle its timer '" + name + "'", what));
        keep(alarm::remove);
        state("timer " + name, 1, fields -> alarm.at(fields.number("due", alarm.due())));
        return new Timer() {
            @Override public void at(long nanos) { alarm.at(nanos); }
            @Override public void cancel() { alarm.cancel(); }
        };
    }

    @Override public void stop(int status, String why) { board.stop(new Ending.Stopped(status, why)); }
    @Override public void warn(String message) { plugin.warnings().accept(plugin.id(), message); }
    @Override public void reset(String why) { board.stop(new Ending.Reset(why)); }

    @Override public Registration state(String name, int version, State state) { return keep(board.states().add(plugin.id(), name, version, state)); }

    @Override public <T extends State> PerVcpu<T> perVcpu(String name, int version, Supplier<T> initial) {
        var values = PerProcessor.of(processors(), initial);
        state(name, version, values);
        return values;
    }

    @Override public List<NamedState> states() { return board.states().all(); }

    /** How many virtual processors the machine has. */
    protected int processors() { return 1; }

    @Override public <T> Registration offer(Class<T> type, T what) {
        board.offer(type, what, plugin.id());
        return keep(() -> board.withdraw(type, what));
    }
    @Override public <T> List<T> offered(Class<T> type) { return board.offered(type); }

    Wire wired(String name, Wire wire) {
        keep(board.states().addAnother(plugin.id(), name, 1, wire));
        return wire;
    }

    /** Remembers what the plugin holds; closing it twice does no harm. */
    protected Registration keep(Registration held) {
        var once = new Registration() {
            private boolean closed;
            @Override public void close() {
                if (closed) return;
                closed = true;
                held.close();
            }
        };
        open.add(once);
        return once;
    }

    /** Closes what the plugin left open, last registered first. */
    public void closeAll() {
        for (var registration : open.reversed()) registration.close();
        open.clear();
    }
}
