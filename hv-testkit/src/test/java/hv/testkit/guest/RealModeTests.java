package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import hv.testkit.GuestRun;
import org.junit.jupiter.api.Test;

/** A guest that starts as firmware starts a boot sector. */
final class RealModeTests {
    /** Sets interrupt vector 21H, INT 21H (which increments AX, 4A00H before), CALL and POP CX, SMSW DX. */
    private static final String CODE = "bc0070 c70684001a7c 8c0e8600 b8004a cd21 e80000 59 0f01e2 f4  40 cf";

    @Test void bootCodeFindsTheVectorTableAtZeroAndItselfAtItsAddress() {
        var end = GuestRun.codeReal(CODE).run();
        assertEquals(0x4A01, end.get(Gpr.RAX));
        assertEquals(GuestRun.BOOT + 0x15, end.get(Gpr.RCX));
        assertEquals(0, end.get(Gpr.RDX) & 1, "CR0.PE");
    }
}
