package hv.launcher.options;

import static hv.launcher.options.Option.flag;
import static hv.launcher.options.Option.growing;
import static hv.launcher.options.Option.last;
import static hv.launcher.options.Option.list;
import static hv.launcher.options.Option.one;

import hv.api.Setting;
import hv.core.config.RunOptions;
import hv.core.config.VmConfig;
import hv.core.image.Mode;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** All options of a run, each declared here and nowhere else, in the order in which people read them. */
public final class Options {
    static final Option<String> NAME = one("name", "NAME", Function.<String>identity(), "What messages call the machine").inTableOnly()
            .otherwise("the image's");
    static final Option<String> IMAGE = one("image", "IMAGE", Function.<String>identity(), "A guest: a file, or one that is bundled").inTableOnly();
    static final Option<Path> KERNEL = one("kernel", "FILE", Path::of, "A Linux kernel (bzImage) as the guest").forMachine();
    static final Option<Mode> ENTRY = one("entry", "32|64", OptionParsers::entry, "Start the kernel by this entry").forMachine()
            .otherwise("its 64-bit one, where there is one");
    static final Option<String> APPEND = one("append", "\"COMMAND LINE\"", Function.<String>identity(),
            "The command line of a multiboot guest or a Linux kernel").forMachine();
    static final Option<Path> INITRD = list("initrd", "FILE", Path::of, "A Linux kernel's initial RAM disk, or modules for a multiboot guest").forMachine();
    static final Option<FlatAddress> FLAT = one("flat", "ADDRESS:MODE", FlatAddress::parse, "The image is a flat binary: it is loaded and started at "
            + "ADDRESS, in real-address mode (real), protected mode (16 or 32) or 64-bit mode (64)").forMachine();
    static final Option<Long> MEMORY = one("memory", "SIZE", OptionParsers::memory, "Guest memory").forMachine()
            .usually("64M, and 512M for a Linux kernel", machine -> machine.has(KERNEL) ? "512M" : "64M");
    static final Option<TranslatorOption> TRANSLATOR = last("translator", "[MACHINE=]NAME", TranslatorOption::parse,
            "The base memory translator, of one machine or of all: who says where guest memory lies; hv plugins lists them").forMachine()
            .otherwise(VmConfig.IDENTITY + " for the first machine, " + VmConfig.OFFSET + " for the others");
    static final Option<String> PLUGINS = growing("plugins", "a,b,+c,-d", Function.<String>identity(), "Only the plugins a and b; c too; not d").forMachine();
    static final Option<String> SET = growing("set", "ID.KEY=VALUE", Function.<String>identity(), "A plugin's setting; hv plugins lists them").forMachine();
    static final Option<String> ORDER = growing("order", "CHAIN=a,b", Function.<String>identity(),
            "In this chain, of an exit or of memory, plugin a comes first, then b; hv chain lists them").forMachine();

    static final Option<ProcessorProfile> CPU = one("cpu", "PROFILE", ProcessorProfiles::load, "The processor: " + String.join(", ", ProcessorProfiles.names()))
            .forRun().usually(ProcessorProfiles.REFERENCE);
    static final Option<Long> SEED = one("seed", "N", Setting::parseNumber, "What the processor's random numbers start from; same seed and date, same run")
            .forRun().usually("" + RunOptions.DEFAULT.seed());
    static final Option<Instant> DATE = one("date", "DATE", OptionParsers::date, "What the machine's clock shows at the start, such as 2026-01-01 or "
            + "2026-01-01T12:00:00Z").forRun().usually("" + RunOptions.DEFAULT.startDate());
    static final Option<Path> PLUGIN_PATH = growing("plugin-path", "DIR", Path::of, "A folder of plugin jars, or of subfolders with a plugin and its libraries")
            .forRun().otherwise(PluginFolders.USUAL + ", where there is one");
    static final Option<Long> MAX_INSTRUCTIONS = one("max-instructions", "N", Setting::parseNumber, "End the run after N instructions").forRun();
    static final Option<Boolean> NO_REBOOT = flag("no-reboot", "End the run where the guest resets the machine").forRun();
    static final Option<Duration> EXIT_LIMIT = one("exit-limit", "SECONDS", OptionParsers::seconds,
            "End the run if a plugin takes longer than this for one exit").forRun();
    static final Option<Long> TIME_SLICE = one("time-slice", "N", Setting::parseNumber,
            "With several virtual machines: the next one's turn comes after N instructions").forRun().usually("" + RunOptions.DEFAULT.timeSlice());
    static final Option<Long> VIRTUALIZE_AT = one("virtualize-at", "ADDRESS", Setting::parseNumber,
            "Start natively; on reaching ADDRESS, make the running code a guest").forRun();

    static final Option<Path> VM = one("vm", "FILE", Path::of, "A TOML file with machines and options; see docs/vm-file.md");
    static final Option<Path> SYMBOLS = one("symbols", "FILE", Path::of, "Names for addresses, as in a Linux kernel's System.map");
    static final Option<Path> DIALOGUE = one("dialogue", "FILE", Path::of, "Type as the file says instead of a person: lines '> TEXT' wait until the guest "
            + "has printed TEXT, lines '< TEXT' type TEXT and Enter");
    static final Option<Path> RECORD_INPUT = one("record-input", "FILE", Path::of,
            "Write what is typed to FILE, with the virtual time at which each byte comes in");
    static final Option<Path> REPLAY_INPUT = one("replay-input", "FILE", Path::of, "Type what FILE says, at the same times: with the same guest and options, "
            + "the same run");

    public static final Option<Boolean> BARE = flag("bare", "No VMM: the image starts on the emulated machine, outside VMX operation");
    public static final Option<Boolean> STORY = flag("story", "Tell each step and each exit, as for the tour");
    public static final Option<Boolean> TRACE = flag("trace", "Tell each exit in one sentence on standard error");
    public static final Option<Boolean> EXPLAIN = flag("explain", "Tell of each VMX failure what is behind it, with the Java code that wrote the VMCS fields "
            + "involved");
    public static final Option<Boolean> QUIET = flag("quiet", "The guest's output alone");

    private static final List<Option<?>> TABLES = List.of(NAME, IMAGE),
            MACHINE = List.of(KERNEL, ENTRY, APPEND, INITRD, FLAT, MEMORY, TRANSLATOR, PLUGINS, SET, ORDER),
            RUN = List.of(CPU, SEED, DATE, PLUGIN_PATH, MAX_INSTRUCTIONS, NO_REBOOT, EXIT_LIMIT, TIME_SLICE, VIRTUALIZE_AT, VM),
            CONSOLE = List.of(SYMBOLS, DIALOGUE, RECORD_INPUT, REPLAY_INPUT), SCREEN = List.of(BARE, STORY, TRACE, EXPLAIN, QUIET);

    private Options() {}

    /** Of what runs a guest. */
    public static CommandLineOptions ofRun() { return new CommandLineOptions(joined(Stream.of(MACHINE, RUN, CONSOLE, SCREEN))); }
    /** Of what looks at the machines of a run, and runs none. */
    public static CommandLineOptions ofMachines() { return new CommandLineOptions(joined(Stream.of(MACHINE, RUN))); }
    /** Of what looks at plugins alone. */
    public static CommandLineOptions ofPlugins() { return new CommandLineOptions(List.of(PLUGIN_PATH)); }
    /** Of what looks at a processor alone. */
    public static CommandLineOptions ofProcessor() { return new CommandLineOptions(List.of(CPU)); }

    static List<Option<?>> all() { return joined(Stream.of(TABLES, MACHINE, RUN, CONSOLE, SCREEN)); }

    private static List<Option<?>> joined(Stream<List<Option<?>>> groups) { return groups.flatMap(List::stream).toList(); }
}
