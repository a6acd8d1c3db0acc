package hv.cpu;

/** Registers other than the general ones that a VMM in Java reads, sets, and switches between virtual machines. */
public enum SystemRegister {
    CR0, CR2, CR3, CR4, CR8, XCR0, DR0, DR1, DR2, DR3, DR6, DR7,
    GDTR_BASE, GDTR_LIMIT, IDTR_BASE, IDTR_LIMIT,
    EFER, STAR, LSTAR, CSTAR, FMASK, FS_BASE, GS_BASE, KERNEL_GS_BASE, TSC_AUX, SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP, PAT, DEBUGCTL, TSC
}
