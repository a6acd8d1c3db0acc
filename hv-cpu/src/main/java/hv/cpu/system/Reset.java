package hv.cpu.system;

import static hv.cpu.state.Registers.RDX;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr0;
import hv.api.x86.Dr6;
import hv.api.x86.Dr7;
import hv.api.x86.MsrIndex;
import hv.api.x86.Rflags;
import hv.cpu.platform.ProcessorProfile.Leaf;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;
import java.util.Arrays;

/**
 * The state after RESET: real mode, at 16 bytes below 4 GBytes.
 *
 * @sdm 3A "Processor State After Reset"
 */
public final class Reset {
    private static final long PAT_AFTER_RESET = 0x0007_0406_0007_0406L;

    private Reset() {}

    /** Puts every register, MSR and segment into the state after RESET; VMX state, controls and memory caches are not touched. */
    public static void reset(Cpu c) {
        registers(c);
        c.cr0 |= Cr0.CD | Cr0.NW;
        c.xcr0 = 1;
        c.x87.reset();
        c.vector.reset();
        msrs(c);
        c.activity = Registers.Activity.ACTIVE;
        c.nmiPending = c.initPending = false;
        c.machineCheck = Registers.Waiting.NO;
        c.apic.reset(true);
        c.modeChanged();
    }

    /**
     * Puts the processor into the state after INIT. MSRs stay, and so do the controls of caches; all processors but the bootstrap processor wait for
     * a start-up message.
     */
    public static void init(Cpu c) {
        long caching = c.cr0 & (Cr0.CD | Cr0.NW);
        registers(c);
        c.cr0 |= caching;
        c.efer = 0;
        c.activity = c.apic.isBootstrap() ? Registers.Activity.ACTIVE : Registers.Activity.WAIT_FOR_SIPI;
        c.apic.init();
        c.mem.flush();
        c.modeChanged();
    }

    /** Starts in real mode at a physical address below 1 MByte. @param page the address divided by 4096 */
    public static void startUp(Cpu c, int page) {
        c.segments[Segment.CS].load(page << 8, (long) page << 12, 0xFFFF, AccessRights.CODE_16);
        c.rip = 0;
        c.activity = Registers.Activity.ACTIVE;
        c.modeChanged();
    }

    private static void registers(Cpu c) {
        Arrays.fill(c.r, 0);
        var signature = c.profile.cpuid().get(new Leaf(1, 0));
        c.r[RDX] = signature == null ? 0 : signature.eax() & 0xFFFF_FFFFL;
        c.rip = 0xFFF0;
        c.flags.setImage(Rflags.FIXED);
        segments(c);
        controlRegisters(c);
        c.cpl = 0;
        c.interruptibility = 0;
        c.pendingDebug = 0;
        c.monitorArmed = false;
        c.startUpVector = -1;
    }

    private static void segments(Cpu c) {
        for (int i = Segment.ES; i <= Segment.GS; i++) c.segments[i].load(0, 0, 0xFFFF, AccessRights.DATA_16);
        c.segments[Segment.CS].load(0xF000, 0xFFFF_0000L, 0xFFFF, AccessRights.CODE_16);
        c.segments[Segment.LDTR].load(0, 0, 0xFFFF, AccessRights.LDT);
        c.segments[Segment.TR].load(0, 0, 0xFFFF, AccessRights.BUSY_TSS);
        c.gdtBase = c.idtBase = 0;
        c.gdtLimit = c.idtLimit = 0xFFFF;
    }

    private static void controlRegisters(Cpu c) {
        c.cr0 = Cr0.ET;
        c.cr2 = c.cr3 = 0;
        c.cr4 = c.profile.resetCr4();
        Arrays.fill(c.dr, 0);
        c.dr[6] = Dr6.FIXED;
        c.dr[7] = Dr7.FIXED;
        Arrays.fill(c.pdpte, 0);
    }

    private static void msrs(Cpu c) {
        c.efer = c.star = c.lstar = c.cstar = c.fmask = c.kernelGsBase = c.tscAux = 0;
        c.sysenterCs = c.sysenterEsp = c.sysenterEip = c.debugctl = 0;
        c.tscOffset = -c.clock.ticks();
        c.tscAdjust = 0;
        c.miscEnable = c.profile.msr(MsrIndex.IA32_MISC_ENABLE).orElse(Cpuid.MONITOR_ENABLED);
        c.pat = c.profile.msr(MsrIndex.IA32_PAT).orElse(PAT_AFTER_RESET);
        c.msrs.clear();
        c.msrs.putAll(c.profile.msrs());
        for (int i = 0; i < 2 * MemoryTypes.VARIABLE_RANGES; i++) c.msrs.put(MsrIndex.IA32_MTRR_PHYSBASE0 + i, 0L);
        for (int index : MsrIndex.FIXED_MTRRS) c.msrs.put(index, 0L);
        MachineCheck.reset(c);
        c.performance.reset();
    }
}
