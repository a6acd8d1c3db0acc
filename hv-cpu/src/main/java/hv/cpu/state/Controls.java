package hv.cpu.state;

import hv.api.x86.ExitReason;
import hv.cpu.platform.Exemption;

/**
 * The execution controls that are in force, latched at VM entry. Outside VMX non-root operation all fields are 0, so that an operation tests one bit
 * only.
 */
public final class Controls {
    /** Pin-based, primary and secondary processor-based controls, as in the VMCS. */
    public int pin, primary, secondary;

    /** Whether the processor is in VMX non-root operation. */
    public boolean nonRoot;
    /** Whether the processor is in VMX operation, root or non-root. */
    public boolean vmxOn;
    public int exceptionBitmap, pageFaultMask, pageFaultMatch;
    public long cr0Mask, cr0Shadow, cr4Mask, cr4Shadow;
    public final long[] cr3Targets = new long[4];
    public int cr3TargetCount;
    /** Physical addresses. */
    public long ioBitmapA, ioBitmapB, msrBitmaps, eptp;
    public long tscOffset;
    /** IA32_VMX_EPT_VPID_CAP, which never changes. */
    public long eptCapabilities;
    /** PLE_Gap and PLE_Window in ticks: the longest time between two PAUSEs of one loop, and the longest time that a loop may take. */
    public int pauseGap, pauseWindow;
    /** Times of the first and of the last PAUSE of the present loop, in ticks; {@link #NONE_YET} before the first one since VM entry. */
    public long firstPause, lastPause = NONE_YET;
    public static final long NONE_YET = -1;
    public int vpid;
    /** The tick at which the VMX-preemption timer expires; Long.MAX_VALUE when it does not run. */
    public long preemptionTick = Long.MAX_VALUE;

    /** The values of {@link #apicAccessPage} and {@link #apicWrite} that mean none. */
    public static final int NO_PAGE = -1, NO_WRITE = -1;
    /**
     * Physical addresses: that of the virtual-APIC page, and that of the APIC-access page divided by 4096, which is {@link #NO_PAGE} where there is
     * none.
     */
    public long virtualApic, apicAccessPage = NO_PAGE;
    public int tprThreshold;
    /** Guest interrupt status: the highest virtual interrupt that is requested (RVI), and the highest in service (SVI). */
    public int requesting, servicing;
    public final long[] eoiExits = new long[4];
    /** Whether a pending virtual interrupt has been recognized. */
    public boolean virtualInterrupt;
    /**
     * The offset of the register of the virtual-APIC page that the present instruction has written, to be evaluated after it; {@link #NO_WRITE} for
     * none.
     */
    public int apicWrite = NO_WRITE;

    /** Whether a monitor-trap-flag VM exit is due before the next instruction. */
    public boolean mtfPending;

    /** The exemption of the instruction or the delivery under way; null for none. */
    public Exemption exemption;
    /** Whether RFLAGS.RF was 1 before the last VM exit, whatever the exit saved: an instruction that an exemption completes goes on with it. */
    public boolean resuming;
    /** Whether address-range monitoring was armed at the last VM exit: an instruction that an exemption completes keeps it armed. */
    public boolean monitoring;
    /** An exempt instruction has changed {@link #cr0Shadow} or {@link #cr4Shadow}, which the VMCS is to hold, too. */
    public boolean shadowsChanged;

    /** Whether a VM exit for this basic reason is made where the controls ask for it. */
    public boolean exits(ExitReason reason) { return exemption == null || !exemption.covers(reason); }

    public boolean primary(int bit) { return (primary & bit) != 0; }
    public boolean secondary(int bit) { return (secondary & bit) != 0; }

    /** Clears the controls, as outside non-root operation. */
    public void interceptNothing() {
        nonRoot = mtfPending = virtualInterrupt = false;
        pin = primary = secondary = exceptionBitmap = vpid = 0;
        cr0Mask = cr4Mask = eptp = tscOffset = 0;
        preemptionTick = Long.MAX_VALUE;
        apicAccessPage = NO_PAGE;
        apicWrite = NO_WRITE;
    }
}
