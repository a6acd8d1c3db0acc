package hv.cpu.system;

import static hv.api.x86.MsrIndex.*;

import hv.api.x86.Cr0;
import hv.api.x86.DebugCtl;
import hv.api.x86.Efer;
import hv.api.x86.FeatureControl;
import hv.cpu.apic.LocalApic;
import hv.cpu.performance.PerformanceMonitor;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Segmentation;
import hv.cpu.state.Segment;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Model-specific registers by index, with the checks of RDMSR and WRMSR. The row of a register says where its value is held and which values may be
 * written. Other values are #GP(0), and so is an MSR that does not exist.
 *
 * @sdm 4 "Architectural MSRs"
 */
public final class Msrs {
    private static final long MISC_WRITABLE = 1 | Cpuid.MONITOR_ENABLED | Cpuid.LIMITED;
    private static final Map<Integer, Msr> ROWS = new HashMap<>();

    static {
        row(IA32_TIME_STAMP_COUNTER, Time::stamp, Time::setStamp);
        row(IA32_TSC_ADJUST, Time::adjustment, Time::adjust);
        row(IA32_SYSENTER_CS, c -> c.sysenterCs, limited(32, (c, v) -> c.sysenterCs = v));
        row(IA32_SYSENTER_ESP, c -> c.sysenterEsp, canonical((c, v) -> c.sysenterEsp = v));
        row(IA32_SYSENTER_EIP, c -> c.sysenterEip, canonical((c, v) -> c.sysenterEip = v));
        row(IA32_DEBUGCTL, c -> c.debugctl, checked(v -> (v & ~(long) (DebugCtl.LBR | DebugCtl.BTF)) == 0, (c, v) -> c.debugctl = v));
        row(IA32_PAT, c -> c.pat, checked(MemoryTypes::isPat, (c, v) -> c.pat = v));
        row(IA32_EFER, c -> c.efer, Msrs::writeEfer);
        row(IA32_STAR, c -> c.star, (c, v) -> c.star = v);
        row(IA32_LSTAR, c -> c.lstar, canonical((c, v) -> c.lstar = v));
        row(IA32_CSTAR, c -> c.cstar, canonical((c, v) -> c.cstar = v));
        row(IA32_FMASK, c -> c.fmask, limited(32, (c, v) -> c.fmask = v));
        row(IA32_FS_BASE, c -> c.segments[Segment.FS].base, canonical((c, v) -> c.segments[Segment.FS].base = v));
        row(IA32_GS_BASE, c -> c.segments[Segment.GS].base, canonical((c, v) -> c.segments[Segment.GS].base = v));
        row(IA32_KERNEL_GS_BASE, c -> c.kernelGsBase, canonical((c, v) -> c.kernelGsBase = v));
        row(IA32_TSC_AUX, c -> c.tscAux, limited(32, (c, v) -> c.tscAux = v));
        outside();
        stored(IA32_FEATURE_CONTROL, Msrs::featureControlAllows);
        microcode();
        miscellaneousFeatures();
        ROWS.putAll(MachineCheck.rows());
        memoryTypeRanges();
        stored(IA32_XSS, (c, old, v) -> v == 0);
        constants(IA32_PLATFORM_ID, MSR_PLATFORM_INFO, IA32_MTRRCAP, IA32_MCG_CAP);
        for (int index = IA32_VMX_BASIC; index <= IA32_VMX_VMFUNC; index++) constants(index);
    }

    private Msrs() {}

    private static void row(int index, Msr.Read read, Msr.Write write) { ROWS.put(index, new Msr(read, write)); }

    private static void stored(int index, Msr.Allowed allowed) { ROWS.put(index, Msr.stored(index, allowed)); }
    private static void constants(int... indices) { for (int index : indices) ROWS.put(index, Msr.constant(index)); }

    /** Rows for registers that other parts of the processor hold. */
    private static void outside() {
        for (int index = 0; index < 0x1000; index++) {
            if (LocalApic.isMsr(index)) localApic(index);
            if (PerformanceMonitor.isMsr(index)) performance(index);
        }
    }

    private static void localApic(int index) {
        row(index, c -> c.apic.readMsr(index).orElseThrow(() -> c.gp(0)), (c, v) -> {
            if (!c.apic.writeMsr(index, v)) throw c.gp(0);
        });
    }

    private static void performance(int index) {
        row(index, c -> c.performance.readMsr(index).orElseThrow(() -> c.gp(0)), (c, v) -> {
            if (!c.performance.writeMsr(index, v)) throw c.gp(0);
        });
    }

    /** Rows for microcode updates: triggers are accepted and change nothing. */
    private static void microcode() {
        row(IA32_BIOS_UPDT_TRIG, c -> { throw c.gp(0); }, (c, v) -> { });
        row(IA32_BIOS_SIGN_ID, c -> Msr.value(c, IA32_BIOS_SIGN_ID), (c, v) -> { });
    }

    /** Row for IA32_MISC_ENABLE, which switches fast strings, MONITOR, and the limit on CPUID for old software. */
    private static void miscellaneousFeatures() {
        row(IA32_MISC_ENABLE, Msrs::readMiscEnable, (c, v) -> {
            if (((readMiscEnable(c) ^ v) & ~MISC_WRITABLE) != 0) throw c.gp(0);
            c.miscEnable = v;
        });
    }

    private static long readMiscEnable(Cpu c) {
        if (c.profile.msr(IA32_MISC_ENABLE).isEmpty()) throw c.gp(0);
        return c.miscEnable;
    }

    private static void memoryTypeRanges() {
        for (int i = 0; i < MemoryTypes.VARIABLE_RANGES; i++) {
            stored(IA32_MTRR_PHYSBASE0 + 2 * i, (c, old, v) -> MemoryTypes.isRangeBase(v, c.profile.physicalBits()));
            stored(IA32_MTRR_PHYSMASK0 + 2 * i, (c, old, v) -> MemoryTypes.isRangeMask(v, c.profile.physicalBits()));
        }
        for (int index : FIXED_MTRRS) stored(index, (c, old, v) -> MemoryTypes.isFixedRange(v));
        stored(IA32_MTRR_DEF_TYPE, (c, old, v) -> MemoryTypes.isDefaultType(v));
    }

    private static Msr.Write limited(int bits, Msr.Write write) { return checked(v -> v >>> bits == 0, write); }
    private static Msr.Write canonical(Msr.Write write) { return checked(Segmentation::canonical, write); }

    private static Msr.Write checked(LongPredicate allowed, Msr.Write write) {
        return (c, v) -> {
            if (!allowed.test(v)) throw c.gp(0);
            write.write(c, v);
        };
    }

    /** Whether a write to IA32_FEATURE_CONTROL is accepted. Once locked, it keeps its value until RESET; software, firmware first, may lock it. */
    private static boolean featureControlAllows(Cpu c, long old, long value) {
        return (old & FeatureControl.LOCK) == 0 && (value & ~(FeatureControl.LOCK | FeatureControl.ENABLE_VMX_OUTSIDE_SMX)) == 0;
    }

    /** Writes EFER. LMA follows LME and CR0.PG; LME cannot change while paging is on. */
    private static void writeEfer(Cpu c, long value) {
        boolean paging = (c.cr0 & Cr0.PG) != 0;
        if ((value & ~Efer.ALL) != 0 || paging && ((value ^ c.efer) & Efer.LME) != 0) throw c.gp(0);
        boolean executeDisableChanges = ((value ^ c.efer) & Efer.NXE) != 0;
        c.efer = value & ~Efer.LMA | c.efer & Efer.LMA;
        if (executeDisableChanges) c.mem.flush();
        c.modeChanged();
    }

    /** Reads an MSR, without interception or privilege check; #GP(0) is thrown where it does not exist. */
    public static long read(Cpu c, int index) { return row(c, index).read().read(c); }

    /** Writes an MSR with the checks of WRMSR; #GP(0) is thrown where they fail. */
    public static void write(Cpu c, int index, long value) {
        row(c, index).write().write(c, value);
    }

    private static Msr row(Cpu c, int index) {
        var row = ROWS.get(index);
        if (row == null) throw c.gp(0);
        return row;
    }
}
