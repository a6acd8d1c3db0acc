package hv.cpu.state;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/** Where a logical processor is in VMX operation: what neither {@link Controls} nor the VMCS region holds. */
public final class VmxState {
    /** No VMXON region, no current VMCS. */
    public static final long NONE = -1;

    public final VmxCapabilities capabilities;
    /** Physical address given to VMXON. */
    public long vmxonPointer = NONE;
    /** Physical address of the current VMCS. */
    public long current = NONE;
    /** What may have changed since the last successful entry with the current VMCS; a mask of {@code entry.FieldGroup}. */
    public int written;
    /** A requirement that was checked depends on memory that fields of the current VMCS point to. */
    public boolean memoryCounts;
    /** The same of VMCSs that have been current, by region: as they were left. */
    public final Map<Long, CheckedVmcs> checkedByRegion = new HashMap<>();
    /** Whose controls {@link Controls} holds. */
    public long latched = NONE;
    /** Regions that have been current are guarded against writes behind VMWRITE. */
    public boolean guarding;
    /** Who wrote the fields of the current VMCS; null where there is none, or no RAM at its region. */
    public FieldWriters writers;
    /** The same of every VMCS that was current since VMXON, by region. */
    public final Map<Long, FieldWriters> writersByRegion = new HashMap<>();
    /** How the next field written in Java is to be marked: {@link FieldWriters#stamp} of {@link #exits} and the author at work. */
    public long stamp;
    /** Hears of each VMfailValid of machine code, by error, and of each failed entry; null if nobody wants to. */
    public IntConsumer failures;
    public static final int FAILED_ENTRY = -2;
    /** Whose {@link FieldWriters#frames} are kept, by class name; null for none. */
    public Predicate<String> tellingFrames;
    /** IA32_EFER.LMA when host state was last checked. */
    public boolean checkedInLongMode;
    /** Software in Java entered the guest: a VM exit returns to it instead of going on at HOST_RIP. */
    public boolean enteredFromJava;
    /** NMIs were blocked in root operation when the guest was entered, or are after the last VM exit. */
    public boolean hostNmiBlocking;
    /** The controls save and load enough that a guest's registers, left alone since its VM exit, are what VM entry would load. */
    public boolean roundTrip;
    /**
     * Software in Java has a VM exit, and the registers are still the guest's: the host's are loaded when something looks at them, and
     * the guest's need not be loaded again if nothing does. Everything the exit saves is in the VMCS already.
     */
    public boolean hostPending;
    /** While {@link #hostPending}: how the last VMX instruction ended, which the host's RFLAGS are to tell. */
    public int pendingStatus;
    /** The APIC-access page of the last guest that was entered: translations may not know of another. */
    public long lastApicAccessPage = Controls.NO_PAGE;
    /** A VMX abort has shut the processor down: only RESET leaves this state. */
    public boolean aborted;

    /** VM exits since the processor was made. */
    public long exits() { return FieldWriters.exits(stamp); }

    /** One more VM exit. */
    public void countExit() { stamp += FieldWriters.stamp(1, 0); }

    /** Who executes VMWRITE in Java from now on. @param id below {@link FieldWriters#MACHINE_CODE} */
    public void author(int id) { stamp = FieldWriters.stamp(exits(), id); }

    public VmxState(VmxCapabilities capabilities) { this.capabilities = capabilities; }

    /** Outside VMX operation, as after RESET. */
    public void reset() {
        vmxonPointer = current = NONE;
        written = 0;
        enteredFromJava = hostNmiBlocking = roundTrip = hostPending = aborted = memoryCounts = false;
        writersByRegion.clear();
        checkedByRegion.clear();
        writers = null;
    }
}
