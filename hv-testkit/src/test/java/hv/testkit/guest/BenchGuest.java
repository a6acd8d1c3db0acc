package hv.testkit.guest;

import hv.api.Device;
import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Outcome;
import hv.api.Plugin;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.machine.Machine;
import hv.api.machine.PortDevice;
import hv.api.x86.Access;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.core.Hypervisor;
import hv.core.config.ConsoleEnd;
import hv.core.config.HypervisorConfig;
import hv.core.config.PluginOptions;
import hv.core.config.RunOptions;
import hv.core.config.VmConfig;
import hv.core.image.Boot;
import hv.core.image.GuestImages;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.PluginCatalog;
import hv.core.report.Narrator;
import hv.core.report.RunReport;
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.ProcessorProfiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** A multiboot image, one kernel of a benchmark for example, as a guest: its serial port is the console, and a write to port F4H ends it. */
final class BenchGuest {
    static final long MEMORY = 256L << 20;

    private static final Supplier<Plugin> PORTS = Ports::new;

    private final List<Supplier<? extends Plugin>> plugins = new ArrayList<>();
    private final String image;
    private final byte[] content;
    private final String command;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    BenchGuest(String image, String command) { this(image, content(image), command); }

    BenchGuest(String image, byte[] content, String command) {
        this.image = image;
        this.content = content;
        this.command = command;
        plugins.add(Identity::new);
        plugins.add(PORTS);
        plugins.add(MachinesOwnCpuid::new);
    }

    BenchGuest with(Supplier<? extends Plugin> plugin) {
        plugins.add(plugin);
        return this;
    }

    /** This one device has the exit port. */
    BenchGuest endingWith(Device exitPort) {
        plugins.add(() -> exitPort);
        plugins.set(plugins.indexOf(PORTS), ConsolePorts::new);
        return this;
    }

    RunReport run() { return hypervisor().run(); }
    RunReport bare() { return hypervisor().bare(); }
    String printed() { return printed.toString(StandardCharsets.US_ASCII); }

    private Hypervisor hypervisor() {
        var options = new PluginOptions(List.of(), List.of(), List.of());
        var guest = GuestImages.of(image, content, new Boot(command, List.of()));
        var machine = new VmConfig("bench", guest, MEMORY, "identity", options, console());
        var found = new ArrayList<>(plugins.stream().map(BenchGuest::found).toList());
        found.sort(Comparator.comparing(FoundPlugin::id));
        var config = new HypervisorConfig(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), LogicalProcessor::create, List.of(machine),
                new PluginCatalog(found, List.of()), RunOptions.DEFAULT);
        return new Hypervisor(config, Narrator.SILENT);
    }

    private static byte[] content(String name) {
        try (var stream = BenchGuest.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConsoleEnd console() {
        return new ConsoleEnd() {
            @Override public void write(int octet) { printed.write(octet); }
            @Override public OptionalInt poll() { return OptionalInt.empty(); }
            @Override public boolean await() { return false; }
        };
    }

    static FoundPlugin found(Supplier<? extends Plugin> made) { return FoundPlugin.of(made, "test"); }

    static final class Identity implements MemoryTranslator {
        private Hpa base;
        @Override public Stage stage() { return Stage.FALLBACK; }
        @Override public void attach(VirtualMachine vm) { base = vm.hostBase(); }
        @Override public Mapping translate(MemoryRequest asked, Inner inner) {
            if (Long.compareUnsigned(asked.page().value(), MEMORY) >= 0) return new Mapping.Unbacked();
            return new Mapping.Backed(new Gpa(0), base, MEMORY, Access.ALL, MemoryType.WRITE_BACK);
        }
    }

    /** COM1 whose transmitter is always empty. */
    static final class ConsolePorts implements Device {
        @Override public void plugIn(Machine machine) {
            machine.ports(0x3F8, 8, new PortDevice() {
                @Override public int in(int port, int bytes) { return port == 0x3FD ? 0x60 : 0; }
                @Override public void out(int port, int bytes, int value) {
                    if (port == 0x3F8) machine.console().write(value);
                }
            });
        }
    }

    /** That, and the exit port. */
    static final class Ports implements Device {
        @Override public void plugIn(Machine machine) {
            new ConsolePorts().plugIn(machine);
            machine.ports(0xF4, 1, new PortDevice() {
                @Override public int in(int port, int bytes) { return 0; }
                @Override public void out(int port, int bytes, int value) { machine.stop(value << 1 | 1, "exit port"); }
            });
        }
    }

    static final class MachinesOwnCpuid implements ExitHandler {
        @Override public Stage stage() { return Stage.FALLBACK; }
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.NATIVE; }
    }
}
