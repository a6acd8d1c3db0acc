package hv.cpu.memory;

import hv.cpu.apic.LocalApic;
import hv.cpu.platform.Bus;
import hv.cpu.platform.Ram;
import hv.cpu.state.Controls;
import hv.cpu.state.ExitRecord;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;
import hv.cpu.state.SlowAccess;
import hv.cpu.state.VmExitSignal;

/**
 * Memory by linear address, through paging (and EPT in VMX non-root operation). A page fault, an EPT violation or a misconfiguration is thrown before
 * anything has changed. Segmentation comes before: see {@code semantics.Operands}.
 *
 * <p>An access whose page is in the software TLB is done at once. The page is that of the <em>last</em> byte, so that an access across a page
 * boundary misses. All other accesses go through {@link Translation}.
 */
public final class LinearMemory {
    private static final SlowAccess SLOW = new SlowAccess();
    /** The end of linear addresses outside 64-bit mode: they wrap to 0 there. */
    private static final long END_OF_32_BITS = 1L << 32;

    private final Ram ram;
    private final Controls controls;
    private final PhysicalMemory physical;
    private final Translation translation;
    private final Watchpoints watchpoints;
    private final ApicAccessPage apicAccess;
    /** The cached translations of accesses with the current privilege. */
    private Tlb tlb;
    private long[] readTags, writeTags, addends;
    /**
     * Whether an access to anything but ordinary RAM throws {@link SlowAccess}, before it changes anything. The engine sets this while it runs a
     * block, and clears it to run such an instruction again.
     */
    public boolean ordinaryOnly;
    private boolean a20 = true;

    /** @param physicalBits width of physical addresses, MAXPHYADDR */
    public LinearMemory(Registers registers, Controls controls, Ram ram, Bus bus, LocalApic apic, ExitRecord exit, GuestException fault,
            VmExitSignal signal, int physicalBits) {
        this.ram = ram;
        this.controls = controls;
        var eptFault = new EptFault(exit, signal);
        this.physical = new PhysicalMemory(ram, bus, apic, controls, eptFault);
        this.watchpoints = new Watchpoints(registers);
        this.apicAccess = new ApicAccessPage(controls, physical, exit, signal);
        this.translation = new Translation(registers, controls, ram, physical, watchpoints, apicAccess, eptFault, fault, physicalBits);
        contextChanged();
    }

    /**
     * Reads data with the current privilege.
     *
     * @param bytes 1, 2, 4 or 8
     * @return zero-extended
     */
    public long read(long linear, int bytes) {
        int slot = Tlb.slot(linear);
        if (readTags[slot] == (linear + (bytes - 1) & Tlb.PAGE)) return ram.read(linear + addends[slot], bytes);
        return slowRead(tlb, linear, bytes, Access.READ);
    }

    /** Writes data with the current privilege. Across a page boundary, both pages are checked before either is written. */
    public void write(long linear, int bytes, long value) {
        int slot = Tlb.slot(linear);
        if (writeTags[slot] == (linear + (bytes - 1) & Tlb.PAGE)) ram.writeData(linear + addends[slot], bytes, value);
        else slowWrite(tlb, linear, bytes, value);
    }

    /** Writes 16 bytes of data, the low half first in memory. If it faults, nothing is written. */
    public void write16(long linear, long low, long high) {
        int slot = Tlb.slot(linear);
        if (writeTags[slot] == (linear + 15 & Tlb.PAGE)) {
            ram.writeData(linear + addends[slot], 8, low);
            ram.writeData(linear + addends[slot] + 8, 8, high);
        } else {
            requireWritable(linear, 16);
            write(linear, 8, low);
            write(linear + 8, 8, high);
        }
    }

    /** Reads for a read-modify-write. It faults where a write would, so that the write that follows cannot fault. */
    public long readForWrite(long linear, int bytes) {
        int slot = Tlb.slot(linear);
        if (writeTags[slot] == (linear + (bytes - 1) & Tlb.PAGE)) return ram.read(linear + addends[slot], bytes);
        return slowRead(tlb, linear, bytes, Access.READ | Access.WRITE);
    }

    /** Throws what a write would, and does nothing else. @param bytes at least 1 */
    public void checkWrite(long linear, int bytes) { checkWrite(tlb, linear, bytes); }

    /** Reads as the processor itself does (descriptor tables, TSS, event delivery to ring 0): with supervisor privilege, whatever CPL is. */
    public long readSystem(long linear, int bytes) {
        Tlb system = translation.system();
        int slot = Tlb.slot(linear);
        if (system.read[slot] == (linear + (bytes - 1) & Tlb.PAGE)) return ram.read(linear + system.addend[slot], bytes);
        return slowRead(system, linear, bytes, Access.READ);
    }

    /** Writes as the processor itself does, with supervisor privilege. */
    public void writeSystem(long linear, int bytes, long value) {
        Tlb system = translation.system();
        int slot = Tlb.slot(linear);
        if (system.write[slot] == (linear + (bytes - 1) & Tlb.PAGE)) ram.writeData(linear + system.addend[slot], bytes, value);
        else slowWrite(system, linear, bytes, value);
    }

    public void checkWriteSystem(long linear, int bytes) { checkWrite(translation.system(), linear, bytes); }

    /**
     * Stores an element {@code count} times at ascending addresses, as far as ordinary RAM in this page allows.
     *
     * @param width 1, 2, 4 or 8 bytes
     * @return the number of elements stored; 0 where the first one needs {@link #write}
     */
    public long fill(long linear, int width, long value, long count) {
        int slot = Tlb.slot(linear);
        if (writeTags[slot] != (linear & Tlb.PAGE)) return 0;
        long elements = Math.min(count, elementsInPage(linear, width));
        long at = linear + addends[slot];
        if (width == 1) ram.fill(at, elements, (byte) value);
        else for (long i = 0; i < elements; i++) ram.writeData(at + i * width, width, value);
        return elements;
    }

    /**
     * Moves {@code count} elements, one after the other at ascending addresses, as far as ordinary RAM in these pages allows.
     *
     * @return the number of elements moved; 0 where the first one needs {@link #read} and {@link #write}, or where each would read what the last one
     *         wrote
     */
    public long copy(long to, long from, int width, long count) {
        int toSlot = Tlb.slot(to), fromSlot = Tlb.slot(from);
        if (writeTags[toSlot] != (to & Tlb.PAGE) || readTags[fromSlot] != (from & Tlb.PAGE)) return 0;
        long elements = Math.min(count, Math.min(elementsInPage(to, width), elementsInPage(from, width)));
        long target = to + addends[toSlot], source = from + addends[fromSlot];
        if (target > source && target < source + elements * width) return 0;
        if (elements > 0) ram.copy(target, source, elements * width);
        return elements;
    }

    private static long elementsInPage(long linear, int width) { return (0x1000 - (linear & 0xFFF)) / width; }

    /** Translates the address of an instruction byte, with the current privilege. It faults as a fetch does. @return host-physical address */
    public long fetch(long linear) {
        int slot = Tlb.slot(linear);
        if (tlb.execute[slot] == (linear & Tlb.PAGE)) return linear + addends[slot];
        long at = translation.translate(tlb, linear, Access.FETCH);
        if (apicAccess.is(at)) throw apicAccess.exit(at, ApicAccessPage.FETCH);
        return at;
    }

    /** Whether the software TLB shows that instructions at this linear address come from this host-physical one. */
    public boolean executes(long linear, long physical) {
        int slot = Tlb.slot(linear);
        return tlb.execute[slot] == (linear & Tlb.PAGE) && linear + addends[slot] == physical;
    }

    /**
     * Translates an address for an access with the current privilege.
     *
     * @param access bits of {@link Access}
     * @return physical address; guest-physical without EPT in use
     */
    public long translate(long linear, int access) { return translation.translate(tlb, linear, access); }

    /**
     * Translates a guest-physical address by the EPTP in force, whether EPT is in use or not. A violation is thrown.
     *
     * @return host-physical address
     */
    public long throughEpt(long guestPhysical, int access) { return translation.throughEpt(guestPhysical, access); }

    /** Reads by host-physical address, for structures of the processor. @param bytes 1, 2, 4 or 8 */
    public long readPhysical(long address, int bytes) { return physical.read(address, bytes); }
    public void writePhysical(long address, int bytes, long value) { physical.write(address, bytes, value); }

    /** Reads a byte by host-physical address. @return 0 to 255 */
    public int fetchedByte(long address) { return (int) physical.read(address, 1) & 0xFF; }

    /**
     * Takes notice of a change of CR0, CR3, CR4, EFER, CPL, RFLAGS.AC, DR7 or a control, any of which may change translations, permissions or
     * breakpoints.
     */
    public void contextChanged() {
        if (watchpoints.update()) translation.watchAnew();
        tlb = translation.select();
        readTags = tlb.read;
        writeTags = tlb.write;
        addends = tlb.addend;
    }

    /** Reads new values for the PDPTE registers from the table that CR3 points to, as MOV to CR does (through EPT where that is in use). */
    public void readPdptes(long cr3, long[] into) { translation.readPdptes(cr3, into); }

    /** Sets the A20M# pin: while the gate is closed, bit 20 of every physical address is 0. In VMX operation the pin is ignored. */
    public void a20(boolean open) {
        a20 = open;
        heedA20();
    }

    public boolean a20() { return a20; }

    /** Applies the pin's level, after a change of the pin or of VMX operation. */
    public void heedA20() {
        boolean open = a20 || controls.vmxOn;
        if (physical.a20() == open) return;
        physical.a20(open);
        invalidation().all();
    }

    /** The operations that drop cached mappings. */
    public Invalidation invalidation() { return translation; }
    /** Drops all linear and combined mappings of the current VPID: changes of CR0 and CR4, INVPCID type 2. */
    public void flush() { translation.flush(); }
    /** Drops those of the current PCID, except global pages: MOV to CR3. */
    public void flushLocal() { translation.flushLocal(); }
    /** Drops those of a PCID, except global pages: INVPCID type 1. */
    public void flushLocal(int pcid) { translation.flushLocal(pcid); }
    /** Drops those of all PCIDs, except global pages: INVPCID type 3. */
    public void flushAllLocal() { translation.flushAllLocal(); }
    /** Drops one page of a PCID, unless it is global: INVPCID type 0. */
    public void flushLocalPage(int pcid, long linear) { translation.flushLocalPage(pcid, linear); }
    /** Drops one page, global or not: INVLPG. */
    public void flushPage(long linear) { translation.flushPage(linear); }

    private long slowRead(Tlb tlb, long linear, int bytes, int access) {
        int first = (int) Math.min(bytes, 0x1000 - (linear & 0xFFF));
        long low = translation.translate(tlb, linear, access);
        require(low, first, access);
        if (first == bytes) {
            watch(tlb, linear, bytes, Access.READ);
            return apicAccess.is(low) ? apicAccess.read(low, bytes) : physical.read(low, bytes);
        }
        long high = translation.translate(tlb, linear + first, access);
        require(high, bytes - first, access);
        refuseApicAccess(low, high, ApicAccessPage.READ);
        watch(tlb, linear, bytes, Access.READ);
        return physical.read(low, first) | physical.read(high, bytes - first) << 8 * first;
    }

    private void slowWrite(Tlb tlb, long linear, int bytes, long value) {
        int first = (int) Math.min(bytes, 0x1000 - (linear & 0xFFF));
        long low = translation.translate(tlb, linear, Access.WRITE);
        requireData(low, first);
        if (first == bytes) {
            watch(tlb, linear, bytes, Access.WRITE);
        } else {
            long high = translation.translate(tlb, linear + first, Access.WRITE);
            requireData(high, bytes - first);
            refuseApicAccess(low, high, ApicAccessPage.WRITE);
            watch(tlb, linear, bytes, Access.WRITE);
            physical.write(high, bytes - first, value >>> 8 * first);
        }
        if (apicAccess.is(low)) apicAccess.write(low, first, value);
        else physical.write(low, first, value);
    }

    /** Makes an access that crosses into or out of the APIC-access page a VM exit. */
    private void refuseApicAccess(long low, long high, int type) {
        if (apicAccess.is(low)) throw apicAccess.exit(low, type);
        if (apicAccess.is(high)) throw apicAccess.exit(high, type);
    }

    /** Checks an access that can't fault any more against data breakpoints. The debug exception comes after the instruction. */
    private void watch(Tlb tlb, long linear, int bytes, int access) {
        watch(linear, bytes, access);
        if (linear + bytes > END_OF_32_BITS && !tlb.key.isWide()) watch(linear - END_OF_32_BITS, bytes, access);
    }

    private void watch(long linear, int bytes, int access) {
        if (ordinaryOnly && watchpoints.meets(linear, bytes, access)) throw SLOW;
        watchpoints.note(linear, bytes, access);
    }

    private void checkWrite(Tlb tlb, long linear, int bytes) {
        if (tlb.write[Tlb.slot(linear)] == (linear + (bytes - 1) & Tlb.PAGE)) return;
        int done = (int) Math.min(bytes, 0x1000 - (linear & 0xFFF));
        requireData(translation.translate(tlb, linear, Access.WRITE), done);
        for (int part; done < bytes; done += part) {
            part = Math.min(bytes - done, 0x1000);
            requireData(translation.translate(tlb, linear + done, Access.WRITE), part);
        }
        if (ordinaryOnly && watchpoints.meets(linear, bytes, Access.WRITE)) throw SLOW;
    }

    private void require(long address, int bytes, int access) {
        if ((access & Access.WRITE) != 0) requireData(address, bytes);
        else requireOrdinary(address, bytes);
    }

    /** Faults where a write would, before any part of it is done. @param bytes at most a page */
    private void requireWritable(long linear, int bytes) {
        int first = (int) Math.min(bytes, 0x1000 - (linear & 0xFFF));
        long low = translation.translate(tlb, linear, Access.WRITE);
        if (first < bytes) requireData(translation.translate(tlb, linear + first, Access.WRITE), bytes - first);
        requireData(low, first);
    }

    private void requireOrdinary(long address, int bytes) {
        if (ordinaryOnly && (!physical.isRam(address, bytes) || apicAccess.is(address))) throw SLOW;
    }

    private void requireData(long address, int bytes) {
        requireOrdinary(address, bytes);
        if (ordinaryOnly && ram.code().overlaps(address, bytes)) throw SLOW;
    }
}
