# Real-address mode: interrupts by the vector table, limits, big segments that protected mode left behind, and what does not exist there.

        .include "harness.inc"
        .include "real.inc"

.set BIG, SPARE + 16            # base 0, 4 GBytes

main:   copy_low
        call    real_mode_tables
        mov     dword ptr [gdt + BIG], 0xFFFF
        mov     dword ptr [gdt + BIG + 4], 0x00CF9300
        call    interrupts
        call    limits
        call    absent
        call    transfers
        call    flags_and_mode
        call    big_segments
        call    tables_of_real_mode
        ret

interrupts:
        forget
        in_real_mode int_31
        found   "INT", vector, 0x31
        movzx   eax, word ptr [ip_linear]
        expect  "INT: return address", eax, "offset after_31 - low_start"
        movzx   eax, word ptr [flags_linear]
        and     eax, FLAG_CF|FLAG_IF|FLAG_TF
        expect  "INT: FLAGS are pushed", eax, FLAG_CF|FLAG_IF
        movzx   eax, word ptr [flags_linear + 2]
        and     eax, FLAG_CF|FLAG_IF|FLAG_TF
        expect  "INT: IF is cleared, CF not", eax, FLAG_CF
        movzx   eax, word ptr [sp_seen_linear]
        expect  "INT: six bytes on the stack", eax, 0xF000
        mov     eax, [result_linear]
        expect  "IRET: IF is back", eax, FLAG_IF
        real    "divide error", 0, div cx
        real    "UD2", 6, ud2
        real    "BOUND", 5, bound ax, [result]
        forget
        in_real_mode trap_int3
        found   "INT3", vector, 3
        movzx   eax, word ptr [ip_linear]
        expect  "INT3: return address", eax, "offset after_int3 - low_start"
        forget
        in_real_mode trap_into
        found   "INTO", vector, 4
        forget
        in_real_mode step
        found   "single step", vector, 1
        movzx   eax, word ptr [ip_linear]
        expect  "single step: return address", eax, "offset after_step - low_start"
        real    "a vector beyond the table's limit", 13, int 0xF0
        ret
        low
int_31: mov     word ptr [resume], offset 1f - low_start
        push    FLAG_IF | FLAG_CF
        popf
        int     0x31
after_31: nop
1:      pushf
        pop     ax
        and     ax, FLAG_IF
        mov     [result], ax
        jmp     back
trap_int3: mov  word ptr [resume], offset back - low_start
        int3
after_int3: jmp back
trap_into: mov  word ptr [resume], offset back - low_start
        mov     al, 0x7F
        inc     al
        into
        jmp     back
step:   mov     word ptr [resume], offset 1f - low_start
        push    FLAG_TF
        popf
        mov     ax, 1
after_step:
        mov     ax, 2
1:      push    0
        popf
        jmp     back
        high

limits: real    "a word at the end of the segment", 13, mov ax, [0xFFFF]
        real    "a word at the end of the stack segment", 12, mov ax, ss:[0xFFFF]
        real    "a byte at the end of the segment", NONE, mov al, [0xFFFF]
        set_cr  cr4, CR4_OSFXSR
        fninit
        real    "8 bytes across the end of the segment", 13, movq [0xFFFC], xmm0
        real    "16 bytes across the end of the segment", 13, movdqu [0xFFF8], xmm0
        real    "16 bytes at the end of the segment", NONE, movdqu [0xFFF0], xmm0
        real    "a significand across the end of the segment", 13, fld tbyte ptr [0xFFFC]
        mov     dword ptr [(LOW << 4) + 0xFFF8], 0
        mov     dword ptr [(LOW << 4) + 0xFFFC], 0xC0000000
        real    "a significand at the end of the segment: the exponent is at its beginning", NONE, fld tbyte ptr [0xFFF8]
        fstp    tbyte ptr [real_number]
        movzx   eax, word ptr [real_number + 8]
        movzx   edx, word ptr [LOW << 4]
        expect  "and is loaded from there", eax, edx
        mov     ebx, 0x10000
        real    "a 32-bit offset beyond the segment", 13, mov al, [ebx]
        real    "a jump beyond the segment", 13, .byte 0x66, 0xE9, 0, 0, 1, 0
        forget
        in_real_mode wrapping_stack
        movzx   eax, word ptr [result_linear]
        expect  "SP wraps", eax, 0xFFFE
        ret
        low
wrapping_stack:
        xor     sp, sp
        push    ax
        mov     [result], sp
        jmp     back
        high

absent: real    "LLDT", 6, lldt ax
        real    "SLDT", 6, sldt ax
        real    "LTR", 6, ltr ax
        real    "STR", 6, str ax
        real    "VERR", 6, verr ax
        real    "LAR", 6, lar ax, bx
        real    "ARPL", 6, arpl ax, bx
        real    "SYSENTER", 13, sysenter
        real    "SYSEXIT", 13, sysexit
        real    "SYSCALL", 6, syscall
        real    "LOCK with a register", 6, .byte 0xF0, 0x01, 0xC0
        real    "LOCK NOP", 6, .byte 0xF0, 0x90
        real    "MOV to CS", 6, .byte 0x8E, 0xC8
        real    "an instruction of 16 bytes", 13, .byte 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x90
        real    "an instruction of 15 bytes", NONE, .byte 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x90
        ret

transfers:
        forget
        in_real_mode far_call
        found   "far CALL: return address and CS", result, "(LOW << 16) + after_call - low_start"
        movzx   eax, word ptr [sp_seen_linear]
        expect  "far RET releases arguments", eax, 0xF004
        forget
        in_real_mode other_paragraph
        movzx   eax, word ptr [result_linear]
        expect  "CS is any paragraph", eax, LOW+1
        forget
        in_real_mode wide_iret
        found   "IRETD", result, 0x55
        forget
        in_real_mode far_pointers
        movzx   eax, word ptr [result_linear]
        expect  "LES", eax, 0x1234
        movzx   eax, word ptr [result2_linear]
        expect  "LES: the offset", eax, 0x5678
        ret
        low
far_call: .byte 0x9A
        .word   callee - low_start, LOW
after_call: jmp back
callee: pop     eax
        mov     [result], eax
        push    eax
        retf    4
other_paragraph:
        .byte   0xEA
        .word   1f - low_start - 16, LOW + 1
1:      mov     ax, cs
        mov     [result], ax
        ljmp    LOW:(back - low_start)
wide_iret:
        pushfd
        push    0
        push    cs
        pushd   offset 1f - low_start
        iretd
        jmp     back
1:      mov     word ptr [result], 0x55
        jmp     back
far_pointers:
        mov     dword ptr [result2], 0x12345678
        les     bx, [result2]
        mov     ax, es
        mov     [result], ax
        mov     [result2], bx
        jmp     back
        high

flags_and_mode:
        forget
        in_real_mode all_flags
        movzx   eax, word ptr [result_linear]
        and     eax, 0xF002
        expect  "POPF changes IOPL and NT, bit 15 stays 0", eax, 0x7002
        forget
        in_real_mode status_word
        movzx   eax, word ptr [result_linear]
        and     eax, 1
        expect  "SMSW shows PE 0", eax, 0
        movzx   eax, word ptr [result2_linear]
        and     eax, 1
        expect  "LMSW sets PE", eax, 1
        forget
        in_real_mode not_cleared
        movzx   eax, word ptr [result_linear]
        and     eax, 1
        expect  "LMSW does not clear PE", eax, 1
        ret
        low
all_flags: push 0xF002
        popf
        pushf
        pop     ax
        mov     [result], ax
        push    2
        popf
        jmp     back
status_word:
        smsw    ax
        mov     [result], ax
        or      al, 1
        lmsw    ax
        smsw    ax
        mov     [result2], ax
        mov     eax, cr0
        and     al, 0xFE
        mov     cr0, eax
        jmp     back
not_cleared:
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        and     al, 0xFE
        lmsw    ax
        smsw    ax
        mov     [result], ax
        mov     eax, cr0
        and     al, 0xFE
        mov     cr0, eax
        jmp     back
        high

# A data segment keeps the limit that protected mode gave it.
big_segments:
        mov     dword ptr [0x200000], 0x13579BDF
        forget
        in_real_mode unreal
        found   "a big segment reaches all memory", result, 0x13579BDF
        found   "and still does after a load of its selector", result2, 0x13579BDF
        forget
        mov     dword ptr [0x100000 - 0x10 + 0x2010], 0
        in_real_mode above_1_mbyte
        found   "FFFFH:0010H is 1 MByte where A20 is not masked", result, "dword ptr [0x100000]"
        ret
        low
unreal: lgdt    cs:[gdt_pointer_low - low_start]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        mov     bx, BIG
        mov     fs, bx
        and     al, 0xFE
        mov     cr0, eax
        mov     ebx, 0x200000
        mov     eax, fs:[ebx]
        mov     [result], eax
        mov     ax, 0x10
        mov     fs, ax
        mov     eax, fs:[ebx - 0x100]
        mov     [result2], eax
        jmp     back
above_1_mbyte:
        mov     ax, 0xFFFF
        mov     fs, ax
        mov     eax, fs:[0x10]
        mov     [result], eax
        jmp     back
        high

tables_of_real_mode:
        forget
        in_real_mode stored_tables
        movzx   eax, word ptr [result_linear]
        expect  "SIDT: limit", eax, STUBS*4-1
        found   "SIDT: base", result2, IVT
        forget
        in_real_mode short_base
        found   "LGDT with a 16-bit operand loads 24 bits", result2, 0x345678
        ret
        low
stored_tables:
        sidt    [0xA000]
        mov     ax, [0xA000]
        mov     [result], ax
        mov     eax, [0xA002]
        mov     [result2], eax
        jmp     back
short_base:
        mov     word ptr [0xA000], 0x7F
        mov     dword ptr [0xA002], 0x12345678
        .byte   0x0F, 0x01, 0x16, 0x00, 0xA0            # LGDT without an operand-size prefix
        sgdt    [0xA008]
        mov     eax, [0xA00A]
        mov     [result2], eax
        jmp     back
        high

        .bss
        .align  4
real_number: .skip 12
