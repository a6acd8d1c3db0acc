package hv.core.ept;

import hv.api.Intercept;
import hv.api.Mapping;
import hv.api.MemoryTranslator;
import hv.api.machine.Registration;
import hv.api.x86.Access;
import hv.api.x86.EptVpidCap;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.api.x86.MsrIndex;
import hv.core.host.FrameAllocator;
import hv.core.machine.MmioMap;
import hv.cpu.LogicalProcessor;
import java.util.Comparator;
import java.util.List;

/**
 * Guest-physical memory of one virtual machine: EPT entries built from what the translators answer, in the largest pages that fit, never
 * crossing a translator's claim, a device's registers or a watched range.
 */
public final class GuestSpace {
    /** No page, see {@link #overlay}. */
    public static final long NO_OVERLAY = -1;
    private static final long A20 = 1 << 20;

    private final LogicalProcessor cpu;
    private final EptTables tables;
    private final TranslatorChain translators;
    private final Watches watches = new Watches();
    private final Boundaries boundaries = new Boundaries();
    private final MmioMap devices;
    private final long ramBytes, capabilities;
    private long overlay = NO_OVERLAY;
    /** Bits of the processor's addresses that reach memory: all, or all but A20. */
    private long reaching = -1;
    private Hpa overlayFrame;

    /** How an EPT violation can be settled. */
    public enum Settlement {
        /** The entry allows the access now: enter again. */ RETRY,
        /** The access is backed, but a translator or a watch does not allow it. */ REFUSED,
        /** A device's registers are there. */ DEVICE,
        /** Nothing is there. */ UNBACKED
    }

    /**
     * @param ramBytes size of the guest's RAM, which begins at guest-physical address 0
     * @param order    of the memory translators, the outermost first
     */
    public GuestSpace(LogicalProcessor cpu, FrameAllocator frames, MmioMap devices, long ramBytes, Comparator<MemoryTranslator> order) {
        this.cpu = cpu;
        this.translators = new TranslatorChain(order);
        this.devices = devices;
        this.ramBytes = ramBytes;
        this.tables = new EptTables(cpu.ram(), frames);
        this.capabilities = cpu.rdmsr(MsrIndex.IA32_VMX_EPT_VPID_CAP).orElse(0);
    }

    public long eptPointer() { return tables.pointer(); }
    public long ramBytes() { return ramBytes; }
    /** Whether registers are at the address. */
    public boolean isDevice(long address) { return devices.holds(address); }
    MmioMap devices() { return devices; }

    public void add(MemoryTranslator translator) {
        translators.add(translator);
        translators.refresh();
    }

    /** All memory translators, outermost first, with what they claim. */
    public List<TranslatorClaims> translators() { return translators.inOrder(); }

    /** Whether memory, a device's registers, or something that a translator shows there is in a range. */
    public boolean hasSomethingIn(long first, long bytes) {
        boolean inRam = Long.compareUnsigned(first, ramBytes) < 0;
        return inRam || devices.claims().stream().anyMatch(claim -> claim.overlaps(first, bytes)) || isBacked(first) || isBacked(first + bytes - 1);
    }

    private boolean isBacked(long address) { return translators.ask(address & -0x1000L, Access.READ) instanceof Mapping.Backed; }

    /** The guest's A20 gate, which the processor itself has not in VMX operation. */
    public void a20(boolean open) {
        if (open == isA20Open()) return;
        reaching = open ? -1 : ~A20;
        tables.fold(!open);
        commit();
    }

    private boolean isA20Open() { return reaching == -1; }

    /** The guest-physical address that the processor reaches by this one. All others that are asked about here have gone this way. */
    public Gpa reached(long address) { return new Gpa(address & reaching); }

    /** Narrows what the range's entries allow until the registration is closed. */
    public Registration watch(Intercept.Memory watch) {
        watches.add(watch);
        remap(watch.first().value(), watch.bytes());
        return () -> {
            watches.remove(watch);
            remap(watch.first().value(), watch.bytes());
        };
    }

    /** Builds the entries of all RAM that is decided in one piece; hooked and watched pages wait for their first access, and all while A20 is masked. */
    public void fill() {
        refresh();
        if (isA20Open()) fill(0, ramBytes);
        commit();
    }

    private void fill(long first, long end) {
        for (long page = first; page < end; ) {
            long above = Math.min(end, boundaries.above(page));
            boolean special = isDevice(page) || watches.on(page) != Access.NONE || above - page <= 0x1000;
            page = special ? above : fillExtent(page, above);
        }
    }

    private long fillExtent(long page, long end) {
        if (!(translators.ask(page, Access.READ) instanceof Mapping.Backed backed)) return page + 0x1000;
        long until = Math.min(end, backed.first().value() + backed.bytes());
        for (long at = page; at < until; ) at += EptTables.span(install(at, backed));
        return until;
    }

    /** Drops the entries of a range and asks the translators for their claims anew; entries come back at the next access. */
    public void remap(long first, long bytes) {
        refresh();
        long page = first & -0x1000L;
        tables.unmap(page, (first + bytes + 0xFFF & -0x1000L) - page);
        commit();
    }

    /** Reads all claims again. */
    public void refresh() {
        translators.refresh();
        boundaries.clear();
        translators.claims().forEach(claim -> boundaries.around(claim.first().value(), claim.bytes()));
        devices.claims().forEach(claim -> boundaries.around(claim.first(), claim.bytes()));
        watches.all().forEach(watch -> boundaries.around(watch.first().value(), watch.bytes()));
    }

    /** Makes the entry allow these accesses, if the translators do. */
    public Settlement settle(long address, Access accesses) {
        long page = address & -0x1000L;
        if (page == overlay) return settleOverlay(accesses);
        if (isDevice(address)) return Settlement.DEVICE;
        if (!(translators.ask(page, accesses) instanceof Mapping.Backed backed)) return Settlement.UNBACKED;
        install(page, backed);
        commit();
        return tables.allowed(page).has(accesses) ? Settlement.RETRY : Settlement.REFUSED;
    }

    /** Data accesses to this page go to a frame of the host's, whatever else is there. @param page its address, or {@link #NO_OVERLAY} */
    public void overlay(long page, Hpa frame) {
        if (page == overlay) return;
        if (overlay != NO_OVERLAY) forget(overlay);
        overlay = page;
        overlayFrame = frame;
        if (page != NO_OVERLAY) forget(page);
    }

    private Settlement settleOverlay(Access accesses) {
        tables.map(overlay, overlayFrame.value(), EptTables.PAGE, Access.READ_WRITE, MemoryType.WRITE_BACK);
        commit();
        return Access.READ_WRITE.has(accesses) ? Settlement.RETRY : Settlement.REFUSED;
    }

    /** What the entry of this address allows now. */
    public Access allowed(long address) { return tables.allowed(address); }

    /** Whether nothing is at the address for such an access. */
    public boolean isUnbacked(long address, Access accesses) {
        return address >>> 12 != overlay >>> 12 && !isDevice(address) && !(translators.ask(address & -0x1000L, accesses) instanceof Mapping.Backed);
    }

    /** Whether the page executes, from another frame than this. */
    boolean executesAnother(long page, long frame) { return tables.allowed(page).has(Access.EXECUTE) && tables.frame(page) != frame; }

    /** Drops one page's entry, so that the next access asks the translators again. */
    public void forget(long address) {
        tables.unmap(address & -0x1000L, 0x1000);
        commit();
    }

    /** Where the translators have this page for such an access, whatever they allow. */
    Mapping locate(long page, Access accesses) { return translators.ask(page, accesses); }

    /** @return the level of the page that was mapped */
    private int install(long page, Mapping.Backed backed) {
        long first = backed.first().value(), offset = backed.from().value() - first;
        long low = Math.max(first, boundaries.below(page)), high = Math.min(first + backed.bytes(), boundaries.above(page));
        int level = EptTables.PAGE;
        while (level < largest() && fits(page, offset, level + 1, low, high)) level++;
        long start = page & -EptTables.span(level);
        var allowed = legal(backed.allowed().without(watches.on(page)));
        tables.map(start, start + offset, level, allowed, backed.type());
        return level;
    }

    private static boolean fits(long page, long offset, int level, long low, long high) {
        long span = EptTables.span(level), start = page & -span;
        return (offset & span - 1) == 0 && start >= low && start + span <= high;
    }

    private int largest() {
        if (!isA20Open()) return EptTables.PAGE;
        return (capabilities & EptVpidCap.PAGE_1G) != 0 ? EptTables.HUGE : (capabilities & EptVpidCap.PAGE_2M) != 0 ? EptTables.LARGE : EptTables.PAGE;
    }

    /** What an entry may say: writing needs reading, and so does executing where the processor has no execute-only pages. */
    private Access legal(Access wanted) {
        if (wanted.has(Access.READ)) return wanted;
        return (capabilities & EptVpidCap.EXECUTE_ONLY) != 0 ? wanted.without(Access.WRITE) : Access.NONE;
    }

    private void commit() {
        if (tables.takeStale() && cpu.inVmxOperation()) cpu.invept(1, tables.pointer());
    }
}
