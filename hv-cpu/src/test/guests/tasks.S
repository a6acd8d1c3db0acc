# Task switches by JMP, CALL, IRET, exceptions and interrupts, through TSSs and task gates, of 32 and 16 bits.

        .include "harness.inc"

.set OTHER, SPARE               # an available 32-bit TSS
.set GATE, SPARE + 8            # a task gate to it
.set OTHER16, SPARE + 16        # an available 16-bit TSS
.set SMALL, SPARE + 24          # a TSS that is too small
.set ABSENT, SPARE + 32
.set LDT_DESCRIPTOR, SPARE + 40
.set GATE_FOR_USER, SPARE + 48
.set BAD, SPARE + 56            # a TSS whose segments the tests spoil
.set V86_TASK, SPARE + 72
.set CR0_TS, 8

.macro tss_descriptor selector, base, limit, rights
        mov     eax, offset \base
        mov     word ptr [gdt + \selector], \limit
        mov     [gdt + \selector + 2], ax
        shr     eax, 16
        mov     [gdt + \selector + 4], al
        mov     byte ptr [gdt + \selector + 5], \rights
        mov     byte ptr [gdt + \selector + 6], 0
        mov     [gdt + \selector + 7], ah
.endm
.macro task_gate selector, target, rights
        mov     dword ptr [gdt + \selector], (\target) << 16
        mov     dword ptr [gdt + \selector + 4], (\rights) << 8
.endm
.macro type_of name, selector, wanted
        movzx   eax, byte ptr [gdt + \selector + 5]
        expect  "\name", eax, \wanted
.endm
# Makes a TSS whose task begins at a label.
.macro prepare tss, label
        mov     edi, offset \tss
        mov     esi, offset \label
        call    prepare_tss
.endm

main:   copy_low
        tss_descriptor OTHER, other, 0x67, 0x89
        tss_descriptor OTHER16, other16, 0x2B, 0x81
        tss_descriptor SMALL, other, 0x66, 0x89
        tss_descriptor ABSENT, other, 0x67, 0x09
        tss_descriptor BAD, bad, 0x67, 0x89
        task_gate GATE, OTHER, 0x85
        task_gate GATE_FOR_USER, OTHER, 0xE5
        mov     byte ptr [gdt + TASK + 5], 0x8B         # set by LTR already
        call    calls
        call    jumps
        call    refused
        call    events
        call    sixteen
        call    spoilt
        call    traps
        call    v86_task
        ret

# EDI: TSS, ESI: first instruction. Everything else is of the kind that the tests look for.
prepare_tss:
        push    ecx
        push    edi
        xor     eax, eax
        mov     ecx, 26
        cld
        rep     stosd
        pop     edi
        pop     ecx
        mov     [edi + 0x20], esi
        mov     dword ptr [edi + 0x24], 2
        mov     dword ptr [edi + 0x28], 0xA0A0A0A0      # EAX
        mov     dword ptr [edi + 0x2C], 0xC0C0C0C0
        mov     dword ptr [edi + 0x30], 0xD0D0D0D0
        mov     dword ptr [edi + 0x34], 0xB0B0B0B0
        mov     dword ptr [edi + 0x38], offset other_stack_top
        mov     dword ptr [edi + 0x3C], 0xBEBEBEBE
        mov     dword ptr [edi + 0x40], 0x51515151
        mov     dword ptr [edi + 0x44], 0xD1D1D1D1
        mov     dword ptr [edi + 0x48], DATA            # ES
        mov     dword ptr [edi + 0x4C], CODE32
        mov     dword ptr [edi + 0x50], DATA            # SS
        mov     dword ptr [edi + 0x54], DATA            # DS
        mov     word ptr [edi + 0x66], 0x68
        ret

calls:  prepare other, 1f
        mov     ebx, 0x12345678
        mov     dword ptr [saved_sp], esp
        clts
        stc
        lcall   OTHER:0
        jmp     2f
1:      # the other task
        mov     [seen_eax], eax
        mov     [seen_ebx], ebx
        pushfd
        pop     dword ptr [task_flags]
        mov     eax, cr0
        mov     [task_cr0], eax
        str     [task_tr]
        mov     ax, fs
        mov     [task_fs], ax
        mov     [task_sp], esp
        iretd
        # called once more
        mov     dword ptr [seen_eax], 0x77
        iretd
2:      expect  "CALL: EAX is loaded", "dword ptr [seen_eax]", 0xA0A0A0A0
        expect  "CALL: EBX is loaded", "dword ptr [seen_ebx]", 0xB0B0B0B0
        expect  "CALL: ESP is loaded", "dword ptr [task_sp]", "offset other_stack_top"
        expect  "CALL: EBX is back", ebx, 0x12345678
        mov     eax, esp
        expect  "CALL: ESP is back", eax, "dword ptr [saved_sp]"
        pushfd
        pop     eax
        and     eax, FLAG_NT | FLAG_CF
        mov     eax, [task_flags]
        and     eax, FLAG_NT
        expect  "CALL: NT is set", eax, FLAG_NT
        mov     eax, [task_cr0]
        and     eax, CR0_TS
        expect  "CALL: CR0.TS is set", eax, CR0_TS
        movzx   eax, word ptr [task_tr]
        expect  "CALL: TR names the new task", eax, OTHER
        movzx   eax, word ptr [task_fs]
        expect  "CALL: a null FS", eax, 0
        movzx   eax, word ptr [other]
        expect  "CALL: the link names the old task", eax, TASK
        mov     eax, [task + 0x34]
        expect  "CALL: EBX was saved", eax, 0x12345678
        mov     eax, [task + 0x24]
        and     eax, FLAG_CF | FLAG_NT
        expect  "CALL: EFLAGS were saved", eax, FLAG_CF
        str     ax
        movzx   eax, ax
        expect  "IRET: TR names the old task", eax, TASK
        type_of "IRET: the task that was left is available", OTHER, 0x89
        type_of "IRET: the old task is busy", TASK, 0x8B
        mov     eax, [other + 0x24]
        and     eax, FLAG_NT
        expect  "IRET: NT is saved as 0", eax, 0
        pushfd
        pop     eax
        and     eax, FLAG_NT
        expect  "IRET: NT is not set in the old task", eax, 0
        lcall   OTHER:0
        expect  "CALL: a task goes on after its IRET", "dword ptr [seen_eax]", 0x77
        prepare other, 3f
        lcall   GATE:0
        jmp     4f
3:      type_of "CALL: the new task is busy", OTHER, 0x8B
        type_of "CALL: the old task stays busy", TASK, 0x8B
        faults  "CALL of a busy task", E_GP, OTHER, lcall OTHER:0
        faults  "CALL of a task gate to a busy task", E_GP, OTHER, lcall GATE:0
        pushfd                          # the exception cleared it
        or      dword ptr [esp], FLAG_NT
        popfd
        iretd
4:      str     ax
        movzx   eax, ax
        expect  "CALL through a task gate", eax, TASK
        prepare other, 5f
        user_faults "privilege level 3 through a task gate", BACK, 0, lcall GATE_FOR_USER:0
        jmp     6f
5:      iretd
6:      ret

jumps:  prepare other, 1f
        mov     dword ptr [other + 0x24], 2 | FLAG_NT
        ljmp    OTHER:0
        jmp     2f
1:      pushfd
        pop     dword ptr [task_flags]
        mov     ax, [other]
        mov     [task_link], ax
        type_of "JMP: the old task is available", TASK, 0x89
        type_of "JMP: the new task is busy", OTHER, 0x8B
        ljmp    TASK:0
2:      mov     eax, [task_flags]
        and     eax, FLAG_NT
        expect  "JMP: NT is as the TSS has it", eax, FLAG_NT
        movzx   eax, word ptr [task_link]
        expect  "JMP: the link stays", eax, 0
        type_of "JMP back", OTHER, 0x89
        # IRET to a task that is not busy
        mov     word ptr [task], OTHER
        pushfd
        or      dword ptr [esp], FLAG_NT
        popfd
        faults  "IRET to a task that is not busy", E_TS, OTHER, iretd
        pushfd
        and     dword ptr [esp], ~FLAG_NT
        popfd
        mov     word ptr [task], 0
        ret

refused:
        faults  "JMP to a TSS that is absent", E_NP, ABSENT, ljmp ABSENT:0
        faults  "JMP to a TSS that is too small", E_TS, SMALL, ljmp SMALL:0
        user_faults "JMP to a privileged TSS", E_GP, OTHER, ljmp OTHER:0
        user_faults "JMP to a privileged task gate", E_GP, GATE, ljmp GATE:0
        task_gate GATE, OTHER, 0x05
        faults  "JMP to a task gate that is absent", E_NP, GATE, ljmp GATE:0
        task_gate GATE, DATA, 0x85
        faults  "a task gate that names no TSS", E_GP, DATA, ljmp GATE:0
        task_gate GATE, 4, 0x85
        faults  "a task gate that names an LDT entry", E_GP, 4, ljmp GATE:0
        task_gate GATE, 0xFFF8, 0x85
        faults  "a task gate beyond the GDT", E_GP, 0xFFF8, ljmp GATE:0
        task_gate GATE, OTHER, 0x85
        ret

events: prepare other, 1f
        mov     dword ptr [idt + E_UD * 8], OTHER << 16
        mov     dword ptr [idt + E_UD * 8 + 4], 0x8500
        mov     ebx, 3
at_ud2: ud2
        jmp     2f
1:      mov     eax, [task + 0x20]
        mov     [task_ip], eax
        mov     eax, [task + 0x24]
        mov     [task_flags], eax
        add     dword ptr [task + 0x20], 2              # the handler skips it
        iretd
2:      expect  "an exception through a task gate: EIP", "dword ptr [task_ip]", "offset at_ud2"
        mov     eax, [task_flags]
        and     eax, FLAG_RF
        expect  "an exception through a task gate: RF", eax, FLAG_RF
        expect  "an exception through a task gate: registers", ebx, 3
        # one with an error code
        prepare other, 3f
        mov     dword ptr [idt + E_GP * 8], OTHER << 16
        mov     dword ptr [idt + E_GP * 8 + 4], 0x8500
        mov     eax, 0xFFF8
at_mov: mov     fs, eax
        jmp     4f
3:      pop     dword ptr [task_ip]
        mov     [task_sp], esp
        add     dword ptr [task + 0x20], 2
        iretd
4:      expect  "the error code is on the new stack", "dword ptr [task_ip]", 0xFFF8
        expect  "and nothing else", "dword ptr [task_sp]", "offset other_stack_top"
        # INT n
        prepare other, 5f
        mov     dword ptr [idt + 0x31 * 8], OTHER << 16
        mov     dword ptr [idt + 0x31 * 8 + 4], 0x8500
        int     0x31
after_int: jmp  6f
5:      mov     eax, [task + 0x20]
        mov     [task_ip], eax
        iretd
6:      expect  "INT through a task gate: EIP", "dword ptr [task_ip]", "offset after_int"
        mov     eax, offset stubs + E_GP * 16
        mov     word ptr [idt + E_GP * 8], ax
        mov     dword ptr [idt + E_GP * 8 + 4], eax
        mov     word ptr [idt + E_GP * 8 + 4], 0x8E00
        mov     word ptr [idt + E_GP * 8 + 2], CODE
        user_faults "INT through a task gate that the user may not use", E_GP, 0x31*8+2, int 0x31
        mov     byte ptr [idt + 0x31 * 8 + 5], 0x05
        faults  "INT through an absent task gate", E_NP, 0x31*8+2, int 0x31
        mov     eax, offset stubs + E_UD * 16
        mov     word ptr [idt + E_UD * 8], ax
        mov     dword ptr [idt + E_UD * 8 + 4], eax
        mov     word ptr [idt + E_UD * 8 + 4], 0x8E00
        mov     word ptr [idt + E_UD * 8 + 2], CODE
        ret

sixteen:
        mov     edi, offset other16
        xor     eax, eax
        mov     ecx, 11
        rep     stosd
        mov     eax, offset code16 - low_code
        mov     [other16 + 0x0E], ax
        mov     word ptr [other16 + 0x10], 2
        mov     word ptr [other16 + 0x12], 0xA0A0
        mov     word ptr [other16 + 0x18], 0xB0B0
        mov     word ptr [other16 + 0x1A], 0x0F00       # SP
        mov     word ptr [other16 + 0x22], DATA
        mov     word ptr [other16 + 0x24], SPARE + 64   # CS: 16-bit code at low_code
        mov     word ptr [other16 + 0x26], DATA
        mov     word ptr [other16 + 0x28], DATA
        mov     eax, offset low_code
        mov     dword ptr [gdt + SPARE + 64], 0xFFFF
        mov     [gdt + SPARE + 66], ax
        shr     eax, 16
        mov     [gdt + SPARE + 68], al
        mov     word ptr [gdt + SPARE + 69], 0x009B
        mov     byte ptr [gdt + SPARE + 71], 0
        mov     ebx, 0x33334444
        lcall   OTHER16:0
        expect  "a 16-bit task: EBX is back", ebx, 0x33334444
        movzx   eax, word ptr [seen_eax]
        expect  "a 16-bit task: AX is loaded", eax, 0xA0A0
        movzx   eax, word ptr [other16]
        expect  "a 16-bit task: link", eax, TASK
        movzx   eax, word ptr [other16 + 0x0E]
        expect  "a 16-bit task: IP is saved", eax, "offset code16_end - low_code"
        movzx   eax, word ptr [other16 + 0x18]
        expect  "a 16-bit task: BX is saved", eax, 0xB1B1
        type_of "a 16-bit task: available again", OTHER16, 0x81
        ret

# What is wrong with the new task's segments is its own exception.
.macro spoil name, offset, value, vector, error
        prepare bad, bad_entry
        mov     dword ptr [bad + 4], offset handler_stack_top
        mov     dword ptr [bad + 8], DATA
        mov     dword ptr [bad + 0x48], USER_DATA
        mov     dword ptr [bad + 0x4C], USER_CODE32
        mov     dword ptr [bad + 0x50], USER_DATA
        mov     dword ptr [bad + 0x54], USER_DATA
        mov     word ptr [bad + \offset], \value
        catch   .Lback\@
        lcall   BAD:0
.Lback\@:
        call    back_home
        expect  "\name", "dword ptr [seen_vector]", \vector
        expect  "\name: error code", "dword ptr [seen_error]", \error
.endm
spoilt: mov     dword ptr [home_sp], esp
        spoil   "SS is null", 0x50, 0, E_TS, 0
        expect  "the exception is the new task's", "dword ptr [seen_ip]", "offset bad_entry"
        expect  "and comes from its privilege level", "dword ptr [seen_cs]", USER_CODE32
        spoil   "SS is code", 0x50, USER_CODE32, E_TS, "USER_CODE32 & ~3"
        spoil   "SS is beyond the GDT", 0x50, 0xFFFB, E_TS, 0xFFF8
        spoil   "SS has another privilege level", 0x50, DATA, E_TS, DATA
        spoil   "DS is a system segment", 0x54, TASK, E_TS, TASK
        spoil   "DS is privileged", 0x54, DATA, E_TS, DATA
        spoil   "LDTR names data", 0x60, DATA, E_TS, DATA
        spoil   "LDTR names an LDT entry", 0x60, 4, E_TS, 4
        mov     byte ptr [gdt + SPARE + 64 + 5], 0x73
        spoil   "FS is absent", 0x58, SPARE+64, E_NP, SPARE+64
        spoil   "SS is absent", 0x50, SPARE+64+3, E_SS, SPARE+64
        spoil   "CS is data", 0x4C, USER_DATA, E_TS, "USER_DATA & ~3"
        ret

# After an exception in the task BAD: TR is TASK again.
back_home:
        mov     byte ptr [gdt + TASK + 5], 0x89
        mov     byte ptr [gdt + BAD + 5], 0x89
        mov     eax, TASK
        ltr     ax
        pushfd
        and     dword ptr [esp], ~FLAG_NT
        popfd
        mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     fs, eax
        mov     gs, eax
        ret
bad_entry: nop
        jmp     finish

traps:  prepare other, 1f
        mov     word ptr [other + 0x64], 1              # T
        mov     eax, 0xFFFF0FF0
        mov     dr6, eax
        mov     eax, 0x555
        mov     dr7, eax
        mov     dword ptr [hook], offset step
        lcall   OTHER:0
        jmp     2f
1:      iretd
step:   or      dword ptr [trapped], 1
        mov     eax, dr7
        mov     [task_dr7], eax
        ret
2:      mov     dword ptr [hook], 0
        expect  "T: a debug exception", "dword ptr [trapped]", 1
        expect  "T: before the task's first instruction", "dword ptr [seen_ip]", "offset 1b"
        expect  "T: DR6.BT", "dword ptr [seen_dr6]", 1 << 15
        mov     eax, [task_dr7]
        expect  "a task switch ends local breakpoints", eax, 0x400
        mov     eax, 0x400
        mov     dr7, eax
        ret

v86_task:
        mov     edi, offset task_86
        xor     eax, eax
        mov     ecx, 26
        rep     stosd
        mov     eax, offset task_86
        mov     dword ptr [gdt + V86_TASK], 0x67
        mov     [gdt + V86_TASK + 2], ax
        shr     eax, 16
        mov     dword ptr [gdt + V86_TASK + 4], 0x8900
        mov     [gdt + V86_TASK + 4], al
        mov     dword ptr [task_86 + 4], offset handler_stack_top
        mov     dword ptr [task_86 + 8], DATA
        mov     dword ptr [task_86 + 0x20], offset in_task - low_start
        mov     dword ptr [task_86 + 0x24], 2 | FLAG_VM
        mov     dword ptr [task_86 + 0x38], 0x0F00
        mov     dword ptr [task_86 + 0x48], LOW + 1     # ES
        mov     dword ptr [task_86 + 0x4C], LOW         # CS
        mov     dword ptr [task_86 + 0x50], LOW + 0x100
        mov     dword ptr [task_86 + 0x54], LOW + 2
        mov     [home_sp], esp
        catch   1f
        ljmp    V86_TASK:0
        .pushsection .low, "awx"
        .code16
in_task: mov    cx, ds
        mov     dx, es
        hlt
        .code32
        .popsection
1:      mov     esp, [home_sp]
        mov     dword ptr [catch_ip], 0
        expect  "a virtual-8086 task: its HLT faults", "dword ptr [seen_vector]", E_GP
        mov     eax, [seen_flags]
        and     eax, FLAG_VM
        expect  "a virtual-8086 task: VM", eax, FLAG_VM
        movzx   ecx, cx
        expect  "a virtual-8086 task: DS", ecx, LOW+2
        movzx   edx, dx
        expect  "a virtual-8086 task: ES", edx, LOW+1
        expect  "a virtual-8086 task: SS", "dword ptr [seen_ss]", LOW+0x100
        expect  "a virtual-8086 task: ESP", "dword ptr [seen_sp]", 0x0F00
        mov     byte ptr [gdt + TASK + 5], 0x89
        mov     eax, TASK
        ltr     ax
        ret

        .data
        .align  16
low_code:
        .code16
code16: mov     ebx, offset seen_eax
        mov     [ebx], ax
        mov     bx, 0xB1B1
        iret
code16_end:
        .code32

        .bss
        .align  16
other:  .skip   0x80
other16: .skip  0x80
bad:    .skip   0x80
task_86: .skip  0x80
        .skip   0x1000
other_stack_top: .skip 16
seen_eax: .skip 8
seen_ebx: .skip 8
saved_sp: .skip 8
home_sp: .skip 8
task_flags: .skip 8
task_cr0: .skip 8
task_tr: .skip 8
task_fs: .skip 8
task_sp: .skip 8
task_ip: .skip 8
task_link: .skip 8
task_dr7: .skip 8
trapped: .skip 8
