package hv.api.x86;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a VMCS by encoding. Whether a processor has a field depends on the controls it offers.
 *
 * @sdm 3C appendix B "Field Encoding in VMCS"
 */
public enum VmcsField {
    /** Virtual-processor identifier (VPID). */
    VIRTUAL_PROCESSOR_IDENTIFIER(0x0000),
    /** Posted-interrupt notification vector. */
    POSTED_INTERRUPT_NOTIFICATION_VECTOR(0x0002),
    /** EPTP index. */
    EPTP_INDEX(0x0004),
    /** HLAT prefix size. */
    HLAT_PREFIX_SIZE(0x0006),
    /** Last PID-pointer index. */
    LAST_PID_POINTER_INDEX(0x0008),
    /** Virtual timer vector. */
    VIRTUAL_TIMER_VECTOR(0x000A),
    /** Guest ES selector. */
    GUEST_ES_SELECTOR(0x0800),
    /** Guest CS selector. */
    GUEST_CS_SELECTOR(0x0802),
    /** Guest SS selector. */
    GUEST_SS_SELECTOR(0x0804),
    /** Guest DS selector. */
    GUEST_DS_SELECTOR(0x0806),
    /** Guest FS selector. */
    GUEST_FS_SELECTOR(0x0808),
    /** Guest GS selector. */
    GUEST_GS_SELECTOR(0x080A),
    /** Guest LDTR selector. */
    GUEST_LDTR_SELECTOR(0x080C),
    /** Guest TR selector. */
    GUEST_TR_SELECTOR(0x080E),
    /** Guest interrupt status (RVI low byte, SVI high byte). */
    GUEST_INTERRUPT_STATUS(0x0810),
    /** PML index. */
    PML_INDEX(0x0812),
    /** Guest UINV. */
    GUEST_UINV(0x0814),
    /** Host ES selector. */
    HOST_ES_SELECTOR(0x0C00),
    /** Host CS selector. */
    HOST_CS_SELECTOR(0x0C02),
    /** Host SS selector. */
    HOST_SS_SELECTOR(0x0C04),
    /** Host DS selector. */
    HOST_DS_SELECTOR(0x0C06),
    /** Host FS selector. */
    HOST_FS_SELECTOR(0x0C08),
    /** Host GS selector. */
    HOST_GS_SELECTOR(0x0C0A),
    /** Host TR selector. */
    HOST_TR_SELECTOR(0x0C0C),
    /** Address of I/O bitmap A. */
    IO_BITMAP_A_ADDRESS(0x2000),
    /** Address of I/O bitmap B. */
    IO_BITMAP_B_ADDRESS(0x2002),
    /** Address of MSR bitmaps. */
    MSR_BITMAPS_ADDRESS(0x2004),
    /** VM-exit MSR-store address. */
    VM_EXIT_MSR_STORE_ADDRESS(0x2006),
    /** VM-exit MSR-load address. */
    VM_EXIT_MSR_LOAD_ADDRESS(0x2008),
    /** VM-entry MSR-load address. */
    VM_ENTRY_MSR_LOAD_ADDRESS(0x200A),
    /** Executive-VMCS pointer. */
    EXECUTIVE_VMCS_POINTER(0x200C),
    /** PML address. */
    PML_ADDRESS(0x200E),
    /** TSC offset. */
    TSC_OFFSET(0x2010),
    /** Virtual-APIC address. */
    VIRTUAL_APIC_ADDRESS(0x2012),
    /** APIC-access address. */
    APIC_ACCESS_ADDRESS(0x2014),
    /** Posted-interrupt descriptor address. */
    POSTED_INTERRUPT_DESCRIPTOR_ADDRESS(0x2016),
    /** VM-function controls. */
    VM_FUNCTION_CONTROLS(0x2018),
    /** EPT pointer (EPTP). */
    EPT_POINTER(0x201A),
    /** EOI-exit bitmap 0 (EOI_EXIT0). */
    EOI_EXIT_BITMAP_0(0x201C),
    /** EOI-exit bitmap 1 (EOI_EXIT1). */
    EOI_EXIT_BITMAP_1(0x201E),
    /** EOI-exit bitmap 2 (EOI_EXIT2). */
    EOI_EXIT_BITMAP_2(0x2020),
    /** EOI-exit bitmap 3 (EOI_EXIT3). */
    EOI_EXIT_BITMAP_3(0x2022),
    /** EPTP-list address. */
    EPTP_LIST_ADDRESS(0x2024),
    /** VMREAD-bitmap address. */
    VMREAD_BITMAP_ADDRESS(0x2026),
    /** VMWRITE-bitmap address. */
    VMWRITE_BITMAP_ADDRESS(0x2028),
    /** Virtualization-exception information address. */
    VIRTUALIZATION_EXCEPTION_INFORMATION_ADDRESS(0x202A),
    /** XSS-exiting bitmap. */
    XSS_EXITING_BITMAP(0x202C),
    /** ENCLS-exiting bitmap. */
    ENCLS_EXITING_BITMAP(0x202E),
    /** Sub-page-permission-table pointer (SPPTP). */
    SUB_PAGE_PERMISSION_TABLE_POINTER(0x2030),
    /** TSC multiplier. */
    TSC_MULTIPLIER(0x2032),
    /** Tertiary processor-based VM-execution controls. */
    TERTIARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS(0x2034),
    /** ENCLV-exiting bitmap. */
    ENCLV_EXITING_BITMAP(0x2036),
    /** Low PASID directory address. */
    LOW_PASID_DIRECTORY_ADDRESS(0x2038),
    /** High PASID directory address. */
    HIGH_PASID_DIRECTORY_ADDRESS(0x203A),
    /** SEAM shared EPT pointer. */
    SEAM_SHARED_EPT_POINTER(0x203C),
    /** PCONFIG-exiting bitmap. */
    PCONFIG_EXITING_BITMAP(0x203E),
    /** Hypervisor-managed linear-address translation pointer (HLATP). */
    HLAT_POINTER(0x2040),
    /** PID-pointer table address. */
    PID_POINTER_TABLE_ADDRESS(0x2042),
    /** Secondary VM-exit controls. */
    SECONDARY_VM_EXIT_CONTROLS(0x2044),
    /** IA32_SPEC_CTRL mask. */
    IA32_SPEC_CTRL_MASK(0x204A),
    /** IA32_SPEC_CTRL shadow. */
    IA32_SPEC_CTRL_SHADOW(0x204C),
    /** Guest deadline shadow. */
    GUEST_DEADLINE_SHADOW(0x204E),
    /** Injected-event data. */
    INJECTED_EVENT_DATA(0x2052),
    /** Guest-physical address. */
    GUEST_PHYSICAL_ADDRESS(0x2400),
    /** MSR data. */
    MSR_DATA(0x2402),
    /** Original-event data. */
    ORIGINAL_EVENT_DATA(0x2404),
    /** VMCS link pointer. */
    VMCS_LINK_POINTER(0x2800),
    /** Guest IA32_DEBUGCTL. */
    GUEST_IA32_DEBUGCTL(0x2802),
    /** Guest IA32_PAT. */
    GUEST_IA32_PAT(0x2804),
    /** Guest IA32_EFER. */
    GUEST_IA32_EFER(0x2806),
    /** Guest IA32_PERF_GLOBAL_CTRL. */
    GUEST_IA32_PERF_GLOBAL_CTRL(0x2808),
    /** Guest PDPTE0. */
    GUEST_PDPTE0(0x280A),
    /** Guest PDPTE1. */
    GUEST_PDPTE1(0x280C),
    /** Guest PDPTE2. */
    GUEST_PDPTE2(0x280E),
    /** Guest PDPTE3. */
    GUEST_PDPTE3(0x2810),
    /** Guest IA32_BNDCFGS. */
    GUEST_IA32_BNDCFGS(0x2812),
    /** Guest IA32_RTIT_CTL. */
    GUEST_IA32_RTIT_CTL(0x2814),
    /** Guest IA32_LBR_CTL. */
    GUEST_IA32_LBR_CTL(0x2816),
    /** Guest IA32_PKRS. */
    GUEST_IA32_PKRS(0x2818),
    /** Guest IA32_FRED_CONFIG. */
    GUEST_IA32_FRED_CONFIG(0x281A),
    /** Guest IA32_FRED_RSP1. */
    GUEST_IA32_FRED_RSP1(0x281C),
    /** Guest IA32_FRED_RSP2. */
    GUEST_IA32_FRED_RSP2(0x281E),
    /** Guest IA32_FRED_RSP3. */
    GUEST_IA32_FRED_RSP3(0x2820),
    /** Guest IA32_FRED_STKLVLS. */
    GUEST_IA32_FRED_STKLVLS(0x2822),
    /** Guest IA32_FRED_SSP1. */
    GUEST_IA32_FRED_SSP1(0x2824),
    /** Guest IA32_FRED_SSP2. */
    GUEST_IA32_FRED_SSP2(0x2826),
    /** Guest IA32_FRED_SSP3. */
    GUEST_IA32_FRED_SSP3(0x2828),
    /** Guest IA32_SPEC_CTRL. */
    GUEST_IA32_SPEC_CTRL(0x282E),
    /** Guest deadline. */
    GUEST_DEADLINE(0x2830),
    /** Host IA32_PAT. */
    HOST_IA32_PAT(0x2C00),
    /** Host IA32_EFER. */
    HOST_IA32_EFER(0x2C02),
    /** Host IA32_PERF_GLOBAL_CTRL. */
    HOST_IA32_PERF_GLOBAL_CTRL(0x2C04),
    /** Host IA32_PKRS. */
    HOST_IA32_PKRS(0x2C06),
    /** Host IA32_FRED_CONFIG. */
    HOST_IA32_FRED_CONFIG(0x2C08),
    /** Host IA32_FRED_RSP1. */
    HOST_IA32_FRED_RSP1(0x2C0A),
    /** Host IA32_FRED_RSP2. */
    HOST_IA32_FRED_RSP2(0x2C0C),
    /** Host IA32_FRED_RSP3. */
    HOST_IA32_FRED_RSP3(0x2C0E),
    /** Host IA32_FRED_STKLVLS. */
    HOST_IA32_FRED_STKLVLS(0x2C10),
    /** Host IA32_FRED_SSP1. */
    HOST_IA32_FRED_SSP1(0x2C12),
    /** Host IA32_FRED_SSP2. */
    HOST_IA32_FRED_SSP2(0x2C14),
    /** Host IA32_FRED_SSP3. */
    HOST_IA32_FRED_SSP3(0x2C16),
    /** Host IA32_SPEC_CTRL. */
    HOST_IA32_SPEC_CTRL(0x2C1A),
    /** Pin-based VM-execution controls. */
    PIN_BASED_VM_EXECUTION_CONTROLS(0x4000),
    /** Primary processor-based VM-execution controls. */
    PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS(0x4002),
    /** Exception bitmap. */
    EXCEPTION_BITMAP(0x4004),
    /** Page-fault error-code mask. */
    PAGE_FAULT_ERROR_CODE_MASK(0x4006),
    /** Page-fault error-code match. */
    PAGE_FAULT_ERROR_CODE_MATCH(0x4008),
    /** CR3-target count. */
    CR3_TARGET_COUNT(0x400A),
    /** Primary VM-exit controls (older name: VM-exit controls). */
    PRIMARY_VM_EXIT_CONTROLS(0x400C),
    /** VM-exit MSR-store count. */
    VM_EXIT_MSR_STORE_COUNT(0x400E),
    /** VM-exit MSR-load count. */
    VM_EXIT_MSR_LOAD_COUNT(0x4010),
    /** VM-entry controls. */
    VM_ENTRY_CONTROLS(0x4012),
    /** VM-entry MSR-load count. */
    VM_ENTRY_MSR_LOAD_COUNT(0x4014),
    /** VM-entry interruption-information field (2025 name: injected-event identification). */
    VM_ENTRY_INTERRUPTION_INFORMATION(0x4016),
    /** VM-entry exception error code (2025 name: injected-event error code). */
    VM_ENTRY_EXCEPTION_ERROR_CODE(0x4018),
    /** VM-entry instruction length. */
    VM_ENTRY_INSTRUCTION_LENGTH(0x401A),
    /** TPR threshold. */
    TPR_THRESHOLD(0x401C),
    /** Secondary processor-based VM-execution controls. */
    SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS(0x401E),
    /** PLE_Gap. */
    PLE_GAP(0x4020),
    /** PLE_Window. */
    PLE_WINDOW(0x4022),
    /** Instruction-timeout control. */
    INSTRUCTION_TIMEOUT_CONTROL(0x4024),
    /** SEAM-guest KeyID. */
    SEAM_GUEST_KEYID(0x4026),
    /** VM-instruction error. */
    VM_INSTRUCTION_ERROR(0x4400),
    /** Exit reason. */
    EXIT_REASON(0x4402),
    /** VM-exit interruption information (2025 name: exiting-event identification). */
    VM_EXIT_INTERRUPTION_INFORMATION(0x4404),
    /** VM-exit interruption error code (2025 name: exiting-event error code). */
    VM_EXIT_INTERRUPTION_ERROR_CODE(0x4406),
    /** IDT-vectoring information field (2025 name: original-event identification). */
    IDT_VECTORING_INFORMATION(0x4408),
    /** IDT-vectoring error code (2025 name: original-event error code). */
    IDT_VECTORING_ERROR_CODE(0x440A),
    /** VM-exit instruction length. */
    VM_EXIT_INSTRUCTION_LENGTH(0x440C),
    /** VM-exit instruction information. */
    VM_EXIT_INSTRUCTION_INFORMATION(0x440E),
    /** Guest ES limit. */
    GUEST_ES_LIMIT(0x4800),
    /** Guest CS limit. */
    GUEST_CS_LIMIT(0x4802),
    /** Guest SS limit. */
    GUEST_SS_LIMIT(0x4804),
    /** Guest DS limit. */
    GUEST_DS_LIMIT(0x4806),
    /** Guest FS limit. */
    GUEST_FS_LIMIT(0x4808),
    /** Guest GS limit. */
    GUEST_GS_LIMIT(0x480A),
    /** Guest LDTR limit. */
    GUEST_LDTR_LIMIT(0x480C),
    /** Guest TR limit. */
    GUEST_TR_LIMIT(0x480E),
    /** Guest GDTR limit. */
    GUEST_GDTR_LIMIT(0x4810),
    /** Guest IDTR limit. */
    GUEST_IDTR_LIMIT(0x4812),
    /** Guest ES access rights. */
    GUEST_ES_ACCESS_RIGHTS(0x4814),
    /** Guest CS access rights. */
    GUEST_CS_ACCESS_RIGHTS(0x4816),
    /** Guest SS access rights. */
    GUEST_SS_ACCESS_RIGHTS(0x4818),
    /** Guest DS access rights. */
    GUEST_DS_ACCESS_RIGHTS(0x481A),
    /** Guest FS access rights. */
    GUEST_FS_ACCESS_RIGHTS(0x481C),
    /** Guest GS access rights. */
    GUEST_GS_ACCESS_RIGHTS(0x481E),
    /** Guest LDTR access rights. */
    GUEST_LDTR_ACCESS_RIGHTS(0x4820),
    /** Guest TR access rights. */
    GUEST_TR_ACCESS_RIGHTS(0x4822),
    /** Guest interruptibility state. */
    GUEST_INTERRUPTIBILITY_STATE(0x4824),
    /** Guest activity state. */
    GUEST_ACTIVITY_STATE(0x4826),
    /** Guest SMBASE. */
    GUEST_SMBASE(0x4828),
    /** Guest IA32_SYSENTER_CS. */
    GUEST_IA32_SYSENTER_CS(0x482A),
    /** VMX-preemption timer value. */
    VMX_PREEMPTION_TIMER_VALUE(0x482E),
    /** Host IA32_SYSENTER_CS. */
    HOST_IA32_SYSENTER_CS(0x4C00),
    /** CR0 guest/host mask. */
    CR0_GUEST_HOST_MASK(0x6000),
    /** CR4 guest/host mask. */
    CR4_GUEST_HOST_MASK(0x6002),
    /** CR0 read shadow. */
    CR0_READ_SHADOW(0x6004),
    /** CR4 read shadow. */
    CR4_READ_SHADOW(0x6006),
    /** CR3-target value 0. */
    CR3_TARGET_VALUE_0(0x6008),
    /** CR3-target value 1. */
    CR3_TARGET_VALUE_1(0x600A),
    /** CR3-target value 2. */
    CR3_TARGET_VALUE_2(0x600C),
    /** CR3-target value 3. */
    CR3_TARGET_VALUE_3(0x600E),
    /** Exit qualification. */
    EXIT_QUALIFICATION(0x6400),
    /** I/O RCX. */
    IO_RCX(0x6402),
    /** I/O RSI. */
    IO_RSI(0x6404),
    /** I/O RDI. */
    IO_RDI(0x6406),
    /** I/O RIP. */
    IO_RIP(0x6408),
    /** Guest-linear address. */
    GUEST_LINEAR_ADDRESS(0x640A),
    /** Guest CR0. */
    GUEST_CR0(0x6800),
    /** Guest CR3. */
    GUEST_CR3(0x6802),
    /** Guest CR4. */
    GUEST_CR4(0x6804),
    /** Guest ES base. */
    GUEST_ES_BASE(0x6806),
    /** Guest CS base. */
    GUEST_CS_BASE(0x6808),
    /** Guest SS base. */
    GUEST_SS_BASE(0x680A),
    /** Guest DS base. */
    GUEST_DS_BASE(0x680C),
    /** Guest FS base. */
    GUEST_FS_BASE(0x680E),
    /** Guest GS base. */
    GUEST_GS_BASE(0x6810),
    /** Guest LDTR base. */
    GUEST_LDTR_BASE(0x6812),
    /** Guest TR base. */
    GUEST_TR_BASE(0x6814),
    /** Guest GDTR base. */
    GUEST_GDTR_BASE(0x6816),
    /** Guest IDTR base. */
    GUEST_IDTR_BASE(0x6818),
    /** Guest DR7. */
    GUEST_DR7(0x681A),
    /** Guest RSP. */
    GUEST_RSP(0x681C),
    /** Guest RIP. */
    GUEST_RIP(0x681E),
    /** Guest RFLAGS. */
    GUEST_RFLAGS(0x6820),
    /** Guest pending debug exceptions. */
    GUEST_PENDING_DEBUG_EXCEPTIONS(0x6822),
    /** Guest IA32_SYSENTER_ESP. */
    GUEST_IA32_SYSENTER_ESP(0x6824),
    /** Guest IA32_SYSENTER_EIP. */
    GUEST_IA32_SYSENTER_EIP(0x6826),
    /** Guest IA32_S_CET. */
    GUEST_IA32_S_CET(0x6828),
    /** Guest SSP. */
    GUEST_SSP(0x682A),
    /** Guest IA32_INTERRUPT_SSP_TABLE_ADDR. */
    GUEST_IA32_INTERRUPT_SSP_TABLE_ADDR(0x682C),
    /** Host CR0. */
    HOST_CR0(0x6C00),
    /** Host CR3. */
    HOST_CR3(0x6C02),
    /** Host CR4. */
    HOST_CR4(0x6C04),
    /** Host FS base. */
    HOST_FS_BASE(0x6C06),
    /** Host GS base. */
    HOST_GS_BASE(0x6C08),
    /** Host TR base. */
    HOST_TR_BASE(0x6C0A),
    /** Host GDTR base. */
    HOST_GDTR_BASE(0x6C0C),
    /** Host IDTR base. */
    HOST_IDTR_BASE(0x6C0E),
    /** Host IA32_SYSENTER_ESP. */
    HOST_IA32_SYSENTER_ESP(0x6C10),
    /** Host IA32_SYSENTER_EIP. */
    HOST_IA32_SYSENTER_EIP(0x6C12),
    /** Host RSP. */
    HOST_RSP(0x6C14),
    /** Host RIP. */
    HOST_RIP(0x6C16),
    /** Host IA32_S_CET. */
    HOST_IA32_S_CET(0x6C18),
    /** Host SSP. */
    HOST_SSP(0x6C1A),
    /** Host IA32_INTERRUPT_SSP_TABLE_ADDR. */
    HOST_IA32_INTERRUPT_SSP_TABLE_ADDR(0x6C1C);

    /** The width of a field, in bits 14:13 of the encoding. */
    public enum Width {
        BITS_16(16), BITS_64(64), BITS_32(32), NATURAL(64);

        private final int bits;
        Width(int bits) { this.bits = bits; }
        /** Bits on a processor with Intel 64 architecture. */
        public int bits() { return bits; }
    }

    /** The area of the VMCS that a field belongs to, in bits 11:10 of the encoding. */
    public enum Area { CONTROL, READ_ONLY, GUEST_STATE, HOST_STATE }

    private static final Map<Integer, VmcsField> BY_ENCODING = new HashMap<>();
    static {
        for (var field : values()) BY_ENCODING.put(field.encoding, field);
    }

    private final int encoding;
    private final Width width;
    private final Area area;

    VmcsField(int encoding) {
        this.encoding = encoding;
        this.width = Width.values()[encoding >>> 13 & 3];
        this.area = Area.values()[encoding >>> 10 & 3];
    }

    /** The field whose encoding (full access) this is. */
    public static Optional<VmcsField> of(int encoding) { return Optional.ofNullable(BY_ENCODING.get(encoding)); }

    public int encoding() { return encoding; }
    public Width width() { return width; }
    public Area area() { return area; }
    /** Bits 9:1 of the encoding: the number of the field among those of its width and area. */
    public int index() { return encoding >>> 1 & 0x1FF; }
}
