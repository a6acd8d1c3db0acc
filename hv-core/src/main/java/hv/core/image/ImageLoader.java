package hv.core.image;

import hv.api.machine.PhysicalMemory;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.core.config.StartState;
import hv.core.image.Image.Protocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts an image and what comes with it into guest memory, as a boot loader would. */
final class ImageLoader {
    /** Above the tables that PC firmware keeps low, below the adapters' hole. */
    private static final long LOW = 0x9000;
    private static final long ONE_MIB = 1 << 20;
    private static final int PAGE = 4096, MAPPED_GIB = 4, PRESENT_WRITABLE = 3, LARGE = 0x80;

    private final Image image;
    private final PhysicalMemory memory;
    private final FreeMemory free;

    /** @param memory zero where nothing was written yet */
    ImageLoader(Image image, PhysicalMemory memory) {
        this.image = image;
        this.memory = memory;
        this.free = new FreeMemory(image.name(), memory.map());
    }

    /** @return the processor's state at the first instruction */
    StartState load(Boot boot) {
        for (var segment : image.segments()) free.claim(segment.address(), segment.size());
        for (var segment : image.segments()) write(segment.address(), segment.bytes());
        Map<Gpr, Long> general = image.protocol() == Protocol.MULTIBOOT
                ? Map.of(Gpr.RAX, MultibootInfo.MAGIC, Gpr.RBX, multibootInfo(boot))
                : Map.of();
        return StartStates.of(image.mode(), image.entry(), general, image.mode() == Mode.LONG_64 ? pageTables() : 0);
    }

    private long multibootInfo(Boot boot) {
        List<MultibootInfo.Placed> placed = new ArrayList<>();
        for (var module : boot.modules()) {
            long from = free.take(Math.max(image.end(), ONE_MIB), module.content().length, "module " + module.name());
            write(from, module.content());
            placed.add(new MultibootInfo.Placed(module.name(), from, from + module.content().length));
        }
        var info = new MultibootInfo(memory.map(), (image.name() + " " + boot.commandLine()).strip(), placed);
        long at = free.take(LOW, info.size(), "multiboot information");
        write(at, info.at(at));
        return at;
    }

    /** 4-level tables that map the first GiBs to themselves, in pages of 2 MiB. @return what CR3 holds */
    private long pageTables() {
        var tables = ByteBuffer.allocate((2 + MAPPED_GIB) * PAGE).order(ByteOrder.LITTLE_ENDIAN);
        long at = free.take(LOW, tables.capacity(), "page tables");
        tables.putLong(0, at + PAGE | PRESENT_WRITABLE);
        for (int gib = 0; gib < MAPPED_GIB; gib++) tables.putLong(PAGE + 8 * gib, at + (2 + gib) * PAGE | PRESENT_WRITABLE);
        for (int page = 0; page < MAPPED_GIB * 512; page++) tables.putLong(2 * PAGE + 8 * page, (long) page << 21 | LARGE | PRESENT_WRITABLE);
        write(at, tables.array());
        return at;
    }

    private void write(long at, byte[] bytes) { memory.write(new Gpa(at), bytes, 0, bytes.length); }
}
