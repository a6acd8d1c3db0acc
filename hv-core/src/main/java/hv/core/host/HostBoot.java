package hv.core.host;

import hv.cpu.LogicalProcessor;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;

/** Brings the processor from any state to 64-bit mode on the host's tables, as firmware and a boot loader do for a kernel. */
public final class HostBoot {
    private static final long CR0 = 0x8000_0031L;       // PG, NE, ET, PE
    private static final long CR4_PAE = 1 << 5;
    /** CR4.VMXE, which the host neither sets nor clears while booting. */
    private static final long CR4_VMXE = 1 << 13;
    private static final long EFER = 0xD01;             // NXE, LMA, LME, SCE
    private static final int CODE_RIGHTS = 0xA09B, DATA_RIGHTS = 0xC093, TSS_RIGHTS = 0x8B;

    private HostBoot() {}

    public static void boot(LogicalProcessor cpu, HostTables tables) {
        cpu.a20(true);
        cpu.set(SystemRegister.CR4, CR4_PAE | cpu.cr4() & CR4_VMXE);
        cpu.set(SystemRegister.EFER, EFER);
        cpu.set(SystemRegister.CR3, tables.pageTables().value());
        cpu.set(SystemRegister.CR0, CR0);
        loadTables(cpu, tables);
        cpu.set(SegmentName.CS, new SegmentState(HostTables.CODE, 0, -1, CODE_RIGHTS));
        for (var data : new SegmentName[] {SegmentName.SS, SegmentName.DS, SegmentName.ES, SegmentName.FS, SegmentName.GS}) {
            cpu.set(data, new SegmentState(HostTables.DATA, 0, -1, DATA_RIGHTS));
        }
        cpu.set(SegmentName.TR, new SegmentState(HostTables.TSS, tables.tss().value(), HostTables.TSS_LIMIT, TSS_RIGHTS));
        cpu.rflags(2);
        cpu.rip(tables.entry().value());
    }

    private static void loadTables(LogicalProcessor cpu, HostTables tables) {
        cpu.set(SystemRegister.GDTR_BASE, tables.gdt().value());
        cpu.set(SystemRegister.GDTR_LIMIT, HostTables.GDT_LIMIT);
        cpu.set(SystemRegister.IDTR_BASE, tables.idt().value());
        cpu.set(SystemRegister.IDTR_LIMIT, HostTables.IDT_LIMIT);
    }
}
