package hv.core.guest.entry;

import hv.api.machine.State;
import hv.api.machine.StateFields;
import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import hv.core.ept.GuestSpace;
import hv.core.guest.state.ControlBit;
import hv.core.guest.state.GuestCapabilities;
import hv.core.guest.state.Vmcs;
import hv.core.host.FrameAllocator;
import hv.cpu.apic.ApicPage;
import hv.cpu.apic.LocalApic;
import hv.cpu.platform.Ram;
import java.util.EnumSet;
import java.util.Set;

/**
 * The registers of a virtual processor's local APIC in the virtual-APIC page. The processor answers most accesses to them, and delivers interrupts,
 * without a VM exit, if it has all controls that this needs. They are switched on when the guest first uses its local APIC, so that they cost nothing
 * in other guests.
 *
 * @sdm 3C chapter "APIC Virtualization and Virtual Interrupts"
 */
public final class VirtualApicPage implements ApicPage, State {
    private static final Set<ControlBit> NEEDED = EnumSet.of(ControlBit.USE_TPR_SHADOW, ControlBit.VIRTUALIZE_APIC_ACCESSES,
            ControlBit.VIRTUALIZE_X2APIC_MODE, ControlBit.APIC_REGISTER_VIRTUALIZATION, ControlBit.VIRTUAL_INTERRUPT_DELIVERY);
    private static final VmcsField[] EOI_EXITS = {VmcsField.EOI_EXIT_BITMAP_0, VmcsField.EOI_EXIT_BITMAP_1, VmcsField.EOI_EXIT_BITMAP_2,
            VmcsField.EOI_EXIT_BITMAP_3};
    private static final int NO_STATUS = -1;

    private final Ram ram;
    private final Vmcs vmcs;
    private final Interceptions interceptions;
    private final GuestSpace space;
    private final Hpa frame, accesses;
    private final boolean offered;
    private final long[] eoiExits = new long[EOI_EXITS.length];
    private boolean used, active, changed = true;
    private long seen = -1;

    public VirtualApicPage(Ram ram, Vmcs vmcs, FrameAllocator frames, GuestCapabilities capabilities, Interceptions interceptions, GuestSpace space) {
        this.ram = ram;
        this.vmcs = vmcs;
        this.interceptions = interceptions;
        this.space = space;
        this.frame = frames.allocate();
        this.accesses = frames.allocate();
        this.offered = NEEDED.stream().allMatch(capabilities::has);
    }

    @Override public int get(int offset) { return (int) ram.read(frame.value() + offset, 4); }
    @Override public void set(int offset, int value) { ram.write(frame.value() + offset, 4, value & 0xFFFF_FFFFL); }

    /** The registers are state of the local APIC that they belong to. */
    @Override public void fields(StateFields fields) {
        used = fields.flag("used", used);
        changed = true;
    }

    /** Whether the processor works on the page while the guest runs. */
    public boolean active() { return active; }

    /** Notes that the guest uses its local APIC. */
    public void used() {
        changed |= !used;
        used = true;
    }

    /** Notes that the local APIC's mode or address has changed. */
    public void modeChanged() { changed = true; }

    /** Whether the local APIC has changed since the last entry told the processor. */
    public boolean isBehind(LocalApic apic) { return active && apic.changes() != seen; }

    /** Writes the changes to the VMCS, which is current, before an entry. */
    public void prepare(LocalApic apic) {
        if (changed && offered) follow(apic);
        if (isBehind(apic)) tell(apic);
    }

    private void follow(LocalApic apic) {
        changed = false;
        boolean before = active;
        active = used && apic.isEnabled();
        boolean inMemory = active && apic.page() != LocalApic.NO_PAGE, msrs = active && !inMemory;
        interceptions.own(ControlBit.USE_TPR_SHADOW, active);
        interceptions.own(ControlBit.CR8_LOAD_EXITING, !active);
        interceptions.own(ControlBit.CR8_STORE_EXITING, !active);
        interceptions.own(ControlBit.APIC_REGISTER_VIRTUALIZATION, active);
        interceptions.own(ControlBit.VIRTUAL_INTERRUPT_DELIVERY, active);
        interceptions.own(ControlBit.VIRTUALIZE_APIC_ACCESSES, inMemory);
        interceptions.own(ControlBit.VIRTUALIZE_X2APIC_MODE, msrs);
        space.overlay(inMemory ? apic.page() << 12 : GuestSpace.NO_OVERLAY, accesses);
        if (active && !before) begin();
    }

    private void begin() {
        vmcs.set(VmcsField.VIRTUAL_APIC_ADDRESS, frame.value());
        vmcs.set(VmcsField.APIC_ACCESS_ADDRESS, accesses.value());
        vmcs.set(VmcsField.TPR_THRESHOLD, 0);
        for (int i = 0; i < EOI_EXITS.length; i++) vmcs.set(EOI_EXITS[i], eoiExits[i]);
        seen = NO_STATUS;
    }

    private void tell(LocalApic apic) {
        seen = apic.changes();
        vmcs.set(VmcsField.GUEST_INTERRUPT_STATUS, apic.interruptStatus());
        for (int i = 0; i < EOI_EXITS.length; i++) {
            long wanted = apic.levelTriggered(i);
            if (wanted != eoiExits[i]) vmcs.set(EOI_EXITS[i], eoiExits[i] = wanted);
        }
    }
}
