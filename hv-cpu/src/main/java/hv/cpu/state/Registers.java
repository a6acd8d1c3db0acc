package hv.cpu.state;

import hv.api.x86.Dr6;
import hv.api.x86.Dr7;

/**
 * The architectural registers of one logical processor: all that a snapshot of it needs but RAM. Data only; whoever changes a
 * register that decides the mode (CR0, CR4, EFER, CS, SS, RFLAGS.VM …) calls {@code Cpu.modeChanged()}, and a test finds who does not.
 */
public class Registers extends UnswitchedRegisters {
    public static final int RAX = 0, RCX = 1, RDX = 2, RBX = 3, RSP = 4, RBP = 5, RSI = 6, RDI = 7;
    /** The index into {@link #r} that always reads 0, for no base and no index. */
    public static final int ZERO = 16;

    /** General registers in encoding order; the last entry is always 0. */
    public final long[] r = new long[17];
    /** RIP of the next instruction. While a block runs, it is exact only at the block's ends; operations use {@code op.rip}. */
    public long rip;
    /** Status flags (lazy) and the other bits of RFLAGS. */
    public final Flags flags = new Flags();
    public final Segment[] segments = new Segment[8];

    public long cr0, cr3, cr4;
    public final long[] dr = {0, 0, 0, 0, 0, 0, Dr6.FIXED, Dr7.FIXED};
    public long gdtBase, idtBase;
    public int gdtLimit, idtLimit;
    /** PDPTE registers of PAE paging. */
    public final long[] pdpte = new long[4];

    public long efer, sysenterCs, sysenterEsp, sysenterEip, pat, debugctl;
    /** The number of cycles in which something was executed: an instruction, or an iteration of a REP string instruction. */
    public long cycles;
    /** The number of these cycles in which no instruction ended: iterations before the last one, and events without end. */
    public long unfinishedCycles;

    /** Current privilege level: SS.DPL, but 3 in virtual-8086 mode and 0 in real mode. */
    public int cpl;
    /** The activity state. */
    public Activity activity = Activity.ACTIVE;
    /** Interruptibility, in the format of the VMCS: 0 STI, 1 MOV SS, 3 NMI blocking. */
    public int interruptibility;
    /** The pending debug exceptions, in the format of the VMCS field. */
    public long pendingDebug;

    /** Whether MONITOR has armed address-range monitoring, and nothing has triggered it. */
    public boolean monitorArmed;
    /** The physical address of the monitored line. */
    public long monitoredLine;
    /** Whether an interrupt ends the present MWAIT though IF is 0. */
    public boolean maskedBreaks;
    /** The state of the random-number generator of RDRAND and RDSEED. */
    public long randomState;

    /** Whether a machine check has been logged that the processor has not noticed, and when it will. */
    public Waiting machineCheck = Waiting.NO;
    /** Whether a non-maskable interrupt is pending. */
    public boolean nmiPending;
    /** Whether an INIT signal is pending. */
    public boolean initPending;
    /** The vector of a start-up message that is pending; -1 for none. */
    public int startUpVector = -1;

    public Registers() {
        for (int i = 0; i < segments.length; i++) segments[i] = new Segment();
    }

    /** Makes all registers that no VMCS field holds equal to those of another processor. */
    public void copyFrom(Registers other) {
        System.arraycopy(other.r, 0, r, 0, r.length);
        System.arraycopy(other.dr, 0, dr, 0, 7);
        cr2 = other.cr2;
        xcr0 = other.xcr0;
        star = other.star;
        lstar = other.lstar;
        cstar = other.cstar;
        fmask = other.fmask;
        kernelGsBase = other.kernelGsBase;
        tscAux = other.tscAux;
        tscOffset = other.tscOffset;
        tscAdjust = other.tscAdjust;
        miscEnable = other.miscEnable;
        counters.copyFrom(other.counters);
        cycles = other.cycles;
        unfinishedCycles = other.unfinishedCycles;
        x87.copyFrom(other.x87);
        vector.copyFrom(other.vector);
        if (!msrs.equals(other.msrs)) {
            msrs.clear();
            msrs.putAll(other.msrs);
        }
    }

    /** The number of instructions that have ended; one that faults or exits has not. */
    public long instructions() { return cycles - unfinishedCycles; }

    /**
     * Activity states. The first four are in the order of the VMCS field, which never shows the others. FROZEN is a processor outside VMX operation
     * before an x87 instruction that waits for the interrupt of an exception.
     */
    public enum Activity { ACTIVE, HLT, SHUTDOWN, WAIT_FOR_SIPI, MWAIT, FROZEN }

    /** The moment at which the processor notices an event. */
    public enum Waiting { NO, FOR_NEXT_INSTRUCTION, FOR_VM_ENTRY }
}
