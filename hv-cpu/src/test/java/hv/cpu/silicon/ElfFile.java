package hv.cpu.silicon;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A static ELF64 executable of one read-and-execute segment, whose first instruction is the entry point. */
final class ElfFile {
    private static final int HEADERS = 64 + 56, PAGE = 0x1000;

    private ElfFile() {}

    /** Where the first instruction is in memory. @param base a multiple of 4096 */
    static long entry(long base) { return base + HEADERS; }

    static byte[] of(long base, byte[] code) {
        var elf = ByteBuffer.allocate(HEADERS + code.length).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        elf.putShort((short) 2).putShort((short) 62).putInt(1).putLong(entry(base)).putLong(64).putLong(0);
        elf.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 1).putShort((short) 64).putShort((short) 0).putShort((short) 0);
        elf.putInt(1).putInt(5).putLong(0).putLong(base).putLong(base).putLong(elf.capacity()).putLong(elf.capacity()).putLong(PAGE);
        return elf.put(code).array();
    }
}
