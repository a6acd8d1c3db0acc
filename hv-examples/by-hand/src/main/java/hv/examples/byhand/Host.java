package hv.examples.byhand;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.Efer;
import hv.api.x86.FeatureControl;
import hv.api.x86.Hpa;
import hv.api.x86.MsrIndex;
import hv.cpu.LogicalProcessor;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;

/**
 * The host: where its tables and regions lie in RAM, and how the processor gets from RESET into 64-bit mode, which VMXON needs (protected
 * mode with paging would do).
 */
final class Host {
    static final Hpa VMXON_REGION = new Hpa(0x1000), VMCS_REGION = new Hpa(0x2000);
    static final long GDT = 0x3000, IDT = 0x4000, TSS = 0x5000, STACK_TOP = 0x7000;
    /** A HLT: code to return to that a VM exit finds at HOST_RIP, if ever machine code were the host. */
    static final long EXIT_CODE = 0x7000;
    static final long PML4 = 0x8000, PDPT = 0x9000;

    static final int CODE_SELECTOR = 0x08, DATA_SELECTOR = 0x10, TSS_SELECTOR = 0x18;

    private static final long LOCKED_WITH_VMX = FeatureControl.LOCK | FeatureControl.ENABLE_VMX_OUTSIDE_SMX;
    private static final long CODE_DESCRIPTOR = 0x00AF9B00_0000FFFFL, DATA_DESCRIPTOR = 0x00CF9300_0000FFFFL;
    private static final long BUSY_TSS_DESCRIPTOR = 0x00008B00_00000067L | TSS << 16;

    private Host() {}

    static void prepare(LogicalProcessor cpu) {
        writeTables(cpu);
        enterLongMode(cpu);
        unlockVmx(cpu);
    }

    /** Page tables that map the first GByte to itself with one large page, and a GDT. */
    private static void writeTables(LogicalProcessor cpu) {
        var ram = cpu.ram();
        ram.write(PML4, 8, PDPT | 0b11);
        ram.write(PDPT, 8, 0x80 | 0b11);
        ram.write(GDT + CODE_SELECTOR, 8, CODE_DESCRIPTOR);
        ram.write(GDT + DATA_SELECTOR, 8, DATA_DESCRIPTOR);
        ram.write(GDT + TSS_SELECTOR, 8, BUSY_TSS_DESCRIPTOR);
        ram.write(EXIT_CODE, 1, 0xF4);
    }

    private static void enterLongMode(LogicalProcessor cpu) {
        ByHand.mustSilently("MOV CR4", cpu.movToCr(4, Cr4.PAE));
        ByHand.mustSilently("MOV CR3", cpu.movToCr(3, PML4));
        cpu.wrmsr(MsrIndex.IA32_EFER, Efer.LME);
        ByHand.mustSilently("MOV CR0", cpu.movToCr(0, Cr0.PE | Cr0.NE | Cr0.PG));
        cpu.set(SegmentName.CS, new SegmentState(CODE_SELECTOR, 0, -1, AccessRights.CODE_64));
        cpu.set(SystemRegister.GDTR_BASE, GDT);
        cpu.set(SystemRegister.IDTR_BASE, IDT);
    }

    /** Firmware usually has locked IA32_FEATURE_CONTROL with VMX on; where it has not, the VMM does. */
    private static void unlockVmx(LogicalProcessor cpu) {
        boolean locked = (cpu.rdmsr(MsrIndex.IA32_FEATURE_CONTROL).orElse(0) & FeatureControl.LOCK) != 0;
        if (!locked) cpu.wrmsr(MsrIndex.IA32_FEATURE_CONTROL, LOCKED_WITH_VMX);
        ByHand.mustSilently("MOV CR4", cpu.movToCr(4, cpu.cr4() | Cr4.VMXE));
    }
}
