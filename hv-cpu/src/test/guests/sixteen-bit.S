# 16-bit protected mode: code and stacks of 64 KBytes, what wraps and what is kept; limits of code; 16-bit TSSs.

        .include "harness.inc"

.set CODE16, SPARE              # base LOW << 4
.set STACK16, SPARE + 8         # base LOW << 4, 16-bit stack pointer
.set SHORT_CODE, SPARE + 16     # as CODE16, with a limit of the tests
.set TSS16, SPARE + 24
.set HIGH, 0x5A5A0000           # what the upper halves of registers hold

# Runs 16-bit code that begins at a label of .low, with DS = ES = SS = STACK16 and ESP = HIGH + F000H; it ends with JMP done. All general
# registers but EAX and ESP are the caller's on both ways.
.macro in_16 label
        mov     dword ptr [target], offset \label - low_start
        call    go_16
.endm
.macro low
        .pushsection .low, "awx"
        .code16
.endm
.macro high
        .code32
        .popsection
.endm
.macro code16 name, code
        low
\name:  \code
        jmp     done
        high
        in_16   \name
.endm
# One case: an instruction of 16-bit code raises an exception at itself.
.macro faults_16 name, vector, error, instruction:vararg
        mov     dword ptr [start_sp], 0xF000    # for the handler's code addresses its stack with all of ESP
        catch   .Lafter\@
        mov     dword ptr [target], offset .Lat\@ - low_start
        call    go_16
        low
.Lat\@: \instruction
        jmp     done
        high
.Lafter\@:
        mov     dword ptr [catch_ip], 0
        mov     dword ptr [start_sp], HIGH + 0xF000
        text    "\name"
        push    \vector
        push    \error
        push    offset .Lat\@ - low_start
        call    report_fault
.endm

main:   copy_low
        mov     dword ptr [gdt + CODE16], 0xFFFF
        mov     dword ptr [gdt + CODE16 + 4], 0x00009B01
        mov     dword ptr [gdt + STACK16], 0xFFFF
        mov     dword ptr [gdt + STACK16 + 4], 0x00009301
        call    loops
        call    addresses
        call    strings
        call    stacks
        call    transfers
        call    stack_of_16_bits
        call    limits
        call    tss16
        ret

go_16:  pop     dword ptr [return]
        mov     [home_sp], esp
        mov     word ptr [target + 4], CODE16
        mov     eax, STACK16
        mov     ss, eax
        mov     esp, cs:[start_sp]
        mov     ds, eax
        mov     es, eax
        ljmp    cs:[target]
from_16:
        push    eax
        mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        pop     dword ptr [eax_after]
        mov     [esp_after], esp
        mov     eax, DATA
        mov     ss, eax
        mov     esp, [home_sp]
        mov     eax, [eax_after]
        jmp     [return]
        low
        .skip   16                      # is written to
done:   .byte   0x66, 0xEA
        .long   from_16
        .word   CODE32
        high

loops:  mov     ecx, HIGH + 3
        low
count_down: inc dx
1:      loop    1b
        jmp     done
        high
        in_16   count_down
        expect  "LOOP counts in CX", ecx, HIGH
        mov     ecx, 0x10003
        xor     edx, edx
        low
count_wide: inc edx
        cmp     edx, 4
        je      1f
        .byte   0x67, 0xE2              # LOOP with ECX
        .byte   count_wide - . - 1
1:      jmp     done
        high
        in_16   count_wide
        expect  "LOOP with an address-size prefix counts in ECX", ecx, 0x10000
        mov     ecx, HIGH
        mov     edx, 0
        code16  jump_cx, "jcxz done; inc edx"
        expect  "JCXZ looks at CX", edx, 0
        ret

addresses:
        mov     dword ptr [(LOW << 4) + 0xA000], 0x44332211
        mov     byte ptr [(LOW << 4) + 0xFFFF], 0x77
        mov     ebx, HIGH + 0xFFFF
        mov     esi, HIGH + 0xA001
        xor     eax, eax
        xor     ecx, ecx
        code16  sum, "mov cl, [bx + si]"
        expect  "[BX + SI] wraps at 64 KBytes", ecx, 0x11
        mov     ebp, HIGH + 0xA000
        mov     edi, HIGH + 2
        xor     ecx, ecx
        code16  by_bp, "mov cl, [bp + di]"
        expect  "[BP + DI]", ecx, 0x33
        code16  address, "lea ecx, [bx + 1]"
        expect  "LEA has an offset of 16 bits", ecx, 0
        mov     ebx, HIGH + 0xFFFF
        mov     eax, 0
        xor     ecx, ecx
        code16  table, "mov al, 0; mov bx, 0xFFFF; xlat; mov cl, al"
        expect  "XLAT", ecx, 0x77
        faults_16 "a word at FFFFH", E_GP, 0, mov ax, [0xFFFF]
        faults_16 "a word at FFFFH of the stack", E_SS, 0, mov ax, ss:[0xFFFF]
        mov     ebx, 0x10000
        faults_16 "a 32-bit offset beyond the segment", E_GP, 0, mov al, [ebx]
        ret

strings:
        mov     dword ptr [(LOW << 4) + 0xFFFC], 0x44332211
        mov     dword ptr [(LOW << 4) + 0xB000], 0
        mov     dword ptr [(LOW << 4) + 0xB004], 0
        movzx   edx, word ptr [LOW << 4]
        mov     esi, HIGH + 0xFFFE
        mov     edi, HIGH + 0xB000
        mov     ecx, HIGH + 4
        code16  move, "rep movsb"
        expect  "REP MOVSB wraps: ESI", esi, HIGH+2
        expect  "REP MOVSB wraps: EDI", edi, HIGH+0xB004
        expect  "REP MOVSB counts in CX", ecx, HIGH
        movzx   eax, word ptr [(LOW << 4) + 0xB000]
        expect  "REP MOVSB wraps: the end of the segment", eax, 0x4433
        movzx   eax, word ptr [(LOW << 4) + 0xB002]
        expect  "REP MOVSB wraps: its beginning", eax, edx
        mov     edi, HIGH + 0xFFF8
        mov     ecx, 4
        mov     eax, 0x1111
        code16  fill, "mov ax, 0x1111; rep stosw"
        expect  "REP STOSW to the end: EDI", edi, HIGH
        mov     edi, HIGH + 0xFFFD
        mov     ecx, 4
        mov     word ptr [(LOW << 4) + 0xFFFE], 0
        faults_16 "REP STOSW across the end", E_GP, 0, rep stosw
        expect  "REP STOSW across the end: EDI", edi, HIGH+0xFFFF
        expect  "REP STOSW across the end: ECX", ecx, 3
        mov     esi, 0xFFF0
        mov     edi, 0xB000
        mov     ecx, 0x20
        low
wide_move: .byte 0x67
        rep     movsb
        jmp     done
        high
        mov     dword ptr [start_sp], 0xF000
        catch   1f
        in_16   wide_move
1:      mov     dword ptr [catch_ip], 0
        mov     dword ptr [start_sp], HIGH + 0xF000
        expect  "REP MOVSB with ESI does not wrap", "dword ptr [seen_vector]", E_GP
        expect  "but stops at the limit", esi, 0x10000
        expect  "with ECX exact", ecx, 0x10
        std
        mov     edi, HIGH + 1
        mov     ecx, 3
        code16  down, "std; mov al, 0x99; rep stosb; cld"
        cld
        expect  "STOSB downwards wraps", edi, HIGH+0xFFFE
        movzx   eax, byte ptr [(LOW << 4) + 0xFFFF]
        expect  "and writes the last byte", eax, 0x99
        copy_low
        ret

stacks: code16  push_16, "push ax"
        expect  "PUSH changes SP alone", "dword ptr [esp_after]", HIGH+0xEFFE
        code16  push_32, "push eax"
        expect  "PUSH of 32 bits", "dword ptr [esp_after]", HIGH+0xEFFC
        code16  wrap, "xor sp, sp; push ax"
        expect  "SP wraps", "dword ptr [esp_after]", HIGH+0xFFFE
        code16  push_all, "pusha"
        expect  "PUSHA", "dword ptr [esp_after]", HIGH+0xF000-16
        code16  push_all_32, "pushad; popad"
        expect  "PUSHAD, POPAD", "dword ptr [esp_after]", HIGH+0xF000
        mov     ebp, HIGH + 0x1234
        code16  make_frame, "enter 8, 0"
        expect  "ENTER: SP", "dword ptr [esp_after]", HIGH+0xF000-10
        expect  "ENTER: BP", ebp, HIGH+0xEFFE
        mov     ebp, HIGH + 0x1234
        code16  frame_and_back, "enter 8, 0; leave"
        expect  "LEAVE: SP", "dword ptr [esp_after]", HIGH+0xF000
        expect  "LEAVE: BP", ebp, HIGH+0x1234
        mov     ebx, 0x11112222
        code16  pop_16, "push 0x4444; pop bx"
        expect  "POP changes 16 bits", ebx, 0x11114444
        mov     ecx, HIGH
        code16  pop_sp, "push 0x1230; pop sp; mov cx, sp; mov sp, 0xF000"
        expect  "POP SP", ecx, HIGH+0x1230
        code16  push_sp, "push sp; pop cx"
        expect  "PUSH SP pushes its old value", ecx, HIGH+0xF000
        ret

transfers:
        xor     edx, edx
        low
calls:  call    1f
        push    cs
        push    offset 2f - low_start
        retf
1:      inc     dx
        ret
2:      inc     dx
        .byte   0x9A                    # CALL of 16:16
        .word   far_callee - low_start, CODE16
        pushf
        push    cs
        push    offset 3f - low_start
        iret
3:      inc     dx
        .byte   0x66, 0x9A              # CALL of 16:32
        .long   far_callee_32 - low_start
        .word   CODE16
        jmp     done
far_callee: inc dx
        retf
far_callee_32: inc dx
        .byte   0x66
        retf
        high
        in_16   calls
        expect  "near and far calls and returns", edx, 5
        expect  "leave the stack as it was", "dword ptr [esp_after]", HIGH+0xF000
        # a handler of 32 bits on a stack of 16
        mov     dword ptr [hook], offset note
        mov     dword ptr [start_sp], 0xF000
        low
interrupt: int  0x31
after_interrupt: inc dx
        jmp     done
        high
        in_16   interrupt
        mov     dword ptr [hook], 0
        expect  "INT from 16-bit code: IP", "dword ptr [seen_ip]", "offset after_interrupt - low_start"
        expect  "INT from 16-bit code: CS", "dword ptr [seen_cs]", CODE16
        mov     eax, [handler_esp]
        expect  "a frame of 32 bits on a stack of 16", eax, 0xF000-12-8-8
        expect  "IRET: ESP", "dword ptr [esp_after]", 0xF000
        mov     dword ptr [start_sp], HIGH + 0xF000
        ret
note:   lea     eax, [esp + 4]
        mov     [handler_esp], eax
        ret

# 32-bit code on a stack of 16 bits.
stack_of_16_bits:
        mov     [home_sp], esp
        mov     eax, STACK16
        mov     ss, eax
        mov     esp, HIGH + 0x2000
        push    0x12345678
        mov     ebx, esp
        call    1f
1:      pop     edx
        mov     ecx, esp
        pop     edi
        mov     esi, esp
        mov     eax, DATA
        mov     ss, eax
        mov     esp, [home_sp]
        expect  "32-bit code: PUSH", ebx, HIGH+0x1FFC
        expect  "32-bit code: CALL and POP", ecx, HIGH+0x1FFC
        expect  "32-bit code: the return address", edx, "offset 1b"
        expect  "32-bit code: POP", edi, 0x12345678
        expect  "32-bit code: ESP", esi, HIGH+0x2000
        ret

limits: mov     dword ptr [gdt + SHORT_CODE + 4], 0x00009B01
.macro short_code name, last, entry, vector, ip
        mov     eax, offset \last - low_start
        and     eax, 0xFFFF
        mov     [gdt + SHORT_CODE], eax
        mov     dword ptr [pointer], offset \entry - low_start
        mov     word ptr [pointer + 4], SHORT_CODE
        mov     [home_sp], esp
        catch   .Lafter\@
        xor     ecx, ecx                # ZF
        ljmp    [pointer]
.Lafter\@:
        mov     esp, [home_sp]
        mov     dword ptr [catch_ip], 0
        expect  "\name", "dword ptr [seen_vector]", \vector
        expect  "\name: IP", "dword ptr [seen_ip]", "offset \ip - low_start"
.endm
        short_code "an instruction that ends beyond the limit", "whole + 1", whole, E_GP, whole
        short_code "one that ends at the limit", "whole + 2", whole, E_GP, after_whole
        short_code "a jump beyond the limit", "jumps + 4", jumps, E_GP, jumps
        short_code "a conditional jump beyond the limit", "conditional + 4", conditional, E_GP, conditional
        short_code "a call beyond the limit", "call_beyond + 4", call_beyond, E_GP, call_beyond
        low
whole:  mov     ax, 0x1234
after_whole: hlt
jumps:  jmp     beyond
conditional: .byte 0x0F, 0x84           # JZ
        .word   beyond - . - 2
call_beyond: call beyond
        .skip   32
beyond: hlt
        high
        ret

tss16:  mov     eax, offset task16
        mov     dword ptr [gdt + TSS16], 0x2B
        mov     [gdt + TSS16 + 2], ax
        shr     eax, 16
        mov     dword ptr [gdt + TSS16 + 4], 0x8100
        mov     [gdt + TSS16 + 4], al
        mov     word ptr [task16 + 2], 0xE000           # SP0
        mov     word ptr [task16 + 4], DATA
        mov     eax, TSS16
        ltr     ax
        movzx   eax, byte ptr [gdt + TSS16 + 5]
        expect  "LTR of a 16-bit TSS", eax, 0x83
        user_faults "an inner stack of a 16-bit TSS", BACK, 0, nop
        mov     eax, [frame]
        expect  "SP0 has 16 bits", eax, 0xE000-20
        user_faults "a 16-bit TSS has no I/O permissions", E_GP, 0, in al, 0x80
        mov     byte ptr [gdt + TASK + 5], 0x89
        mov     eax, TASK
        ltr     ax
        ret

        .data
        .align  4
start_sp: .long HIGH + 0xF000

        .bss
        .align  16
home_sp: .skip  4
target: .skip   8
pointer:  .skip   8
return: .skip   4
eax_after: .skip 4
esp_after: .skip 4
handler_esp: .skip 4
        .align  16
task16: .skip   0x40
