package hv.cpu.vmx;

import hv.api.x86.MsrIndex;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.system.Msrs;

/**
 * The lists of MSRs that VM entry and VM exit load and store. An entry has 16 bytes: index, reserved, value.
 *
 * @sdm 3C chapter 27 "Loading MSRs" and chapter 28 "Saving MSRs"
 */
final class MsrAreas {
    private static final int ENTRY = 16;

    private MsrAreas() {}

    /** @return 0, or the number (from 1) of the entry that cannot be loaded */
    static int load(Cpu c, long area, int count) {
        for (int i = 0; Integer.compareUnsigned(i, count) < 0; i++) {
            if (!loadEntry(c, area + (long) ENTRY * i)) return i + 1;
        }
        return 0;
    }

    private static boolean loadEntry(Cpu c, long at) {
        if (!wellFormed(c, at) || neverLoaded((int) c.ram.read(at, 4))) return false;
        try {
            Msrs.write(c, (int) c.ram.read(at, 4), c.ram.read(at + 8, 8));
            return true;
        } catch (GuestException e) {
            return false;
        }
    }

    private static boolean wellFormed(Cpu c, long at) { return c.ram.contains(at, ENTRY) && c.ram.read(at + 4, 4) == 0; }

    private static boolean neverLoaded(int index) {
        return switch (index) {
            case MsrIndex.IA32_FS_BASE, MsrIndex.IA32_GS_BASE, MsrIndex.IA32_SMM_MONITOR_CTL, MsrIndex.IA32_BIOS_UPDT_TRIG, MsrIndex.IA32_BIOS_SIGN_ID -> true;
            default -> isX2apic(index);
        };
    }

    private static boolean isX2apic(int index) { return index >= MsrIndex.X2APIC_FIRST && index <= MsrIndex.X2APIC_LAST; }

    /** The reason in words why an entry can't be loaded. */
    static String refusal(Cpu c, long at) {
        if (!c.ram.contains(at, ENTRY)) return "there is no RAM";
        int index = (int) c.ram.read(at, 4);
        long value = c.ram.read(at + 8, 8);
        if (!wellFormed(c, at)) return "bits 63:32 of an entry must be 0 (MSR %XH)".formatted(index);
        if (neverLoaded(index)) return "MSR %XH is never loaded by VM entry".formatted(index);
        return "WRMSR of %XH to MSR %XH would cause #GP(0)".formatted(value, index);
    }

    /** @return whether all could be stored */
    static boolean store(Cpu c, long area, int count) {
        for (int i = 0; Integer.compareUnsigned(i, count) < 0; i++) {
            if (!storeEntry(c, area + (long) ENTRY * i)) return false;
        }
        return true;
    }

    private static boolean storeEntry(Cpu c, long at) {
        if (!c.ram.contains(at, ENTRY) || c.ram.read(at + 4, 4) != 0) return false;
        int index = (int) c.ram.read(at, 4);
        if (index == MsrIndex.IA32_SMBASE || isX2apic(index)) return false;
        try {
            c.ram.write(at + 8, 8, Msrs.read(c, index));
            return true;
        } catch (GuestException e) {
            return false;
        }
    }
}
