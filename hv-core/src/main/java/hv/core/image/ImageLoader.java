package hv.core.image;

import hv.api.machine.PhysicalMemory;
import hv.api.x86.Gpr;
import hv.core.config.StartState;
import hv.core.image.Image.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts an image and its boot information into guest memory, as a boot loader does. */
final class ImageLoader {
    private static final long ONE_MIB = 1 << 20;

    private final Image image;
    private final PhysicalMemory memory;
    private final FreeMemory free;
    private final GuestWriter writer;

    /** @param memory is zero where nothing has been written */
    ImageLoader(Image image, PhysicalMemory memory) {
        this.image = image;
        this.memory = memory;
        this.free = new FreeMemory(image.name(), memory.map());
        this.writer = new GuestWriter(memory);
    }

    /** Loads the image. @return the processor's state at the first instruction */
    StartState load(Boot boot) {
        for (var segment : image.segments()) free.claim(segment.address(), segment.size());
        for (var segment : image.segments()) writer.write(segment.address(), segment.bytes());
        Map<Gpr, Long> general = image.protocol() == Protocol.MULTIBOOT
                ? Map.of(Gpr.RAX, MultibootInfo.MAGIC, Gpr.RBX, multibootInfo(boot))
                : Map.of();
        return StartStates.of(image.mode(), image.entry(), general, image.mode() == Mode.LONG_64 ? writer.pageTables(free) : 0);
    }

    private long multibootInfo(Boot boot) {
        List<MultibootInfo.Placed> placed = new ArrayList<>();
        for (var module : boot.modules()) {
            long from = free.take(Math.max(image.end(), ONE_MIB), module.content().length, "module " + module.name());
            writer.write(from, module.content());
            placed.add(new MultibootInfo.Placed(module.name(), from, from + module.content().length));
        }
        var info = new MultibootInfo(PcMemory.map(memory.map()), (image.name() + " " + boot.commandLine()).strip(), placed);
        long at = free.take(GuestWriter.LOW, info.size(), "multiboot information");
        writer.write(at, info.at(at));
        return at;
    }
}
