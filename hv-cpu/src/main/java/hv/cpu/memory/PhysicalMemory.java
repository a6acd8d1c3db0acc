package hv.cpu.memory;

import hv.cpu.apic.LocalApic;
import hv.cpu.platform.Bus;
import hv.cpu.platform.Exemption;
import hv.cpu.platform.Ram;
import hv.cpu.state.Controls;

/** Host-physical memory: the local APIC's registers, RAM, and the bus for all other addresses. */
final class PhysicalMemory {
    private static final long ALL = -1, A20 = 1 << 20;
    /** The mark of a guest-physical address whose page an exemption finds on its bus. */
    static final long EXEMPT = 1L << 62;

    private final Ram ram;
    private final Bus bus;
    private final LocalApic apic;
    private final Controls controls;
    private final EptFault eptFault;
    /** The address bits that reach memory: all, or all but A20. */
    private long reaching = ALL;

    PhysicalMemory(Ram ram, Bus bus, LocalApic apic, Controls controls, EptFault eptFault) {
        this.ram = ram;
        this.bus = bus;
        this.apic = apic;
        this.controls = controls;
        this.eptFault = eptFault;
    }

    void a20(boolean open) { reaching = open ? ALL : ~A20; }
    boolean a20() { return reaching == ALL; }
    /** The address that an access reaches, with A20 masked if its gate is closed. */
    long effective(long physical) { return physical & reaching; }

    boolean isRam(long physical, int bytes) { return ram.contains(physical, bytes) && !isApic(physical); }
    private boolean isApic(long physical) { return physical >>> 12 == apic.page(); }

    /** @param bytes 1 to 8, within a page */
    long read(long physical, int bytes) {
        boolean whole = Integer.bitCount(bytes) == 1;
        if (!whole) return readBytes(physical, bytes);
        physical = effective(physical);
        return isRam(physical, bytes) ? ram.read(physical, bytes) : readElsewhere(physical, bytes);
    }

    void write(long physical, int bytes, long value) {
        physical = effective(physical);
        if (Integer.bitCount(bytes) != 1) writeBytes(physical, bytes, value);
        else if (isRam(physical, bytes)) ram.write(physical, bytes, value);
        else if (isApic(physical)) apic.write((int) physical & 0xFFF, bytes, value);
        else if (physical < EXEMPT) bus.write(physical, bytes, value);
        else controls.exemption.bus().write(physical & ~EXEMPT, bytes, value);
    }

    private long readElsewhere(long physical, int bytes) {
        return isApic(physical) ? apic.read((int) physical & 0xFFF, bytes)
                : physical < EXEMPT ? bus.read(physical, bytes) : readExempt(physical & ~EXEMPT, bytes);
    }

    private long readExempt(long guestPhysical, int bytes) {
        try {
            return controls.exemption.bus().read(guestPhysical, bytes);
        } catch (Exemption.Unanswered _) {
            throw eptFault.violation(Access.READ, 0, 0, 0, guestPhysical);
        }
    }

    private long readBytes(long physical, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) value |= read(physical + i, 1) << 8 * i;
        return value;
    }

    private void writeBytes(long physical, int bytes, long value) {
        for (int i = 0; i < bytes; i++) write(physical + i, 1, value >>> 8 * i & 0xFF);
    }
}
