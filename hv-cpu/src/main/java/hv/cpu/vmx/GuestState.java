package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.ActivityState;
import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.Dr7;
import hv.api.x86.Efer;
import hv.api.x86.EntryControls;
import hv.api.x86.ExitControls;
import hv.api.x86.Interruptibility;
import hv.api.x86.Rflags;
import hv.api.x86.SecondaryControls;
import hv.api.x86.VmcsField;
import hv.cpu.entry.FieldGroup;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Registers;
import hv.cpu.state.Registers.Activity;
import hv.cpu.state.Segment;

/**
 * The guest-state area, from which VM entry loads registers, and to which VM exit saves them.
 *
 * @sdm 3C chapter 27 "Loading Guest State" and chapter 28 "Saving Guest State"
 */
final class GuestState {
    /** Bits of CR0 that VM entry and VM exit load. */
    static final long CR0_LOADED = Cr0.ALL & ~(Cr0.ET | Cr0.NW | Cr0.CD);
    private static final long DR7_FIXED_0 = 0xD800;
    private static final int RESERVED_RIGHTS = 0xFFFE_0F00;
    private static final Activity[] ACTIVITIES = Activity.values();
    /** The offsets of the fields of ES. Segment registers are in the order of their encoding, eight bytes apart. */
    private static final int SELECTOR = Vmcs.offset(GUEST_ES_SELECTOR), BASE = Vmcs.offset(GUEST_ES_BASE), LIMIT = Vmcs.offset(GUEST_ES_LIMIT),
            RIGHTS = Vmcs.offset(GUEST_ES_ACCESS_RIGHTS);

    private GuestState() {}

    static void load(Cpu c) {
        int entry = Vmcs.getInt(c, VM_ENTRY_CONTROLS);
        loadControlRegisters(c, entry);
        loadMsrs(c, entry);
        loadSegments(c, c);
        c.gdtBase = Vmcs.get(c, GUEST_GDTR_BASE);
        c.gdtLimit = Vmcs.getInt(c, GUEST_GDTR_LIMIT);
        c.idtBase = Vmcs.get(c, GUEST_IDTR_BASE);
        c.idtLimit = Vmcs.getInt(c, GUEST_IDTR_LIMIT);
        c.rip = Vmcs.get(c, GUEST_RIP);
        c.r[Registers.RSP] = Vmcs.get(c, GUEST_RSP);
        c.flags.setImage(Vmcs.getInt(c, GUEST_RFLAGS));
        c.cpl = privilege(c);
        loadNonRegisters(c);
    }

    static void loadNonRegisters(Cpu c) {
        c.activity = ACTIVITIES[Vmcs.getInt(c, GUEST_ACTIVITY_STATE)];
        c.interruptibility = Vmcs.getInt(c, GUEST_INTERRUPTIBILITY_STATE);
        c.pendingDebug = Vmcs.get(c, GUEST_PENDING_DEBUG_EXCEPTIONS);
    }

    /** For a look at the guest from root operation: what decides how it executes, and nothing else. */
    static void loadExecution(Cpu c, Registers guest) {
        int entry = Vmcs.getInt(c, VM_ENTRY_CONTROLS);
        guest.cr0 = guestCr0(c);
        guest.cr3 = Vmcs.get(c, GUEST_CR3);
        guest.cr4 = Vmcs.get(c, GUEST_CR4);
        guest.efer = guestEfer(c, guest.cr0, entry);
        guest.rip = Vmcs.get(c, GUEST_RIP);
        guest.flags.setImage(Vmcs.getInt(c, GUEST_RFLAGS));
        loadSegments(c, guest);
        guest.cpl = privilege(guest);
        for (int i = 0; i < 4; i++) guest.pdpte[i] = Vmcs.get(c, pdpte(i));
    }

    private static long guestCr0(Cpu c) { return c.cr0 & ~CR0_LOADED | Vmcs.get(c, GUEST_CR0) & CR0_LOADED; }

    private static void loadControlRegisters(Cpu c, int entry) {
        c.cr0 = guestCr0(c);
        c.cr3 = Vmcs.get(c, GUEST_CR3);
        c.cr4 = Vmcs.get(c, GUEST_CR4);
        if ((entry & EntryControls.LOAD_DEBUG_CONTROLS) != 0) {
            c.dr[7] = Vmcs.get(c, GUEST_DR7) & ~DR7_FIXED_0 | Dr7.FIXED;
            c.debugctl = Vmcs.get(c, GUEST_IA32_DEBUGCTL);
        }
    }

    private static void loadMsrs(Cpu c, int entry) {
        c.sysenterCs = Vmcs.get(c, GUEST_IA32_SYSENTER_CS);
        c.sysenterEsp = Vmcs.get(c, GUEST_IA32_SYSENTER_ESP);
        c.sysenterEip = Vmcs.get(c, GUEST_IA32_SYSENTER_EIP);
        c.efer = guestEfer(c, c.cr0, entry);
        if ((entry & EntryControls.LOAD_IA32_PAT) != 0) c.pat = Vmcs.get(c, GUEST_IA32_PAT);
        if ((entry & EntryControls.LOAD_IA32_PERF_GLOBAL_CTRL) != 0) c.performance.globalControl(Vmcs.get(c, GUEST_IA32_PERF_GLOBAL_CTRL));
    }

    /** Where the entry does not load it, LMA is as the entry control says; LME follows it where paging is on. */
    private static long guestEfer(Cpu c, long cr0, int entry) {
        if ((entry & EntryControls.LOAD_IA32_EFER) != 0) return Vmcs.get(c, GUEST_IA32_EFER);
        boolean ia32e = (entry & EntryControls.IA32E_MODE_GUEST) != 0;
        long efer = ia32e ? c.efer | Efer.LMA : c.efer & ~Efer.LMA;
        if ((cr0 & Cr0.PG) == 0) return efer;
        return ia32e ? efer | Efer.LME : efer & ~Efer.LME;
    }

    private static void loadSegments(Cpu c, Registers into) {
        long region = c.vmxState.pointers.current;
        for (int i = 0; i < into.segments.length; i++) {
            int at = 8 * i;
            into.segments[i].load((int) c.ram.read(region + SELECTOR + at, 4), c.ram.read(region + BASE + at, 8),
                    (int) c.ram.read(region + LIMIT + at, 4), (int) c.ram.read(region + RIGHTS + at, 4));
        }
    }

    private static int privilege(Registers guest) {
        if (guest.flags.has(Rflags.VM)) return 3;
        return (guest.cr0 & Cr0.PE) != 0 ? guest.segments[Segment.SS].dpl() : 0;
    }

    static boolean paePaging(Cpu c) { return (c.cr0 & Cr0.PG) != 0 && (c.cr4 & Cr4.PAE) != 0 && (c.efer & Efer.LMA) == 0; }

    /** Loads the PDPTE registers of a guest with PAE paging: from the VMCS with EPT, otherwise from the table in memory. */
    static void loadPdptes(Cpu c) {
        if (!paePaging(c)) return;
        if (!c.vmx.secondary(SecondaryControls.ENABLE_EPT)) c.mem.readPdptes(c.cr3, c.pdpte);
        else for (int i = 0; i < 4; i++) c.pdpte[i] = Vmcs.get(c, pdpte(i));
    }

    private static VmcsField pdpte(int i) {
        return switch (i) {
            case 0 -> GUEST_PDPTE0;
            case 1 -> GUEST_PDPTE1;
            case 2 -> GUEST_PDPTE2;
            default -> GUEST_PDPTE3;
        };
    }

    /** @param rf the value to save of RFLAGS.RF */
    static void save(Cpu c, boolean rf) {
        Vmcs.open(c);
        int exit = Vmcs.getInt(c, PRIMARY_VM_EXIT_CONTROLS);
        Vmcs.put(c, GUEST_CR0, c.cr0);
        Vmcs.put(c, GUEST_CR3, c.cr3);
        Vmcs.put(c, GUEST_CR4, c.cr4);
        saveMsrs(c, exit);
        saveSegments(c);
        Vmcs.put(c, GUEST_GDTR_BASE, c.gdtBase);
        Vmcs.putInt(c, GUEST_GDTR_LIMIT, c.gdtLimit);
        Vmcs.put(c, GUEST_IDTR_BASE, c.idtBase);
        Vmcs.putInt(c, GUEST_IDTR_LIMIT, c.idtLimit);
        Vmcs.put(c, GUEST_RIP, c.rip);
        Vmcs.put(c, GUEST_RSP, c.r[Registers.RSP]);
        Vmcs.putInt(c, GUEST_RFLAGS, rf ? c.flags.image() | Rflags.RF : c.flags.image() & ~Rflags.RF);
        Vmcs.putInt(c, GUEST_ACTIVITY_STATE, c.activity == Activity.MWAIT ? ActivityState.ACTIVE : c.activity.ordinal());
        Vmcs.putInt(c, GUEST_INTERRUPTIBILITY_STATE, c.interruptibility);
        Vmcs.put(c, GUEST_PENDING_DEBUG_EXCEPTIONS, c.pendingDebug);
        if (inDoubt(c)) c.vmxState.memo.written |= FieldGroup.NON_REGISTER.mask;
        if (c.vmx.secondary(SecondaryControls.ENABLE_EPT) && paePaging(c)) for (int i = 0; i < 4; i++) Vmcs.put(c, pdpte(i), c.pdpte[i]);
    }

    /**
     * Whether the saved state might not fulfil the requirements of the next entry. It always does, except where saved fields must agree with fields
     * that the controls do not save: pending debug exceptions with IA32_DEBUGCTL.
     */
    private static boolean inDoubt(Cpu c) {
        return c.pendingDebug != 0 || c.activity != Activity.ACTIVE || (c.interruptibility & Interruptibility.BLOCKING_BY_STI_OR_MOV_SS) != 0;
    }

    private static void saveMsrs(Cpu c, int exit) {
        Vmcs.putInt(c, GUEST_IA32_SYSENTER_CS, (int) c.sysenterCs);
        Vmcs.put(c, GUEST_IA32_SYSENTER_ESP, c.sysenterEsp);
        Vmcs.put(c, GUEST_IA32_SYSENTER_EIP, c.sysenterEip);
        if ((exit & ExitControls.SAVE_DEBUG_CONTROLS) != 0) {
            Vmcs.put(c, GUEST_DR7, c.dr[7]);
            Vmcs.put(c, GUEST_IA32_DEBUGCTL, c.debugctl);
        }
        if ((exit & ExitControls.SAVE_IA32_EFER) != 0) Vmcs.put(c, GUEST_IA32_EFER, c.efer);
        if ((exit & ExitControls.SAVE_IA32_PAT) != 0) Vmcs.put(c, GUEST_IA32_PAT, c.pat);
    }

    private static void saveSegments(Cpu c) {
        for (int i = 0; i < c.segments.length; i++) {
            var s = c.segments[i];
            int at = 8 * i;
            Vmcs.putAt(c, SELECTOR + at, s.selector);
            Vmcs.putAt(c, BASE + at, s.base);
            Vmcs.putAt(c, LIMIT + at, s.limit & 0xFFFF_FFFFL);
            Vmcs.putAt(c, RIGHTS + at, s.rights & ~RESERVED_RIGHTS);
        }
    }
}
