# Faults in the middle of an instruction: registers say how far it has come, or that it has not begun; then it goes on.

.set LONG, 1
        .include "harness.inc"

.set WINDOW, 0x400000
.set WINDOW_PT, pt + 0x2000
.set RW, 3
.set FAR_POINTER_CODE, CODE64

.macro map number, flags
        mov     qword ptr [WINDOW_PT + 8 * \number], WINDOW + 0x1000 * \number + \flags
        invlpg  [WINDOW + 0x1000 * \number]
.endm
.macro unmap number
        mov     qword ptr [WINDOW_PT + 8 * \number], 0
        invlpg  [WINDOW + 0x1000 * \number]
.endm
# A page fault whose address is CR2, at the instruction at the label.
.macro page_fault name, ip, error, cr2
        mov     qword ptr [catch_ip], 0
        expect  "\name: vector", "qword ptr [seen_vector]", E_PF
        expect  "\name: RIP", "qword ptr [seen_ip]", "offset \ip"
        expect  "\name: error code", "qword ptr [seen_error]", \error
        expect  "\name: CR2", "qword ptr [seen_cr2]", "\cr2"
.endm

main:   map     0, RW
        map     2, RW
        call    strings
        call    on_demand
        call    stacks
        call    operands
        call    far_returns
        call    compatible
        ret

strings:
        unmap   1
        mov     rsi, WINDOW + 0x2000
        mov     rdi, WINDOW + 0xF00
        mov     ecx, 0x1000
        catch   1f
at_movsb: rep   movsb
1:      page_fault "REP MOVSB", at_movsb, 2, WINDOW+0x1000
        expect  "REP MOVSB: RCX", rcx, 0xF00
        expect  "REP MOVSB: RSI", rsi, WINDOW+0x2100
        expect  "REP MOVSB: RDI", rdi, WINDOW+0x1000
        mov     rsi, WINDOW + 0xFF1
        mov     rdi, WINDOW + 0x2000
        mov     ecx, 0x100
        catch   2f
at_movsq: rep   movsq
2:      page_fault "REP MOVSQ, the source", at_movsq, 0, WINDOW+0x1000
        expect  "REP MOVSQ: RCX", rcx, 0xFF
        expect  "REP MOVSQ: RSI", rsi, WINDOW+0xFF9
        expect  "REP MOVSQ: RDI", rdi, WINDOW+0x2008
        mov     rdi, WINDOW + 0xFFC
        mov     eax, 0x55
        mov     ecx, 3
        mov     qword ptr [WINDOW + 0xFF8], 0
        catch   3f
at_stosq: rep   stosq
3:      page_fault "REP STOSQ across a page", at_stosq, 2, WINDOW+0x1000
        expect  "REP STOSQ: RCX", rcx, 3
        expect  "REP STOSQ: nothing is written", "qword ptr [WINDOW + 0xFF8]", 0
        std
        mov     rdi, WINDOW + 0x2020
        mov     rsi, WINDOW + 0x20
        mov     ecx, 100
        catch   4f
at_down: rep    movsb
4:      cld
        page_fault "REP MOVSB downwards", at_down, 2, WINDOW+0x1FFF
        expect  "REP MOVSB downwards: RCX", rcx, 100-0x21
        expect  "REP MOVSB downwards: RDI", rdi, WINDOW+0x1FFF
        mov     rdi, WINDOW + 0xF80
        mov     ecx, 0x10
        mov     eax, 0
        rep     stosq
        mov     rdi, WINDOW + 0xF80
        mov     ecx, 0x1000
        catch   5f
        mov     eax, 0
at_scas: repe   scasd
5:      page_fault "REPE SCASD", at_scas, 0, WINDOW+0x1000
        expect  "REPE SCASD: RCX", rcx, 0xFE0
        mov     rsi, WINDOW + 0xFF0
        mov     rdi, WINDOW + 0xFE0
        mov     ecx, 0x100
        catch   6f
at_cmps: repe   cmpsb
6:      page_fault "REPE CMPSB", at_cmps, 0, WINDOW+0x1000
        expect  "REPE CMPSB: RCX", rcx, 0xF0
        expect  "REPE CMPSB: RDI", rdi, WINDOW+0xFF0
        mov     rsi, WINDOW + 0xFFE
        mov     ecx, 0x10
        mov     dx, 0x80
        catch   7f
at_outs: rep    outsb
7:      page_fault "REP OUTSB", at_outs, 0, WINDOW+0x1000
        expect  "REP OUTSB: RCX", rcx, 0xE
        mov     rdi, WINDOW + 0xFFE
        mov     ecx, 0x10
        catch   8f
at_ins: rep     insb
8:      page_fault "REP INSB", at_ins, 2, WINDOW+0x1000
        expect  "REP INSB: RCX", rcx, 0xE
        mov     rsi, WINDOW + 0x1000
        xor     ecx, ecx
        faults  "REP LODS with a count of 0", NONE, 0, rep lodsb
        ret

# The handler makes pages present, and the instruction goes on by itself.
on_demand:
        mov     ecx, 8
        xor     eax, eax
1:      mov     [WINDOW_PT + 0x80 + rax * 8], eax       # pages 16 to 23
        inc     eax
        loop    1b
        mov     ecx, 8
        mov     rdi, offset WINDOW_PT + 0x80
        xor     eax, eax
        rep     stosq
        mov     rax, cr3
        mov     cr3, rax
        mov     qword ptr [count], 0
        mov     qword ptr [hook], offset make_present
        mov     rdi, WINDOW + 0x10100
        mov     ecx, 0x7000 / 8
        movabs  rax, 0x1122334455667788
        rep     stosq
        mov     qword ptr [hook], 0
        expect  "REP STOSQ through absent pages: faults", "qword ptr [count]", 8
        mov     rbx, rax
        mov     rdi, WINDOW + 0x10100
        mov     ecx, 0x7000 / 8
        repe    scasq
        expect  "REP STOSQ through absent pages: all is written", rcx, 0
        mov     rax, [WINDOW + 0x17100]
        expect  "and no more", rax, 0
        ret
make_present:
        inc     qword ptr [count]
        mov     rax, cr2
        and     rax, ~0xFFF
        mov     rbx, rax
        or      rax, RW
        shr     rbx, 12
        and     ebx, 0x1FF
        mov     [WINDOW_PT + rbx * 8], rax
        ret

stacks: mov     [kernel_sp], rsp
        map     1, RW
        unmap   0
        # the handler needs a stack of its own
        mov     qword ptr [task + 0x24], offset handler_stack_top
        mov     byte ptr [idt + E_PF * 16 + 4], 1
.macro on_stack name, sp, error, cr2, instruction:vararg
        mov     rsp, \sp
        mov     rbp, 0x123
        catch   .Lafter\@
        mov     qword ptr [catch_sp], offset stack_top - 256
.Lat\@: \instruction
.Lafter\@:
        mov     rsp, [kernel_sp]
        page_fault "\name", .Lat\@, \error, "\cr2"
        expect  "\name: RSP", "qword ptr [seen_sp]", \sp
        expect  "\name: RBP", rbp, 0x123
.endm
        on_stack "PUSH", WINDOW+0x1000, 2, WINDOW+0xFF8, push rax
        on_stack "PUSH across a page", WINDOW+0x1004, 2, WINDOW+0xFFC, push rax
        on_stack "PUSHF", WINDOW+0x1000, 2, WINDOW+0xFF8, pushfq
        on_stack "CALL", WINDOW+0x1000, 2, WINDOW+0xFF8, call main
        on_stack "CALL by memory", WINDOW+0x1000, 2, WINDOW+0xFF8, call [kernel_sp]
        on_stack "ENTER", WINDOW+0x1000, 2, WINDOW+0xFF8, enter 0, 0
        on_stack "ENTER: the room it makes", WINDOW+0x1010, 2, WINDOW+0xFE8, enter 32, 0
        on_stack "POP", WINDOW+0xFF8, 0, WINDOW+0xFF8, pop rax
        on_stack "RET", WINDOW+0xFF8, 0, WINDOW+0xFF8, ret
        on_stack "RET that releases", WINDOW+0xFF8, 0, WINDOW+0xFF8, ret 8
        on_stack "PUSH of absent memory", WINDOW+0x1800, 0, WINDOW, push qword ptr [WINDOW]
        on_stack "POP to absent memory", WINDOW+0x1800, 2, WINDOW, pop qword ptr [WINDOW]
        mov     rsp, WINDOW + 0x1800
        mov     rbp, WINDOW + 0x10
        catch   1f
        mov     qword ptr [catch_sp], offset stack_top - 256
at_leave: leave
1:      mov     rsp, [kernel_sp]
        page_fault "LEAVE", at_leave, 0, WINDOW+0x10
        expect  "LEAVE: RSP", "qword ptr [seen_sp]", WINDOW+0x1800
        expect  "LEAVE: RBP", rbp, WINDOW+0x10
        mov     byte ptr [idt + E_PF * 16 + 4], 0
        map     0, RW
        unmap   1
        ret

operands:
        mov     qword ptr [WINDOW + 0xFF8], 0x77
        mov     eax, 0x77
        mov     ecx, 0x88
        mov     rbx, WINDOW + 0xFFC
        mov     rdx, WINDOW + 0x1000
        stc
        catch   1f
at_xadd: xadd   [rbx], rcx
1:      setc    r8b
        page_fault "XADD across a page", at_xadd, 2, WINDOW+0x1000
        expect  "XADD: the register", rcx, 0x88
        movzx   r8d, byte ptr [seen_flags]
        and     r8d, FLAG_CF
        expect  "XADD: the flags", r8, FLAG_CF
        expect  "XADD: memory", "qword ptr [WINDOW + 0xFF8]", 0x77
        catch   2f
at_cmpxchg: cmpxchg [rdx], rcx
2:      page_fault "CMPXCHG", at_cmpxchg, 2, WINDOW+0x1000
        mov     r9, rax
        expect  "CMPXCHG: RAX", rax, 0x77
        catch   3f
at_xchg: xchg   [rbx], rcx
3:      page_fault "XCHG across a page", at_xchg, 2, WINDOW+0x1000
        expect  "XCHG: the register", rcx, 0x88
        mov     eax, 0x8000
        mov     rbx, WINDOW
        catch   4f
at_bts: bts     [rbx], eax
4:      page_fault "BTS beyond the operand", at_bts, 2, WINDOW+0x1000
        map     1, 1
        catch   5f
at_inc: inc     qword ptr [WINDOW + 0xFFC]
5:      page_fault "INC that ends in a read-only page", at_inc, 3, WINDOW+0x1000
        expect  "INC: memory", "qword ptr [WINDOW + 0xFF8]", 0x77
        mov     eax, 1
        mov     edx, 0
        unmap   3
        catch   6f
at_div: idiv    qword ptr [WINDOW + 0x3000]
6:      page_fault "IDIV of an absent operand", at_div, 0, WINDOW+0x3000
        expect  "IDIV: RAX", rax, 1
        unmap   1
        ret

far_returns:
        # a far pointer that ends in an absent page
        mov     dword ptr [WINDOW + 0xFFC], offset main
        mov     [kernel_sp], rsp
        mov     rdx, rsp
        catch   1f
at_lcall: lcall [WINDOW + 0xFFC]
1:      mov     rsp, rdx
        page_fault "far CALL: the selector is absent", at_lcall, 0, WINDOW+0x1000
        catch   2f
at_lss: lss     eax, [WINDOW + 0xFFC]
2:      page_fault "LSS: the selector is absent", at_lss, 0, WINDOW+0x1000
        mov     eax, ss
        expect  "LSS: SS stays", rax, DATA
        # the descriptor is absent: the GDT's last entries lie in an absent page
        mov     rsi, offset gdt
        mov     rdi, WINDOW + 0x1000 - SPARE
        mov     ecx, SPARE
        rep     movsb
        mov     qword ptr [pointer + 2], WINDOW + 0x1000 - SPARE
        mov     word ptr [pointer], SPARE + 15
        lgdt    [pointer]
        mov     eax, SPARE
        faults  "a descriptor that is absent", E_PF, 0, mov fs, eax
        expect  "a descriptor that is absent: CR2", "qword ptr [seen_cr2]", WINDOW+0x1000
        lgdt    [gdt_pointer]
        # IRET's frame ends in an absent page
        mov     byte ptr [idt + E_PF * 16 + 4], 1
        mov     rsp, WINDOW + 0x1000 - 24
        mov     qword ptr [rsp], offset main
        mov     qword ptr [rsp + 8], CODE64
        mov     qword ptr [rsp + 16], 2 | FLAG_CF
        clc
        catch   3f
        mov     qword ptr [catch_sp], offset stack_top - 256
at_iret: iretq
3:      mov     rsp, [kernel_sp]
        mov     qword ptr [catch_ip], 0
        expect  "IRET: vector", "qword ptr [seen_vector]", E_PF
        expect  "IRET: RIP", "qword ptr [seen_ip]", "offset at_iret"
        expect  "IRET: RSP", "qword ptr [seen_sp]", WINDOW+0x1000-24
        mov     rax, [seen_flags]
        and     eax, FLAG_CF
        expect  "IRET: flags", rax, 0
        mov     byte ptr [idt + E_PF * 16 + 4], 0
        ret

# PUSHA and POPA, in compatibility mode.
compatible:
        mov     byte ptr [idt + E_PF * 16 + 4], 1
        mov     dword ptr [pointer + 4], CODE32
.macro in_32 name, sp, error, cr2, instruction, loaded=0x1234
        catch   .Lafter\@
        mov     qword ptr [catch_sp], offset stack_top - 256
        mov     dword ptr [pointer], offset .Lgo\@
        mov     ebx, 0x5555
        mov     ebp, 0x1234
        mov     esp, \sp
        ljmp    [pointer]
        .code32
.Lgo\@:
.Lat\@: \instruction
        .code64
.Lafter\@:
        mov     rsp, [kernel_sp]
        page_fault "\name", .Lat\@, \error, \cr2
        expect  "\name: ESP", "qword ptr [seen_sp]", \sp
        expect  "\name: EBX", rbx, 0x5555
        expect  "\name: EBP", rbp, \loaded
.endm
        mov     [kernel_sp], rsp
        # what POPA has loaded stays loaded
        mov     dword ptr [WINDOW + 0xFF8], 0xABCD
        in_32   "POPA", WINDOW+0xFF0, 0, WINDOW+0x1000, popa, 0xABCD
        mov     dword ptr [WINDOW + 0xFF6], 0xABCDEF
        in_32   "POPA across a page", WINDOW+0xFEE, 0, WINDOW+0x1000, popa, 0xABCDEF
        map     1, RW
        unmap   0
        in_32   "PUSHA", WINDOW+0x1010, 2, WINDOW+0xFFC, pusha
        in_32   "ENTER with a display", WINDOW+0x1004, 2, WINDOW+0xFFC, "enter 0, 3"
        mov     byte ptr [idt + E_PF * 16 + 4], 0
        map     0, RW
        ret

        .bss
        .align  16
kernel_sp: .skip 16
count:  .skip   16
pointer: .skip  16
