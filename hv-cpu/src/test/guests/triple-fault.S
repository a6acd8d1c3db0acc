# An exception that can't be delivered, nor can the double fault: the processor shuts down. The counts come first; nothing may come after them.

.set LONG, 1
        .include "harness.inc"

main:   mov     word ptr [idt + E_UD * 16 + 2], 0xFFF8
        faults  "one exception after the other", E_GP, 0xFFF9, ud2
        mov     word ptr [idt + E_GP * 16 + 2], 0xFFF8
        faults  "a double fault", E_DF, 0, ud2
        mov     word ptr [idt + E_DF * 16 + 2], 0xFFF8
        call    print_counts
        ud2
