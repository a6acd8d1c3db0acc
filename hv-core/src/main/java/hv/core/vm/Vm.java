package hv.core.vm;

import hv.api.ExitHandler;
import hv.api.Frame;
import hv.api.Intercept;
import hv.api.MemoryTranslator;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.machine.PhysicalMemory;
import hv.api.machine.Registration;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.core.config.StartState;
import hv.core.config.VmConfig;
import hv.core.dispatch.ChainOrder;
import hv.core.dispatch.Claim;
import hv.core.dispatch.Counters;
import hv.core.dispatch.ExitChains;
import hv.core.ept.GuestSpace;
import hv.core.ept.SpaceMemory;
import hv.core.guest.Pause;
import hv.core.guest.VirtualProcessor;
import hv.core.guest.completion.Settlement;
import hv.core.host.VmxHost;
import hv.core.machine.Board;
import hv.core.report.Blame;
import hv.core.report.ChainName;
import hv.core.report.ErrorKind;
import hv.core.report.ExitSentence;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.core.report.Story;
import hv.core.state.States;
import hv.cpu.LogicalProcessor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** One virtual machine: a virtual processor, its memory, its board, and the chains of its plugins. */
public final class Vm {
    private final VmConfig config;
    private final Hpa hostBase;
    private final VmxHost host;
    private final Board board;
    private final GuestSpace space;
    private final SpaceMemory memory;
    private final VirtualProcessor processor;
    private final List<VirtualProcessor> processors;
    private final Counters counters = new Counters();
    private final ExitChains chains;
    private final Narrator narrator;
    private final boolean narrated;
    private final UnbackedHooks unbackedHooks;
    private final Set<Integer> rdmsrsAsked = new LinkedHashSet<>();

    /** @param number from 1 on, the virtual machine's VPID */
    public Vm(VmConfig config, int number, Hpa hostBase, VmxHost host, Board board, ChainOrder order, Narrator narrator, Pause pause) {
        this.config = config;
        this.hostBase = hostBase;
        this.host = host;
        this.board = board;
        this.narrator = narrator;
        this.narrated = narrator.wantsExits();
        var cpu = host.cpu();
        this.space = new GuestSpace(cpu, host.frames(), board.mmio(), config.memory(),
                order.of(ChainName.MEMORY, MemoryTranslator::stage, MemoryTranslator::id));
        this.memory = new SpaceMemory(space, cpu.ram());
        this.processor = new VirtualProcessor(new VirtualProcessor.Identity(config.name(), number, narrator), host, board, space, pause);
        this.processors = List.of(processor);
        for (int i = 0; i < processors.size(); i++) board.states().add(States.FRAMEWORK, "interrupts " + i, 1, processors.get(i).interrupts());
        this.chains = new ExitChains(order, new ChainEnd(processor, this::asked), counters);
        this.unbackedHooks = new UnbackedHooks(chains, space, (plugin, what) -> narrator.tell(new Story.Warned(name(), plugin, what)));
        processor.vcpu().rdmsrBy(this::rdmsr);
    }

    public String name() { return config.name(); }
    public VmConfig config() { return config; }
    public Hpa hostBase() { return hostBase; }
    public Board board() { return board; }
    public PhysicalMemory memory() { return memory; }
    public GuestSpace space() { return space; }
    /** The bootstrap processor. */
    public VirtualProcessor processor() { return processor; }
    /** All, in the order of {@link Vcpu#index}. */
    public List<VirtualProcessor> processors() { return processors; }
    public Counters counters() { return counters; }
    public ExitChains chains() { return chains; }
    LogicalProcessor cpu() { return host.cpu(); }

    /** Whether its memory lies where it is in the machine, so that it can do without a VMM. */
    public boolean isIdentityMapped() { return hostBase.value() == 0 && config.translator().equals(VmConfig.IDENTITY); }

    /** What happens to what no plugin of a chain answers, in words. */
    public static String otherwise(ChainName chain) { return chain.reason().map(ChainEnd::otherwise).orElse(ChainEnd.UNBACKED); }

    /** Fills the EPT and writes the VMCS. @param goesOn whether it goes on with what the machine's own processor was doing */
    public void setUp(StartState start, boolean goesOn) {
        board.lines().leadTo(space::a20);
        space.fill();
        processor.setUp(start, goesOn, host.tables(), space);
        unbackedHooks.tellFromNowOn();
    }

    /** The outcome of the present exit: what the framework has settled, or what the handlers say. */
    public Outcome answer() {
        var exit = processor.exit();
        return switch (processor.settle()) {
            case Settlement.Internal _ -> Outcome.RETRY;
            case Settlement.Settled(var outcome) -> {
                chains.observe(exit, processor.vcpu(), outcome);
                yield told(exit, outcome, "");
            }
            case Settlement.Open _ -> {
                var outcome = chains.dispatch(exit, processor.vcpu());
                yield told(exit, outcome, counters.answeredBy());
            }
        };
    }

    private Outcome told(VmExit exit, Outcome outcome, String by) {
        if (narrated) narrator.exit(name(), exit, processor.vcpu(), outcome, by);
        return outcome;
    }

    /** The present exit's instruction is done, with what a handler answered. */
    public void complete(long answer) {
        try {
            processor.complete(answer);
        } catch (IllegalArgumentException e) {
            throw Blame.rule(counters.answeredBy(), "answered " + Long.toHexString(answer).toUpperCase(Locale.ROOT) + "H, but " + e.getMessage());
        }
    }

    /** The present exit is completed natively, and the plugin that answered it is called back. @return what is left to do */
    public Outcome step(Consumer<Vcpu> after) {
        String plugin = counters.answeredBy(), doing = "look after a step over " + ExitSentence.of(processor.exit());
        return processor.step(vcpu -> {
            try {
                after.accept(vcpu);
            } catch (Throwable e) {
                throw Blame.plugin(plugin, doing, e);
            }
        });
    }

    /** Why the virtual machine can't go on: its exits repeat, and no instruction retires. */
    public HvException livelock() {
        String what = "livelock: %s comes again and again at the same instruction, and none retires".formatted(ExitSentence.of(processor.exit()));
        var plugin = counters.answeredBy();
        if (!plugin.isEmpty()) return Blame.rule(plugin, "keeps the guest in a " + what);
        return new HvException(ErrorKind.GUEST, what + "%n  at %s".formatted(processor.where()));
    }

    Registration intercept(ExitHandler handler, String plugin, Stage stage, Intercept what) {
        var claim = new Claim(handler, plugin, stage, what);
        processors.forEach(each -> each.intercept(what, plugin));
        chains.add(claim);
        Registration watch = what instanceof Intercept.Memory range ? space.watch(range) : () -> {};
        unbackedHooks.look();
        return () -> {
            watch.close();
            chains.remove(claim);
            processors.forEach(each -> each.release(what, plugin));
        };
    }

    Frame newFrame() { return new RamFrame(host.frames().allocate(), host.cpu().ram(), host.frames()); }

    void remap(Gpa first, long bytes) {
        space.remap(first.value(), bytes);
        unbackedHooks.look();
    }

    private String asked(ExitReason reason) {
        var claims = chains.of(reason);
        if (claims.isEmpty()) return "no plugin asks for these exits";
        return "asked: " + String.join(", ", claims.stream().map(Claim::plugin).distinct().toList());
    }

    private OptionalLong rdmsr(int index) {
        if (!rdmsrsAsked.add(index)) {
            throw Blame.rule(counters.answeredBy(), "asks for MSR %XH while answering it".formatted(index));
        }
        try {
            Vcpu vcpu = processor.vcpu();
            var exit = new VmExit.ReadMsr(index);
            return chains.ask(exit, vcpu) instanceof Outcome.Value(long value) ? OptionalLong.of(value) : OptionalLong.empty();
        } finally {
            rdmsrsAsked.remove(index);
        }
    }
}
