package hv.cpu.memory;

import static hv.api.x86.EptViolationQualification.ACCESS_TO_TRANSLATION;
import static hv.api.x86.EptViolationQualification.GUEST_LINEAR_ADDRESS_VALID;

import hv.cpu.platform.CodeLines;
import hv.cpu.platform.Ram;
import hv.cpu.state.Controls;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;

/** The translation of a linear to a host-physical address that the software TLB does not hold; it is added to the TLB. */
final class Translation implements Invalidation {
    private final Registers registers;
    private final Controls controls;
    private final Ram ram;
    private final PhysicalMemory memory;
    private final EptWalker ept;
    private final GuestPhysical guestPhysical;
    private final Paging paging;
    private final Watchpoints watchpoints;
    private final ApicAccessPage apicAccess;
    private final TlbContexts contexts = new TlbContexts();
    private final TlbKey wanted = new TlbKey();
    private Tlb current, system;

    Translation(Registers registers, Controls controls, Ram ram, PhysicalMemory memory, Watchpoints watchpoints, ApicAccessPage apicAccess,
            EptFault eptFault, GuestException fault, int physicalBits) {
        this.registers = registers;
        this.controls = controls;
        this.ram = ram;
        this.memory = memory;
        this.watchpoints = watchpoints;
        this.apicAccess = apicAccess;
        this.ept = new EptWalker(controls, memory, eptFault, physicalBits);
        this.guestPhysical = new GuestPhysical(memory, ept, apicAccess);
        this.paging = new Paging(registers, guestPhysical, fault, physicalBits);
        ram.code().listen(new CodeLines.Listener() {
            @Override public void holdsCode(long frame) { contexts.withholdWrites(frame); }
            @Override public void codeWritten(long physical, long length) {}
        });
    }

    /** Selects the context for the present registers and controls. */
    Tlb select() {
        wanted.set(registers, controls, false);
        if (current == null || !current.key.matches(wanted)) current = contexts.of(wanted);
        follow(current);
        guestPhysical.eptInUse = current.key.usesEpt();
        system = null;
        return current;
    }

    /** Selects the context for accesses of the processor itself. */
    Tlb system() {
        if (system == null) {
            wanted.set(registers, controls, true);
            system = wanted.matches(current.key) ? current : contexts.of(wanted);
            follow(system);
        }
        return system;
    }

    /** Brings a context up to date with CR3: where CR3 has been loaded since, only global pages are kept. */
    private void follow(Tlb tlb) {
        if (tlb.key.cr3 == wanted.cr3) return;
        tlb.flushLocal();
        tlb.key.cr3 = wanted.cr3;
    }

    /** Translates. A frame of RAM is in the TLB afterwards. @return host-physical address */
    long translate(Tlb tlb, long linear, int access) {
        int mode = tlb.key.mode;
        if (!tlb.key.isWide()) linear &= 0xFFFF_FFFFL;
        long gpa = paging.translate(linear, access, mode);
        int rights = paging.rights;
        long physical = gpa;
        if (tlb.key.usesEpt()) {
            physical = throughEpt(tlb, gpa, access, linear);
            rights &= ept.rights;
        }
        physical = memory.effective(physical);
        if (memory.isRam(physical, 1) && !apicAccess.is(physical)) {
            if (ram.code().inFrame(physical >>> 12)) rights &= ~Access.WRITE;
            rights &= ~watchpoints.inPage(linear);
            tlb.fill(linear, physical, rights, paging.kind);
        }
        return physical;
    }

    private long throughEpt(Tlb tlb, long gpa, int access, long linear) {
        tlb.drop(linear);
        return ept.translate(gpa, access, GUEST_LINEAR_ADDRESS_VALID | ACCESS_TO_TRANSLATION | paging.advanced, linear);
    }

    long throughEpt(long gpa, int access) { return ept.translate(gpa, access, 0, 0); }

    void readPdptes(long cr3, long[] into) {
        for (int i = 0; i < 4; i++) into[i] = guestPhysical.pdpte((cr3 & 0xFFFF_FFE0L) + 8 * i);
    }

    /** Removes the tags of pages that hold a data breakpoint. */
    void watchAnew() {
        for (int i = 0; i < 4; i++) contexts.drop(watchpoints.page(i));
    }

    /** Drops the pages of the current PCID, except global ones: MOV to CR3. */
    void flushLocal() { flushLocal(TlbKey.currentPcid(registers)); }

    void flushLocal(int pcid) {
        int vpid = TlbKey.currentVpid(controls);
        contexts.flushLocal(key -> key.vpid == vpid && key.pcid == pcid);
    }

    void flushAllLocal() {
        int vpid = TlbKey.currentVpid(controls);
        contexts.flushLocal(key -> key.vpid == vpid);
    }

    void flushLocalPage(int pcid, long linear) { contexts.flushLocalPage(TlbKey.currentVpid(controls), pcid, linear); }

    void flush() { vpid(TlbKey.currentVpid(controls)); }
    void flushPage(long linear) { vpidPage(TlbKey.currentVpid(controls), linear); }

    @Override public void vpid(int vpid) { contexts.flush(key -> key.vpid == vpid); }
    @Override public void vpidPage(int vpid, long linear) { contexts.flushPage(vpid, linear); }
    @Override public void allVpids() { contexts.flush(key -> key.vpid != 0); }

    @Override
    public void eptRoot(long eptp) {
        long root = eptp & EptWalker.FRAME;
        ept.cache().drop(root, false);
        contexts.flush(key -> key.usesEpt() && key.eptRoot == root);
    }

    @Override
    public void allEptRoots() {
        ept.cache().drop(0, true);
        contexts.flush(TlbKey::usesEpt);
    }

    @Override
    public void all() {
        ept.cache().drop(0, true);
        contexts.flush(key -> true);
    }
}
