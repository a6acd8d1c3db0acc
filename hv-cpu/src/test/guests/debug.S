# Debug registers and single steps in 64-bit mode.

.set LONG, 1
        .include "harness.inc"

.set DR6_FIXED, 0xFFFF0FF0
.set DR7_FIXED, 0x400
.set BS, 1 << 14
.set BD, 1 << 13
.set GD, 1 << 13

.macro set_dr register, value
        push    rax
        mov     rax, \value
        mov     \register, rax
        pop     rax
.endm
# DR7 with one breakpoint enabled (L bit). Types: 0 execution, 1 writes, 2 I/O, 3 reads and writes; length is 0 to 3 for 1, 2, 8 and 4 bytes.
.macro arm number, address, type, length
        set_dr  dr6, DR6_FIXED
        set_dr  dr\number, "offset \address"
        set_dr  dr7, "DR7_FIXED | 1 << (2 * \number) | (\type | \length << 2) << (16 + 4 * \number)"
.endm
.macro disarm
        set_dr  dr7, DR7_FIXED
.endm

# The instructions of the case run with a hook that counts #DB and notes the first and the last.
.macro watch
        mov     qword ptr [traps], 0
        mov     qword ptr [hook], offset note
.endm
.macro seen name, count, rip, conditions
        mov     qword ptr [hook], 0
        disarm
        expect  "\name: traps", "qword ptr [traps]", \count
.if \count
        expect  "\name: address", "qword ptr [first_ip]", "offset \rip"
        expect  "\name: DR6", "qword ptr [first_dr6]", "\conditions"
.endif
.endm

note:   cmp     dword ptr [seen_vector], E_DB
        jne     2f
        cmp     dword ptr [traps], 0
        jne     1f
        mov     rax, [seen_ip]
        mov     [first_ip], rax
        mov     rax, [seen_dr6]
        mov     [first_dr6], rax
        mov     rax, [seen_flags]
        mov     [first_flags], rax
1:      inc     dword ptr [traps]
        cmp     dword ptr [traps], 50
        je      finish                  # an endless loop
        mov     rax, [frame]
        cmp     dword ptr [stop_stepping], 0
        je      2f
        and     dword ptr [rax + 16], ~FLAG_TF
2:      or      dword ptr [rax + 16], FLAG_RF
        mov     rax, DR6_FIXED
        mov     dr6, rax
        ret

main:   call    registers
        call    execution
        call    data
        call    ports
        call    stepping
        call    shadows
        call    stepped_transfers
        ret

registers:
        set_dr  dr6, 0
        mov     rax, dr6
        mov     ecx, 0xFFFF0FF0
        expect  "DR6 has fixed bits", rax, rcx
        set_dr  dr7, 0
        mov     rax, dr7
        expect  "DR7 bit 10 is 1", rax, 0x400
        mov     ecx, 0xFFFF23FF - (1 << 13)
        mov     dr7, rcx
        mov     rax, dr7
        mov     ecx, 0xFFFF27FF - (1 << 13)
        expect  "DR7 keeps its bits", rax, rcx
        disarm
        mov     rax, 0x123456789
        mov     dr0, rax
        mov     rcx, dr0
        expect  "DR0 has 64 bits", rcx, rax
        mov     rax, 1 << 32
        faults  "DR6 has no upper half", E_GP, 0, mov dr6, rax
        faults  "DR7 has no upper half", E_GP, 0, mov dr7, rax
        clear_cr cr4, CR4_DE
        mov     rax, dr6
        mov     rcx, dr4
        expect  "DR4 is DR6 without CR4.DE", rcx, rax
        set_cr  cr4, CR4_DE
        faults  "DR4 is undefined with CR4.DE", E_UD, 0, mov rax, dr4
        faults  "DR5 is undefined with CR4.DE", E_UD, 0, mov dr5, rax
        clear_cr cr4, CR4_DE
        user_faults "DR0 belongs to the system", E_GP, 0, mov rax, dr0
        set_dr  dr6, DR6_FIXED
        set_dr  dr7, "DR7_FIXED | GD"
        faults  "DR7.GD guards", E_DB, 0, mov rax, dr0
        expect  "DR7.GD guards: DR6", "qword ptr [seen_dr6]", BD
        mov     rax, dr7
        expect  "DR7.GD ends with its exception", rax, DR7_FIXED
        ret

execution:
        arm     0, at_nop, 0, 0
        watch
at_nop: nop
        seen    "execution breakpoint", 1, at_nop, 1
        push    qword ptr [first_flags]
        pop     rax
        and     eax, FLAG_RF
        expect  "RF is not pushed at an execution breakpoint", rax, 0
        arm     1, at_two, 0, 0
        watch
        nop
        mov     eax, 1
at_two: inc     eax
        seen    "execution breakpoint in the middle", 1, at_two, 2
        expect  "the instruction at a breakpoint runs once", rax, 2
        arm     2, in_loop, 0, 0
        watch
        mov     ecx, 3
in_loop: nop
        loop    in_loop
        seen    "execution breakpoint in a loop", 3, in_loop, 4
        arm     3, not_here + 1, 0, 0
        watch
not_here: mov   eax, 5
        seen    "a breakpoint within an instruction", 0, not_here, 0
        # DR6 tells of breakpoints that are met but not enabled
        arm     0, at_both, 0, 0
        set_dr  dr1, "offset at_both"
        watch
at_both: nop
        seen    "DR6 of a breakpoint that is not enabled", 1, at_both, 1 | 2
        # both at once
        arm     0, at_step, 0, 0
        watch
        mov     dword ptr [stop_stepping], 1
        pushfq
        or      dword ptr [rsp], FLAG_TF
        popfq
at_step: nop
        seen    "a fault at the breakpoint comes before the step", 1, at_step, 1
        mov     dword ptr [stop_stepping], 0
        ret

data:   arm     0, variable, 1, 3
        watch
        mov     dword ptr [variable], 1
after_write: nop
        seen    "write breakpoint", 1, after_write, 1
        push    qword ptr [first_flags]
        pop     rax
        and     eax, FLAG_RF
        expect  "RF is not pushed for a trap", rax, 0
        arm     0, variable, 1, 3
        watch
        mov     eax, [variable]
        seen    "a read at a write breakpoint", 0, after_write, 0
        arm     1, variable, 3, 3
        watch
        mov     eax, [variable]
after_read: nop
        seen    "read breakpoint", 1, after_read, 2
        arm     1, variable, 3, 0
        watch
        mov     eax, [variable - 3]
after_edge: nop
        seen    "a read that ends in the watched byte", 1, after_edge, 2
        arm     1, variable, 3, 0
        watch
        mov     eax, [variable + 1]
        seen    "a read above the watched byte", 0, after_edge, 0
        arm     1, variable, 3, 0
        watch
        mov     eax, [variable - 4]
        seen    "a read below the watched byte", 0, after_edge, 0
        arm     2, variable, 1, 2
        watch
        mov     byte ptr [variable + 7], 1
after_eight: nop
        seen    "a write to the last of 8 bytes", 1, after_eight, 4
        arm     3, "variable + 3", 1, 1
        watch
        mov     byte ptr [variable + 2], 1
after_aligned: nop
        seen    "a breakpoint's low address bits are not looked at", 1, after_aligned, 8
        arm     0, variable, 1, 3
        watch
        inc     dword ptr [variable]
after_inc: nop
        seen    "read, modify, write", 1, after_inc, 1
        arm     0, variable, 3, 3
        watch
        push    qword ptr [variable]
after_push: pop rax
        seen    "the operand of PUSH", 1, after_push, 1
        arm     0, variable, 3, 0
        watch
        mov     rdi, offset variable - 4
        mov     al, 7
        mov     ecx, 8
rep_stos: rep   stosb
        seen    "REP STOS stops after the element", 1, rep_stos, 1
        expect  "REP STOS goes on", rcx, 0
        mov     rax, [first_flags]
        and     eax, FLAG_RF
        expect  "RF is pushed between iterations", rax, FLAG_RF
        # memory is written before the trap
        arm     0, variable, 1, 3
        watch
        mov     dword ptr [variable], 0x1234
after_store: nop
        seen    "write before trap", 1, after_store, 1
        mov     eax, [variable]
        expect  "the write has happened", rax, 0x1234
        # an access that faults is no access
        arm     0, variable, 1, 3
        watch
        mov     qword ptr [hook], 0
        movabs  rax, 1 << 63
        faults  "a fault wins over a data breakpoint's trap", E_GP, 0, push qword ptr [rax]
        seen    "a faulting instruction", 0, after_write, 0
        mov     rax, [seen_flags]
        and     eax, FLAG_RF
        expect  "RF is pushed for a fault", rax, FLAG_RF
        ret

ports:  clear_cr cr4, CR4_DE
        set_cr  cr4, CR4_DE
        arm     0, 0xF1, 2, 0
        watch
        mov     dx, 0xF1
        in      al, dx
after_in: nop
        seen    "I/O breakpoint, IN", 1, after_in, 1
        arm     0, 0xF1, 2, 0
        watch
        out     0xF1, al
after_out: nop
        seen    "I/O breakpoint, OUT", 1, after_out, 1
        arm     1, 0xF2, 2, 0
        watch
        mov     dx, 0xF1
        in      ax, dx
after_wide: nop
        seen    "I/O breakpoint at the second byte", 1, after_wide, 2
        clear_cr cr4, CR4_DE
        ret

stepping:
        watch
        pushfq
        or      dword ptr [rsp], FLAG_TF
        popfq
        nop
step_1: nop
        pushfq
        and     dword ptr [rsp], ~FLAG_TF
        popfq
        seen    "single steps", 5, step_1, BS
        watch
        pushfq
        or      dword ptr [rsp], FLAG_TF
        popfq
        int     BACK
after_int: pushfq
        and     dword ptr [rsp], ~FLAG_TF
        popfq
        seen    "INT n is not stepped into", 3, pushf_next, BS
        watch
        pushfq
        or      dword ptr [rsp], FLAG_TF
        mov     rdi, offset variable
        mov     rsi, rdi
        mov     ecx, 4
        popfq
rep_lods: rep   lodsb
        pushfq
        and     dword ptr [rsp], ~FLAG_TF
        popfq
        seen    "each iteration of REP is stepped", 7, rep_lods, BS
        # POPF with TF = 1 is not followed by a trap of its own
        watch
        mov     dword ptr [stop_stepping], 1
        pushfq
        or      dword ptr [rsp], FLAG_TF
        popfq
        mov     eax, 7
after_mov: nop
        seen    "the trap comes after the instruction that follows POPF", 1, after_mov, BS
        # ICEBP
        set_dr  dr6, DR6_FIXED
        catch   after_icebp
        .byte   0xF1
after_icebp:
        expect  "INT1 traps", "qword ptr [seen_vector]", E_DB
        expect  "INT1 traps: address", "qword ptr [seen_ip]", "offset after_icebp"
        expect  "INT1 leaves DR6 alone", "qword ptr [seen_dr6]", 0
        mov     dword ptr [stop_stepping], 0
        # a step and a data breakpoint in one
        arm     0, variable, 1, 3
        watch
        mov     dword ptr [stop_stepping], 1
        pushfq
        or      dword ptr [rsp], FLAG_TF
        popfq
        mov     dword ptr [variable], eax
after_step_write: nop
        seen    "a step and a data breakpoint come as one", 1, after_step_write, BS | 1
        mov     dword ptr [stop_stepping], 0
        # G bits do as L bits do
        set_dr  dr0, "offset at_global"
        set_dr  dr6, DR6_FIXED
        set_dr  dr7, DR7_FIXED | 2
        watch
at_global: nop
        seen    "global enable", 1, at_global, 1
        ret
.set pushf_next, after_int + 1

# Loading SS holds traps back for one instruction.
.macro step_from_here
        pushfq
        or      dword ptr [rsp], FLAG_TF
        popfq
.endm

# What loads or masks TF, or does not come to its end.
stepped_transfers:
        mov     dword ptr [stop_stepping], 1
        write_msr 0xC0000081, 0, "(CODE64 | (USER_CODE32 << 16))"
        write_msr 0xC0000082, "offset entered"
        write_msr 0xC0000084, 0
        watch
        step_from_here
        syscall
entered: nop
        seen    "SYSCALL that leaves TF alone", 1, entered, BS
        write_msr 0xC0000082, "offset entered_masked"
        write_msr 0xC0000084, FLAG_TF
        watch
        step_from_here
        syscall
entered_masked: nop
        nop
        seen    "SYSCALL that masks TF", 0, entered_masked, 0
        set_dr  dr6, DR6_FIXED
        catch   1f
        mov     rcx, offset after_sysret
        mov     r11d, 2 | FLAG_TF
        sysretq
1:      expect  "SYSRET that sets TF: trap", "qword ptr [seen_vector]", E_DB
        expect  "SYSRET that sets TF: address", "qword ptr [seen_ip]", "offset after_sysret"
        expect  "SYSRET that sets TF: CS", "qword ptr [seen_cs]", USER_CODE64
        expect  "SYSRET that sets TF: DR6", "qword ptr [seen_dr6]", BS
        watch
        mov     rax, rsp
        push    DATA
        push    rax
        push    2 | FLAG_TF
        push    CODE64
        push    offset iret_target
        iretq
iret_target: nop
after_iret: nop
        seen    "the trap comes after the instruction that IRET returns to", 1, after_iret, BS
        set_dr  dr6, DR6_FIXED
        catch   1f
        step_from_here
        ud2
1:      expect  "a fault under TF", "qword ptr [seen_vector]", E_UD
        expect  "a fault under TF: DR6", "qword ptr [seen_dr6]", 0
        mov     rax, [seen_flags]
        and     eax, FLAG_TF
        expect  "a fault under TF: TF is pushed", rax, FLAG_TF
        mov     dword ptr [stop_stepping], 0
        ret
        .pushsection .user, "awx"
after_sysret: nop
        int     BACK
        .popsection

shadows:
        mov     eax, ss
        mov     [variable], eax
        arm     0, variable, 3, 3
        watch
        mov     ss, word ptr [variable]
        nop
after_shadow: nop
        seen    "a data breakpoint of MOV SS comes one instruction later", 1, after_shadow, 1
        watch
        mov     dword ptr [stop_stepping], 1
        mov     eax, ss
        pushfq
        or      dword ptr [rsp], FLAG_TF
        popfq
        mov     ss, eax
        nop
after_step: nop
        seen    "a step over MOV SS comes one instruction later", 1, after_step, BS
        # an execution breakpoint behind MOV SS is not met
        arm     0, behind, 0, 0
        watch
        mov     ss, eax
behind: nop
        seen    "an execution breakpoint behind MOV SS", 0, behind, 0
        mov     dword ptr [stop_stepping], 0
        ret

        .bss
        .align  16
        .skip   16
variable:      .skip 32
traps:         .skip 8
first_ip:      .skip 8
first_dr6:     .skip 8
first_flags:   .skip 8
stop_stepping: .skip 8
