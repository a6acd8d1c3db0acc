package hv.core.host;

import hv.api.x86.Hpa;
import hv.cpu.platform.Ram;

/**
 * The host's own tables, like those of a 64-bit kernel: a GDT with a TSS, an IDT whose gates all lead to a stub, identity page tables of 2-MiB pages,
 * a stack, and the stub at HOST_RIP. They are legal in every bit, because VM entry checks them.
 *
 * @sdm 3A chapter 3 "Protected-Mode Memory Management"
 */
public final class HostTables {
    public static final int CODE = 0x08, DATA = 0x10, TSS = 0x18;
    public static final int GDT_LIMIT = 0x27, IDT_LIMIT = 0xFFF, TSS_LIMIT = 0x67;
    private static final long CODE_64 = 0x00AF9B00_0000FFFFL, DATA_32 = 0x00CF9300_0000FFFFL;
    private static final long PRESENT_WRITABLE = 3, LARGE = 0x80;
    private static final int GIB_MAPPED = 64;

    private final Ram ram;
    private final FrameAllocator frames;
    private final Hpa gdt, idt, tss, stack, code, pageTables;

    public HostTables(Ram ram, FrameAllocator frames) {
        this.ram = ram;
        this.frames = frames;
        gdt = frames.allocate();
        idt = frames.allocate();
        tss = frames.allocate();
        stack = frames.allocate();
        code = frames.allocate();
        pageTables = identityMap();
        writeCode();
        writeDescriptors();
        writeGates();
    }

    public Hpa gdt() { return gdt; }
    public Hpa idt() { return idt; }
    public Hpa tss() { return tss; }
    /** The value for HOST_CR3. */
    public Hpa pageTables() { return pageTables; }
    /** The value for HOST_RIP, where software in Java takes over. */
    public Hpa entry() { return code; }
    public Hpa stackTop() { return new Hpa(stack.value() + FrameAllocator.FRAME); }

    private void writeCode() {
        int[] haltForever = {0xF4, 0xEB, 0xFD};     // HLT; JMP to it
        for (int i = 0; i < haltForever.length; i++) ram.write(code.value() + i, 1, haltForever[i]);
    }

    private void writeDescriptors() {
        ram.write(gdt.value() + CODE, 8, CODE_64);
        ram.write(gdt.value() + DATA, 8, DATA_32);
        long base = tss.value();
        ram.write(gdt.value() + TSS, 8, TSS_LIMIT | (base & 0xFFFFFF) << 16 | 0x8BL << 40 | (base >>> 24 & 0xFF) << 56);
        ram.write(gdt.value() + TSS + 8, 8, base >>> 32);
        ram.write(tss.value() + 4, 8, stackTop().value());      // RSP0
    }

    private void writeGates() {
        long target = code.value();
        for (int vector = 0; vector < 256; vector++) {
            long gate = idt.value() + 16L * vector;
            ram.write(gate, 8, target & 0xFFFF | (long) CODE << 16 | 0x8E00L << 32 | (target >>> 16 & 0xFFFF) << 48);
            ram.write(gate + 8, 8, target >>> 32);
        }
    }

    /** Page tables for all RAM, with 2-MiB pages, which every processor with IA-32e mode has. */
    private Hpa identityMap() {
        var pml4 = frames.allocate();
        var pdpt = frames.allocate();
        ram.write(pml4.value(), 8, pdpt.value() | PRESENT_WRITABLE);
        int gib = (int) Math.min(GIB_MAPPED, (ram.bytes() + (1L << 30) - 1) >> 30);
        for (int i = 0; i < gib; i++) {
            var directory = frames.allocate();
            ram.write(pdpt.value() + 8L * i, 8, directory.value() | PRESENT_WRITABLE);
            for (int j = 0; j < 512; j++) ram.write(directory.value() + 8L * j, 8, (long) i << 30 | (long) j << 21 | LARGE | PRESENT_WRITABLE);
        }
        return pml4;
    }
}
