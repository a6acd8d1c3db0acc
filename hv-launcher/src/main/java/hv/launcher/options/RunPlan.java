package hv.launcher.options;

import hv.api.Names;
import hv.core.config.ConsoleEnd;
import hv.core.config.GuestImage;
import hv.core.config.HypervisorConfig;
import hv.core.config.PluginOptions;
import hv.core.config.ProcessorFactory;
import hv.core.config.RunOptions;
import hv.core.config.VmConfig;
import hv.core.image.Boot;
import hv.core.image.GuestImages;
import hv.core.plugins.PluginChoice;
import hv.core.report.HvException;
import hv.launcher.guests.BundledGuest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** What the options and the file come to. */
public final class RunPlan {
    private final List<String> images;
    private final OptionValues commandLine;
    private final VmFile file;
    private final EffectiveOptions run;

    /** @param images files or bundled guests' names; where there is none, and none in a file, the tour */
    public RunPlan(List<String> images, CommandLineOptions options) {
        this.images = List.copyOf(images);
        this.commandLine = options.values();
        this.file = commandLine.of(Options.VM).stream().findFirst().map(VmFile::read).orElse(VmFile.EMPTY);
        this.run = new EffectiveOptions(commandLine, file.run());
    }

    /** Whether nobody named a guest. */
    public boolean isTour() { return images.isEmpty() && !commandLine.has(Options.KERNEL) && file.machines().isEmpty(); }

    /** Whether a Linux kernel is the one guest. */
    public boolean isLinux() { return machines().size() == 1 && machines().getFirst().has(Options.KERNEL); }

    /** Who types. */
    public ConsoleOptions console() { return new ConsoleOptions(run); }

    /** @param console of the first machine; the others' output goes to {@code others} */
    public HypervisorConfig config(ProcessorFactory processors, ConsoleEnd console, ConsoleEnd others) {
        var catalog = PluginFolders.catalog(run);
        var translators = new TranslatorChoice(new PluginChoice(catalog));
        List<VmConfig> machines = new ArrayList<>();
        for (var vm : machines()) machines.add(machine(vm, machines.isEmpty(), translators, machines.isEmpty() ? console : others));
        if (run.is(Options.BARE)) refuseTranslator();
        translators.requireKnownMachines(commandLine.of(Options.TRANSLATOR), machines);
        return new HypervisorConfig(run.get(Options.CPU), processors, machines, catalog, options());
    }

    private void refuseTranslator() {
        if (!commandLine.has(Options.TRANSLATOR)) return;
        throw HvException.user("--translator changes nothing with --bare: without a VMM there are no translators");
    }

    private List<EffectiveOptions> machines() {
        if (commandLine.has(Options.KERNEL)) return List.of(new EffectiveOptions(commandLine, OptionValues.NOTHING));
        if (images.isEmpty() && !file.machines().isEmpty()) return file.machines().stream().map(table -> new EffectiveOptions(commandLine, table)).toList();
        var named = images.isEmpty() ? List.of(BundledGuest.TOUR.id()) : images;
        return named.stream().map(image -> new EffectiveOptions(commandLine, OptionValues.of(Options.IMAGE, image))).toList();
    }

    private VmConfig machine(EffectiveOptions vm, boolean first, TranslatorChoice translators, ConsoleEnd console) {
        var image = image(vm);
        var name = vm.find(Options.NAME).orElse(image.name());
        var plugins = isTour() ? tourPlugins(vm) : pluginOptions(vm);
        var usual = first ? VmConfig.IDENTITY : VmConfig.OFFSET;
        boolean ofAnother = vm.ofTable(Options.TRANSLATOR).stream().anyMatch(asked -> asked.machine().isPresent());
        if (ofAnother) throw inFile("a [[vm]] has a translator of its own; write translator = \"offset\"");
        var translator = translators.of(name, plugins.selection(), vm.all(Options.TRANSLATOR), usual);
        return new VmConfig(name, image, vm.get(Options.MEMORY), translator, plugins, console);
    }

    private static PluginOptions pluginOptions(EffectiveOptions vm) {
        var selection = vm.all(Options.PLUGINS).stream().flatMap(ids -> Arrays.stream(ids.split(",", -1))).toList();
        return new PluginOptions(selection, vm.all(Options.SET), vm.all(Options.ORDER));
    }

    /** The tour shows a hook, unless it is left out: the instruction at 200000H is MOV EAX, 1, and executes as MOV EAX, 2. */
    private static PluginOptions tourPlugins(EffectiveOptions vm) {
        var asked = pluginOptions(vm);
        return asked.selection().contains("-hooked-page") ? asked : asked.over(List.of("+hooked-page"), List.of("hooked-page.hooks=0x200001=02"));
    }

    private GuestImage image(EffectiveOptions vm) {
        var image = vm.find(Options.IMAGE);
        var kernel = vm.find(Options.KERNEL);
        if (kernel.isPresent() && !images.isEmpty()) throw HvException.user("name either an image or a kernel: --kernel " + kernel.get() + " is the guest");
        if (kernel.isPresent() && image.isPresent()) throw inFile("a [[vm]] has either an image or a kernel");
        return kernel.isPresent() ? linux(vm, kernel.get()) : image(vm, image.orElseThrow(() -> inFile("every [[vm]] needs an image or a kernel")));
    }

    private HvException inFile(String wrong) { return HvException.user(commandLine.of(Options.VM).getFirst() + ": " + wrong); }

    private static GuestImage image(EffectiveOptions vm, String file) {
        var path = Path.of(file);
        var bundled = BundledGuest.named(file);
        if (bundled.isPresent() && !Files.exists(path)) return bundled.get().image(boot(vm));
        if (!Files.exists(path)) {
            throw HvException.user("there is no file " + path + ", and no bundled guest of that name" + Names.choices(file, BundledGuest.names()));
        }
        var flat = vm.find(Options.FLAT);
        var content = GuestImages.content(path);
        var name = path.getFileName().toString();
        return flat.isEmpty() ? GuestImages.of(name, content, boot(vm)) : GuestImages.flat(name, content, flat.get().address(), flat.get().mode(), boot(vm));
    }

    private static GuestImage linux(EffectiveOptions vm, Path file) {
        return GuestImages.linux(file.getFileName().toString(), GuestImages.content(file), boot(vm), vm.find(Options.ENTRY));
    }

    private static Boot boot(EffectiveOptions vm) {
        var modules = vm.all(Options.INITRD).stream().map(file -> new Boot.Module(file.getFileName().toString(), GuestImages.content(file))).toList();
        return new Boot(vm.find(Options.APPEND).orElse(""), modules);
    }

    private RunOptions options() {
        var virtualizeAt = run.find(Options.VIRTUALIZE_AT).map(OptionalLong::of).orElse(OptionalLong.empty());
        long most = run.find(Options.MAX_INSTRUCTIONS).orElse(RunOptions.DEFAULT.maxInstructions());
        return new RunOptions(most, run.find(Options.EXIT_LIMIT), run.get(Options.TIME_SLICE), virtualizeAt,
                run.get(Options.SEED), run.get(Options.DATE), !run.is(Options.NO_REBOOT));
    }
}
