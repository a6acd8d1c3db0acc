package hv.cpu.fuzz;

import static hv.cpu.fuzz.FuzzMemory.*;

import hv.cpu.LogicalProcessor;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;

/** The modes that code is thrown into. */
enum FuzzMode {
    REAL(0, 0, 0, 0x93, 0x9B, 0xFFFF),
    PROTECTED_16(0x31, 0, 0, 0x93, 0x9B, 0xFFFF),
    PROTECTED_32(0x31, 0, 0, 0xC093, 0xC09B, -1),
    PAGED_32(0x8001_0031, 0x690, 0, 0xC093, 0xC09B, -1),
    PAGED_PAE(0x8001_0031, 0x6B0, 0x800, 0xC093, 0xC09B, -1),
    VIRTUAL_8086(0x31, 0x601, 0, 0xF3, 0xF3, 0xFFFF),
    PAGED_VIRTUAL_8086(0x8001_0031, 0x690, 0, 0xF3, 0xF3, 0xFFFF),
    COMPATIBILITY(0x8005_0031, 0x6A0, 0xD01, 0xC093, 0xC09B, -1),
    LONG_64(0x8005_0031, 0x5_06A0, 0xD01, 0xC093, 0xA09B, -1);

    private static final int VM = 1 << 17, DPL = 3 << 5;

    final long cr0, cr4, efer;
    private final int data, code, limit;

    FuzzMode(long cr0, long cr4, long efer, int data, int code, int limit) {
        this.cr0 = cr0 & 0xFFFF_FFFFL;
        this.cr4 = cr4;
        this.efer = efer;
        this.data = data;
        this.code = code;
        this.limit = limit;
    }

    boolean virtual8086() { return this == VIRTUAL_8086 || this == PAGED_VIRTUAL_8086; }
    /** Segment bases are selectors times 16. */
    boolean byParagraph() { return this == REAL || virtual8086(); }
    boolean wide() { return efer != 0 && (efer & 0x100) != 0; }
    /** The address of the mode's page tables; 0 without paging. */
    long cr3() { return (cr0 & 0x8000_0000L) == 0 ? 0 : wide() ? PML4 : efer != 0 ? PDPTES : PAGE_DIRECTORY; }
    int flags(int random) { return random & 0x24_4CD5 | 2 | (virtual8086() ? VM | random & 3 << 12 : 0); }

    SegmentState segment(boolean isCode, int cpl, int paragraph) {
        int rights = (isCode ? code : data) | (cpl == 3 && this != REAL ? DPL : 0);
        if (byParagraph()) return new SegmentState(paragraph, (long) paragraph << 4, limit, rights);
        int selector = (isCode ? cpl == 0 ? KERNEL_CODE : USER_CODE : cpl == 0 ? KERNEL_DATA : USER_DATA) + (wide() && isCode && code == 0xA09B ? 8 : 0);
        return new SegmentState(selector | cpl, 0, limit, rights);
    }

    /** Puts a processor that has been reset into this mode. @param cpl 0 or 3; virtual-8086 mode has 3 */
    void enter(LogicalProcessor cpu, int cpl, int paragraph) {
        cpu.set(SystemRegister.GDTR_BASE, GDT);
        cpu.set(SystemRegister.GDTR_LIMIT, GDT_LIMIT);
        cpu.set(SystemRegister.IDTR_BASE, this == REAL ? 0 : wide() ? IDT_64 : IDT);
        cpu.set(SystemRegister.IDTR_LIMIT, this == REAL ? 0x3FF : wide() ? 0xFFF : 0x7FF);
        cpu.set(SystemRegister.CR3, cr3());
        cpu.set(SystemRegister.CR4, cr4);
        cpu.set(SystemRegister.EFER, efer);
        cpu.set(SystemRegister.CR0, this == REAL ? 0x30 : cr0);
        cpu.set(SegmentName.CS, segment(true, cpl, paragraph));
        for (var name : new SegmentName[] {SegmentName.SS, SegmentName.DS, SegmentName.ES, SegmentName.FS, SegmentName.GS})
            cpu.set(name, segment(false, cpl, paragraph));
        cpu.set(SegmentName.TR, new SegmentState(TASK, TSS, 0x67 + 0x2000, 0x8B));
    }
}
