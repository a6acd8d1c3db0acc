# Virtual-8086 mode, with and without its extensions (CR4.VME), and protected-mode virtual interrupts (CR4.PVI).

        .include "harness.inc"
        .include "v86.inc"

main:   copy_low
        mov     byte ptr [idt + E_BP * 8 + 5], 0xEE
        mov     byte ptr [idt + E_OF * 8 + 5], 0xEE
        call    frame_on_exit
        call    privileged
        call    iopl
        call    memory
        call    transfers
        call    ports
        call    gates
        call    extensions
        call    redirection
        call    protected_mode
        ret

frame_on_exit:
        flags   FLAG_CF
        v86     "HLT", E_GP, 0, hlt
        mov     eax, [frame]
        expect  "the frame: CS", "dword ptr [seen_cs]", LOW
        expect  "the frame: ESP", "dword ptr [seen_sp]", STACK
        expect  "the frame: SS", "dword ptr [seen_ss]", LOW+0x100
        mov     eax, [frame]
        expect  "the frame: ES", "dword ptr [eax + 20]", LOW+1
        expect  "the frame: DS", "dword ptr [eax + 24]", LOW+2
        expect  "the frame: FS", "dword ptr [eax + 28]", LOW+3
        expect  "the frame: GS", "dword ptr [eax + 32]", LOW+4
        seen_flag "the frame: EFLAGS", FLAG_VM|FLAG_CF, FLAG_VM|FLAG_CF
        mov     eax, fs
        expect  "FS is null in the handler", eax, 0
        runs    "segments are paragraphs", "mov ax, ds; cmp ax, LOW+2; jne 1f; mov ax, es; cmp ax, LOW+1; jne 1f; mov ax, ss; cmp ax, LOW+0x100; 1: mov cx, 0x55"
        mov     byte ptr [(LOW + 2) * 16 + 0x8080], 0x9A
        xor     ecx, ecx
        runs    "a segment's base", "mov cl, [0x8080]"
        expect  "a segment's base is 16 times its selector", ecx, 0x9A
        runs    "a segment is loaded", "mov ax, LOW+5; mov ds, ax; mov cl, [0x8050]"
        expect  "and its base follows", ecx, 0x9A
        ret

privileged:
        flags   FLAG_IOPL
        v86     "MOV from CR0", E_GP, 0, mov eax, cr0
        v86     "MOV from DR0", E_GP, 0, mov eax, dr0
        v86     "LGDT", E_GP, 0, lgdt [0]
        v86     "LMSW", E_GP, 0, lmsw ax
        v86     "CLTS", E_GP, 0, clts
        v86     "INVLPG", E_GP, 0, invlpg [bx]
        v86     "RDMSR", E_GP, 0, rdmsr
        v86     "LLDT", E_UD, 0, lldt ax
        v86     "SLDT", E_UD, 0, sldt ax
        v86     "LTR", E_UD, 0, ltr ax
        v86     "STR", E_UD, 0, str ax
        v86     "LAR", E_UD, 0, lar ax, bx
        v86     "LSL", E_UD, 0, lsl ax, bx
        v86     "VERR", E_UD, 0, verr ax
        v86     "ARPL", E_UD, 0, arpl ax, bx
        runs    "SMSW", "smsw ax"
        runs    "SGDT", "sgdt [0x8200]"
        ret

iopl:   flags   0
        v86     "CLI", E_GP, 0, cli
        v86     "STI", E_GP, 0, sti
        v86     "PUSHF", E_GP, 0, pushf
        v86     "POPF", E_GP, 0, popf
        v86     "PUSHFD", E_GP, 0, pushfd
        v86     "INT", E_GP, 0, int BACK
        v86     "IRET", E_GP, 0, iret
        v86     "UD2", E_UD, 0, ud2
        catch   1f
        go_v86  at_int3
1:      expect  "INT3 asks for no IOPL", "dword ptr [seen_vector]", E_BP
        expect  "INT3: IP", "dword ptr [seen_ip]", "offset at_int3 + 1 - low_start"
        flags   FLAG_IOPL|FLAG_IF
        runs    "CLI with IOPL 3", "cli"
        seen_flag "CLI with IOPL 3 clears IF", FLAG_IF, 0
        flags   FLAG_IOPL
        runs    "PUSHF with IOPL 3", "pushf; pop cx"
        and     ecx, FLAG_IOPL|FLAG_IF
        expect  "PUSHF with IOPL 3 shows IOPL", ecx, FLAG_IOPL
        runs    "POPF with IOPL 3", "push 0x0003; popf"
        seen_flag "POPF does not change IOPL", FLAG_IOPL|FLAG_CF, FLAG_IOPL|FLAG_CF
        catch   2f
        go_v86  at_int30
2:      expect  "INT with IOPL 3", "dword ptr [seen_vector]", BACK
        expect  "INT with IOPL 3: IP", "dword ptr [seen_ip]", "offset at_int30 + 2 - low_start"
        v86     "INT through a gate with DPL 0", E_GP, 0x29*8+2, int 0x29
        runs    "IRET with IOPL 3", "pushf; push cs; push offset 3f - low_start; iret; 3: nop"
        ret
        .pushsection .low, "awx"
        .code16
at_int3: int3
at_int30: int   BACK
        .code32
        .popsection

memory: flags   0
        v86     "a word at the end of a segment", E_GP, 0, mov ax, [0xFFFF]
        v86     "a word at the end of the stack segment", E_SS, 0, mov ax, ss:[0xFFFF]
        runs    "the last byte of a segment", "mov al, [0xFFFF]"
        mov     ebx, 0x10000
        v86     "a 32-bit offset beyond the segment", E_GP, 0, mov al, [ebx]
        mov     ebx, 0xFFFF
        runs    "a 32-bit offset within the segment", "mov al, [ebx]"
        runs    "the stack wraps", "xor sp, sp; push 0x1234; movzx ecx, sp"
        expect  "SP wraps", ecx, 0xFFFE
        runs    "code is writable", "mov byte ptr cs:[1f - low_start], 0x42; 1: inc dx"
        ret

transfers:
        flags   0
        runs    "far JMP", ".byte 0xEA; .word 1f - low_start; .word LOW; 1: nop"
        runs    "far CALL and RET", ".byte 0x9A; .word v86_far - low_start; .word LOW"
        v86     "a jump beyond the segment", E_GP, 0, .byte 0x66, 0xE9, 0, 0, 1, 0
        v86     "a 32-bit far JMP beyond the segment", E_GP, 0, .byte 0x66, 0xEA, 0, 0, 1, 0, LOW & 0xFF, LOW >> 8
        ret
        .pushsection .low, "awx"
        .code16
v86_far: retf
        .code32
        .popsection

ports:  flags   0
        runs    "IN by the bitmap, whatever IOPL is", "in al, 0x61"
        flags   FLAG_IOPL
        or      byte ptr [task + 0x68 + 0x61 / 8], 1 << (0x61 & 7)
        v86     "IN that the bitmap forbids", E_GP, 0, in al, 0x61
        v86     "IN of a word that the bitmap forbids in part", E_GP, 0, in ax, 0x60
        runs    "IN of the port below", "in al, 0x60"
        and     byte ptr [task + 0x68 + 0x61 / 8], ~(1 << (0x61 & 7))
        ret

gates:  flags   FLAG_IOPL
        mov     word ptr [idt + BACK * 8 + 2], USER_CODE32
        v86     "a handler that is not at privilege level 0", E_GP, USER_CODE32&~3, int BACK
        mov     word ptr [idt + BACK * 8 + 2], CODE
        mov     byte ptr [gdt + SPARE + 5], 0x9F        # conforming
        mov     dword ptr [gdt + SPARE], 0xFFFF
        mov     dword ptr [gdt + SPARE + 4], 0x00CF9F00
        mov     word ptr [idt + BACK * 8 + 2], SPARE
        v86     "a conforming handler", E_GP, SPARE, int BACK
        mov     word ptr [idt + BACK * 8 + 2], CODE
        ret

extensions:
        set_cr  cr4, CR4_VME
        flags   0
        runs    "VME: STI", "sti"
        seen_flag "VME: STI sets VIF", FLAG_VIF|FLAG_IF, FLAG_VIF
        flags   FLAG_VIF
        runs    "VME: CLI", "cli"
        seen_flag "VME: CLI clears VIF", FLAG_VIF|FLAG_IF, 0
        flags   FLAG_VIP
        v86     "VME: STI with VIP", E_GP, 0, sti
        flags   FLAG_VIF
        runs    "VME: PUSHF", "pushf; pop cx"
        and     ecx, FLAG_IF|FLAG_IOPL
        expect  "VME: PUSHF shows VIF as IF and IOPL 3", ecx, FLAG_IF|FLAG_IOPL
        flags   0
        runs    "VME: PUSHF without VIF", "pushf; pop cx"
        and     ecx, FLAG_IF|FLAG_IOPL
        expect  "VME: PUSHF shows VIF 0", ecx, FLAG_IOPL
        runs    "VME: POPF", "push 0x0202; popf"
        seen_flag "VME: POPF loads VIF", FLAG_VIF|FLAG_IF|FLAG_IOPL, FLAG_VIF
        flags   0
        v86     "VME: PUSHFD", E_GP, 0, pushfd
        v86     "VME: POPFD", E_GP, 0, popfd
        mov     word ptr [(LOW + 0x100) * 16 + STACK], FLAG_TF
        v86     "VME: POPF of TF", E_GP, 0, popf
        mov     word ptr [(LOW + 0x100) * 16 + STACK], FLAG_IF
        flags   FLAG_VIP
        v86     "VME: POPF of IF with VIP", E_GP, 0, popf
        mov     word ptr [(LOW + 0x100) * 16 + STACK], 0
        runs    "VME: POPF without IF, with VIP", "popf"
        mov     word ptr [(LOW + 0x100) * 16 + STACK + 4], FLAG_TF
        flags   0
        v86     "VME: IRET of TF", E_GP, 0, iret
        v86     "VME: IRETD", E_GP, 0, iretd
        runs    "VME: IRET", "push 0x0202; push cs; push offset 1f - low_start; iret; 1: nop"
        seen_flag "VME: IRET loads VIF", FLAG_VIF|FLAG_IF, FLAG_VIF
        flags   FLAG_IOPL
        runs    "VME with IOPL 3: STI, CLI", "sti; cli"
        seen_flag "VME with IOPL 3: VIF stays", FLAG_VIF, 0
        clear_cr cr4, CR4_VME
        flags   0
        v86     "without VME", E_GP, 0, sti
        ret

# The redirection bitmap lies in the 32 bytes below the I/O bitmap.
redirection:
        set_cr  cr4, CR4_VME
        mov     word ptr [task + 0x66], 0x88
        mov     dword ptr [0x31 * 4], LOW << 16 | 0
        lea     eax, [own_handler - low_start]
        mov     word ptr [0x31 * 4], ax
        flags   FLAG_VIF
        xor     ecx, ecx
        runs    "INT to the program's own handler", "int 0x31"
        mov     eax, edx
        and     eax, FLAG_IF|FLAG_IOPL
        expect  "its image of FLAGS has VIF as IF, and IOPL 3", eax, FLAG_IF|FLAG_IOPL
        seen_flag "VIF comes back with IRET", FLAG_VIF, FLAG_VIF
        expect  "VIF is 0 in the handler", ecx, FLAG_IOPL
        or      byte ptr [task + 0x88 - 32 + 0x31 / 8], 1 << (0x31 & 7)
        v86     "INT that is not redirected, IOPL 0", E_GP, 0, int 0x31
        flags   FLAG_IOPL
        mov     byte ptr [idt + 0x31 * 8 + 5], 0xEE
        catch   1f
        go_v86  at_int31
1:      expect  "INT that is not redirected, IOPL 3", "dword ptr [seen_vector]", 0x31
        and     byte ptr [task + 0x88 - 32 + 0x31 / 8], ~(1 << (0x31 & 7))
        flags   FLAG_IOPL|FLAG_IF
        runs    "INT to the own handler, IOPL 3", "int 0x31"
        mov     eax, edx
        and     eax, FLAG_IF|FLAG_IOPL
        expect  "its image of FLAGS is the real one", eax, FLAG_IF|FLAG_IOPL
        and     ecx, FLAG_IF
        expect  "IF is 0 in the handler", ecx, 0
        flags   0
        catch   2f
        go_v86  at_int3
2:      expect  "INT3 is never redirected", "dword ptr [seen_vector]", E_BP
        clear_cr cr4, CR4_VME
        mov     word ptr [task + 0x66], 0x68
        ret
        .pushsection .low, "awx"
        .code16
own_handler:
        pushf
        pop     cx
        and     ecx, FLAG_IF|FLAG_IOPL
        mov     bp, sp
        movzx   edx, word ptr [bp + 4]
        iret
at_int31: int   0x31
        .code32
        .popsection

protected_mode:
        mov     dword ptr [user_flags], 2
        user_faults "CLI at privilege level 3", E_GP, 0, cli
        set_cr  cr4, CR4_PVI
        user_faults "PVI: STI", BACK, 0, sti
        seen_flag "PVI: STI sets VIF", FLAG_VIF|FLAG_IF, FLAG_VIF
        mov     dword ptr [user_flags], 2 | FLAG_VIF
        user_faults "PVI: CLI", BACK, 0, cli
        seen_flag "PVI: CLI clears VIF", FLAG_VIF, 0
        mov     dword ptr [user_flags], 2 | FLAG_VIP
        user_faults "PVI: STI with VIP", E_GP, 0, sti
        mov     dword ptr [user_flags], 2 | FLAG_VIF
        clear_cr cr4, CR4_PVI
        mov     dword ptr [user_flags], 2
        ret
