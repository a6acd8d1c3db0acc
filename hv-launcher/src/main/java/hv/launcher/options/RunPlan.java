package hv.launcher.options;

import hv.api.Setting;
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
import hv.core.report.HvException;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import hv.launcher.guests.BundledGuest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What the options and the file come to. */
public final class RunPlan {
    private static final long USUAL_MEMORY = 64 << 20, LINUX_MEMORY = 512 << 20;
    private static final int PAGE = 4096;

    private final List<String> images;
    private final GuestOptions guests;
    private final PluginArguments plugins;
    private final LimitOptions limits;
    private final VmFile file;

    /** @param images files or bundled guests' names; where there is none, and none in a file, the tour */
    public RunPlan(List<String> images, GuestOptions guests, PluginArguments plugins, LimitOptions limits) {
        this.images = List.copyOf(images);
        this.guests = guests;
        this.plugins = plugins;
        this.limits = limits;
        this.file = guests.file == null ? VmFile.EMPTY : VmFile.read(guests.file);
    }

    /** Whether nobody named a guest. */
    public boolean isTour() { return images.isEmpty() && guests.kernel == null && file.vm().isEmpty(); }

    /** Whether a Linux kernel is the one guest. */
    public boolean isLinux() { return guests.kernel != null || images.isEmpty() && file.vm().size() == 1 && file.vm().getFirst().kernel() != null; }

    /** @param console of the first machine; the others' output goes to {@code others} */
    public HypervisorConfig config(ProcessorFactory processors, ConsoleEnd console, ConsoleEnd others) {
        var catalog = plugins.catalog(file.pluginPath());
        List<VmConfig> machines = new ArrayList<>();
        for (var vm : machines()) machines.add(machine(vm, machines.isEmpty(), machines.isEmpty() ? console : others));
        return new HypervisorConfig(profile(), processors, machines, catalog, options());
    }

    private List<VmFile.Vm> machines() {
        if (guests.kernel != null) return List.of(linux());
        if (images.isEmpty() && !file.vm().isEmpty()) return file.vm();
        var named = images.isEmpty() ? List.of(BundledGuest.TOUR.id()) : images;
        return named.stream().map(image -> new VmFile.Vm(null, image, null, null, null, null, null, null, null, null, null)).toList();
    }

    private VmFile.Vm linux() {
        if (!images.isEmpty()) throw HvException.user("name either an image or a kernel: --kernel " + guests.kernel + " is the guest");
        return new VmFile.Vm(null, null, guests.kernel.toString(), null, null, null, null, null, null, null, null);
    }

    private VmConfig machine(VmFile.Vm vm, boolean first, ConsoleEnd console) {
        var image = image(vm);
        var name = vm.name() == null ? image.name() : vm.name();
        var translator = vm.translator() != null ? vm.translator() : first ? VmConfig.IDENTITY : VmConfig.OFFSET;
        return new VmConfig(name, image, memory(vm), translator, pluginOptions(vm), console);
    }

    /** The tour shows a hook: the instruction at 200000H is MOV EAX, 1, and executes as MOV EAX, 2. */
    private PluginOptions pluginOptions(VmFile.Vm vm) {
        return isTour() ? plugins.after(List.of("+hooked-page"), List.of("hooked-page.hooks=0x200001=02"), List.of())
                : plugins.after(vm.plugins(), vm.set(), vm.order());
    }

    private GuestImage image(VmFile.Vm vm) {
        if (vm.kernel() != null) return linux(vm);
        if (vm.image() == null) throw HvException.user(guests.file + ": every [[vm]] needs an image or a kernel");
        var path = Path.of(vm.image());
        var bundled = BundledGuest.named(vm.image());
        if (bundled.isPresent() && !Files.exists(path)) return bundled.get().image(boot(vm));
        if (!Files.exists(path)) throw HvException.user("there is no file " + path + ", and no bundled guest of that name; those are: " + BundledGuest.names());
        var flat = guests.flat != null ? guests.flat : vm.flat() == null ? null : inFile("flat", () -> FlatAddress.parse(vm.flat()));
        var content = GuestImages.content(path);
        var name = path.getFileName().toString();
        return flat == null ? GuestImages.of(name, content, boot(vm)) : GuestImages.flat(name, content, flat.address(), flat.mode(), boot(vm));
    }

    private GuestImage linux(VmFile.Vm vm) {
        if (vm.image() != null) throw HvException.user(guests.file + ": a [[vm]] has either an image or a kernel");
        var path = Path.of(vm.kernel());
        return GuestImages.linux(path.getFileName().toString(), GuestImages.content(path), boot(vm), Optional.ofNullable(guests.entry).map(RunPlan::entry));
    }

    private static Mode entry(int bits) {
        return switch (bits) {
            case 32 -> Mode.PROTECTED_32;
            case 64 -> Mode.LONG_64;
            default -> throw HvException.user("--entry is 32 or 64, not " + bits);
        };
    }

    private Boot boot(VmFile.Vm vm) {
        var modules = new ArrayList<Boot.Module>();
        for (var module : guests.initrd.isEmpty() ? vm.initrd() : guests.initrd) {
            modules.add(new Boot.Module(module.getFileName().toString(), GuestImages.content(module)));
        }
        return new Boot(guests.append.isEmpty() ? vm.append() : guests.append, modules);
    }

    private long memory(VmFile.Vm vm) {
        long usual = vm.kernel() != null ? LINUX_MEMORY : USUAL_MEMORY;
        long bytes = guests.memory != null ? guests.memory : vm.memory() != null ? inFile("memory", () -> Setting.parseSize(vm.memory())) : usual;
        if (bytes < PAGE || bytes % PAGE != 0) throw HvException.user("a guest's memory is a multiple of 4K, not " + bytes + " bytes; write --memory 64M");
        return bytes;
    }

    private ProcessorProfile profile() {
        return ProfileOption.load(guests.cpu != null ? guests.cpu : file.cpu() != null ? file.cpu() : ProcessorProfiles.REFERENCE);
    }

    private RunOptions options() {
        long most = number(limits.maxInstructions, "max-instructions", file.maxInstructions(), RunOptions.DEFAULT.maxInstructions());
        long slice = number(limits.timeSlice, "time-slice", file.timeSlice(), RunOptions.DEFAULT.timeSlice());
        long nativeUntil = number(limits.virtualizeAt, "virtualize-at", file.virtualizeAt(), -1);
        return new RunOptions(most, exitLimit(), slice,
                nativeUntil == -1 ? OptionalLong.empty() : OptionalLong.of(nativeUntil),
                number(guests.seed, "seed", file.seed(), RunOptions.DEFAULT.seed()), date(), !limits.noReboot);
    }

    private Optional<Duration> exitLimit() {
        if (limits.exitLimit != null || file.exitLimit() == null) return Optional.ofNullable(limits.exitLimit);
        return Optional.of(inFile("exit-limit", () -> Converting.seconds(file.exitLimit().toString())));
    }

    private Instant date() {
        if (guests.date != null) return guests.date;
        return file.date() == null ? RunOptions.DEFAULT.startDate() : inFile("date", () -> Converting.date(file.date()));
    }

    private long number(Long option, String key, String inFile, long otherwise) {
        if (option != null) return option;
        return inFile == null ? otherwise : inFile(key, () -> Setting.parseNumber(inFile));
    }

    private <T> T inFile(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw HvException.user(guests.file + ": " + key + ": " + e.getMessage(), e);
        }
    }
}
