package hv.core.host;

import hv.api.x86.MsrIndex;
import hv.cpu.LogicalProcessor;

/** The effects of firmware on a processor before an operating system starts: memory types, and the 8259's connection through the local APIC. */
public final class Firmware {
    private static final long ALL_WRITE_BACK = 0x0606_0606_0606_0606L, ALL_WRITE_PROTECTED = 0x0505_0505_0505_0505L, UNCACHEABLE = 0;
    /** Default type write-back; fixed ranges and all other ranges on. */
    private static final long WRITE_BACK_ENABLED = 0xC06;
    private static final long RANGE_VALID = 1 << 11, DEVICES = 0xC000_0000L, DEVICE_BYTES = 0x4000_0000L;

    private Firmware() {}

    /**
     * Sets the memory types: RAM is write-back, video memory and the last GByte below 4 GBytes (devices) uncacheable, ROM write-protected.
     *
     * @sdm 3A "Memory Type Range Registers (MTRRs)"
     */
    public static void run(LogicalProcessor cpu) {
        cpu.apic().virtualWire();
        cpu.wrmsr(MsrIndex.IA32_MTRR_FIX64K_00000, ALL_WRITE_BACK);
        cpu.wrmsr(MsrIndex.IA32_MTRR_FIX16K_80000, ALL_WRITE_BACK);
        cpu.wrmsr(MsrIndex.IA32_MTRR_FIX16K_A0000, UNCACHEABLE);
        for (int i = MsrIndex.IA32_MTRR_FIX4K_C0000; i <= MsrIndex.IA32_MTRR_FIX4K_F8000; i++) cpu.wrmsr(i, ALL_WRITE_PROTECTED);
        long addresses = (1L << cpu.profile().physicalBits()) - 1;
        cpu.wrmsr(MsrIndex.IA32_MTRR_PHYSBASE0, DEVICES | UNCACHEABLE);
        cpu.wrmsr(MsrIndex.IA32_MTRR_PHYSMASK0, addresses & -DEVICE_BYTES | RANGE_VALID);
        cpu.wrmsr(MsrIndex.IA32_MTRR_DEF_TYPE, WRITE_BACK_ENABLED);
    }
}
