package hv.testkit;

import hv.api.ExitHandler;
import hv.api.Frame;
import hv.api.Intercept;
import hv.api.MemoryTranslator;
import hv.api.Setting;
import hv.api.VirtualMachine;
import hv.api.machine.InterruptLine;
import hv.api.machine.MmioDevice;
import hv.api.machine.NamedState;
import hv.api.machine.PerVcpu;
import hv.api.machine.PortDevice;
import hv.api.machine.Registration;
import hv.api.machine.State;
import hv.api.machine.Timer;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.core.config.RunOptions;
import hv.core.state.PerProcessor;
import hv.core.state.StateImage;
import hv.core.state.States;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A virtual machine without a processor: it records what a plugin claims, offers and asks for, and lets a test look at it. Settings are given as
 * text, as on the command line, and parsed by the plugin's own parser.
 */
public final class FakeVm implements VirtualMachine {
    /** Owner of the state of all plugins; where two of them have a name in common, the second has "#2" behind it. */
    private static final String PLUGIN = "plugin";
    private static final int PROCESSORS = 8;

    private final Map<String, String> settings = new HashMap<>();
    private final FakeProcessor processor = new FakeProcessor();
    private final FakeMemory memory = new FakeMemory(1 << 20);
    private final FakeConsole console = new FakeConsole();
    private final FakePorts ports = new FakePorts();
    private final FakeTimers timers = new FakeTimers();
    private final Map<Class<?>, List<Object>> offers = new HashMap<>();
    private final Map<Intercept, ExitHandler> intercepts = new LinkedHashMap<>();
    private final Map<Gpa, MmioDevice> mmio = new TreeMap<>((a, b) -> Long.compareUnsigned(a.value(), b.value()));
    private final FakeInterrupts interrupts = new FakeInterrupts();
    private final FakePins pins = new FakePins();
    private final List<MemoryTranslator.Range> remaps = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final FakeHost host;
    private Instant startDate = RunOptions.DEFAULT.startDate();
    private final States states = new States();
    private int resets;
    private OptionalInt stopped = OptionalInt.empty();

    public FakeVm() { this(new Hpa(0)); }

    /** @param hostBase where this machine's megabyte of guest memory lies in host memory */
    public FakeVm(Hpa hostBase) {
        host = new FakeHost(memory, hostBase);
        states.add(States.FRAMEWORK, "time", 1, timers);
        states.add(States.FRAMEWORK, "lines", 1, interrupts);
        states.add(States.FRAMEWORK, "pins", 1, pins);
    }

    /** Sets a setting, as {@code --set id.key=text} does. */
    public FakeVm with(String key, String text) {
        settings.put(key, text);
        return this;
    }

    /** Sets the start date, as {@code --date} does. */
    public FakeVm startingAt(Instant date) {
        startDate = date;
        return this;
    }

    // ---- what a test looks at ----
    @Override public FakeProcessor processor() { return processor; }
    @Override public FakeMemory memory() { return memory; }
    @Override public FakeConsole console() { return console; }
    /** The device that claims a port. */
    public PortDevice port(int port) { return ports.at(port); }
    /** All ports that devices claim, in order. */
    public List<Integer> claimedPorts() { return ports.claimed(); }
    /** The registers at the start of a claimed range. */
    public MmioDevice mmio(long first) { return mmio.get(new Gpa(first)); }
    /** Intercepts that plugins have asked for while running; those that handlers declare are not among them. */
    public Map<Intercept, ExitHandler> asked() { return Map.copyOf(intercepts); }
    public boolean raised(int line) { return interrupts.raised(line); }
    /** The ranges of {@link #remap}, in order. */
    public List<MemoryTranslator.Range> remaps() { return List.copyOf(remaps); }
    public List<String> warnings() { return List.copyOf(warnings); }
    /** How often {@link #reset} was called. */
    public int resets() { return resets; }
    /** The status of {@link #stop}, once it was called. */
    public OptionalInt stopped() { return stopped; }
    public int framesInUse() { return host.framesInUse(); }
    /** The 4096 bytes that lie at a host-physical address: guest memory or a frame. */
    public byte[] hostPage(Hpa page) { return host.page(page.value()); }
    /** All that the plugins of this machine remember, as bytes; memory is not among it. */
    public byte[] save() { return StateImage.save(states()); }
    /**
     * Lets the plugins remember what those of another machine did.
     *
     * @throws IllegalArgumentException if these are no such bytes, or those of other plugins
     */
    public void restore(byte[] saved) { StateImage.restore(states(), saved); }
    /** Advances virtual time and fires the timers that become due. */
    public void advance(long nanos) { timers.advance(nanos); }

    // ---- what a plugin uses ----
    @Override public <T> T get(Setting<T> setting) {
        var text = settings.get(setting.key());
        return text == null ? setting.otherwise() : setting.parser().apply(text);
    }

    @Override public Registration ports(int first, int count, PortDevice device) { return ports.claim(first, count, device); }

    @Override public Registration mmio(Gpa first, long bytes, MmioDevice device) {
        mmio.put(first, device);
        return () -> mmio.remove(first);
    }

    @Override public InterruptLine line(int number) { return interrupts.line(number); }
    @Override public FakeInterrupts interrupts() { return interrupts; }
    @Override public FakePins pins() { return pins; }
    @Override public String name() { return "fake"; }
    @Override public Hpa hostBase() { return host.base(); }
    @Override public long nanos() { return timers.now(); }
    @Override public Instant startDate() { return startDate; }
    @Override public Timer timer(String name, Runnable what) {
        var timer = timers.timer(what);
        state("timer " + name, 1, timer);
        return timer;
    }
    @Override public Registration state(String name, int version, State state) { return states.addAnother(PLUGIN, name, version, state); }
    @Override public List<NamedState> states() { return states.all(); }
    @Override public void stop(int status, String why) { stopped = OptionalInt.of(status); }
    @Override public void reset(String why) { resets++; }
    @Override public void warn(String message) { warnings.add(message); }

    @Override public <T extends State> PerVcpu<T> perVcpu(String name, int version, Supplier<T> initial) {
        var values = PerProcessor.of(PROCESSORS, initial);
        state(name, version, values);
        return values;
    }

    @Override public <T> Registration offer(Class<T> type, T what) {
        replaceOffers(type, list -> list.add(what));
        return () -> replaceOffers(type, list -> list.remove(what));
    }

    private void replaceOffers(Class<?> type, Consumer<Collection<Object>> change) {
        var list = new ArrayList<>(offers.getOrDefault(type, List.of()));
        change.accept(list);
        offers.put(type, List.copyOf(list));
    }

    @SuppressWarnings("unchecked") // offer() takes a T for a Class<T> only
    @Override public <T> List<T> offered(Class<T> type) { return (List<T>) offers.getOrDefault(type, List.of()); }

    @Override public Registration intercept(Intercept what, ExitHandler handler) {
        intercepts.put(what, handler);
        return () -> intercepts.remove(what);
    }

    @Override public Frame newFrame() { return host.newFrame(); }
    @Override public void remap(Gpa first, long bytes) { remaps.add(new MemoryTranslator.Range(first, bytes)); }

    /** A virtual processor of this machine, at CPL 0 in 64-bit mode, whose linear addresses are physical ones. */
    public FakeVcpu vcpu(int index) { return new FakeVcpu(index, memory); }
    public FakeVcpu vcpu() { return vcpu(0); }
}
