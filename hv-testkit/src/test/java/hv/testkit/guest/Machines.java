package hv.testkit.guest;

import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Plugin;
import hv.api.Stage;
import hv.api.VirtualMachine;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.core.Hypervisor;
import hv.core.config.ConsoleEnd;
import hv.core.config.GuestImage;
import hv.core.config.HypervisorConfig;
import hv.core.config.PluginOptions;
import hv.core.config.ProcessorFactory;
import hv.core.config.RunOptions;
import hv.core.config.VmConfig;
import hv.core.image.Boot;
import hv.core.image.GuestImages;
import hv.core.image.Mode;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.PluginCatalog;
import hv.core.report.RunReport;
import hv.core.report.Story;
import hv.cpu.LogicalProcessor;
import hv.cpu.assembler.Assembler;
import hv.cpu.assembler.Program;
import hv.cpu.platform.ProcessorProfiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** One or more virtual machines with code of a test's own; the first is identity-mapped. Remembers the story. */
final class Machines {
    static final long CODE = 0x10_0000, MEMORY = 4L << 20;

    private final List<VmConfig> machines = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();
    private final List<Supplier<? extends Plugin>> plugins = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private long timeSlice = RunOptions.DEFAULT.timeSlice(), limit = 100_000_000;
    private Optional<String> guestFrom = Optional.empty();
    private ProcessorFactory processors = LogicalProcessor::create;

    Machines() {
        plugins.add(Identity::new);
        plugins.add(Offset::new);
        plugins.add(BenchGuest.Ports::new);
    }

    /** @param text for the {@link Assembler} */
    Machines add(String name, String text, Mode mode) {
        var program = Assembler.assemble(text, mode == Mode.LONG_64 ? 64 : 32, CODE);
        GuestImage image = GuestImages.flat(name, program.bytes(), program.address(), mode, Boot.NOTHING);
        programs.add(program);
        var translator = machines.isEmpty() ? VmConfig.IDENTITY : VmConfig.OFFSET;
        machines.add(new VmConfig(name, image, MEMORY, translator, PluginOptions.DEFAULT, ConsoleEnd.NONE));
        return this;
    }
    Machines with(Supplier<? extends Plugin> plugin) {
        plugins.add(plugin);
        return this;
    }
    Machines timeSlice(long instructions) {
        timeSlice = instructions;
        return this;
    }
    /** The first machine runs natively up to a label or constant in its text. */
    Machines virtualizeAt(String symbol) {
        guestFrom = Optional.of(symbol);
        return this;
    }
    Machines processors(ProcessorFactory made) {
        processors = made;
        return this;
    }

    RunReport run() { return hypervisor().run(); }

    Hypervisor hypervisor() {
        var found = new ArrayList<FoundPlugin>(plugins.stream().map(BenchGuest::found).toList());
        found.sort(Comparator.comparing(FoundPlugin::id));
        return new Hypervisor(new HypervisorConfig(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), processors, machines,
                new PluginCatalog(found, List.of()), options()), this::tell);
    }

    private RunOptions options() {
        var virtualizeAt = guestFrom.map(symbol -> OptionalLong.of(programs.getFirst().symbol(symbol))).orElse(OptionalLong.empty());
        return new RunOptions(limit, Optional.empty(), timeSlice, virtualizeAt, RunOptions.DEFAULT.seed(), RunOptions.DEFAULT.startDate(), true);
    }

    private void tell(Story event) { story.add(event.sentence()); }
    List<String> story() { return story; }

    static class Identity implements MemoryTranslator {
        private Hpa base;
        private long bytes;
        @Override public Stage stage() { return Stage.FALLBACK; }
        @Override public void attach(VirtualMachine vm) {
            base = vm.hostBase();
            bytes = vm.memory().map().getFirst().bytes();
        }
        @Override public Mapping translate(MemoryRequest asked, Inner inner) {
            if (Long.compareUnsigned(asked.page().value(), bytes) >= 0) return new Mapping.Unbacked();
            return new Mapping.Backed(new Gpa(0), base, bytes, Access.ALL, MemoryType.WRITE_BACK);
        }
    }

    static final class Offset extends Identity {
    }
}
