package hv.core.image;

import hv.api.machine.PhysicalMemory;
import hv.api.machine.PhysicalMemory.Region;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.core.config.GuestImage;
import hv.core.config.StartState;
import hv.core.image.Image.Segment;
import hv.core.report.HvException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts a Linux kernel in the way of a boot loader: at its 64-bit entry, or at its 32-bit one. */
final class LinuxGuest implements GuestImage {
    private static final int PARAMETERS = 4096;
    private static final long LOW = 0x1_0000;
    private static final int RSDP_ADDRESS = 0x070, E820_ENTRIES = 0x1E8, LOADER = 0x210, INITRD = 0x218, COMMAND_LINE = 0x228, E820_TABLE = 0x2D0;
    private static final byte UNREGISTERED_LOADER = (byte) 0xFF;
    private static final int TABLE_ALIGNMENT = 16;
    private static final byte[] RSDP = "RSD PTR ".getBytes(StandardCharsets.US_ASCII);

    private final LinuxKernel kernel;
    private final Boot boot;
    private final Mode mode;

    /** @param entry the mode of the entry to use; empty for the 64-bit one if there is one */
    LinuxGuest(LinuxKernel kernel, Boot boot, Optional<Mode> entry) {
        this.kernel = kernel;
        this.boot = boot;
        this.mode = entry.orElse(kernel.entry(Mode.LONG_64).isPresent() ? Mode.LONG_64 : Mode.PROTECTED_32);
        if (kernel.entry(mode).isEmpty()) throw HvException.user(kernel.name() + " has no " + (mode == Mode.LONG_64 ? "64" : "32") + "-bit entry");
        if (boot.modules().size() > 1) throw HvException.user("a Linux kernel takes one initial RAM disk: give --initrd once");
        if (commandLine().length > kernel.commandLineMax()) {
            throw HvException.user("the command line has %d bytes; %s takes at most %d".formatted(commandLine().length, kernel.name(), kernel.commandLineMax()));
        }
    }

    @Override public String name() { return kernel.name(); }

    @Override public StartState load(PhysicalMemory memory) {
        var map = PcMemory.map(memory.map());
        refuseRamAmongDevices(map);
        var free = new FreeMemory(kernel.name(), map);
        var writer = new GuestWriter(memory);
        for (var segment : kernel.segments()) free.claim(segment.address(), segment.size());
        for (var segment : kernel.segments()) writer.write(segment.address(), segment.bytes());
        long parameters = free.take(LOW, PARAMETERS, "boot parameters");
        long initrd = initrd(free, writer), commandLine = free.take(LOW, commandLine().length + 1, "command line");
        writer.write(commandLine, commandLine());
        writer.write(parameters, parameters(map, initrd, commandLine, rsdp(memory)));
        long tables = mode == Mode.LONG_64 ? writer.pageTables(free) : 0;
        return StartStates.linux(mode, kernel.entry(mode).getAsLong(), Map.of(Gpr.RSI, parameters), tables, writer.descriptorTable(free, mode));
    }

    private byte[] commandLine() { return boot.commandLine().getBytes(StandardCharsets.UTF_8); }
    private byte[] initrd() { return boot.modules().isEmpty() ? new byte[0] : boot.modules().getFirst().content(); }

    private long initrd(FreeMemory free, GuestWriter writer) {
        var content = initrd();
        if (content.length == 0) return 0;
        long at = free.take(end(), content.length, "initial RAM disk " + boot.modules().getFirst().name());
        if (at + content.length - 1 > kernel.initrdMax()) {
            throw HvException.user("the initial RAM disk of %d bytes would end at %XH, and %s takes none above %XH"
                    .formatted(content.length, at + content.length, kernel.name(), kernel.initrdMax()));
        }
        writer.write(at, content);
        return at;
    }

    private long end() { return kernel.segments().stream().mapToLong(Segment::end).max().orElseThrow(); }

    private byte[] parameters(List<Region> map, long initrd, long commandLine, long rsdp) {
        var block = ByteBuffer.allocate(PARAMETERS).order(ByteOrder.LITTLE_ENDIAN);
        block.put(LinuxKernel.HEADER, kernel.header()).put(LOADER, UNREGISTERED_LOADER);
        block.putInt(INITRD, (int) initrd).putInt(INITRD + 4, initrd().length).putInt(COMMAND_LINE, (int) commandLine).putLong(RSDP_ADDRESS, rsdp);
        block.put(E820_ENTRIES, (byte) map.size()).position(E820_TABLE);
        for (var region : map) block.putLong(region.first().value()).putLong(region.bytes()).putInt(E820.type(region.kind()));
        return block.array();
    }

    private void refuseRamAmongDevices(List<Region> map) {
        for (var region : map) {
            if (region.first().value() + region.bytes() <= PcMemory.DEVICES) continue;
            throw HvException.user("a PC has its devices from %XH on: --memory takes at most 3G for %s".formatted(PcMemory.DEVICES, kernel.name()));
        }
    }

    /** The address of ACPI's root pointer; 0 where there is none. */
    private static long rsdp(PhysicalMemory memory) {
        var bios = new byte[(int) (PcMemory.ONE_MIB - PcMemory.BIOS)];
        memory.read(new Gpa(PcMemory.BIOS), bios, 0, bios.length);
        for (int at = 0; at < bios.length; at += TABLE_ALIGNMENT) {
            if (ByteBuffer.wrap(bios, at, RSDP.length).equals(ByteBuffer.wrap(RSDP))) return PcMemory.BIOS + at;
        }
        return 0;
    }
}
