package hv.api.x86;

/**
 * Bits of CR4, as masks. Which of them a processor has, CPUID tells.
 *
 * @sdm 3A chapter 2 "Control Registers"
 */
public final class Cr4 {
    /** Virtual-8086 mode extensions. */
    public static final long VME = 1;
    /** Protected-mode virtual interrupts. */
    public static final long PVI = 1 << 1;
    /** Time-stamp disable. */
    public static final long TSD = 1 << 2;
    /** Debugging extensions. */
    public static final long DE = 1 << 3;
    /** Page-size extensions. */
    public static final long PSE = 1 << 4;
    /** Physical-address extension. */
    public static final long PAE = 1 << 5;
    /** Machine-check enable. */
    public static final long MCE = 1 << 6;
    /** Page-global enable. */
    public static final long PGE = 1 << 7;
    /** Performance-monitoring counter enable. */
    public static final long PCE = 1 << 8;
    /** Operating-system support for FXSAVE and FXRSTOR. */
    public static final long OSFXSR = 1 << 9;
    /** Operating-system support for unmasked SIMD floating-point exceptions. */
    public static final long OSXMMEXCPT = 1 << 10;
    /** User-mode instruction prevention. */
    public static final long UMIP = 1 << 11;
    /** 57-bit linear addresses. */
    public static final long LA57 = 1 << 12;
    /** VMX enable. */
    public static final long VMXE = 1 << 13;
    /** SMX enable. */
    public static final long SMXE = 1 << 14;
    /** FSGSBASE enable. */
    public static final long FSGSBASE = 1 << 16;
    /** PCID enable. */
    public static final long PCIDE = 1 << 17;
    /** XSAVE and processor extended states enable. */
    public static final long OSXSAVE = 1 << 18;
    /** Supervisor-mode execution prevention. */
    public static final long SMEP = 1 << 20;
    /** Supervisor-mode access prevention. */
    public static final long SMAP = 1 << 21;
    /** Protection keys for user-mode pages. */
    public static final long PKE = 1 << 22;
    /** Control-flow enforcement technology. */
    public static final long CET = 1 << 23;
    /** Protection keys for supervisor-mode pages. */
    public static final long PKS = 1 << 24;

    private Cr4() {}
}
