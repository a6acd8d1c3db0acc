package hv.cpu.system;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.Efer;
import hv.api.x86.ExitReason;
import hv.api.x86.MsrIndex;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.cpu.apic.LocalApic;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.VirtualApic;
import hv.cpu.state.Segment;

/**
 * The checks and effects of MOV to a control register, after privilege and interception.
 *
 * @sdm 3A "Control Registers"; 2B "MOV—Move to/from Control Registers"; 3C "Changes to Instruction Behavior in VMX Non-Root Operation"
 */
public final class ControlRegisters {
    /** Present PDPTEs of PAE paging: bits 2:1 and 8:5 are reserved, and bits above the physical-address width. */
    private static final long PDPTE_RESERVED = 0x1E6;

    private ControlRegisters() {}

    /** Writes CR0, CR2, CR3, CR4 or CR8 as MOV does after privilege and interception. A fault is thrown. */
    public static void write(Cpu c, int number, long value) {
        switch (number) {
            case 0 -> writeCr0(c, value);
            case 2 -> c.cr2 = value;
            case 3 -> writeCr3(c, value);
            case 4 -> writeCr4(c, value);
            case 8 -> writeCr8(c, value);
            default -> throw c.ud();
        }
    }

    private static void writeCr0(Cpu c, long source) {
        long wanted = (source & ~owned(c, c.vmx.cr0Mask) | c.cr0 & owned(c, c.vmx.cr0Mask)) & (Cr0.ALL | ~0xFFFF_FFFFL) | Cr0.ET;
        long value = wanted | kept(c, c.vmx.cr0Mask, MsrIndex.IA32_VMX_CR0_FIXED0, cr0Exempt(c));
        if (value >>> 32 != 0) throw c.gp(0);
        boolean paging = (value & Cr0.PG) != 0, wasPaging = (c.cr0 & Cr0.PG) != 0;
        if ((wanted & Cr0.PG) != 0 && (wanted & Cr0.PE) == 0 || (wanted & (Cr0.NW | Cr0.CD)) == Cr0.NW) throw c.gp(0);
        if (paging && !wasPaging) checkLongModeActivation(c);
        if (!paging && (c.long64 || has(c, Cr4.PCIDE))) throw c.gp(0);
        checkFixed(c, value, MsrIndex.IA32_VMX_CR0_FIXED0, MsrIndex.IA32_VMX_CR0_FIXED1, cr0Exempt(c));
        long changed = c.cr0 ^ value;
        if (paging && has(c, Cr4.PAE) && (c.efer & Efer.LME) == 0 && (changed & (Cr0.PG | Cr0.NW | Cr0.CD)) != 0) loadPdptes(c, c.cr3);
        c.cr0 = value;
        shadow(c, wanted, c.vmx.cr4Shadow);
        if (paging != wasPaging && (c.efer & Efer.LME) != 0) c.efer = paging ? c.efer | Efer.LMA : c.efer & ~Efer.LMA;
        if ((changed & (Cr0.PG | Cr0.WP | Cr0.PE)) != 0) c.mem.flush();
        c.modeChanged();
    }

    static void clearTs(Cpu c) {
        c.cr0 &= ~Cr0.TS;
        shadow(c, c.vmx.cr0Shadow & ~Cr0.TS, c.vmx.cr4Shadow);
    }

    /** Whether a write that should have made a VM exit is completed: then what the guest wants is what it sees afterwards. */
    private static boolean completes(Cpu c) { return !c.vmx.exits(ExitReason.CONTROL_REGISTER_ACCESS); }

    /** The bits that a write leaves alone. */
    private static long owned(Cpu c, long mask) { return completes(c) ? 0 : mask; }

    /** The bits that stay 1 whatever the guest wants: they are the host's, and VMX operation fixes them. */
    private static long kept(Cpu c, long mask, int fixed0, long exempt) {
        return completes(c) ? mask & c.profile.msr(fixed0).orElse(0) & ~exempt : 0;
    }

    private static long cr0Exempt(Cpu c) { return c.vmx.secondary(SecondaryControls.UNRESTRICTED_GUEST) ? Cr0.PE | Cr0.PG : 0; }

    private static void shadow(Cpu c, long cr0, long cr4) {
        if (!completes(c)) return;
        c.vmx.shadowsChanged = true;
        c.vmx.cr0Shadow = cr0;
        c.vmx.cr4Shadow = cr4;
    }

    private static void checkLongModeActivation(Cpu c) {
        if ((c.efer & Efer.LME) == 0) return;
        if (!has(c, Cr4.PAE) || (c.segments[Segment.CS].rights & AccessRights.L) != 0) throw c.gp(0);
    }

    /** Checks the bits that VMX operation fixes. */
    private static void checkFixed(Cpu c, long value, int fixed0, int fixed1, long exempt) {
        if (!c.vmx.vmxOn) return;
        long mustBeOne = c.profile.msr(fixed0).orElse(0) & ~exempt, mayBeOne = c.profile.msr(fixed1).orElse(-1);
        if ((value & mustBeOne) != mustBeOne || (value & ~mayBeOne) != 0) throw c.gp(0);
    }

    private static void writeCr3(Cpu c, long source) {
        boolean keep = has(c, Cr4.PCIDE) && source < 0;
        long value = keep ? source & Long.MAX_VALUE : source;
        if (c.longMode() && value >>> c.profile.physicalBits() != 0) throw c.gp(0);
        if (paePaging(c)) loadPdptes(c, value);
        c.cr3 = value;
        c.mem.contextChanged();
        if (!keep) c.mem.flushLocal();
    }

    private static void writeCr4(Cpu c, long source) {
        long wanted = source & ~owned(c, c.vmx.cr4Mask) | c.cr4 & owned(c, c.vmx.cr4Mask);
        long value = wanted | kept(c, c.vmx.cr4Mask, MsrIndex.IA32_VMX_CR4_FIXED0, 0);
        if ((value & ~Cr4Bit.all(c.profile)) != 0) throw c.gp(0);
        checkFixed(c, value, MsrIndex.IA32_VMX_CR4_FIXED0, MsrIndex.IA32_VMX_CR4_FIXED1, 0);
        long changed = c.cr4 ^ value, set = changed & value;
        if (c.longMode() && (value & Cr4.PAE) == 0) throw c.gp(0);
        if ((set & Cr4.PCIDE) != 0 && (!c.longMode() || (c.cr3 & 0xFFF) != 0)) throw c.gp(0);
        long mapping = Cr4.PGE | Cr4.PAE | Cr4.PSE;
        boolean paePaging = (c.cr0 & Cr0.PG) != 0 && (value & Cr4.PAE) != 0 && !c.longMode();
        if (paePaging && (changed & (mapping | Cr4.SMEP)) != 0) loadPdptes(c, c.cr3);
        c.cr4 = value;
        shadow(c, c.vmx.cr0Shadow, wanted);
        if ((changed & (mapping | Cr4.PCIDE | Cr4.SMEP | Cr4.SMAP)) != 0) c.mem.flush();
        c.modeChanged();
    }

    private static void writeCr8(Cpu c, long value) {
        if (!LocalApic.isTaskPriorityClass(value)) throw c.gp(0);
        if (c.vmx.primary(PrimaryControls.USE_TPR_SHADOW)) VirtualApic.taskPriorityClass(c, (int) value);
        else c.apic.taskPriorityClass((int) value);
    }

    private static boolean paePaging(Cpu c) { return (c.cr0 & Cr0.PG) != 0 && has(c, Cr4.PAE) && !c.longMode(); }

    private static void loadPdptes(Cpu c, long cr3) {
        var entries = new long[4];
        c.mem.readPdptes(cr3, entries);
        long reserved = PDPTE_RESERVED | -1L << c.profile.physicalBits();
        for (long entry : entries) if ((entry & 1) != 0 && (entry & reserved) != 0) throw c.gp(0);
        System.arraycopy(entries, 0, c.pdpte, 0, entries.length);
    }

    /** Whether a bit of CR4 is 1. @param bit as a mask */
    static boolean has(Cpu c, long bit) { return (c.cr4 & bit) != 0; }

    /** CR0 as the program reads it: in VMX non-root operation masked bits come from the read shadow. */
    static long visibleCr0(Cpu c) { return c.cr0 & ~c.vmx.cr0Mask | c.vmx.cr0Shadow & c.vmx.cr0Mask; }
    static long visibleCr4(Cpu c) { return c.cr4 & ~c.vmx.cr4Mask | c.vmx.cr4Shadow & c.vmx.cr4Mask; }
}
