package hv.benchmarks;

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
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.ProcessorProfiles;
import hv.devices.ExitPort;
import hv.devices.serial.Serial;
import hv.ept.Identity;
import java.io.IOException;
import java.util.List;

/** The kernels of int64.elf on the bare machine. */
final class Kernels {
    private static final String IMAGE = "int64.elf", ORIGIN = "benchmark";
    private static final long MEMORY = 256L << 20;
    private static final PluginCatalog CATALOG = new PluginCatalog(List.of(FoundPlugin.of(ExitPort::new, ORIGIN),
            FoundPlugin.of(Identity::new, ORIGIN), FoundPlugin.of(Serial::new, ORIGIN)), List.of());

    private final byte[] image;

    Kernels() throws IOException {
        try (var content = Kernels.class.getResourceAsStream(IMAGE)) {
            image = content.readAllBytes();
        }
    }

    /** @return how many instructions retired */
    long run(String kernel, int iterations) { return run(IMAGE, image, kernel, iterations); }

    /** A kernel of any such image. @return how many instructions retired */
    static long run(String file, byte[] image, String kernel, int iterations) {
        var guest = GuestImages.of(file, image, new Boot(kernel + " " + iterations, List.of()));
        var machine = new VmConfig(kernel, guest, MEMORY, VmConfig.IDENTITY, PluginOptions.DEFAULT, ConsoleEnd.NONE);
        var config = new HypervisorConfig(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), LogicalProcessor::create, List.of(machine), CATALOG,
                RunOptions.DEFAULT);
        return new Hypervisor(config, Narrator.SILENT).bare().instructions();
    }
}
