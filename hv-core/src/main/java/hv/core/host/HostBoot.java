package hv.core.host;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.Efer;
import hv.api.x86.Rflags;
import hv.cpu.LogicalProcessor;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;

/** Brings the processor from any state to 64-bit mode on the host's tables, as firmware and a boot loader do for a kernel. */
public final class HostBoot {
    private static final long CR0 = Cr0.PG | Cr0.NE | Cr0.ET | Cr0.PE, EFER = Efer.NXE | Efer.LMA | Efer.LME | Efer.SCE;

    private HostBoot() {}

    public static void boot(LogicalProcessor cpu, HostTables tables) {
        cpu.a20(true);
        // CR4.VMXE stays as it is found: a probe looks at it later
        cpu.set(SystemRegister.CR4, Cr4.PAE | cpu.cr4() & Cr4.VMXE);
        cpu.set(SystemRegister.EFER, EFER);
        cpu.set(SystemRegister.CR3, tables.pageTables().value());
        cpu.set(SystemRegister.CR0, CR0);
        loadTables(cpu, tables);
        cpu.set(SegmentName.CS, new SegmentState(HostTables.CODE, 0, -1, AccessRights.CODE_64));
        for (var data : new SegmentName[] {SegmentName.SS, SegmentName.DS, SegmentName.ES, SegmentName.FS, SegmentName.GS}) {
            cpu.set(data, new SegmentState(HostTables.DATA, 0, -1, AccessRights.DATA_32));
        }
        cpu.set(SegmentName.TR, new SegmentState(HostTables.TSS, tables.tss().value(), HostTables.TSS_LIMIT, AccessRights.BUSY_TSS));
        cpu.rflags(Rflags.FIXED);
        cpu.rip(tables.entry().value());
    }

    private static void loadTables(LogicalProcessor cpu, HostTables tables) {
        cpu.set(SystemRegister.GDTR_BASE, tables.gdt().value());
        cpu.set(SystemRegister.GDTR_LIMIT, HostTables.GDT_LIMIT);
        cpu.set(SystemRegister.IDTR_BASE, tables.idt().value());
        cpu.set(SystemRegister.IDTR_LIMIT, HostTables.IDT_LIMIT);
    }
}
