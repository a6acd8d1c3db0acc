package hv.cpu.memory;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.Efer;
import hv.api.x86.Rflags;
import hv.api.x86.SecondaryControls;
import hv.cpu.state.Controls;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;

/**
 * The inputs of a translation other than the linear address: contexts with equal keys share translations. CR3 is not compared. A context belongs to a
 * PCID, and when CR3 changes, only its global pages stay valid.
 */
final class TlbKey {
    /** Bits of {@link #mode}. Those from CR0, CR4 and EFER have the same bit numbers there, except CR0.PG. */
    static final int USER = 1 << 0, ALLOWED_USER_DATA = 1 << 1, EPT = 1 << 2, PAGING = 1 << 3, PSE = (int) Cr4.PSE, PAE = (int) Cr4.PAE,
            PGE = (int) Cr4.PGE, LONG = (int) Efer.LMA, NXE = (int) Efer.NXE, WP = (int) Cr0.WP, SMEP = (int) Cr4.SMEP, SMAP = (int) Cr4.SMAP;
    /** Whether addresses have more than 32 bits: in 64-bit mode, and for the processor's own tables also in compatibility mode. */
    static final int WIDE = 1 << 22;

    int mode = -1;
    int vpid;
    /** The current PCID; 0 without CR4.PCIDE. */
    int pcid;
    long cr3;
    long eptRoot;

    /** @param system whether the processor itself accesses memory: with supervisor privilege, and under SMAP whatever RFLAGS.AC is */
    void set(Registers registers, Controls controls, boolean system) {
        mode = (int) registers.cr4 & (PSE | PAE | PGE | SMEP | SMAP) | (int) registers.efer & (LONG | NXE) | (int) registers.cr0 & WP;
        if (registers.cr0 << 32 < 0) mode |= PAGING;
        if (!system && registers.cpl == 3) mode |= USER;
        if (!system && registers.flags.has(Rflags.AC) && (mode & SMAP) != 0) mode |= ALLOWED_USER_DATA;
        if ((mode & LONG) != 0 && (system || (registers.segments[Segment.CS].rights & AccessRights.L) != 0)) mode |= WIDE;
        cr3 = registers.cr3;
        pcid = currentPcid(registers);
        boolean ept = controls.nonRoot && controls.secondary(SecondaryControls.ENABLE_EPT);
        if (ept) mode |= EPT;
        eptRoot = ept ? controls.eptp & EptWalker.FRAME : 0;
        vpid = currentVpid(controls);
    }

    static int currentVpid(Controls controls) { return controls.nonRoot && controls.secondary(SecondaryControls.ENABLE_VPID) ? controls.vpid : 0; }

    static int currentPcid(Registers registers) { return (registers.cr4 & Cr4.PCIDE) != 0 ? (int) registers.cr3 & 0xFFF : 0; }

    boolean matches(TlbKey other) {
        return mode == other.mode && pcid == other.pcid && vpid == other.vpid && eptRoot == other.eptRoot;
    }

    void set(TlbKey other) {
        mode = other.mode;
        vpid = other.vpid;
        pcid = other.pcid;
        cr3 = other.cr3;
        eptRoot = other.eptRoot;
    }

    boolean isWide() { return (mode & WIDE) != 0; }
    boolean usesEpt() { return (mode & EPT) != 0; }
}
