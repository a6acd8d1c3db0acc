package hv.cpu.state;

import hv.api.x86.ExitReason;
import hv.cpu.platform.Exemption;

/**
 * What is intercepted now: the execution controls as latched at VM entry. Outside VMX non-root operation all fields are 0, so that a
 * test of one bit is all that an operation pays.
 */
public final class Controls {
    /** Pin-based, primary and secondary processor-based controls, as in the VMCS. */
    public int pin, primary, secondary;

    /** In VMX non-root operation. */
    public boolean nonRoot;
    /** In VMX operation (root or non-root). */
    public boolean vmxOn;
    public int exceptionBitmap, pageFaultMask, pageFaultMatch;
    public long cr0Mask, cr0Shadow, cr4Mask, cr4Shadow;
    public final long[] cr3Targets = new long[4];
    public int cr3TargetCount;
    /** Physical addresses. */
    public long ioBitmapA, ioBitmapB, msrBitmaps, eptp;
    public long tscOffset;
    /** IA32_VMX_EPT_VPID_CAP: what the processor offers, always. */
    public long eptCapabilities;
    /** PAUSE-loop exiting: ticks between two PAUSEs of one loop, and ticks that a loop may take, at most. */
    public int pauseGap, pauseWindow;
    /** Ticks of the first and of the last PAUSE of the present loop; NONE_YET before the first one since VM entry. */
    public long firstPause, lastPause = NONE_YET;
    public static final long NONE_YET = -1;
    public int vpid;
    /** The tick at which the VMX-preemption timer expires; Long.MAX_VALUE when it does not run. */
    public long preemptionTick = Long.MAX_VALUE;

    /** Of {@link #apicAccessPage} and {@link #apicWrite}. */
    public static final int NO_PAGE = -1, NO_WRITE = -1;
    /** Physical addresses: of the virtual-APIC page, and divided by 4096, of the APIC-access page; that is {@link #NO_PAGE} where there is none. */
    public long virtualApic, apicAccessPage = NO_PAGE;
    public int tprThreshold;
    /** Guest interrupt status: the highest virtual interrupts that wait (RVI) and that are in service (SVI). */
    public int requesting, servicing;
    public final long[] eoiExits = new long[4];
    /** A pending virtual interrupt is recognized. */
    public boolean virtualInterrupt;
    /** Offset of the register of the virtual-APIC page that the present instruction has written, to be looked at after it; or {@link #NO_WRITE}. */
    public int apicWrite = NO_WRITE;

    /** A monitor-trap-flag VM exit is due before the next instruction. */
    public boolean mtfPending;

    /** What the instruction or the delivery under way does not meet; null for nothing. */
    public Exemption exemption;
    /** An exempt instruction has changed {@link #cr0Shadow} or {@link #cr4Shadow}, which the VMCS is to hold, too. */
    public boolean shadowsChanged;

    /** Whether a VM exit for this basic reason is made where the controls ask for it. */
    public boolean exits(ExitReason reason) { return exemption == null || !exemption.covers(reason); }

    public boolean primary(int bit) { return (primary & bit) != 0; }
    public boolean secondary(int bit) { return (secondary & bit) != 0; }

    /** Makes what is intercepted nothing, as it is outside non-root operation. */
    public void interceptNothing() {
        nonRoot = mtfPending = virtualInterrupt = false;
        pin = primary = secondary = exceptionBitmap = vpid = 0;
        cr0Mask = cr4Mask = eptp = tscOffset = 0;
        preemptionTick = Long.MAX_VALUE;
        apicAccessPage = NO_PAGE;
        apicWrite = NO_WRITE;
    }
}
