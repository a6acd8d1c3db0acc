# Exceptions of a 64-bit guest under the exception bitmap: what an exit tells of each, what it leaves alone, and what the guest sees without one.

.set LONG, 1
        .include "harness.inc"
        .include "vmx.inc"
        .include "vmx-guest.inc"

.set E_NM, 7
.set E_MF, 16
.set E_XM, 19
.set CR0_MP, 1 << 1
.set CR0_EM, 1 << 2
.set CR0_TS, 1 << 3
.set ABSENT_SEGMENT, SPARE
.set ODD_CR2, 0x1234
.set DB_BS, 1 << 14
.set DB_BD, 1 << 13

main:   call    launchable
        set_cr  cr4, CR4_OSFXSR | CR4_OSXMMEXCPT
        put     GUEST_CR4, cr4
        put     HOST_CR4, cr4
        mov     rax, ODD_CR2
        mov     cr2, rax
        fninit
        call    faults_of_instructions
        call    software_exceptions
        call    floating_point
        call    alignment
        call    debug_exceptions
        call    page_faults
        call    while_delivering
        ret

# The vectors that exit: one alone, or all but one.
.macro intercept_only vector
        put     EXCEPTION_BITMAP, "1 << \vector"
.endm
.macro intercept_all_but vector
        put     EXCEPTION_BITMAP, "~(1 << \vector)"
.endm
# The guest's handler of a vector.
.macro reaches name, vector
        exit_is "\name: through the IDT", VMCALL_EXIT, "offset guest_stubs + \vector * GUEST_STUB_BYTES"
.endm
# Cases: a fault exits if its bit alone is set, with RF in the saved RFLAGS; without it, it reaches the guest's handler.
.macro fault name, vector, error, instruction:vararg
        intercept_only \vector
        put     GUEST_RIP, "offset .Lfault\@"
        call    enter
        exit_is "\name", EXCEPTION, "offset .Lfault\@"
        exception_is "\name", \vector, "\error"
        vectoring_is "\name", NONE
        mov     rax, [exit_flags]
        and     eax, FLAG_RF
        expect  "RF is saved by \name", rax, FLAG_RF
        intercept_all_but \vector
        put     GUEST_RIP, "offset .Lfault\@"
        call    enter
        reaches "\name", \vector
        mov     rbx, [exit_rsp]
.if \vector == E_DF || (\vector >= E_TS && \vector <= E_PF) || \vector == E_AC
        expect  "\name: error code on the stack", "qword ptr [rbx]", "\error"
        add     rbx, 8
.endif
        expect  "\name: RIP on the stack", "qword ptr [rbx]", "offset .Lfault\@"
        put     EXCEPTION_BITMAP, 0xFFFFFFFF
        .pushsection .user, "awx"
.Lfault\@: \instruction
        vmcall
        .popsection
.endm

faults_of_instructions:
        xor     ecx, ecx
        fault   "#DE", E_DE, 0, div ecx
        fault   "#UD", E_UD, 0, ud2
        fault   "#UD of UD1", E_UD, 0, ud1 eax, eax
        mov     dword ptr [gdt + ABSENT_SEGMENT + 4], 0x00CF1300
        mov     ecx, ABSENT_SEGMENT
        fault   "#NP", E_NP, ABSENT_SEGMENT, mov fs, ecx
        mov     ecx, CODE64 | 4         # in an LDT that does not exist
        fault   "#GP", E_GP, CODE64|4, mov fs, ecx
        movabs  rbp, NOWHERE
        fault   "#SS", E_SS, 0, mov eax, [rbp]
        mov     rbx, ABSENT
        fault   "#PF", E_PF, 2, mov [rbx], eax
        ret

# ---- INT3, INT1 and INTO; INT n never exits for its vector's bit ----
.macro software name, vector, type, length, instruction:vararg
        intercept_only \vector
        enter_at \@, \instruction
        exit_is "\name", EXCEPTION, "offset .Lguest\@"
        event_is "\name", \type+\vector, 0
        vectoring_is "\name", NONE
        expect  "\name: length", "qword ptr [exit_length]", \length
        mov     rax, [exit_flags]
        and     eax, FLAG_RF
        expect  "\name: no RF is saved", rax, 0
        intercept_all_but \vector
        enter_at again\@, \instruction
        reaches "\name", \vector
        mov     rbx, [exit_rsp]
        expect  "\name: RIP on the stack", "qword ptr [rbx]", "offset .Lguest_endagain\@"
        put     EXCEPTION_BITMAP, 0xFFFFFFFF
.endm
software_exceptions:
        software "INT3", E_BP, TYPE_SOFTWARE, 1, int3
        software "INT3 with a prefix", E_BP, TYPE_SOFTWARE, 2, .byte 0x48, 0xCC
        software "INT1", E_DB, TYPE_INT1, 1, .byte 0xF1
        in_compatibility_mode
        mov     qword ptr [guest_flags], 0x802
        enter_at_32 into, into
        exit_is "INTO", EXCEPTION, "offset .Lguestinto"
        event_is "INTO", TYPE_SOFTWARE+E_OF, 0
        expect  "INTO: length", "qword ptr [exit_length]", 1
        mov     qword ptr [guest_flags], 2
        mov     eax, 5
        mov     ebx, offset bounds
        enter_at_32 bound, bound eax, [ebx]
        exit_is "BOUND", EXCEPTION, "offset .Lguestbound"
        event_is "BOUND", TYPE_EXCEPTION+E_BR, 0
        as_kernel
        enter_at int_6, int 6
        exit_is "INT 6 does not exit", VMCALL_EXIT, "offset guest_stubs + 6 * GUEST_STUB_BYTES"
        mov     rbx, [exit_rsp]
        expect  "INT 6: RIP on the stack", "qword ptr [rbx]", "offset .Lguest_endint_6"
        enter_at int_3, int 3
        exit_is "CD 03 is INT3 to the assembler", EXCEPTION, "offset .Lguestint_3"
        enter_at cd_03, .byte 0xCD, 3
        exit_is "INT 3 of two bytes does not exit", VMCALL_EXIT, "offset guest_stubs + 3 * GUEST_STUB_BYTES"
        # through a gate that the user may not use
        as_user
        enter_at user_int3, int3
        exit_is "INT3 of the user exits before the gate is read", EXCEPTION, "offset .Lguestuser_int3"
        event_is "INT3 of the user", TYPE_SOFTWARE+E_BP, 0
        intercept_only E_GP
        enter_at user_gate, int3
        exit_is "INT3 of the user, to a privileged gate", EXCEPTION, "offset .Lguestuser_gate"
        exception_is "INT3 of the user, to a privileged gate", E_GP, E_BP*8+2
        vectoring_is "INT3 of the user, to a privileged gate", TYPE_SOFTWARE+E_BP
        expect  "INT3 of the user, to a privileged gate: length", "qword ptr [exit_length]", 1
        enter_at user_int, int 0x2E
        exit_is "INT of the user, to a privileged gate", EXCEPTION, "offset .Lguestuser_int"
        exception_is "INT of the user, to a privileged gate", E_GP, 0x2E*8+2
        vectoring_is "INT of the user, to a privileged gate", TYPE_INT+0x2E
        expect  "INT of the user, to a privileged gate: length", "qword ptr [exit_length]", 2
        as_kernel
        put     EXCEPTION_BITMAP, 0xFFFFFFFF
        ret

# ---- #NM, #MF, #XM ----
.macro guest_cr0 bits
        mov     rax, cr0
        or      rax, \bits
        put     GUEST_CR0, rax
.endm
floating_point:
        guest_cr0 CR0_TS
        fault   "#NM of x87", E_NM, 0, fldz
        fault   "#NM of SSE", E_NM, 0, movaps xmm0, xmm1
        fault   "#NM of MMX", E_NM, 0, movq mm0, mm1
        runs    "WAIT with TS alone", fwait
        guest_cr0 CR0_TS|CR0_MP
        fault   "#NM of WAIT", E_NM, 0, fwait
        guest_cr0 CR0_EM
        fault   "#NM with EM", E_NM, 0, fldz
        fault   "#UD of SSE with EM", E_UD, 0, movaps xmm0, xmm1
        put     GUEST_CR0, cr0
        fninit                          # a division by zero that is not masked waits for the next instruction
        mov     word ptr [control], 0x037B
        fldcw   [control]
        fld1
        fldz
        fdivp
        fault   "#MF of WAIT", E_MF, 0, fwait
        fault   "#MF of x87", E_MF, 0, fldz
        fault   "#MF of MMX", E_MF, 0, movq mm0, mm1
        guest_cr0 CR0_TS
        fault   "#NM comes before #MF", E_NM, 0, fldz
        put     GUEST_CR0, cr0
        runs    "FNSTSW does not wait", fnstsw ax
        movzx   eax, ax
        expect  "the exception still waits", rax, 0xB084
        fninit
        mov     dword ptr [control], 0x1D80     # divisions by zero are not masked
        ldmxcsr [control]
        mov     eax, 1
        cvtsi2ss xmm0, eax
        xorps   xmm1, xmm1
        fault   "#XM", E_XM, 0, divss xmm0, xmm1
        stmxcsr [control]
        mov     eax, [control]
        expect  "#XM: the flag is set", rax, 0x1D84
        mov     rcx, cr4
        and     rcx, ~CR4_OSXMMEXCPT
        put     GUEST_CR4, rcx
        fault   "#UD of SSE without CR4.OSXMMEXCPT", E_UD, 0, divss xmm0, xmm1
        put     GUEST_CR4, cr4
        mov     dword ptr [control], 0x1F80
        ldmxcsr [control]
        ret

alignment:
        guest_cr0 CR0_AM
        mov     qword ptr [guest_flags], FLAG_AC | 2
        as_user
        mov     rsi, FIRST + 1
        mov     word ptr [pt + FIRST / 0x1000 * 8], (FIRST & 0xFFFF) + 7
        invlpg  [rsi]
        fault   "#AC", E_AC, 0, mov eax, [rsi]
        as_kernel
        runs    "no #AC at privilege level 0", mov eax, [rsi]
        mov     qword ptr [guest_flags], 2
        put     GUEST_CR0, cr0
        ret

# ---- #DB: DR6 is not written by an exit, and the qualification tells what it would be ----
.macro debug_exit name, qualification, rip
        exit_is "\name", EXCEPTION, "\rip"
        event_is "\name", TYPE_EXCEPTION+E_DB, 0
        expect  "\name: qualification", "qword ptr [exit_qualification]", "\qualification"
        mov     rax, dr6
        xor     eax, 0xFFFF0FF0
        expect  "\name: DR6", rax, 0
.endm
debug_exceptions:
        xor     eax, eax
        mov     dr6, rax
        mov     qword ptr [guest_flags], FLAG_TF | 2
        enter_at step, nop
        debug_exit "a single step", DB_BS, "offset .Lguest_endstep"
        mov     rax, [exit_pending_debug]
        expect  "a single step: nothing stays pending", rax, 0
        intercept_all_but E_DB
        enter_at step_through, nop
        reaches "a single step", E_DB
        mov     rax, dr6
        xor     eax, 0xFFFF0FF0
        expect  "a single step through the IDT: DR6", rax, DB_BS
        xor     eax, eax
        mov     dr6, rax
        put     EXCEPTION_BITMAP, 0xFFFFFFFF
        mov     qword ptr [guest_flags], 2
        put     GUEST_DR7, 0x2400
        enter_at guarded, mov rax, dr0
        debug_exit "DR7.GD", DB_BD, "offset .Lguestguarded"
        expect  "DR7.GD stays", "qword ptr [exit_dr7]", 0x2400
        mov     eax, offset .Lguestexecuted
        mov     dr0, rax
        put     GUEST_DR7, 0x402
        enter_at executed, nop
        debug_exit "an execution breakpoint", 1, "offset .Lguestexecuted"
        mov     rax, [exit_flags]
        and     eax, FLAG_RF
        expect  "an execution breakpoint: RF is not saved", rax, 0
        mov     qword ptr [guest_flags], FLAG_RF | 2
        put     GUEST_RIP, "offset .Lguestexecuted"
        call    enter
        exit_is "RF: no breakpoint", VMCALL_EXIT, "offset .Lguest_endexecuted"
        mov     qword ptr [guest_flags], 2
        mov     eax, FIRST
        mov     dr1, rax
        put     GUEST_DR7, 0x00D00408   # DR1: four bytes, written
        mov     rbx, FIRST
        enter_at stored, mov [rbx], eax
        debug_exit "a data breakpoint", 2, "offset .Lguest_endstored"
        mov     qword ptr [guest_flags], FLAG_TF | 2
        enter_at stepped_store, mov [rbx], eax
        debug_exit "a data breakpoint in a step", DB_BS+2, "offset .Lguest_endstepped_store"
        mov     qword ptr [guest_flags], 2
        mov     ecx, offset data_selector
        mov     eax, offset data_selector
        mov     dr1, rax
        put     GUEST_DR7, 0x00F00408   # DR1: four bytes, accessed
        put     GUEST_RIP, "offset held"
        call    enter
        debug_exit "MOV SS holds its own breakpoint back", 2, "offset held_until"
        put     GUEST_DR7, 0x400
        enter_at int1, .byte 0xF1
        mov     rax, dr6
        xor     eax, 0xFFFF0FF0
        expect  "INT1: DR6", rax, 0
        expect  "INT1: qualification", "qword ptr [exit_qualification]", 0
        ret

# ---- the error-code mask and match ----
.macro filter mask, match, bit
        put     PAGE_FAULT_MASK, \mask
        put     PAGE_FAULT_MATCH, \match
        put     EXCEPTION_BITMAP, "\bit << 14"
.endm
.macro page_fault_exits name, error, instruction:vararg
        enter_at \@, \instruction
        exit_is "page fault, \name", EXCEPTION, "offset .Lguest\@"
        exception_is "page fault, \name", E_PF, \error
        expect  "page fault, \name: qualification", "qword ptr [exit_qualification]", rbx
        mov     rax, cr2
        expect  "page fault, \name: CR2 stays", rax, rdi
.endm
.macro page_fault_reaches name, instruction:vararg
        enter_at \@, \instruction
        reaches "page fault, \name", E_PF
        mov     rax, cr2
        expect  "page fault, \name: CR2", rax, rbx
        mov     cr2, rdi
.endm
page_faults:
        mov     rdi, ODD_CR2
        mov     cr2, rdi
        mov     rbx, ABSENT
        filter  0, 0, 1
        page_fault_exits "all", 0, mov eax, [rbx]
        filter  0, 0, 0
        page_fault_reaches "none", mov eax, [rbx]
        filter  0, 1, 1
        page_fault_reaches "never matching, with the bit", mov eax, [rbx]
        filter  0, 1, 0
        page_fault_exits "never matching, without the bit", 0, mov eax, [rbx]
        filter  2, 2, 1
        page_fault_exits "writes: a write", 2, mov [rbx], eax
        page_fault_reaches "writes: a read", mov eax, [rbx]
        filter  2, 2, 0
        page_fault_reaches "all but writes: a write", mov [rbx], eax
        page_fault_exits "all but writes: a read", 0, mov eax, [rbx]
        mov     rbx, READ_ONLY
        filter  3, 3, 1
        page_fault_exits "writes to present pages", 3, mov [rbx], eax
        as_user
        filter  4, 4, 1
        page_fault_exits "the user", 5, mov eax, [rbx]
        as_kernel
        filter  0, 0, 1
        put     EXCEPTION_BITMAP, 0xFFFFFFFF
        ret

# ---- a second exception while the first is delivered ----
.macro gate_present vector, rights
        mov     byte ptr [guest_idt + \vector * 16 + 5], \rights
.endm
while_delivering:
        xor     ecx, ecx
        gate_present E_UD, 0x0E
        intercept_only E_NP
        enter_at ud_np, ud2
        exit_is "#UD through an absent gate", EXCEPTION, "offset .Lguestud_np"
        exception_is "#UD through an absent gate", E_NP, E_UD*8+3
        vectoring_is "#UD through an absent gate", TYPE_EXCEPTION+E_UD
        enter_at int_np, int 6
        exit_is "INT through an absent gate", EXCEPTION, "offset .Lguestint_np"
        exception_is "INT through an absent gate", E_NP, E_UD*8+2
        vectoring_is "INT through an absent gate", TYPE_INT+E_UD
        expect  "INT through an absent gate: length", "qword ptr [exit_length]", 2
        gate_present E_PF, 0x0E
        mov     rbx, ABSENT
        enter_at pf_np, mov [rbx], eax
        exit_is "#PF through an absent gate", EXCEPTION, "offset .Lguestpf_np"
        exception_is "#PF through an absent gate", E_NP, E_PF*8+3
        vectoring_is "#PF through an absent gate", TYPE_EXCEPTION+HAS_CODE+E_PF, 2
        mov     rax, cr2
        expect  "#PF through an absent gate: CR2 was written", rax, ABSENT
        intercept_only E_DF
        enter_at pf_df, mov [rbx], eax
        exit_is "#PF, then #NP: #DF", EXCEPTION, "offset .Lguestpf_df"
        exception_is "#PF, then #NP: #DF", E_DF, 0
        vectoring_is "#PF, then #NP: #DF", NONE
        gate_present E_DF, 0x0E
        put     EXCEPTION_BITMAP, 0
        enter_at triple, mov [rbx], eax
        exit_is "#DF through an absent gate", TRIPLE_FAULT, "offset .Lguesttriple"
        vectoring_is "#DF through an absent gate", NONE
        gate_present E_DF, 0x8E
        enter_at df_through, mov [rbx], eax
        reaches "#DF", E_DF
        mov     rbx, [exit_rsp]
        expect  "#DF: error code on the stack", "qword ptr [rbx]", 0
        gate_present E_UD, 0x8E
        gate_present E_PF, 0x8E
        put     EXCEPTION_BITMAP, 0xFFFFFFFF
        ret

        .section .user, "awx"
bounds: .long   0, 4
held:   mov     ss, [rcx]
        nop
held_until: vmcall
        .align  8
data_selector: .quad DATA
        .bss
        .align  16
control: .skip  16
