# Call gates of 64 bits.

.set LONG, 1
        .include "harness.inc"

.set CALL_GATE, SPARE           # 16 bytes
.set BOTH, SPARE + 16           # code with L and D

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

main:   movabs  rax, 0x00EF9B000000FFFF
        mov     [gdt + BOTH], rax
        mov     rdx, rsp
        gate    gdt+CALL_GATE, CODE64, callee, 0xEC00
        mov     qword ptr [pointer], 0
        mov     word ptr [pointer + 4], CALL_GATE
        catch   1f
        go_user call_gate
1:      expect  "a call gate from the user", "qword ptr [seen_vector]", BACK
        expect  "call gate: CS", "qword ptr [gate_cs]", CODE64
        expect  "call gate: SS is null", "qword ptr [gate_ss]", 0
        expect  "call gate: return address", "qword ptr [gate_return]", "offset after_gate"
        expect  "call gate: the user's RSP", "qword ptr [gate_sp]", "offset user_stack_top"
        expect  "call gate: the user's SS", "qword ptr [gate_old_ss]", USER_DATA
        expect  "call gate: the stack of the TSS", "qword ptr [gate_stack]", "offset handler_stack_top - 32"
        lcall   [pointer]
        mov     rax, rsp
        expect  "a call gate at the same level", rax, rdx
        mov     byte ptr [gdt + CALL_GATE + 13], 1
        faults  "a call gate with a type in its upper half", E_GP, CALL_GATE, lcall [pointer]
        gate    gdt+CALL_GATE, CODE64, callee, 0xEC00
        mov     dword ptr [gdt + CALL_GATE + 8], 0x8000
        faults  "a call gate to a non-canonical address", E_GP, 0, lcall [pointer]
        gate    gdt+CALL_GATE, CODE32, callee, 0xEC00
        faults  "a call gate to 32-bit code", E_GP, CODE32, lcall [pointer]
        gate    gdt+CALL_GATE, CODE64, callee, 0x8C00
        mov     word ptr [pointer + 4], CALL_GATE
        mov     word ptr [user_pointer + 4], CALL_GATE
        user_faults "a privileged call gate", E_GP, CALL_GATE, lcall [user_pointer]
        mov     word ptr [pointer + 4], BOTH
        faults  "far JMP to code with L and D", E_GP, BOTH, ljmp [pointer]
        ret
callee: mov     rax, cs
        mov     [gate_cs], rax
        mov     rax, ss
        mov     [gate_ss], rax
        mov     [gate_stack], rsp
        mov     rax, [rsp]
        mov     [gate_return], rax
        mov     rax, [rsp + 16]
        mov     [gate_sp], rax
        mov     rax, [rsp + 24]
        mov     [gate_old_ss], rax
        .byte   0x48, 0xCB
        .pushsection .user, "awx"
call_gate: lcall [user_pointer]
after_gate: int BACK
user_pointer: .long 0
        .word   CALL_GATE
        .popsection

        .bss
        .align  16
pointer: .skip  16
gate_cs: .skip  8
gate_ss: .skip  8
gate_return: .skip 8
gate_sp: .skip  8
gate_old_ss: .skip 8
gate_stack: .skip 8
