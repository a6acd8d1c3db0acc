package hv.cpu.vmx;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.system.Msrs;

/**
 * The lists of MSRs that VM entry and VM exit load and store: 16 bytes an entry, index, reserved, value.
 *
 * @sdm 3C chapter 27 "Loading MSRs" and chapter 28 "Saving MSRs"
 */
final class MsrAreas {
    private static final int ENTRY = 16;
    private static final int FS_BASE = 0xC000_0100, GS_BASE = 0xC000_0101, SMM_MONITOR_CTL = 0x9B, SMBASE = 0x9E, X2APIC = 0x8,
            BIOS_UPDT_TRIG = 0x79, BIOS_SIGN_ID = 0x8B;

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
            case FS_BASE, GS_BASE, SMM_MONITOR_CTL, BIOS_UPDT_TRIG, BIOS_SIGN_ID -> true;
            default -> index >>> 8 == X2APIC;
        };
    }

    /** Why an entry can't be loaded, in words. */
    static String refusal(Cpu c, long at) {
        if (!c.ram.contains(at, ENTRY)) return "there is no RAM";
        int index = (int) c.ram.read(at, 4);
        long value = c.ram.read(at + 8, 8);
        if (!wellFormed(c, at)) return "bits 63:32 of an entry must be 0 (MSR %XH)".formatted(index);
        if (neverLoaded(index)) return "MSR %XH is never loaded by VM entry".formatted(index);
        return "WRMSR of %XH to MSR %XH would cause #GP(0)".formatted(value, index);
    }

    /** What a VMX-abort indicator says. */
    static String abortMeaning(int indicator) {
        return switch (indicator) {
            case 1 -> "an MSR of the VM-exit MSR-store area can't be stored";
            case 2 -> "the host's PDPTEs have a reserved bit";
            case 4 -> "an MSR of the VM-exit MSR-load area can't be loaded";
            case 6 -> "the guest was in IA-32e mode, and the VM-exit controls name a 32-bit host";
            default -> "unknown indicator";
        };
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
        if (index == SMBASE || index >>> 8 == X2APIC) return false;
        try {
            c.ram.write(at + 8, 8, Msrs.read(c, index));
            return true;
        } catch (GuestException e) {
            return false;
        }
    }
}
