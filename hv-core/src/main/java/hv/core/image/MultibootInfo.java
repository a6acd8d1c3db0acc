package hv.core.image;

import hv.api.machine.PhysicalMemory.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The multiboot 1 information structure, followed by the memory map, the module list and the strings that it points to. */
final class MultibootInfo {
    /** The value in EAX that identifies a loader of this protocol. */
    static final long MAGIC = 0x2BAD_B002L;

    private static final int HAS_MEMORY = 1, HAS_COMMAND_LINE = 1 << 2, HAS_MODULES = 1 << 3, HAS_MAP = 1 << 6, HAS_LOADER_NAME = 1 << 9;
    private static final int HEAD = 120, MAP_ENTRY = 24, MODULE_ENTRY = 16;
    private static final String LOADER = "hv";

    /** A module in guest memory. */
    record Placed(String name, long from, long to) {}

    private final List<Region> map;
    private final String commandLine;
    private final List<Placed> modules;

    MultibootInfo(List<Region> map, String commandLine, List<Placed> modules) {
        this.map = map;
        this.commandLine = commandLine;
        this.modules = modules;
    }

    int size() {
        int strings = bytes(commandLine).length + bytes(LOADER).length;
        for (var module : modules) strings += bytes(module.name()).length;
        return HEAD + map.size() * MAP_ENTRY + modules.size() * MODULE_ENTRY + strings;
    }

    /** The block for guest-physical address {@code at}. */
    byte[] at(long at) {
        var block = ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
        int mapAt = HEAD;
        int modulesAt = mapAt + map.size() * MAP_ENTRY;
        block.position(modulesAt + modules.size() * MODULE_ENTRY);
        int commandLineAt = string(block, commandLine);
        int loaderAt = string(block, LOADER);
        writeModules(block, modulesAt, at);
        writeMap(block, mapAt);
        block.position(0);
        block.putInt(HAS_MEMORY | HAS_COMMAND_LINE | HAS_MODULES | HAS_MAP | HAS_LOADER_NAME);
        block.putInt(kibibytes(0, 640)).putInt(kibibytes(1 << 20, Integer.MAX_VALUE)).putInt(0);
        block.putInt((int) at + commandLineAt).putInt(modules.size()).putInt((int) at + modulesAt);
        block.putInt(44, map.size() * MAP_ENTRY).putInt(48, (int) at + mapAt).putInt(64, (int) at + loaderAt);
        return block.array();
    }

    private void writeModules(ByteBuffer block, int modulesAt, long at) {
        for (int i = 0; i < modules.size(); i++) {
            var module = modules.get(i);
            int name = string(block, module.name());
            int entry = modulesAt + i * MODULE_ENTRY;
            block.putInt(entry, (int) module.from()).putInt(entry + 4, (int) module.to()).putInt(entry + 8, (int) at + name);
        }
    }

    private void writeMap(ByteBuffer block, int mapAt) {
        for (int i = 0; i < map.size(); i++) {
            var region = map.get(i);
            int entry = mapAt + i * MAP_ENTRY;
            block.putInt(entry, MAP_ENTRY - 4).putLong(entry + 4, region.first().value()).putLong(entry + 12, region.bytes());
            block.putInt(entry + 20, E820.type(region.kind()));
        }
    }

    /** The size of the RAM from {@code address} up to its first gap, at most {@code most} KiB. */
    private int kibibytes(long address, int most) {
        for (var region : map) {
            long first = region.first().value();
            long end = first + region.bytes();
            if (region.kind() == Region.Kind.RAM && first <= address && address < end) return (int) Math.min(most, end - address >> 10);
        }
        return 0;
    }

    private static int string(ByteBuffer block, String text) {
        int at = block.position();
        block.put(bytes(text));
        return at;
    }

    private static byte[] bytes(String text) { return (text + "\0").getBytes(StandardCharsets.UTF_8); }
}
