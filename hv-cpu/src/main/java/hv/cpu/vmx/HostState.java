package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr4;
import hv.api.x86.Dr7;
import hv.api.x86.Efer;
import hv.api.x86.ExitControls;
import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Registers;
import hv.cpu.state.Registers.Activity;
import hv.cpu.state.Segment;

/**
 * The loading of the host-state area by a VM exit.
 *
 * @sdm 3C chapter 28 "Loading Host State"
 */
final class HostState {
    private static final long EFER_LONG = Efer.LMA | Efer.LME;
    private static final int TABLE_LIMIT = 0xFFFF, TSS_LIMIT = 0x67;

    private HostState() {}

    static void load(Cpu c) {
        int exit = Vmcs.getInt(c, PRIMARY_VM_EXIT_CONTROLS);
        boolean host64 = (exit & ExitControls.HOST_ADDRESS_SPACE_SIZE) != 0;
        c.cr0 = c.cr0 & ~GuestState.CR0_LOADED | Vmcs.get(c, HOST_CR0) & GuestState.CR0_LOADED;
        c.cr3 = Vmcs.get(c, HOST_CR3);
        c.cr4 = host64 ? Vmcs.get(c, HOST_CR4) | Cr4.PAE : Vmcs.get(c, HOST_CR4) & ~Cr4.PCIDE;
        c.dr[7] = Dr7.FIXED;
        c.debugctl = 0;
        loadMsrs(c, exit, host64);
        loadSegments(c, host64);
        c.gdtBase = Vmcs.get(c, HOST_GDTR_BASE);
        c.idtBase = Vmcs.get(c, HOST_IDTR_BASE);
        c.gdtLimit = c.idtLimit = TABLE_LIMIT;
        c.flags.setImage(Rflags.FIXED);
        c.rip = Vmcs.get(c, HOST_RIP);
        c.r[Registers.RSP] = Vmcs.get(c, HOST_RSP);
        c.activity = Activity.ACTIVE;
        c.pendingDebug = 0;
        c.cpl = 0;
    }

    private static void loadMsrs(Cpu c, int exit, boolean host64) {
        c.sysenterCs = Vmcs.get(c, HOST_IA32_SYSENTER_CS);
        c.sysenterEsp = Vmcs.get(c, HOST_IA32_SYSENTER_ESP);
        c.sysenterEip = Vmcs.get(c, HOST_IA32_SYSENTER_EIP);
        if ((exit & ExitControls.LOAD_IA32_EFER) != 0) c.efer = Vmcs.get(c, HOST_IA32_EFER);
        else c.efer = host64 ? c.efer | EFER_LONG : c.efer & ~EFER_LONG;
        if ((exit & ExitControls.LOAD_IA32_PAT) != 0) c.pat = Vmcs.get(c, HOST_IA32_PAT);
        loadPerformanceCounters(c, exit);
    }

    static void loadPerformanceCounters(Cpu c, int exit) {
        if ((exit & ExitControls.LOAD_IA32_PERF_GLOBAL_CTRL) != 0) c.performance.globalControl(Vmcs.get(c, HOST_IA32_PERF_GLOBAL_CTRL));
    }

    private static void loadSegments(Cpu c, boolean host64) {
        int code = host64 ? AccessRights.CODE_64 : AccessRights.CODE_32;
        c.segments[Segment.CS].load(Vmcs.getInt(c, HOST_CS_SELECTOR), 0, -1, code);
        data(c, Segment.ES, HOST_ES_SELECTOR, 0);
        data(c, Segment.SS, HOST_SS_SELECTOR, 0);
        data(c, Segment.DS, HOST_DS_SELECTOR, 0);
        data(c, Segment.FS, HOST_FS_SELECTOR, Vmcs.get(c, HOST_FS_BASE));
        data(c, Segment.GS, HOST_GS_SELECTOR, Vmcs.get(c, HOST_GS_BASE));
        c.segments[Segment.TR].load(Vmcs.getInt(c, HOST_TR_SELECTOR), Vmcs.get(c, HOST_TR_BASE), TSS_LIMIT, AccessRights.BUSY_TSS);
        c.segments[Segment.LDTR].load(0, 0, 0, AccessRights.UNUSABLE);
    }

    /** Loads a data segment register; a null selector makes it unusable. */
    private static void data(Cpu c, int index, VmcsField selectorField, long base) {
        int selector = Vmcs.getInt(c, selectorField);
        int rights = AccessRights.DATA_32;
        c.segments[index].load(selector, base, -1, selector == 0 ? rights | AccessRights.UNUSABLE : rights);
    }
}
