package hv.cpu.system;

import hv.cpu.semantics.Cpu;

/** Bitmaps of the VMCS in physical memory. */
final class Bitmaps {
    private Bitmaps() {}

    /** A bit of a bitmap; 1 where there is no memory. */
    static boolean bit(Cpu c, long address, int number) {
        long at = address + (number >>> 3);
        long bits = c.ram.contains(at, 1) ? c.ram.read(at, 1) : c.bus.read(at, 1);
        return (bits >>> (number & 7) & 1) != 0;
    }
}
