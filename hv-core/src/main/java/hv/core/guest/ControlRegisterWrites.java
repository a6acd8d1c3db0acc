package hv.core.guest;

import hv.api.Outcome;
import hv.api.x86.Event;
import hv.api.x86.Gpa;
import hv.api.x86.VmcsField;
import hv.core.host.ControlWord;
import hv.core.host.Msr;
import hv.cpu.LogicalProcessor;
import hv.cpu.LogicalProcessor.GuestMemory;
import hv.cpu.apic.LocalApic;

/**
 * MOV to CR0, CR3, CR4 and CR8, CLTS and LMSW, done for a guest whose instruction exited: the checks and the effects on paging and mode.
 *
 * @sdm 2B chapter 4 "MOV—Move to/from Control Registers"
 */
final class ControlRegisterWrites {
    private static final long CR0_KNOWN = 0xE005_003FL, CR0_ET = 1 << 4, CR0_NW = 1 << 29, CR0_CD = 1 << 30, LMSW_BITS = 0xF;
    /** Writes of these bits change what paging means, so PAE's PDPTEs are read again. */
    private static final long CR0_PAGING = Bits.CR0_PG | CR0_CD | CR0_NW, CR4_PAGING = 1 << 4 | Bits.CR4_PAE | 1 << 7 | 1 << 20;
    private static final long CR3_NO_FLUSH = 1L << 63, PDPTE_RESERVED = 0x1E6;
    private static final Outcome FAULT = Outcome.inject(Event.gp(0));

    private final LogicalProcessor cpu;
    private final Vmcs vmcs;
    private final LocalApic apic;
    private final ShadowedRegisters shadowed;
    private final GuestMemory memory;
    private final Runnable flush;

    /** @param memory where the guest's paging structures are; @param flush drops the guest's cached translations */
    ControlRegisterWrites(LogicalProcessor cpu, Vmcs vmcs, LocalApic apic, ShadowedRegisters shadowed, GuestMemory memory, Runnable flush) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.apic = apic;
        this.shadowed = shadowed;
        this.memory = memory;
        this.flush = flush;
    }

    Outcome write(int number, long value) {
        return switch (number) {
            case 0 -> cr0(value);
            case 3 -> cr3(value);
            case 4 -> cr4(value);
            default -> cr8(value);
        };
    }

    Outcome clts() { return cr0(shadowed.cr0(vmcs) & ~Bits.CR0_TS); }

    Outcome lmsw(int value) {
        long old = shadowed.cr0(vmcs);
        return cr0(old & ~(LMSW_BITS & ~Bits.CR0_PE) | value & LMSW_BITS);
    }

    private Outcome cr0(long value) {
        long old = shadowed.cr0(vmcs), now = value & CR0_KNOWN | CR0_ET;
        boolean paging = (now & Bits.CR0_PG) != 0, turnedOn = paging && (old & Bits.CR0_PG) == 0;
        if (value >>> 32 != 0 || paging && (now & Bits.CR0_PE) == 0 || (now & CR0_NW) != 0 && (now & CR0_CD) == 0) return FAULT;
        if (!paging && (longMode() && (csRights() & Bits.CS_L) != 0 || (vmcs.get(VmcsField.GUEST_CR4) & Bits.CR4_PCIDE) != 0)) return FAULT;
        boolean entersLongMode = turnedOn && (vmcs.get(VmcsField.GUEST_IA32_EFER) & Bits.EFER_LME) != 0;
        if (entersLongMode && ((vmcs.get(VmcsField.GUEST_CR4) & Bits.CR4_PAE) == 0 || (csRights() & Bits.CS_L) != 0)) return FAULT;
        if (((old ^ now) & CR0_PAGING) != 0 && paging && !entersLongMode && !longMode() && !loadPdptes(vmcs.get(VmcsField.GUEST_CR3))) return FAULT;
        if (entersLongMode) longMode(true);
        if (!paging && longMode()) longMode(false);
        shadowed.cr0(vmcs, now);
        flush.run();
        return Outcome.ADVANCE;
    }

    private Outcome cr3(long value) {
        boolean pcid = (vmcs.get(VmcsField.GUEST_CR4) & Bits.CR4_PCIDE) != 0;
        long now = pcid ? value & ~CR3_NO_FLUSH : value;
        if (longMode() && now >>> 52 != 0) return FAULT;
        boolean paging = (vmcs.get(VmcsField.GUEST_CR0) & Bits.CR0_PG) != 0;
        if (paging && !longMode() && !loadPdptes(now)) return FAULT;
        vmcs.set(VmcsField.GUEST_CR3, now);
        if (!pcid || value == now) flush.run();
        return Outcome.ADVANCE;
    }

    private Outcome cr4(long value) {
        long old = shadowed.cr4(vmcs);
        long unknown = ~cpu.rdmsr(Msr.VMX_CR4_FIXED1).orElse(-1);
        if ((value & unknown) != 0 || longMode() && (value & Bits.CR4_PAE) == 0) return FAULT;
        if ((value & ~old & Bits.CR4_PCIDE) != 0 && (!longMode() || (vmcs.get(VmcsField.GUEST_CR3) & 0xFFF) != 0)) return FAULT;
        boolean paging = (vmcs.get(VmcsField.GUEST_CR0) & Bits.CR0_PG) != 0;
        boolean reload = paging && !longMode() && (value & Bits.CR4_PAE) != 0 && ((old ^ value) & CR4_PAGING) != 0;
        if (reload && !readPdptes(vmcs.get(VmcsField.GUEST_CR3))) return FAULT;
        shadowed.cr4(vmcs, value);
        flush.run();
        return Outcome.ADVANCE;
    }

    private Outcome cr8(long value) {
        if ((value & ~0xFL) != 0) return FAULT;
        apic.taskPriorityClass((int) value);
        return Outcome.ADVANCE;
    }

    private boolean longMode() { return (vmcs.get(VmcsField.GUEST_IA32_EFER) & Bits.EFER_LMA) != 0; }
    private long csRights() { return vmcs.get(VmcsField.GUEST_CS_ACCESS_RIGHTS); }

    private void longMode(boolean on) {
        long efer = vmcs.get(VmcsField.GUEST_IA32_EFER), entry = vmcs.get(ControlWord.ENTRY.field());
        vmcs.set(VmcsField.GUEST_IA32_EFER, on ? efer | Bits.EFER_LMA : efer & ~Bits.EFER_LMA);
        vmcs.set(ControlWord.ENTRY.field(), on ? entry | Bits.ENTRY_IA32E_GUEST : entry & ~Bits.ENTRY_IA32E_GUEST);
    }

    /** @return false where a PDPTE of PAE paging is ill-formed */
    private boolean loadPdptes(long cr3) { return (vmcs.get(VmcsField.GUEST_CR4) & Bits.CR4_PAE) == 0 || readPdptes(cr3); }

    /** @return false where one is ill-formed; then none is loaded */
    boolean readPdptes(long cr3) {
        var fields = new VmcsField[] {VmcsField.GUEST_PDPTE0, VmcsField.GUEST_PDPTE1, VmcsField.GUEST_PDPTE2, VmcsField.GUEST_PDPTE3};
        var entries = new long[4];
        for (int i = 0; i < 4; i++) entries[i] = memory.read(new Gpa((cr3 & 0xFFFF_FFE0L) + 8 * i), 8);
        for (long entry : entries) if ((entry & 1) != 0 && ((entry & PDPTE_RESERVED) != 0 || entry >>> 52 != 0)) return false;
        for (int i = 0; i < 4; i++) vmcs.set(fields[i], entries[i]);
        return true;
    }
}
