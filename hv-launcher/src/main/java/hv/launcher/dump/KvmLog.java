package hv.launcher.dump;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.Efer;
import hv.api.x86.VmcsField;
import hv.core.report.HvException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** KVM's dump in the kernel log, which {@code kvm_intel.dump_invalid_vmcs=1} asks for; with or without the log's time stamps and prefixes. */
final class KvmLog {
    private static final String GUEST = "*** Guest State ***", HOST = "*** Host State ***", CONTROL = "*** Control State ***";
    /** A segment, with its attributes in the VMCS's format. */
    private static final String SEGMENT = "%s: sel=# attr=# limit=# base=#";

    private static final List<KvmLine> GUEST_LINES = lines(
            segment("CS", GUEST_CS_SELECTOR, GUEST_CS_ACCESS_RIGHTS, GUEST_CS_LIMIT, GUEST_CS_BASE),
            segment("DS", GUEST_DS_SELECTOR, GUEST_DS_ACCESS_RIGHTS, GUEST_DS_LIMIT, GUEST_DS_BASE),
            segment("SS", GUEST_SS_SELECTOR, GUEST_SS_ACCESS_RIGHTS, GUEST_SS_LIMIT, GUEST_SS_BASE),
            segment("ES", GUEST_ES_SELECTOR, GUEST_ES_ACCESS_RIGHTS, GUEST_ES_LIMIT, GUEST_ES_BASE),
            segment("FS", GUEST_FS_SELECTOR, GUEST_FS_ACCESS_RIGHTS, GUEST_FS_LIMIT, GUEST_FS_BASE),
            segment("GS", GUEST_GS_SELECTOR, GUEST_GS_ACCESS_RIGHTS, GUEST_GS_LIMIT, GUEST_GS_BASE),
            segment("LDTR", GUEST_LDTR_SELECTOR, GUEST_LDTR_ACCESS_RIGHTS, GUEST_LDTR_LIMIT, GUEST_LDTR_BASE),
            segment("TR", GUEST_TR_SELECTOR, GUEST_TR_ACCESS_RIGHTS, GUEST_TR_LIMIT, GUEST_TR_BASE),
            new KvmLine("GDTR: limit=# base=#", GUEST_GDTR_LIMIT, GUEST_GDTR_BASE),
            new KvmLine("IDTR: limit=# base=#", GUEST_IDTR_LIMIT, GUEST_IDTR_BASE),
            new KvmLine("CR0: actual=# shadow=# gh_mask=#", GUEST_CR0, CR0_READ_SHADOW, CR0_GUEST_HOST_MASK),
            new KvmLine("CR4: actual=# shadow=# gh_mask=#", GUEST_CR4, CR4_READ_SHADOW, CR4_GUEST_HOST_MASK),
            new KvmLine("CR3 = #", GUEST_CR3),
            new KvmLine("PDPTR0 = #", GUEST_PDPTE0), new KvmLine("PDPTR1 = #", GUEST_PDPTE1),
            new KvmLine("PDPTR2 = #", GUEST_PDPTE2), new KvmLine("PDPTR3 = #", GUEST_PDPTE3),
            new KvmLine("Sysenter RSP=# CS:RIP=#:#", GUEST_IA32_SYSENTER_ESP, GUEST_IA32_SYSENTER_CS, GUEST_IA32_SYSENTER_EIP),
            new KvmLine("RSP = # RIP = #", GUEST_RSP, GUEST_RIP),
            new KvmLine("RFLAGS=#", GUEST_RFLAGS), new KvmLine("DR7 = #", GUEST_DR7),
            new KvmLine("EFER = #", GUEST_IA32_EFER), new KvmLine("PAT = #", GUEST_IA32_PAT),
            new KvmLine("DebugCtl = #", GUEST_IA32_DEBUGCTL), new KvmLine("DebugExceptions = #", GUEST_PENDING_DEBUG_EXCEPTIONS),
            new KvmLine("PerfGlobCtl = #", GUEST_IA32_PERF_GLOBAL_CTRL), new KvmLine("BndCfgS = #", GUEST_IA32_BNDCFGS),
            new KvmLine("Interruptibility = #", GUEST_INTERRUPTIBILITY_STATE), new KvmLine("ActivityState = #", GUEST_ACTIVITY_STATE),
            new KvmLine("InterruptStatus = #", GUEST_INTERRUPT_STATUS),
            new KvmLine("S_CET = # SSP = # SSP TABLE = #", GUEST_IA32_S_CET, GUEST_SSP, GUEST_IA32_INTERRUPT_SSP_TABLE_ADDR));

    private static final List<KvmLine> HOST_LINES = lines(
            new KvmLine("Sysenter RSP=# CS:RIP=#:#", HOST_IA32_SYSENTER_ESP, HOST_IA32_SYSENTER_CS, HOST_IA32_SYSENTER_EIP),
            new KvmLine("RIP = # RSP = #", HOST_RIP, HOST_RSP),
            new KvmLine("CS=# SS=# DS=# ES=# FS=# GS=# TR=#", HOST_CS_SELECTOR, HOST_SS_SELECTOR, HOST_DS_SELECTOR, HOST_ES_SELECTOR,
                    HOST_FS_SELECTOR, HOST_GS_SELECTOR, HOST_TR_SELECTOR),
            new KvmLine("FSBase=# GSBase=# TRBase=#", HOST_FS_BASE, HOST_GS_BASE, HOST_TR_BASE),
            new KvmLine("GDTBase=# IDTBase=#", HOST_GDTR_BASE, HOST_IDTR_BASE),
            new KvmLine("CR0=# CR3=# CR4=#", HOST_CR0, HOST_CR3, HOST_CR4),
            new KvmLine("EFER = #", HOST_IA32_EFER), new KvmLine("PAT = #", HOST_IA32_PAT),
            new KvmLine("PerfGlobCtl = #", HOST_IA32_PERF_GLOBAL_CTRL),
            new KvmLine("S_CET = # SSP = # SSP TABLE = #", HOST_IA32_S_CET, HOST_SSP, HOST_IA32_INTERRUPT_SSP_TABLE_ADDR));

    private static final List<KvmLine> CONTROL_LINES = lines(
            new KvmLine("PinBased=#", PIN_BASED_VM_EXECUTION_CONTROLS), new KvmLine("CPUBased=#", PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS),
            new KvmLine("SecondaryExec=#", SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS),
            new KvmLine("TertiaryExec=#", TERTIARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS),
            new KvmLine("EntryControls=#", VM_ENTRY_CONTROLS), new KvmLine("ExitControls=#", PRIMARY_VM_EXIT_CONTROLS),
            new KvmLine("ExceptionBitmap=#", EXCEPTION_BITMAP), new KvmLine("PFECmask=#", PAGE_FAULT_ERROR_CODE_MASK),
            new KvmLine("PFECmatch=#", PAGE_FAULT_ERROR_CODE_MATCH),
            new KvmLine("VMEntry: intr_info=# errcode=# ilen=#", VM_ENTRY_INTERRUPTION_INFORMATION, VM_ENTRY_EXCEPTION_ERROR_CODE,
                    VM_ENTRY_INSTRUCTION_LENGTH),
            new KvmLine("VMExit: intr_info=# errcode=# ilen=#", VM_EXIT_INTERRUPTION_INFORMATION, VM_EXIT_INTERRUPTION_ERROR_CODE,
                    VM_EXIT_INSTRUCTION_LENGTH),
            new KvmLine("reason=# qualification=#", EXIT_REASON, EXIT_QUALIFICATION),
            new KvmLine("IDTVectoring: info=# errcode=#", IDT_VECTORING_INFORMATION, IDT_VECTORING_ERROR_CODE),
            new KvmLine("TSC Offset = #", TSC_OFFSET), new KvmLine("TSC Multiplier = #", TSC_MULTIPLIER),
            new KvmLine("TPR Threshold = #", TPR_THRESHOLD), new KvmLine("APIC-access addr = #", APIC_ACCESS_ADDRESS),
            new KvmLine("virt-APIC addr = #", VIRTUAL_APIC_ADDRESS), new KvmLine("PostedIntrVec = #", POSTED_INTERRUPT_NOTIFICATION_VECTOR),
            new KvmLine("EPT pointer = #", EPT_POINTER), new KvmLine("PLE Gap=# Window=#", PLE_GAP, PLE_WINDOW),
            new KvmLine("Virtual processor ID = #", VIRTUAL_PROCESSOR_IDENTIFIER));

    private static final Map<String, List<KvmLine>> SECTIONS = Map.of(GUEST, GUEST_LINES, HOST, HOST_LINES, CONTROL, CONTROL_LINES);

    private KvmLog() {}

    static boolean isOne(String text) { return text.contains(GUEST) || text.contains(HOST) || text.contains(CONTROL); }

    /** Reads the last dump of a log, which may hold several. */
    static Dump read(Path file, String text) {
        var notes = new ArrayList<String>();
        int dumps = text.split(java.util.regex.Pattern.quote(GUEST), -1).length - 1;
        if (dumps > 1) notes.add("%s holds %d dumps; this is the last of them".formatted(file, dumps));
        Map<VmcsField, Long> values = new EnumMap<>(VmcsField.class);
        List<KvmLine> section = List.of();
        for (var line : text.substring(Math.max(0, text.lastIndexOf(GUEST))).lines().toList()) {
            section = SECTIONS.entrySet().stream().filter(entry -> line.contains(entry.getKey())).map(Map.Entry::getValue).findFirst().orElse(section);
            var rest = line;
            for (var phrase : section) rest = phrase.take(rest, values);
        }
        if (values.isEmpty()) throw HvException.user(file + " begins a KVM dump, but no line of it could be read");
        return new Dump("KVM's kernel log", values, longMode(values), notes);
    }

    /** Whether the entry is made from IA-32e mode: the host's EFER is that of the code that executes VMLAUNCH. */
    private static Optional<Boolean> longMode(Map<VmcsField, Long> values) {
        return Optional.ofNullable(values.get(HOST_IA32_EFER)).map(efer -> (efer & Efer.LMA) != 0);
    }

    private static KvmLine segment(String name, VmcsField... fields) { return new KvmLine(SEGMENT.formatted(name), fields); }
    private static List<KvmLine> lines(KvmLine... lines) { return Stream.of(lines).toList(); }
}
