package hv.core.host;

import hv.cpu.LogicalProcessor;

/** The effects of firmware on a processor before an operating system starts: memory types, and the 8259's connection through the local APIC. */
public final class Firmware {
    private static final int FIXED_64K = 0x250, FIXED_16K = 0x258, FIXED_VIDEO = 0x259, FIXED_4K = 0x268, FIXED_4K_COUNT = 8, DEFAULT_TYPE = 0x2FF,
            RANGE_BASE = 0x200, RANGE_MASK = 0x201;
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
        cpu.wrmsr(FIXED_64K, ALL_WRITE_BACK);
        cpu.wrmsr(FIXED_16K, ALL_WRITE_BACK);
        cpu.wrmsr(FIXED_VIDEO, UNCACHEABLE);
        for (int i = 0; i < FIXED_4K_COUNT; i++) cpu.wrmsr(FIXED_4K + i, ALL_WRITE_PROTECTED);
        long addresses = (1L << cpu.profile().physicalBits()) - 1;
        cpu.wrmsr(RANGE_BASE, DEVICES | UNCACHEABLE);
        cpu.wrmsr(RANGE_MASK, addresses & -DEVICE_BYTES | RANGE_VALID);
        cpu.wrmsr(DEFAULT_TYPE, WRITE_BACK_ENABLED);
    }
}
