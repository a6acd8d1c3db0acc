# 64-bit mode: gates, interrupt stacks, returns, compatibility mode, system segments of 16 bytes, exceptions while others are delivered.

.set LONG, 1
        .include "harness.inc"

.set LDT, SPARE + 16            # 16 bytes
.set CODE16, SPARE + 32
.set BOTH, SPARE + 40           # code with L and D
.set ABSENT, SPARE + 48
.set CONFORMING, SPARE + 56
.set FAR_BASE, SPARE + 64       # data with base and limit

.macro descriptor selector, value
        push    rax
        movabs  rax, \value
        mov     [gdt + \selector], rax
        pop     rax
.endm
# A gate of 16 bytes; only the bits 31:0 of the target count.
.macro gate at, selector, target, rights
        push    rax
        mov     rax, offset \target
        mov     word ptr [\at], ax
        mov     word ptr [\at + 2], \selector
        mov     dword ptr [\at + 4], eax
        mov     word ptr [\at + 4], \rights
        mov     qword ptr [\at + 8], 0
        pop     rax
.endm

main:   descriptor CODE16, 0x00009B000000FFFF
        descriptor BOTH, 0x00EF9B000000FFFF
        descriptor ABSENT, 0x00AF1B000000FFFF
        descriptor CONFORMING, 0x00AF9F000000FFFF
        descriptor FAR_BASE, 0x0040930000000FFF
        mov     byte ptr [gdt + FAR_BASE + 7], 0x12
        call    frames
        call    bad_gates
        call    interrupt_stacks
        call    nested
        call    returns
        call    far_transfers
        call    compatibility
        call    system_segments
        call    segments
        ret

frames: mov     rbx, rsp
        and     rsp, ~0xF
        sub     rsp, 8                  # an odd stack
        mov     rdx, rsp
        mov     qword ptr [hook], offset note_frame
        stc
        int     0x31
after_int:
        mov     rsp, rbx
        mov     qword ptr [hook], 0
        mov     rcx, [frame]
        and     ecx, 0xF
        expect  "the frame lies at a multiple of 16 (error code or not)", rcx, 8
        expect  "SS is pushed", "qword ptr [seen_ss]", DATA
        expect  "RSP is pushed", "qword ptr [seen_sp]", rdx
        expect  "RIP is pushed", "qword ptr [seen_ip]", "offset after_int"
        mov     rax, [seen_flags]
        and     eax, FLAG_CF
        expect  "RFLAGS is pushed", rax, FLAG_CF
        user_faults "INT by the user", BACK, 0, nop
        expect  "the user's SS", "qword ptr [seen_ss]", USER_DATA
        expect  "the user's CS", "qword ptr [seen_cs]", USER_CODE64
        mov     rax, [frame]
        expect  "the stack of the TSS is used", rax, "offset handler_stack_top - 40"
        ret
note_frame: ret

bad_gates:
        faults  "INT beyond the IDT", E_GP, 0xF0*8+2, int 0xF0
        gate    idt+0x31*16, CODE64, stubs, 0x0E00
        faults  "an absent gate", E_NP, 0x31*8+2, int 0x31
        gate    idt+0x31*16, CODE64, stubs, 0x8C00
        faults  "a call gate in the IDT", E_GP, 0x31*8+2, int 0x31
        gate    idt+0x31*16, CODE64, stubs, 0x8500
        faults  "a task gate in the IDT", E_GP, 0x31*8+2, int 0x31
        gate    idt+0x31*16, CODE64, stubs, 0x8600
        faults  "a 16-bit gate in the IDT", E_GP, 0x31*8+2, int 0x31
        gate    idt+0x31*16, 0, stubs, 0x8E00
        faults  "a gate to a null selector", E_GP, 0, int 0x31
        gate    idt+0x31*16, DATA, stubs, 0x8E00
        faults  "a gate to data", E_GP, DATA, int 0x31
        gate    idt+0x31*16, CODE32, stubs, 0x8E00
        faults  "a gate to 32-bit code", E_GP, CODE32, int 0x31
        gate    idt+0x31*16, ABSENT, stubs, 0x8E00
        faults  "a gate to absent code", E_NP, ABSENT, int 0x31
        gate    idt+0x31*16, USER_CODE64, stubs, 0x8E00
        faults  "a gate to an outer level", E_GP, USER_CODE64&~3, int 0x31
        gate    idt+0x31*16, CODE64, stubs, 0x8E00
        mov     dword ptr [idt + 0x31 * 16 + 8], 0x8000
        faults  "a non-canonical handler", E_GP, 0, int 0x31
        gate    idt+0x31*16, CODE64, stubs+0x31*16, 0x8E00
        user_faults "INT of a privileged vector", E_GP, 0x31*8+2, int 0x31
        user_faults "INT3 of a privileged vector", E_GP, E_BP*8+2, int3
        user_faults "INTO is no instruction", E_UD, 0, .byte 0xCE
        gate    idt+E_BP*16, CODE64, stubs+E_BP*16, 0xEE00
        catch   1f
        go_user user_int3
1:      expect  "INT3 by the user", "qword ptr [seen_vector]", E_BP
        expect  "INT3 by the user: RIP", "qword ptr [seen_ip]", "offset user_int3 + 1"
        ret
        .pushsection .user, "awx"
user_int3: int3
        .popsection

interrupt_stacks:
        mov     qword ptr [task + 0x24], offset ist1_top        # IST1
        mov     byte ptr [idt + E_UD * 16 + 4], 1
        faults  "an exception with an interrupt stack", E_UD, 0, ud2
        expect  "IST1 is used at the same level", "qword ptr [frame]", "offset ist1_top - 40"
        user_faults "the same from the user", E_UD, 0, ud2
        expect  "IST1 is used from the user", "qword ptr [frame]", "offset ist1_top - 40"
        mov     qword ptr [task + 0x24], offset ist1_top - 4
        faults  "an interrupt stack that is not aligned", E_UD, 0, ud2
        expect  "is aligned to 16 bytes", "qword ptr [frame]", "offset ist1_top - 16 - 40"
        movabs  rax, 0x800000000000
        mov     [task + 0x24], rax
        faults  "a non-canonical interrupt stack", E_SS, 1, ud2
        mov     qword ptr [task + 0x24], offset ist1_top
        # the pushed frame meets an absent page
        mov     qword ptr [pt + 0x2000], 0
        invlpg  [0x400000]
        mov     qword ptr [task + 0x24], 0x401000
        faults  "the interrupt stack's page is absent", E_PF, 2, ud2
        expect  "CR2 is in it", "qword ptr [seen_cr2]", 0x401000-8
        mov     byte ptr [idt + E_UD * 16 + 4], 0
        mov     byte ptr [idt + E_PF * 16 + 4], 2
        mov     qword ptr [task + 0x2C], 0x401000               # IST2, for page faults, which cannot be delivered
        mov     qword ptr [task + 0x34], offset ist1_top        # IST3, for double faults
        mov     byte ptr [idt + E_DF * 16 + 4], 3
        catch   1f
        mov     eax, [0x400000]
1:      mov     qword ptr [catch_ip], 0
        expect  "a page fault that meets a page fault", "qword ptr [seen_vector]", E_DF
        expect  "a double fault's error code", "qword ptr [seen_error]", 0
        expect  "a double fault uses its stack", "qword ptr [frame]", "offset ist1_top - 40"
        mov     byte ptr [idt + E_PF * 16 + 4], 0
        mov     byte ptr [idt + E_DF * 16 + 4], 0
        # the TSS is too small for an IST
        mov     word ptr [gdt + TASK], 0x23
        mov     byte ptr [gdt + TASK + 5], 0x89
        mov     eax, TASK
        ltr     ax
        mov     byte ptr [idt + E_UD * 16 + 4], 1
        faults  "the TSS is too small for the interrupt stack", E_TS, TASK+1, ud2
        mov     byte ptr [idt + E_UD * 16 + 4], 0
        mov     word ptr [gdt + TASK], 0x68 + 0x2000
        mov     byte ptr [gdt + TASK + 5], 0x89
        ltr     ax
        ret

nested: mov     word ptr [idt + E_UD * 16 + 2], 0xFFF8
        faults  "#UD, then #GP: one after the other", E_GP, 0xFFF9, ud2
        mov     word ptr [idt + E_UD * 16 + 2], CODE
        mov     word ptr [idt + E_GP * 16 + 2], 0xFFF8
        mov     eax, 0xFFF0
        faults  "#GP, then #GP: a double fault", E_DF, 0, mov fs, eax
        mov     word ptr [idt + E_GP * 16 + 2], CODE
        mov     word ptr [idt + E_PF * 16 + 2], ABSENT
        faults  "#PF, then #NP: a double fault", E_DF, 0, mov eax, [0x400000]
        mov     word ptr [idt + E_PF * 16 + 2], CODE
        # #GP, then #PF: one after the other. The IDT entry of #GP lies in an absent page.
        mov     rsi, offset idt
        mov     rdi, 0x402000 - E_GP * 16
        mov     qword ptr [pt + 0x2000 + 8], 0x401000 + 3
        mov     qword ptr [pt + 0x2000 + 16], 0
        invlpg  [0x401000]
        invlpg  [0x402000]
        mov     ecx, E_GP * 16
        rep     movsb
        mov     qword ptr [pointer + 2], 0x402000 - E_GP * 16
        mov     word ptr [pointer], 0xFFF
        lidt    [pointer]
        mov     eax, 0xFFF0
        # #PF's entry is absent too: the page fault cannot be delivered either, nor can the double fault's: it can
        faults  "#GP, then #PF, then #PF: a double fault", E_DF, 0, mov fs, eax
        lidt    idt_pointer
        ret

.macro returns_to name, selector, offset, vector, error
        mov     rdx, rsp
        mov     rax, ss
        push    rax
        push    rdx
        pushfq
        push    \selector
        push    \offset
        faults  "\name", \vector, "\error", iretq
        mov     rsp, rdx
.endm
returns:
        returns_to "IRET to data", DATA, 0, E_GP, DATA
        returns_to "IRET to a null selector", 0, 0, E_GP, 0
        returns_to "IRET to absent code", ABSENT, 0, E_NP, ABSENT
        returns_to "IRET to code with L and D", BOTH, 0, E_GP, BOTH
        movabs  rcx, 0x800000000000
        returns_to "IRET to a non-canonical address", CODE64, rcx, E_GP, 0
        # a null SS is for 64-bit code above level 3
        mov     rdx, rsp
        push    0
        push    rdx
        pushfq
        push    CODE64
        push    offset 1f
        iretq
1:      mov     eax, ss
        expect  "IRET with a null SS", rax, 0
        mov     eax, DATA
        mov     ss, eax
        mov     rdx, rsp
        push    3
        push    rdx
        pushfq
        push    USER_CODE64
        push    0
        faults  "IRET to the user with a null SS", E_GP, 0, iretq
        mov     rsp, rdx
        push    0
        push    rdx
        pushfq
        push    CODE32
        push    0
        faults  "IRET to compatibility mode with a null SS", E_GP, 0, iretq
        mov     rsp, rdx
        push    DATA
        push    rdx
        push    FLAG_NT | 2
        popfq
        pushfq
        push    CODE64
        push    offset 2f
        faults  "IRET with NT", E_GP, 0, iretq
2:      mov     rsp, rdx
        push    2
        popfq
        # 32-bit frames
        mov     edx, esp
        sub     rsp, 20
        mov     dword ptr [rsp], offset 3f
        mov     dword ptr [rsp + 4], CODE64
        mov     dword ptr [rsp + 8], 2 | FLAG_CF
        mov     [rsp + 12], edx
        mov     dword ptr [rsp + 16], DATA
        iretd
3:      mov     rax, rsp
        mov     rsp, rdx
        expect  "IRETD pops frames of 20 bytes", rax, rdx
        # RET
        mov     rdx, rsp
        push    CODE64
        push    offset 4f
        .byte   0x48, 0xCB              # RETF of 64 bits
4:      mov     rax, rsp
        expect  "RETF of 64 bits", rax, rdx
        mov     rsp, rdx
        push    CODE64
        push    rcx
        movabs  rcx, 0x800000000000
        mov     [rsp], rcx
        faults  "RETF to a non-canonical address", E_GP, 0, .byte 0x48, 0xCB
        mov     rsp, rdx
        ret

far_transfers:
        mov     qword ptr [pointer], 0
        mov     word ptr [pointer + 4], TASK
        faults  "far CALL to a TSS", E_GP, TASK, lcall [pointer]
        mov     word ptr [pointer + 4], CONFORMING
        mov     dword ptr [pointer], offset 2f
        ljmp    [pointer]
2:      mov     eax, cs
        expect  "far JMP to conforming code", rax, CONFORMING
        mov     word ptr [pointer + 4], CODE64
        mov     dword ptr [pointer], offset 3f
        ljmp    [pointer]
3:      mov     rdx, rsp
        mov     dword ptr [pointer], offset 4f
        .byte   0xFF, 0x1C, 0x25        # far CALL with a 32-bit operand
        .long   pointer
4:      pop     rax                     # two words of 4 bytes
        mov     rcx, rax
        shr     rcx, 32
        expect  "far CALL pushes words of 4 bytes", rcx, CODE64
        faults  "the direct form is no instruction", E_UD, 0, .byte 0x9A, 0, 0, 0, 0, 0, 0
        faults  "nor is that of JMP", E_UD, 0, .byte 0xEA, 0, 0, 0, 0, 0, 0
        ret
compatibility:
        mov     [variable], rsp
        mov     rax, -1
        mov     rbx, -1
        mov     dword ptr [pointer], offset in_32
        mov     word ptr [pointer + 4], CODE32
        ljmp    [pointer]
        .code32
in_32:  mov     ebx, 5                  # clears the upper half
        inc     eax                     # 40H + register is INC here
        mov     ecx, esp
        push    0x12345678              # four bytes
        sub     ecx, esp
        pop     edx
        mov     esi, 0xFFFFFFFF
        mov     edi, [esi + offset variable + 1]        # wraps at 4 GBytes
        .byte   0xEA
        .long   in_64
        .word   CODE64
        .code64
in_64:  mov     rsp, [variable]
        expect  "compatibility mode: EBX", rbx, 5
        expect  "compatibility mode: INC EAX", rax, 0
        expect  "compatibility mode: PUSH", rcx, 4
        mov     eax, [variable]
        expect  "compatibility mode: addresses wrap", rdi, rax
        mov     rdx, rsp
        catch   1f
        push    USER_DATA
        push    offset user_stack_top
        push    2
        push    USER_CODE32
        push    offset user_32
        iretq
1:      expect  "an exception from compatibility mode", "qword ptr [seen_vector]", E_UD
        expect  "its CS", "qword ptr [seen_cs]", USER_CODE32
        expect  "its RSP", "qword ptr [seen_sp]", "offset user_stack_top"
        mov     rsp, rdx
        # 16-bit code: its segment begins at in_16
        mov     eax, offset in_16
        mov     [gdt + CODE16 + 2], ax
        shr     eax, 16
        mov     [gdt + CODE16 + 4], al
        mov     dword ptr [pointer], 0
        mov     word ptr [pointer + 4], CODE16
        xor     ebx, ebx
        ljmp    [pointer]
from_16: mov    rsp, [variable]
        expect  "16-bit compatibility mode", rbx, 0x1234
        ret
        .code16
in_16:  mov     bx, 0x1234
        .byte   0x66, 0xEA
        .long   from_16
        .word   CODE64
        .code64
        .pushsection .user, "awx"
        .code32
user_32: ud2
        .code64
        .popsection

system_segments:
        mov     rax, offset ldt
        mov     qword ptr [gdt + LDT], 0x000F
        mov     [gdt + LDT + 2], ax
        shr     rax, 16
        mov     dword ptr [gdt + LDT + 4], 0x8200
        mov     [gdt + LDT + 4], al
        mov     [gdt + LDT + 7], ah
        mov     dword ptr [gdt + LDT + 8], -1           # base FFFFFFFF_0010XXXXH
        mov     dword ptr [gdt + LDT + 12], 0
        mov     eax, LDT
        lldt    ax
        mov     eax, 4
        faults  "LDTR has a base of 64 bits", E_PF, 0, mov fs, eax
        mov     dword ptr [gdt + LDT + 8], 0
        mov     eax, LDT
        lldt    ax
        mov     rax, [gdt + DATA]
        mov     [ldt], rax
        mov     eax, 4
        faults  "a segment of the LDT", NONE, 0, mov fs, eax
        mov     dword ptr [gdt + LDT + 8], 0x8000
        mov     eax, LDT
        faults  "LLDT with a non-canonical base", E_GP, LDT, lldt ax
        mov     dword ptr [gdt + LDT + 8], 0
        mov     eax, 0x148
        faults  "LLDT of the last 8 bytes of the GDT", E_GP, 0x148, lldt ax
        mov     eax, DATA
        faults  "LTR of data", E_GP, DATA, ltr ax
        mov     eax, TASK
        faults  "LTR of a busy TSS", E_GP, TASK, ltr ax
        xor     eax, eax
        lldt    ax
        mov     fs, eax
        sgdt    [variable]
        mov     rax, [variable + 2]
        expect  "SGDT stores 64 bits", rax, "offset gdt"
        ret

segments:
        mov     eax, FAR_BASE
        mov     ds, eax
        mov     rbx, offset variable
        mov     qword ptr [rbx], 0x77
        mov     rcx, ds:[rbx]
        mov     eax, DATA
        mov     ds, eax
        expect  "DS has neither base nor limit", rcx, 0x77
        mov     eax, FAR_BASE
        mov     fs, eax
        mov     rbx, offset variable - 0x12000000
        mov     rcx, fs:[rbx]
        expect  "FS has the base of its descriptor, and no limit", rcx, 0x77
        xor     eax, eax
        mov     fs, eax
        mov     rbx, offset variable
        mov     rcx, fs:[rbx]
        expect  "a null FS works", rcx, 0x77
        mov     ds, eax
        mov     rcx, [rbx]
        mov     eax, DATA
        mov     ds, eax
        expect  "a null DS works", rcx, 0x77
        write_msr 0xC0000100, 0x1000
        mov     rbx, offset variable - 0x1000
        mov     rcx, fs:[rbx]
        expect  "IA32_FS_BASE", rcx, 0x77
        mov     ecx, 0xC0000100
        xor     eax, eax
        mov     edx, 0x8000
        faults  "a non-canonical IA32_FS_BASE", E_GP, 0, wrmsr
        faults  "PUSH ES is no instruction", E_UD, 0, .byte 0x06
        faults  "LES is no instruction", E_UD, 0, .byte 0xC4, 0x00
        mov     eax, DATA
        mov     fs, eax
        ret

        .bss
        .align  16
        .skip   0x200
ist1_top: .skip 16
ldt:    .skip   16
variable: .skip 16
pointer: .skip  16
