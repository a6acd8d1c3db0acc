package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import hv.testkit.GuestRun;
import org.junit.jupiter.api.Test;

/** A guest that starts as firmware starts a boot sector. */
final class RealModeTests {
    @Test void bootCodeFindsTheVectorTableAtZeroAndItselfAtItsAddress() {
        var guest = GuestRun.asm16("""
                        mov sp, 0x7000
                        mov word [0x21*4], dos
                        mov [0x21*4+2], cs
                        mov ax, 0x4A00
                        int 0x21
                        call here
                here:   pop cx
                        smsw dx
                        hlt
                dos:    inc ax
                        iret
                """);
        var end = guest.run();
        assertEquals(0x4A01, end.get(Gpr.RAX));
        assertEquals(guest.symbol("here"), end.get(Gpr.RCX));
        assertEquals(0, end.get(Gpr.RDX) & 1, "CR0.PE");
    }
}
