# Alignment checks: CR0.AM, RFLAGS.AC and privilege level 3 together.

.set LONG, 1
        .include "harness.inc"

main:   mov     rbx, offset user_data
        set_cr  cr0, CR0_AM
        mov     qword ptr [user_flags], 2 | FLAG_AC
        user_faults "a word at an odd address", E_AC, 0, mov ax, [rbx + 1]
        user_faults "a dword that is not aligned", E_AC, 0, mov eax, [rbx + 2]
        user_faults "a dword that is", BACK, 0, mov eax, [rbx + 4]
        user_faults "a qword at a dword's place", E_AC, 0, mov rax, [rbx + 4]
        user_faults "a byte anywhere", BACK, 0, mov al, [rbx + 3]
        user_faults "a write", E_AC, 0, mov [rbx + 1], ax
        user_faults "read, modify, write", E_AC, 0, inc dword ptr [rbx + 1]
        lea     rsi, [rbx + 1]
        mov     rdi, rbx
        user_faults "MOVSW, the source", E_AC, 0, movsw
        mov     rsi, rbx
        lea     rdi, [rbx + 9]
        user_faults "MOVSD, the destination", E_AC, 0, movsd
        user_faults "LEA does not access", BACK, 0, lea eax, [rbx + 1]
        user_faults "XADD", E_AC, 0, xadd [rbx + 2], eax
        user_faults "CMPXCHG8B", E_AC, 0, cmpxchg8b [rbx + 4]
        user_faults "BT", E_AC, 0, bt dword ptr [rbx + 1], 0
        faults  "privilege level 0", NONE, 0, mov eax, [rbx + 1]
        pushfq
        or      dword ptr [rsp], FLAG_AC
        popfq
        faults  "privilege level 0 with AC", NONE, 0, mov eax, [rbx + 1]
        pushfq
        and     dword ptr [rsp], ~FLAG_AC
        popfq
        mov     qword ptr [user_flags], 2
        user_faults "without AC", BACK, 0, mov eax, [rbx + 1]
        mov     qword ptr [user_flags], 2 | FLAG_AC
        clear_cr cr0, CR0_AM
        user_faults "without CR0.AM", BACK, 0, mov eax, [rbx + 1]
        set_cr  cr0, CR0_AM
        catch   1f
        go_user odd_stack
1:      expect  "a push at an odd address", "qword ptr [seen_vector]", E_AC
        expect  "its error code", "qword ptr [seen_error]", 0
        catch   2f
        go_user sets_ac
2:      expect  "AC by POPF takes effect", "qword ptr [seen_vector]", E_AC
        expect  "with the next instruction", "qword ptr [seen_ip]", "offset after_popf"
        movabs  rbx, 0x800000000001
        user_faults "#GP comes before #AC", E_GP, 0, mov eax, [rbx]
        clear_cr cr0, CR0_AM
        mov     qword ptr [user_flags], 2
        ret
        .pushsection .user, "awx"
odd_stack: mov  rsp, offset user_data + 9
        push    rax
sets_ac: mov    rbx, offset user_data
        and     rsp, ~15
        push    2
        popfq
        mov     eax, [rbx + 1]
        push    FLAG_AC | 2
        popfq
after_popf: mov eax, [rbx + 1]
        int     BACK
        .align  16
user_data: .skip 64
        .popsection
