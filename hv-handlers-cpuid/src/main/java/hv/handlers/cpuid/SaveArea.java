package hv.handlers.cpuid;

import hv.api.x86.CpuidResult;
import java.util.function.IntFunction;

/**
 * The number of bytes that XSAVE and XSAVES need. It follows from subleaves 2 and up of leaf 0DH: EAX is the size of a component, EBX its offset in
 * the standard format, ECX[1] its alignment to 64 bytes in the compacted one.
 *
 * @sdm 1 chapter 13 "Managing State Using the XSAVE Feature Set"
 */
record SaveArea(IntFunction<CpuidResult> component) {
    /** The legacy region of 512 bytes and the header of 64. */
    private static final int FIXED = 576;
    private static final int HIGHEST = 62;

    /** @param components bit for each component to be saved (XCR0) */
    int standard(long components) {
        int end = FIXED;
        for (int i = 2; i <= HIGHEST; i++) {
            if ((components >>> i & 1) != 0) end = Math.max(end, component.apply(i).ebx() + component.apply(i).eax());
        }
        return end;
    }

    /** @param components bit for each component to be saved (XCR0 and IA32_XSS) */
    int compacted(long components) {
        int end = FIXED;
        for (int i = 2; i <= HIGHEST; i++) {
            if ((components >>> i & 1) == 0) continue;
            boolean aligned = (component.apply(i).ecx() & 2) != 0;
            end = (aligned ? end + 63 & -64 : end) + component.apply(i).eax();
        }
        return end;
    }
}
