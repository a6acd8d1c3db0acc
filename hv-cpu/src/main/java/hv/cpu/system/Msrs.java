package hv.cpu.system;

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
    static final int MISC_ENABLE = 0x1A0;
    private static final int FEATURE_CONTROL = 0x3A, XSS = 0xDA0;
    private static final long MISC_WRITABLE = 1 | Cpuid.MONITOR_ENABLED | Cpuid.LIMITED;
    private static final long LOCK = 1, VMX_OUTSIDE_SMX = 4;
    private static final long SCE = 1, LME = 1 << 8, LMA = 1 << 10, NXE = 1 << 11;
    private static final Map<Integer, Msr> ROWS = new HashMap<>();

    static {
        row(0x10, Time::stamp, Time::setStamp);
        row(0x3B, Time::adjustment, Time::adjust);
        row(0x174, c -> c.sysenterCs, limited(32, (c, v) -> c.sysenterCs = v));
        row(0x175, c -> c.sysenterEsp, canonical((c, v) -> c.sysenterEsp = v));
        row(0x176, c -> c.sysenterEip, canonical((c, v) -> c.sysenterEip = v));
        row(0x1D9, c -> c.debugctl, limited(2, (c, v) -> c.debugctl = v));
        row(0x277, c -> c.pat, checked(MemoryTypes::isPat, (c, v) -> c.pat = v));
        row(0xC000_0080, c -> c.efer, Msrs::writeEfer);
        row(0xC000_0081, c -> c.star, (c, v) -> c.star = v);
        row(0xC000_0082, c -> c.lstar, canonical((c, v) -> c.lstar = v));
        row(0xC000_0083, c -> c.cstar, canonical((c, v) -> c.cstar = v));
        row(0xC000_0084, c -> c.fmask, limited(32, (c, v) -> c.fmask = v));
        row(0xC000_0100, c -> c.segments[Segment.FS].base, canonical((c, v) -> c.segments[Segment.FS].base = v));
        row(0xC000_0101, c -> c.segments[Segment.GS].base, canonical((c, v) -> c.segments[Segment.GS].base = v));
        row(0xC000_0102, c -> c.kernelGsBase, canonical((c, v) -> c.kernelGsBase = v));
        row(0xC000_0103, c -> c.tscAux, limited(32, (c, v) -> c.tscAux = v));
        outside();
        stored(FEATURE_CONTROL, Msrs::featureControlAllows);
        microcode();
        miscellaneousFeatures();
        ROWS.putAll(MachineCheck.rows());
        memoryTypeRanges();
        stored(XSS, (c, old, v) -> v == 0);
        constants(0x17, 0xCE, 0xFE, 0x179);
        for (int index = 0x480; index <= 0x491; index++) constants(index);
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
        row(0x79, c -> { throw c.gp(0); }, (c, v) -> { });
        row(0x8B, c -> Msr.value(c, 0x8B), (c, v) -> { });
    }

    /** Row for IA32_MISC_ENABLE, which switches fast strings, MONITOR, and the limit on CPUID for old software. */
    private static void miscellaneousFeatures() {
        row(MISC_ENABLE, Msrs::readMiscEnable, (c, v) -> {
            if (((readMiscEnable(c) ^ v) & ~MISC_WRITABLE) != 0) throw c.gp(0);
            c.miscEnable = v;
        });
    }

    private static long readMiscEnable(Cpu c) {
        if (c.profile.msr(MISC_ENABLE).isEmpty()) throw c.gp(0);
        return c.miscEnable;
    }

    private static void memoryTypeRanges() {
        for (int index = 0x200; index < 0x214; index += 2) {
            stored(index, (c, old, v) -> MemoryTypes.isRangeBase(v, c.profile.physicalBits()));
            stored(index + 1, (c, old, v) -> MemoryTypes.isRangeMask(v, c.profile.physicalBits()));
        }
        for (int index : MemoryTypes.FIXED_RANGES) stored(index, (c, old, v) -> MemoryTypes.isFixedRange(v));
        stored(0x2FF, (c, old, v) -> MemoryTypes.isDefaultType(v));
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
        return (old & LOCK) == 0 && (value & ~(LOCK | VMX_OUTSIDE_SMX)) == 0;
    }

    /** Writes EFER. LMA follows LME and CR0.PG; LME cannot change while paging is on. */
    private static void writeEfer(Cpu c, long value) {
        boolean paging = (c.cr0 & ControlRegisters.PG) != 0;
        if ((value & ~(SCE | LME | LMA | NXE)) != 0 || paging && ((value ^ c.efer) & LME) != 0) throw c.gp(0);
        boolean executeDisableChanges = ((value ^ c.efer) & NXE) != 0;
        c.efer = value & ~LMA | c.efer & LMA;
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
