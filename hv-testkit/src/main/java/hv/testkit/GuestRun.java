package hv.testkit;

import hv.api.Plugin;
import hv.api.VmPlugin;
import hv.core.Hypervisor;
import hv.core.config.GuestImage;
import hv.core.config.HypervisorConfig;
import hv.core.config.PluginOptions;
import hv.core.config.RunOptions;
import hv.core.config.VmConfig;
import hv.core.image.Boot;
import hv.core.image.GuestImages;
import hv.core.image.Mode;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.PluginCatalog;
import hv.core.report.Narrator;
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.ProcessorProfiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs guest code in a virtual machine on the emulated processor, with chosen plugins and no others:
 * {@snippet :
 * var end = GuestRun.code32("b800000040 0fa2 f4")     // mov eax, 40000000H; cpuid; hlt
 *         .with(CpuidSpoof::new)
 *         .run();
 * assertEquals(0x6176614A, end.get(Gpr.RBX));
 * }
 * The code is loaded at {@link #CODE}, or {@link #BOOT}, and starts with interrupts off; the guest's RAM holds {@link #MEMORY} bytes.
 * Features that plugins need are taken as present, which they are on the reference processor.
 */
public final class GuestRun {
    /** Guest-physical address of the first instruction. */
    public static final long CODE = 0x10_0000;
    /** The same for code of real-address mode: where firmware puts a boot sector. */
    public static final long BOOT = 0x7C00;
    /** Bytes of guest RAM. */
    public static final long MEMORY = 4L << 20;
    private static final long DEFAULT_LIMIT = 10_000_000;

    private final GuestImage image;
    private final List<Supplier<? extends VmPlugin>> plugins = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();
    private String processor = ProcessorProfiles.REFERENCE;
    private String typed = "";
    private long limit = DEFAULT_LIMIT, seed = RunOptions.DEFAULT.seed();

    private GuestRun(String code, long address, Mode mode) {
        image = GuestImages.flat("test", HexFormat.of().parseHex(code.replace(" ", "")), address, mode, Boot.NOTHING);
    }

    /** Code that starts in protected mode with paging off. @param code hexadecimal; blanks may stand anywhere */
    public static GuestRun code32(String code) { return new GuestRun(code, CODE, Mode.PROTECTED_32); }
    /** Code that starts in 64-bit mode with the first GiB mapped to itself. @param code hexadecimal; blanks may stand anywhere */
    public static GuestRun code64(String code) { return new GuestRun(code, CODE, Mode.LONG_64); }
    /** Code that starts in real-address mode at {@link #BOOT}, all segments at 0. @param code hexadecimal; blanks may stand anywhere */
    public static GuestRun codeReal(String code) { return new GuestRun(code, BOOT, Mode.REAL); }

    /** Adds a plugin; {@code made} makes a new instance each time. */
    public GuestRun with(Supplier<? extends VmPlugin> made) {
        plugins.add(made);
        return this;
    }

    /** As {@code --set}: "id.key=value". */
    public GuestRun set(String assignment) {
        settings.add(assignment);
        return this;
    }

    /** What a person types before the run. */
    public GuestRun typing(String text) {
        typed = text;
        return this;
    }

    /** On another processor profile than the reference. */
    public GuestRun on(String profile) {
        processor = profile;
        return this;
    }

    /** As {@code --seed}. */
    public GuestRun seed(long start) {
        seed = start;
        return this;
    }

    /** Ends the run after so many instructions; ten million unless said otherwise. */
    public GuestRun limit(long instructions) {
        limit = instructions;
        return this;
    }

    /** Runs until the virtual machine ends. */
    public GuestEnd run() {
        var console = new GuestConsole(typed);
        var registers = new FinalRegisters();
        var catalog = catalog(registers);
        var machine = new VmConfig("test", image, MEMORY, WholeMemory.ID, options(catalog), console);
        var config = new HypervisorConfig(ProcessorProfiles.load(processor), LogicalProcessor::create, List.of(machine), catalog,
                RunOptions.DEFAULT.limitedTo(limit).seeded(seed));
        var report = new Hypervisor(config, Narrator.SILENT).run();
        return new GuestEnd(report.machines().getFirst(), registers.values(), console.printed());
    }

    private PluginOptions options(PluginCatalog catalog) {
        var ids = catalog.found().stream().filter(FoundPlugin::isChoice).map(FoundPlugin::id).toList();
        return new PluginOptions(ids, settings, List.of());
    }

    private PluginCatalog catalog(FinalRegisters registers) {
        var found = new ArrayList<FoundPlugin>();
        plugins.forEach(made -> found.add(found(made)));
        found.add(found(WholeMemory::new));
        found.add(found(registers::handler));
        plugins.stream().flatMap(made -> made.get().needs().stream()).distinct().forEach(need -> found.add(found(() -> new PresumedFeature(need))));
        found.sort(Comparator.comparing(FoundPlugin::id));
        return new PluginCatalog(found, List.of());
    }

    private static FoundPlugin found(Supplier<? extends Plugin> made) { return FoundPlugin.of(made, "test"); }
}
