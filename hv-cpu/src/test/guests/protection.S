# Protected mode: segments, gates, privilege levels and returns.

        .include "harness.inc"

.macro descriptor selector, low, high
        mov     dword ptr [gdt + ((\selector) & ~7)], \low
        mov     dword ptr [gdt + ((\selector) & ~7) + 4], \high
.endm
# A gate in the GDT or (with IDT = idt) a vector.
.macro gate at, selector, target, rights
        mov     eax, offset \target
        mov     word ptr [\at], ax
        mov     word ptr [\at + 2], \selector
        mov     dword ptr [\at + 4], eax
        mov     word ptr [\at + 4], \rights
.endm

.set SMALL, SPARE               # data, limit FFFH
.set DOWN, SPARE + 8            # data that expands down, limit FFFH, 32 bits
.set READ_ONLY, SPARE + 16
.set EXECUTE_ONLY, SPARE + 24
.set CONFORMING, SPARE + 32
.set ABSENT, SPARE + 40
.set CALL_GATE, SPARE + 48
.set USER_SMALL, SPARE + 56     # as SMALL, for privilege level 3
.set LDT, SPARE + 64
.set DOWN16, SPARE + 72
.set ABSENT_CODE, SPARE + 80
.set FRESH, SPARE + 88          # data that has not been accessed
.set CALL_GATE16, SPARE + 96
.set RING1_CODE, SPARE + 104
.set RING1_DATA, SPARE + 112
.set SMALL_CODE, SPARE + 120

main:   descriptor SMALL, 0x00000FFF, 0x00409300
        descriptor DOWN, 0x00000FFF, 0x00409700
        descriptor READ_ONLY, 0x0000FFFF, 0x00CF9100
        descriptor EXECUTE_ONLY, 0x0000FFFF, 0x00CF9900
        descriptor CONFORMING, 0x0000FFFF, 0x00CF9F00
        descriptor ABSENT, 0x0000FFFF, 0x00CF1300
        descriptor USER_SMALL, 0x00000FFF, 0x0040F300
        descriptor DOWN16, 0x00000FFF, 0x00009700
        descriptor ABSENT_CODE, 0x0000FFFF, 0x00CF1B00
        descriptor FRESH, 0x0000FFFF, 0x00CF9200
        descriptor RING1_CODE, 0x0000FFFF, 0x00CFBB00
        descriptor RING1_DATA, 0x0000FFFF, 0x00CFB300
        descriptor SMALL_CODE, 0x00000FFF, 0x00409B00
        call    limits
        call    types
        call    loads
        call    stacks
        call    far_jumps
        call    call_gates
        call    returns
        call    interrupts
        call    nested
        call    selectors
        call    sysenter_32
        ret

.macro with_fs selector
        mov     eax, \selector
        mov     fs, eax
.endm

limits: with_fs SMALL
        mov     ebx, 0xFFC
        faults  "the last dword of a segment", NONE, 0, mov eax, fs:[ebx]
        mov     ebx, 0xFFD
        faults  "a read across the limit", E_GP, 0, mov eax, fs:[ebx]
        faults  "a write across the limit", E_GP, 0, mov fs:[ebx], eax
        mov     ebx, 0xFFF
        faults  "the last byte of a segment", NONE, 0, mov al, fs:[ebx]
        mov     ebx, 0x1000
        faults  "a byte beyond the limit", E_GP, 0, mov al, fs:[ebx]
        mov     ebx, -1
        faults  "an offset that wraps", E_GP, 0, mov eax, fs:[ebx]
        with_fs DOWN
        mov     ebx, 0xFFF
        faults  "expand-down: at the limit", E_GP, 0, mov al, fs:[ebx]
        mov     ebx, 0x1000
        faults  "expand-down: above the limit", NONE, 0, mov al, fs:[ebx]
        mov     ebx, 0xFFE
        faults  "expand-down: across the limit", E_GP, 0, mov eax, fs:[ebx]
        with_fs DOWN16
        mov     ebx, 0xFFFC
        faults  "expand-down of 16 bits: the last dword", NONE, 0, mov eax, fs:[ebx]
        mov     ebx, 0xFFFD
        faults  "expand-down of 16 bits: beyond 64 KBytes", E_GP, 0, mov eax, fs:[ebx]
        # string instructions
        with_fs SMALL
        mov     ax, fs
        mov     es, ax
        mov     edi, 0xFF0
        mov     ecx, 0x20
        mov     al, 0
        catch   1f
        rep     stosb
1:      mov     dword ptr [catch_ip], 0
        mov     edx, DATA
        mov     es, edx
        expect  "REP STOS at the limit", "dword ptr [seen_vector]", E_GP
        expect  "REP STOS at the limit: ECX", ecx, 0x10
        expect  "REP STOS at the limit: EDI", edi, 0x1000
        with_fs 0
        mov     ebx, 0
        faults  "a null segment", E_GP, 0, mov al, fs:[ebx]
        ret

types:  with_fs READ_ONLY
        mov     ebx, offset variable
        faults  "a read of a read-only segment", NONE, 0, mov eax, fs:[ebx]
        faults  "a write to a read-only segment", E_GP, 0, mov fs:[ebx], eax
        faults  "read, modify, write of a read-only segment", E_GP, 0, inc dword ptr fs:[ebx]
        with_fs CODE32
        faults  "a read of readable code", NONE, 0, mov eax, fs:[ebx]
        faults  "a write to code", E_GP, 0, mov fs:[ebx], eax
        mov     eax, EXECUTE_ONLY
        faults  "a load of execute-only code", E_GP, EXECUTE_ONLY, mov fs, eax
        faults  "a write through CS", E_GP, 0, mov cs:[ebx], eax
        with_fs 0
        ret

loads:  mov     eax, 0xFFF8
        faults  "a selector beyond the GDT", E_GP, 0xFFF8, mov fs, eax
        mov     eax, 0xFFFB
        faults  "an error code has no RPL", E_GP, 0xFFF8, mov fs, eax
        xor     eax, eax
        lldt    ax
        mov     eax, 4
        faults  "a selector without an LDT", E_GP, 4, mov fs, eax
        mov     eax, ABSENT
        faults  "an absent segment", E_NP, ABSENT, mov fs, eax
        mov     eax, TASK
        faults  "a system segment", E_GP, TASK, mov fs, eax
        mov     eax, DATA + 3
        faults  "RPL 3 and DPL 0", E_GP, DATA, mov fs, eax
        mov     eax, CONFORMING + 3
        faults  "conforming code with any RPL", NONE, 0, mov fs, eax
        mov     eax, USER_DATA
        faults  "data of a lower level", NONE, 0, mov fs, eax
        mov     eax, DATA
        user_faults "privileged data for the user", E_GP, DATA, mov fs, eax
        faults  "MOV to CS", E_UD, 0, .byte 0x8E, 0xC8
        mov     eax, FRESH
        mov     fs, eax
        movzx   eax, byte ptr [gdt + FRESH + 5]
        expect  "the accessed bit is set", eax, 0x93
        mov     eax, 3
        faults  "a null selector with RPL 3", NONE, 0, mov fs, eax
        mov     eax, fs
        expect  "is kept as it is", eax, 3
        # an LDT
        mov     eax, [gdt + DATA]
        mov     [ldt], eax
        mov     eax, [gdt + DATA + 4]
        mov     [ldt + 4], eax
        mov     eax, offset ldt
        mov     dword ptr [gdt + LDT], 7
        mov     [gdt + LDT + 2], ax
        shr     eax, 16
        mov     dword ptr [gdt + LDT + 4], 0x8200
        mov     [gdt + LDT + 4], al
        mov     [gdt + LDT + 7], ah
        mov     eax, LDT
        lldt    ax
        mov     eax, 4
        faults  "a segment of the LDT", NONE, 0, mov fs, eax
        mov     eax, 12
        faults  "beyond the LDT", E_GP, 12, mov fs, eax
        mov     eax, DATA
        faults  "LLDT of data", E_GP, DATA, lldt ax
        mov     eax, 4
        faults  "LLDT of an LDT entry", E_GP, 4, lldt ax
        mov     eax, TASK
        faults  "LTR of a busy TSS", E_GP, TASK, ltr ax
        xor     eax, eax
        lldt    ax
        mov     eax, 4
        faults  "a null LDT", E_GP, 4, mov fs, eax
        user_faults "LLDT by the user", E_GP, 0, lldt ax
        with_fs 0
        # LDS and its kin
        mov     dword ptr [variable], 0x1234
        mov     word ptr [variable + 4], 0xFFF8
        mov     ecx, 0x77
        faults  "LFS of a bad selector", E_GP, 0xFFF8, lfs ecx, [variable]
        expect  "leaves the register alone", ecx, 0x77
        ret

stacks: xor     eax, eax
        faults  "a null SS", E_GP, 0, mov ss, eax
        mov     eax, READ_ONLY
        faults  "a read-only SS", E_GP, READ_ONLY, mov ss, eax
        mov     eax, CODE32
        faults  "code as SS", E_GP, CODE32, mov ss, eax
        mov     eax, USER_DATA
        faults  "SS of another level", E_GP, USER_DATA&~3, mov ss, eax
        mov     eax, ABSENT
        faults  "an absent SS", E_SS, ABSENT, mov ss, eax
        # a stack that is too small, used by the user
        mov     eax, USER_SMALL + 3
        catch   1f
        go_user small_stack
1:      expect  "PUSH beyond the limit of SS", "dword ptr [seen_vector]", E_SS
        expect  "PUSH beyond the limit of SS: error code", "dword ptr [seen_error]", 0
        expect  "PUSH beyond the limit of SS: ESP stays", "dword ptr [seen_sp]", 0x2000
        catch   2f
        go_user push_all
2:      expect  "PUSHA that crosses the limit", "dword ptr [seen_vector]", E_SS
        expect  "PUSHA that crosses the limit: ESP stays", "dword ptr [seen_sp]", 8
        catch   3f
        go_user enter_frame
3:      expect  "ENTER that crosses the limit", "dword ptr [seen_vector]", E_SS
        expect  "ENTER: ESP stays", "dword ptr [seen_sp]", 8
        expect  "ENTER: EBP stays", ebp, 0x123
        catch   4f
        go_user pop_high
4:      expect  "POP beyond the limit", "dword ptr [seen_vector]", E_SS
        expect  "POP beyond the limit: ESP stays", "dword ptr [seen_sp]", 0xFFE
        ret
        .pushsection .user, "awx"
small_stack:
        mov     ss, eax
        mov     esp, 0x2000
        push    ecx
push_all: mov   eax, USER_SMALL + 3
        mov     ss, eax
        mov     esp, 8
        pusha
enter_frame:
        mov     eax, USER_SMALL + 3
        mov     ss, eax
        mov     esp, 8
        mov     ebp, 0x123
        enter   16, 3
pop_high: mov   eax, USER_SMALL + 3
        mov     ss, eax
        mov     esp, 0xFFE
        pop     eax
        .popsection

far_jumps:
        faults  "far JMP to data", E_GP, DATA, ljmp DATA:0
        faults  "far JMP to a null selector", E_GP, 0, ljmp 0:0
        faults  "far JMP beyond the GDT", E_GP, 0xFFF8, ljmp 0xFFF8:0
        faults  "far JMP to absent code", E_NP, ABSENT_CODE, ljmp ABSENT_CODE:0
        faults  "far JMP to code of another level", E_GP, USER_CODE32&~3, ljmp USER_CODE32:0
        faults  "far JMP to an LDT", E_GP, LDT, ljmp LDT:0
        faults  "far JMP beyond the limit", E_GP, 0, ljmp SMALL_CODE:0x1000
        ljmp    CONFORMING:offset 1f
1:      mov     eax, cs
        expect  "far JMP to conforming code", eax, CONFORMING
        ljmp    CODE32:offset 2f
2:      user_faults "the user jumps to conforming code", BACK, 0, ljmp CONFORMING:offset user_conforming
        expect  "and stays at its level", "dword ptr [seen_cs]", CONFORMING+3
        user_faults "the user jumps to privileged code", E_GP, CODE32, ljmp CODE32:0
        mov     edx, esp
        faults  "far CALL to absent code", E_NP, ABSENT_CODE, lcall ABSENT_CODE:0
        mov     eax, esp
        expect  "far CALL that faults: ESP stays", eax, edx
        ret
        .pushsection .user, "awx"
user_conforming: int BACK
        .popsection

call_gates:
        gate    gdt+CALL_GATE, CODE32, callee, 0xEC02   # two parameters
        catch   1f
        go_user call_with_parameters
1:      expect  "call gate: back at level 3", "dword ptr [seen_vector]", BACK
        expect  "call gate: CPL 0 in the callee", "dword ptr [gate_cs]", CODE32
        expect  "call gate: the first parameter", "dword ptr [gate_parameter]", 0x22222222
        expect  "call gate: the second parameter", "dword ptr [gate_parameter2]", 0x11111111
        expect  "call gate: the old SS", "dword ptr [gate_ss]", USER_DATA
        expect  "call gate: the return address", "dword ptr [gate_return]", "offset after_gate"
        expect  "call gate: the old ESP", "dword ptr [gate_sp]", "offset user_stack_top - 8"
        expect  "call gate: RET releases the parameters of both stacks", "dword ptr [seen_sp]", "offset user_stack_top"
        gate    gdt+CALL_GATE, CODE32, callee, 0x8C00
        user_faults "a privileged call gate", E_GP, CALL_GATE, lcall CALL_GATE:0
        gate    gdt+CALL_GATE, CODE32, callee, 0x6C00
        user_faults "an absent call gate", E_NP, CALL_GATE, lcall CALL_GATE:0
        gate    gdt+CALL_GATE, DATA, callee, 0xEC00
        user_faults "a call gate to data", E_GP, DATA, lcall CALL_GATE:0
        gate    gdt+CALL_GATE, 0, callee, 0xEC00
        user_faults "a call gate to a null selector", E_GP, 0, lcall CALL_GATE:0
        gate    gdt+CALL_GATE, ABSENT_CODE, callee, 0xEC00
        user_faults "a call gate to absent code", E_NP, ABSENT_CODE, lcall CALL_GATE:0
        gate    gdt+CALL_GATE, CODE32, callee, 0xEC00
        user_faults "JMP through a call gate to an inner level", E_GP, CODE32, ljmp CALL_GATE:0
        gate    gdt+CALL_GATE, SMALL_CODE, callee, 0xEC00
        user_faults "a call gate beyond the limit", E_GP, 0, lcall CALL_GATE:0
        # the stack that the TSS names
        gate    gdt+CALL_GATE, RING1_CODE, callee, 0xEC00
        mov     word ptr [task + 16], 0
        user_faults "call gate: the TSS names a null stack", E_TS, 0, lcall CALL_GATE:0
        mov     word ptr [task + 16], DATA + 1
        user_faults "call gate: the stack has another level", E_TS, DATA, lcall CALL_GATE:0
        mov     word ptr [task + 16], RING1_CODE + 1
        user_faults "call gate: the stack is code", E_TS, RING1_CODE, lcall CALL_GATE:0
        mov     word ptr [task + 16], RING1_DATA + 1
        mov     byte ptr [gdt + RING1_DATA + 5], 0x33
        user_faults "call gate: the stack is absent", E_SS, RING1_DATA, lcall CALL_GATE:0
        mov     byte ptr [gdt + RING1_DATA + 5], 0xB3
        mov     dword ptr [task + 12], offset ring1_stack_top
        gate    gdt+CALL_GATE, RING1_CODE, ring1, 0xEC00
        user_faults "call gate to level 1", BACK, 0, lcall CALL_GATE:0
        expect  "call gate to level 1: CS", "dword ptr [gate_cs]", RING1_CODE+1
        # 16 bits
        gate    gdt+CALL_GATE16, CODE32, callee, 0xE400
        gate    gdt+CALL_GATE, CODE32, same_level, 0x8C01
        push    0x5555
        lcall   CALL_GATE:0
        expect  "call gate at the same level: no parameters are copied", "dword ptr [gate_parameter]", 0x5555
        pop     eax
        ret
callee: mov     [gate_cs], cs
        mov     eax, [esp + 8]
        mov     ss:[gate_parameter], eax
        mov     eax, [esp + 12]
        mov     ss:[gate_parameter2], eax
        mov     eax, [esp]
        mov     ss:[gate_return], eax
        mov     eax, [esp + 16]
        mov     ss:[gate_sp], eax
        mov     eax, [esp + 20]
        mov     ss:[gate_ss], eax
        lret    8
ring1:  mov     eax, cs
        mov     [gate_cs], eax
        lret
same_level:
        mov     eax, [esp + 8]
        mov     [gate_parameter], eax
        lret
        .pushsection .user, "awx"
call_with_parameters:
        push    0x11111111
        push    0x22222222
        lcall   CALL_GATE:0
after_gate: int BACK
        .popsection

.macro returns_to name, selector, offset, vector, error
        mov     edx, esp
        push    \selector
        push    \offset
        faults  "\name", \vector, "\error", lret
        mov     esp, edx
.endm
returns:
        returns_to "RET to data", DATA, 0, E_GP, DATA
        returns_to "RET to a null selector", 0, 0, E_GP, 0
        returns_to "RET beyond the GDT", 0xFFF8, 0, E_GP, 0xFFF8
        returns_to "RET to absent code", ABSENT_CODE, 0, E_NP, ABSENT_CODE
        returns_to "RET to user code with RPL 0", USER_CODE32&~3, 0, E_GP, USER_CODE32&~3
        returns_to "RET beyond the limit", SMALL_CODE, 0x1000, E_GP, 0
        mov     edx, esp
        push    DATA
        push    0
        push    USER_CODE32
        push    0
        faults  "RET to the user with a privileged stack", E_GP, DATA, lret
        mov     esp, edx
        push    0
        push    0
        push    USER_CODE32
        push    0
        faults  "RET to the user with a null stack", E_GP, 0, lret
        mov     esp, edx
        # data segments that the user may not use become null
        mov     eax, DATA
        mov     fs, eax
        mov     eax, CONFORMING
        mov     gs, eax
        catch   1f
        push    USER_DATA
        push    offset user_stack_top
        push    USER_CODE32
        push    offset look_at_segments
        lret
        .pushsection .user, "awx"
look_at_segments:
        mov     ebx, fs
        mov     ecx, gs
        mov     edx, ds
        int     BACK
        .popsection
1:      mov     esi, ebx
        expect  "RET to the user: ECX", ecx, CONFORMING
        expect  "RET to the user nulls DS", edx, 0
        # IRET
        mov     edx, esp
        pushfd
        push    DATA
        push    0
        faults  "IRET to data", E_GP, DATA, iretd
        mov     esp, edx
        pushfd
        push    CODE32
        push    offset 2f
        or      dword ptr [esp + 8], FLAG_CF | FLAG_ZF
        clc
        iretd
2:      pushfd
        pop     eax
        and     eax, FLAG_CF | FLAG_ZF
        expect  "IRET loads flags", eax, FLAG_CF|FLAG_ZF
        mov     dword ptr [user_flags], 2
        catch   3f
        go_user user_iret
3:      mov     eax, [seen_flags]
        and     eax, FLAG_IOPL | FLAG_IF | FLAG_CF
        expect  "the user's IRET changes neither IOPL nor IF", eax, FLAG_CF
        catch   4f
        go_user user_popf
4:      mov     eax, [seen_flags]
        and     eax, FLAG_IOPL | FLAG_IF | FLAG_CF
        expect  "nor does its POPF", eax, FLAG_CF
        ret
        .pushsection .user, "awx"
user_iret:
        push    FLAG_IOPL | FLAG_IF | FLAG_CF | 2
        push    USER_CODE32
        push    offset 1f
        iretd
1:      int     BACK
user_popf:
        push    FLAG_IOPL | FLAG_IF | FLAG_CF | 2
        popfd
        int     BACK
        .popsection

interrupts:
        user_faults "INT of a privileged vector", E_GP, 0x31*8+2, int 0x31
        user_faults "INT3 of a privileged vector", E_GP, E_BP*8+2, int3
        faults  "INT beyond the IDT", E_GP, 0xF0*8+2, int 0xF0
        gate    idt+0x31*8, CODE32, stubs+0x31*16, 0x6E00
        faults  "INT of an absent gate", E_NP, 0x31*8+2, int 0x31
        gate    idt+0x31*8, DATA, stubs+0x31*16, 0xEE00
        faults  "a gate to data", E_GP, DATA, int 0x31
        gate    idt+0x31*8, 0, stubs+0x31*16, 0xEE00
        faults  "a gate to a null selector", E_GP, 0, int 0x31
        gate    idt+0x31*8, ABSENT_CODE, stubs+0x31*16, 0xEE00
        faults  "a gate to absent code", E_NP, ABSENT_CODE, int 0x31
        gate    idt+0x31*8, USER_CODE32, stubs+0x31*16, 0xEE00
        faults  "a gate to an outer level", E_GP, USER_CODE32&~3, int 0x31
        gate    idt+0x31*8, CODE32, stubs+0x31*16, 0xEC00
        faults  "a gate of another type", E_GP, 0x31*8+2, int 0x31
        # interrupt and trap gates
        gate    idt+0x31*8, CODE32, note_flags, 0xEF00
        pushfd
        or      dword ptr [esp], FLAG_IF | FLAG_TF
        pop     eax
        push    eax
        and     dword ptr [esp], ~FLAG_TF
        popfd
        int     0x31
        cli
        mov     eax, [variable]
        and     eax, FLAG_IF
        expect  "a trap gate leaves IF alone", eax, FLAG_IF
        gate    idt+0x31*8, CODE32, note_flags, 0xEE00
        sti
        int     0x31
        cli
        mov     eax, [variable]
        and     eax, FLAG_IF
        expect  "an interrupt gate clears IF", eax, 0
        # of 16 bits: the handler's offset has 16 bits, so its segment begins at 1 MByte
        mov     word ptr [idt + 0x31 * 8 + 2], SPARE + 128
        mov     dword ptr [idt + 0x31 * 8 + 4], 0xE600
        descriptor SPARE+128, 0x0000FFFF, 0x00009B10    # base 1 MByte
        mov     eax, offset iret16 - 0x100000
        mov     word ptr [idt + 0x31 * 8], ax
        mov     edx, esp
        xor     ecx, ecx
        int     0x31
pushed_16:                              # of which 16 bits are pushed
after_16:
        mov     ebx, esp
        mov     esp, edx
        sub     edx, ebx
        expect  "a 16-bit gate pushes six bytes", edx, 6
        mov     eax, offset pushed_16
        movzx   eax, ax
        expect  "a 16-bit gate pushes IP", ecx, eax
        ret
note_flags:
        pushfd
        pop     [variable]
        iretd

# Exceptions while an event is being delivered.
nested: mov     word ptr [idt + E_UD * 8 + 2], 0xFFF8
        faults  "#UD, then #GP: one after the other", E_GP, 0xFFF9, ud2
        mov     word ptr [idt + E_UD * 8 + 2], CODE
        mov     word ptr [idt + E_GP * 8 + 2], 0xFFF8
        mov     eax, 0xFFF0
        faults  "#GP, then #GP: a double fault", E_DF, 0, mov fs, eax
        mov     word ptr [idt + E_GP * 8 + 2], CODE
        mov     word ptr [idt + E_DE * 8 + 2], ABSENT_CODE
        xor     ecx, ecx
        faults  "#DE, then #NP: a double fault", E_DF, 0, div ecx
        mov     word ptr [idt + E_DE * 8 + 2], CODE
        mov     byte ptr [idt + E_UD * 8 + 5], 0x0E
        faults  "#UD through an absent gate: #NP with EXT", E_NP, E_UD*8+3, ud2
        mov     byte ptr [idt + E_UD * 8 + 5], 0x8E
        gate    idt+0x31*8, ABSENT_CODE, stubs, 0xEE00
        faults  "INT through a gate to absent code: #NP without EXT", E_NP, ABSENT_CODE, int 0x31
        mov     word ptr [idt + E_UD * 8 + 2], 0xFFF8
        mov     byte ptr [idt + E_GP * 8 + 5], 0x0E
        faults  "#UD, then #GP, then #NP: a double fault", E_DF, 0, ud2
        mov     byte ptr [idt + E_GP * 8 + 5], 0x8E
        mov     word ptr [idt + E_UD * 8 + 2], CODE
        ret

selectors:
        mov     eax, DATA
        stc
        lar     ecx, eax
        and     ecx, 0xFFF0FFFF         # bits 19:16 are undefined
        expect  "LAR", ecx, 0xC09300
        lsl     ecx, eax
        expect  "LSL", ecx, -1
        mov     eax, SMALL
        lsl     ecx, eax
        expect  "LSL of bytes", ecx, 0xFFF
        mov     ecx, 5
        mov     eax, 0xFFF8
        lar     ecx, eax
        setz    dl
        movzx   edx, dl
        expect  "LAR beyond the GDT: ZF", edx, 0
        expect  "LAR beyond the GDT: the register", ecx, 5
        mov     eax, READ_ONLY
        verr    ax
        setz    dl
        verw    ax
        setz    dh
        movzx   edx, dx
        expect  "VERR and VERW of a read-only segment", edx, 1
        mov     eax, EXECUTE_ONLY
        verr    ax
        setz    dl
        movzx   edx, dl
        expect  "VERR of execute-only code", edx, 0
        mov     eax, DATA
        user_faults "VERR by the user", BACK, 0, verr ax
        mov     eax, [seen_flags]
        and     eax, FLAG_ZF
        expect  "VERR of privileged data", eax, 0
        mov     eax, DATA
        mov     ecx, 3
        arpl    ax, cx
        setz    dl
        movzx   edx, dl
        movzx   eax, ax
        expect  "ARPL raises RPL", eax, DATA+3
        expect  "ARPL sets ZF", edx, 1
        lar     ecx, [gate_selector]
        setz    dl
        movzx   edx, dl
        expect  "LAR of a call gate", edx, 1
        lsl     ecx, [gate_selector]
        setz    dl
        movzx   edx, dl
        expect  "LSL of a call gate", edx, 0
        ret

sysenter_32:
        write_msr 0x174, 0
        faults  "SYSENTER without a CS", E_GP, 0, sysenter
        faults  "SYSEXIT without a CS", E_GP, 0, sysexit
        faults  "SYSCALL in protected mode", E_UD, 0, syscall
        faults  "SYSRET in protected mode", E_UD, 0, sysret
        user_faults "SYSEXIT by the user", E_GP, 0, sysexit
        descriptor SPARE+136, 0x0000FFFF, 0x00CF9B00
        descriptor SPARE+144, 0x0000FFFF, 0x00CF9300
        descriptor SPARE+152, 0x0000FFFF, 0x00CFFB00
        descriptor SPARE+160, 0x0000FFFF, 0x00CFF300
        write_msr 0x174, SPARE+136
        write_msr 0x175, "offset stack_top"
        write_msr 0x176, "offset entered"
        mov     [variable], esp
        mov     dword ptr [user_flags], 2 | FLAG_CF
        go_user do_sysenter
entered:
        mov     edi, esp
        mov     esp, [variable]
        pushfd
        pop     ebx
        and     ebx, FLAG_CF | FLAG_IF | FLAG_VM
        mov     eax, cs
        expect  "SYSENTER: CS", eax, SPARE+136
        mov     eax, ss
        expect  "SYSENTER: SS", eax, SPARE+144
        expect  "SYSENTER: ESP", edi, "offset stack_top"
        expect  "SYSENTER: flags", ebx, FLAG_CF
        catch   1f
        mov     ecx, offset user_stack_top
        mov     edx, offset after_sysexit
        sysexit
1:      expect  "SYSEXIT: vector", "dword ptr [seen_vector]", BACK
        expect  "SYSEXIT: CS", "dword ptr [seen_cs]", SPARE+152+3
        expect  "SYSEXIT: SS", "dword ptr [seen_ss]", SPARE+160+3
        expect  "SYSEXIT: ESP", "dword ptr [seen_sp]", "offset user_stack_top"
        mov     dword ptr [user_flags], 2
        ret
        .pushsection .user, "awx"
do_sysenter: sysenter
after_sysexit: int BACK
        .popsection

        .code16
iret16: mov     cx, ss:[esp]
        .byte   0x66, 0xEA
        .long   after_16
        .word   CODE32
        .code32

        .data
        .align  4
gate_selector: .long CALL_GATE

        .bss
        .align  8
ldt:    .skip   16
variable: .skip 16
gate_cs: .skip  4
gate_parameter: .skip 4
gate_parameter2: .skip 4
gate_return: .skip 4
gate_sp: .skip  4
gate_ss: .skip  4
        .skip   0x200
ring1_stack_top: .skip 16
