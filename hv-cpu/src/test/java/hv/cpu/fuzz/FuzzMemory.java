package hv.cpu.fuzz;

import hv.cpu.decode.Encodings;
import hv.cpu.decode.OpcodeMaps;
import hv.cpu.decode.Row;
import hv.cpu.platform.Ram;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** RAM full of random code, with tables that let it run for a while: page tables, descriptor tables whose gates lead to more of it, a TSS. */
final class FuzzMemory {
    static final int BYTES = 1 << 18;
    static final int GDT = 0x1000, GDT_LIMIT = 0xFF, IDT = 0x2000, IDT_64 = 0x3000, TSS = 0x4000, PAGE_DIRECTORY = 0x7000, PAGE_TABLE = 0x8000,
            PDPTES = 0x9000, PAE_DIRECTORY = 0xA000, PAE_TABLE = 0xB000, PML4 = 0xC000, PDPT = 0xD000;
    static final int KERNEL_CODE = 0x08, KERNEL_DATA = 0x18, USER_CODE = 0x20, USER_DATA = 0x30, TASK = 0x38;
    private static final int CODE = 0x1_0000, LONGEST = 15;
    private static final int[] WIDTHS = {16, 32, 64};
    private static final List<List<Row>> ROWS = Arrays.stream(WIDTHS)
            .mapToObj(width -> OpcodeMaps.ROWS.stream().filter(row -> Encodings.exists(row, width)).toList()).toList();
    private static final long FLAT = 0x000F_0000_0000_FFFFL;

    private final RandomGenerator random;
    private final Ram ram;
    private final long base;

    /** @param base where physical address 0 of what runs in it lies in RAM */
    FuzzMemory(RandomGenerator random, Ram ram, long base) {
        this.random = random;
        this.ram = ram;
        this.base = base;
    }

    private void write(long at, int bytes, long value) { ram.write(base + at, bytes, value); }

    void fill() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        instructions(bytes);
        ram.write(base, bytes, 0, BYTES);
        descriptors();
        gates();
        pages();
    }

    /** In most of the memory there is one instruction after the other. */
    private void instructions(byte[] bytes) {
        var encodings = new Encodings(random);
        int width = random.nextInt(WIDTHS.length);
        var rows = ROWS.get(width);
        for (int at = 0; at + LONGEST < BYTES; at += random.nextInt(1, 32))
            System.arraycopy(encodings.of(rows.get(random.nextInt(rows.size())), WIDTHS[width]), 0, bytes, at, LONGEST);
    }

    /** A place where code may be, as an offset that fits in 16 bits or one below the end of RAM. */
    int anywhere(boolean narrow) { return narrow ? random.nextInt(0x1_0000) : random.nextInt(CODE, BYTES); }

    private void descriptors() {
        int[] rights = {0, 0xC09B, 0xA09B, 0xC093, 0xC0FB, 0xA0FB, 0xC0F3};
        for (int i = 0; i < rights.length; i++) write(GDT + 8 * i, 8, i == 0 ? 0 : FLAT | (rights[i] & 0xFFL) << 40 | (rights[i] & 0xF000L) << 40);
        write(GDT + TASK, 8, 0x0000_8B00_0000_2067L | (long) TSS << 16);
        write(GDT + TASK + 8, 8, 0);
        for (int i = 0; i < 0x68; i += 4) write(TSS + i, 4, random.nextInt(BYTES));
        write(TSS + 8, 2, KERNEL_DATA);
        write(TSS + 0x66, 2, 0x68);
        for (int i = 8; i < 0x60; i += 8) write(TSS + 4 + i, 4, 0);
        write(TSS + 4, 4, anywhere(false));
    }

    private void gates() {
        for (int vector = 0; vector < 256; vector++) {
            boolean task = vector == 8 && random.nextInt(8) == 0;
            int type = random.nextInt(4) == 0 ? 0xEE : 0x8E;
            write(4L * vector, 4, (long) random.nextInt(0xF000) << 16 | random.nextInt(0x1000));
            write(IDT + 8L * vector, 8, gate(task ? TASK : KERNEL_CODE, task ? 0x85 : type));
            write(IDT_64 + 16L * vector, 8, gate(KERNEL_CODE + 8, type));
            write(IDT_64 + 16L * vector + 8, 8, 0);
        }
    }

    private long gate(int selector, int rights) {
        long offset = anywhere(false);
        return offset & 0xFFFF | (long) selector << 16 | (long) rights << 40 | offset >>> 16 << 48;
    }

    /** The first MByte maps to itself, with all kinds of rights; now and then elsewhere. */
    private void pages() {
        write(PAGE_DIRECTORY, 4, PAGE_TABLE | 7);
        for (int i = 0; i < 4; i++) write(PDPTES + 8 * i, 8, PAE_DIRECTORY | 1);
        write(PAE_DIRECTORY, 8, PAE_TABLE | 7);
        write(PML4, 8, PDPT | 7);
        write(PDPT, 8, PAE_DIRECTORY | 7);
        for (int page = 0; page < BYTES >>> 12; page++) {
            boolean usual = random.nextInt(16) != 0;
            int flags = usual ? 7 : random.nextInt(0x200);
            int frame = usual || random.nextInt(4) != 0 ? page : random.nextInt(0x200);
            write(PAGE_TABLE + 4L * page, 4, (long) frame << 12 | flags);
            write(PAE_TABLE + 8L * page, 8, (long) frame << 12 | flags | (usual ? 0 : (long) random.nextInt() << 51));
        }
    }
}
