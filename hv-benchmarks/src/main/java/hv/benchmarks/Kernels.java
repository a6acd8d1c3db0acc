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

/** The kernels of int64.elf and sse2.elf on the bare machine. */
final class Kernels {
    /** The kernel of sse2.elf. */
    static final String FLOATING_POINT = "mandel";
    private static final String INTEGERS = "int64.elf", FLOATS = "sse2.elf", ORIGIN = "benchmark";
    private static final long MEMORY = 256L << 20;
    private static final PluginCatalog CATALOG = new PluginCatalog(List.of(FoundPlugin.of(ExitPort::new, ORIGIN),
            FoundPlugin.of(Identity::new, ORIGIN), FoundPlugin.of(Serial::new, ORIGIN)), List.of());

    private final byte[] integers = image(INTEGERS), floats = image(FLOATS);

    Kernels() throws IOException {}

    private static byte[] image(String name) throws IOException {
        try (var content = Kernels.class.getResourceAsStream(name)) {
            return content.readAllBytes();
        }
    }

    /** @return how many instructions retired */
    long run(String kernel, int iterations) {
        boolean floating = kernel.equals(FLOATING_POINT);
        return run(floating ? FLOATS : INTEGERS, floating ? floats : integers, kernel, iterations);
    }

    /** A kernel of any such image. @return how many instructions retired */
    static long run(String file, byte[] image, String kernel, int iterations) {
        var guest = GuestImages.of(file, image, new Boot(kernel + " " + iterations, List.of()));
        var machine = new VmConfig(kernel, guest, MEMORY, VmConfig.IDENTITY, PluginOptions.DEFAULT, ConsoleEnd.NONE);
        var config = new HypervisorConfig(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), LogicalProcessor::create, List.of(machine), CATALOG,
                RunOptions.DEFAULT);
        return new Hypervisor(config, Narrator.SILENT).bare().instructions();
    }
}
