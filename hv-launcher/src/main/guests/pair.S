# One of a pair: fills every register that software can reach with values made of VALUE, and looks again and again whether they still are
# as it left them, while the processor is taken away and given to somebody else. Assembled twice, with different VALUEs; 64-bit code.

        .intel_syntax noprefix
        .code64
.set LONG, 1
.set EXIT_PORT, 0xF4
.set DR6_FIXED, 0xFFFF0FF0      # bits that read as 1
.set SPIN, 5000                 # turns of an empty loop between two looks

        .text
        .include "console.inc"

.macro each_general_register do
        \do     rax, 0
        \do     rdx, 2
        \do     rbx, 3
        \do     rbp, 5
        \do     rsi, 6
        \do     rdi, 7
        \do     r8, 8
        \do     r9, 9
        \do     r10, 10
        \do     r11, 11
        \do     r12, 12
        \do     r13, 13
        \do     r14, 14
.endm
.macro fill register, number
        mov     \register, VALUE + \number
.endm
.macro look register, number
        cmp     \register, VALUE + \number
        jne     changed
.endm

        .globl  start
start:  mov     esp, offset stack_top
        call    open_serial_line
        call    fill_system_registers
        mov     dword ptr rounds, ROUNDS
again:  each_general_register fill
        mov     ecx, SPIN
1:      dec     ecx
        jnz     1b
        each_general_register look
        call    look_at_system_registers
        jne     changed
        dec     dword ptr rounds
        jnz     again
        call    say_name
        say     "all my registers are as I left them.\n"
        cli
1:      hlt
        jmp     1b

changed:
        call    say_name
        say     "a register has changed.\n"
        mov     al, 1
        out     EXIT_PORT, al
1:      hlt
        jmp     1b

say_name:
        say     "Guest with "
        mov     r8, VALUE
        say_hex r8, 4
        say     "…: "
        ret

fill_system_registers:
        mov     rax, VALUE
        mov     cr2, rax
        mov     dr0, rax
        mov     dr1, rax
        mov     dr2, rax
        mov     dr3, rax
        mov     eax, DR6_FIXED | (VALUE & 0xF)
        mov     dr6, rax
        mov     esi, offset msrs
1:      lodsd
        mov     ecx, eax
        mov     eax, VALUE
        xor     edx, edx
        wrmsr
        cmp     esi, offset msrs_end
        jb      1b
        ret

# ZF tells whether all is as it was.
look_at_system_registers:
        mov     rbx, VALUE
.irp register, cr2, dr0, dr1, dr2, dr3
        mov     rax, \register
        cmp     rax, rbx
        jne     1f
.endr
        mov     rax, dr6
        cmp     eax, DR6_FIXED | (VALUE & 0xF)
        jne     1f
        mov     esi, offset msrs
2:      lodsd
        mov     ecx, eax
        rdmsr
        cmp     eax, VALUE
        jne     1f
        cmp     esi, offset msrs_end
        jb      2b
        xor     eax, eax
1:      ret

        .section .rodata
        .align  4
msrs:   .long   0xC0000081              # STAR
        .long   0xC0000082              # LSTAR
        .long   0xC0000083              # CSTAR
        .long   0xC0000084              # FMASK
        .long   0xC0000102              # KERNEL_GS_BASE
        .long   0xC0000103              # TSC_AUX
msrs_end:

        .bss
        .align  16
rounds: .skip   8
        .skip   4096
stack_top:
