# SYSCALL, SYSRET, SYSENTER and SYSEXIT; instructions that privilege, CR4 or LOCK forbid.

.set LONG, 1
        .include "harness.inc"

.set STAR, 0xC0000081
.set LSTAR, 0xC0000082
.set CSTAR, 0xC0000083
.set FMASK, 0xC0000084
.set GS_BASE, 0xC0000101
.set KERNEL_GS_BASE, 0xC0000102
.set SYSENTER_CS, 0x174
.set SYSENTER_ESP, 0x175
.set SYSENTER_EIP, 0x176

main:   call    syscalls
        call    sysret_cases
        call    sysenters
        call    bases
        call    control_registers
        call    by_cr4
        call    hidden
        call    locks
        ret

syscalls:
        write_msr STAR, 0, "(CODE64 | (USER_CODE32 << 16))"
        write_msr LSTAR, "offset entered"
        write_msr FMASK, FLAG_DF|FLAG_IF|FLAG_CF
        mov     [kernel_sp], rsp
        mov     qword ptr [user_flags], 2 | FLAG_DF | FLAG_CF | FLAG_ZF
        catch   1f
        go_user do_syscall
entered:
        mov     [entered_rcx], rcx
        mov     [entered_r11], r11
        mov     [entered_sp], rsp
        mov     rsp, [kernel_sp]
        pushfq
        pop     rbx
        cld
        and     ebx, FLAG_DF | FLAG_CF | FLAG_ZF | FLAG_IF
        expect  "SYSCALL clears the flags of FMASK", rbx, FLAG_ZF
        mov     eax, cs
        expect  "SYSCALL: CS", rax, CODE64
        mov     eax, ss
        expect  "SYSCALL: SS", rax, DATA
        expect  "SYSCALL: RCX is the return address", "qword ptr [entered_rcx]", "offset after_syscall"
        mov     rax, [entered_r11]
        and     eax, FLAG_DF | FLAG_CF | FLAG_ZF
        expect  "SYSCALL: R11 is RFLAGS", rax, FLAG_DF|FLAG_CF|FLAG_ZF
        expect  "SYSCALL leaves RSP alone", "qword ptr [entered_sp]", "offset user_stack_top"
        catch   1f
        mov     rcx, offset after_syscall
        mov     r11d, FLAG_CF | FLAG_IOPL | FLAG_NT | FLAG_RF
        mov     rsp, [entered_sp]
        sysretq
1:      expect  "SYSRET: back", "qword ptr [seen_vector]", BACK
        expect  "SYSRET: CS", "qword ptr [seen_cs]", USER_CODE64
        expect  "SYSRET: SS", "qword ptr [seen_ss]", USER_DATA
        mov     rax, [seen_flags]
        and     eax, FLAG_CF | FLAG_IOPL | FLAG_NT | FLAG_RF
        expect  "SYSRET: RFLAGS from R11, but not RF", rax, FLAG_CF|FLAG_IOPL|FLAG_NT
        mov     qword ptr [user_flags], 2
        ret
        .pushsection .user, "awx"
do_syscall: syscall
after_syscall: int BACK
        .popsection

sysret_cases:
        write_msr CSTAR, "offset wrong_way"
        mov     [kernel_sp], rsp
        catch   1f
        mov     rdx, rsp
        mov     rcx, offset sysret_32
        mov     r11d, 2
        mov     rsp, offset user_stack_top
        .byte   0x0F, 0x07              # to compatibility mode
1:      mov     rsp, rdx
        expect  "SYSRET to compatibility mode: CS", "qword ptr [seen_cs]", USER_CODE32
        expect  "SYSRET to compatibility mode: SS", "qword ptr [seen_ss]", USER_DATA
        expect  "SYSCALL in compatibility mode is no instruction", "qword ptr [seen_vector]", E_UD
        movabs  rcx, 0x800000000000
        faults  "SYSRET to a non-canonical address", E_GP, 0, sysretq
        user_faults "SYSRET by the user", E_GP, 0, sysretq
        mov     ecx, EFER
        rdmsr
        and     eax, ~EFER_SCE
        wrmsr
        faults  "SYSCALL without EFER.SCE", E_UD, 0, syscall
        faults  "SYSRET without EFER.SCE", E_UD, 0, sysretq
        user_faults "SYSRET by the user without EFER.SCE", E_UD, 0, sysretq
        mov     ecx, EFER
        rdmsr
        or      eax, EFER_SCE
        wrmsr
        mov     ecx, LSTAR
        xor     eax, eax
        mov     edx, 0x8000
        faults  "a non-canonical IA32_LSTAR", E_GP, 0, wrmsr
        mov     ecx, FMASK
        mov     edx, 1
        faults  "IA32_FMASK has 32 bits", E_GP, 0, wrmsr
        ret
        .pushsection .user, "awx"
        .code32
sysret_32: .byte 0x0F, 0x05
        .code64
        .popsection

wrong_way:
        mov     rsp, [kernel_sp]
        int3

sysenters:
        write_msr SYSENTER_CS, 0
        faults  "SYSENTER without a CS", E_GP, 0, sysenter
        faults  "SYSEXIT without a CS", E_GP, 0, .byte 0x48, 0x0F, 0x35
        write_msr SYSENTER_CS, CODE64
        write_msr SYSENTER_ESP, "offset stack_top"
        write_msr SYSENTER_EIP, "offset sysentered"
        mov     [kernel_sp], rsp
        mov     qword ptr [user_flags], 2 | FLAG_CF
        go_user do_sysenter
sysentered:
        mov     rdi, rsp
        mov     rsp, [kernel_sp]
        mov     eax, cs
        expect  "SYSENTER: CS", rax, CODE64
        mov     eax, ss
        expect  "SYSENTER: SS", rax, DATA
        expect  "SYSENTER: RSP", rdi, "offset stack_top"
        catch   1f
        mov     rcx, offset user_stack_top
        mov     rdx, offset after_sysexit
        .byte   0x48, 0x0F, 0x35
1:      expect  "SYSEXIT: back", "qword ptr [seen_vector]", BACK
        expect  "SYSEXIT: CS", "qword ptr [seen_cs]", USER_CODE64
        expect  "SYSEXIT: SS", "qword ptr [seen_ss]", USER_DATA_TOO
        expect  "SYSEXIT: RSP", "qword ptr [seen_sp]", "offset user_stack_top"
        mov     qword ptr [user_flags], 2
        mov     rdx, rsp
        catch   2f
        mov     rcx, offset user_stack_top
        mov     [kernel_sp], rsp
        mov     rdx, offset sysexit_32
        .byte   0x0F, 0x35
2:      mov     rsp, [kernel_sp]
        expect  "SYSEXIT to compatibility mode: CS", "qword ptr [seen_cs]", USER_CODE32
        expect  "SYSEXIT to compatibility mode: SS", "qword ptr [seen_ss]", USER_DATA
        movabs  rdx, 0x800000000000
        faults  "SYSEXIT to a non-canonical address", E_GP, 0, .byte 0x48, 0x0F, 0x35
        mov     edx, 0
        movabs  rcx, 0x800000000000
        faults  "SYSEXIT with a non-canonical stack", E_GP, 0, .byte 0x48, 0x0F, 0x35
        user_faults "SYSEXIT by the user", E_GP, 0, .byte 0x0F, 0x35
        mov     ecx, SYSENTER_EIP
        xor     eax, eax
        mov     edx, 0x8000
        faults  "a non-canonical IA32_SYSENTER_EIP", E_GP, 0, wrmsr
        ret
        .pushsection .user, "awx"
do_sysenter: sysenter
after_sysexit: int BACK
sysexit_32: ud2
        .popsection

bases:  write_msr GS_BASE, 0x1000
        write_msr KERNEL_GS_BASE, 0x2000
        swapgs
        mov     ecx, GS_BASE
        rdmsr
        expect  "SWAPGS: GS", rax, 0x2000
        mov     ecx, KERNEL_GS_BASE
        rdmsr
        expect  "SWAPGS: IA32_KERNEL_GS_BASE", rax, 0x1000
        user_faults "SWAPGS by the user", E_GP, 0, swapgs
        clear_cr cr4, CR4_FSGSBASE
        faults  "RDFSBASE without CR4.FSGSBASE", E_UD, 0, rdfsbase rax
        set_cr  cr4, CR4_FSGSBASE
        movabs  rax, 0xFFFF800000001000
        wrgsbase rax
        rdgsbase rbx
        expect  "WRGSBASE, RDGSBASE", rbx, rax
        rdgsbase ebx
        expect  "RDGSBASE of 32 bits", rbx, 0x1000
        mov     eax, -1
        wrgsbase eax
        rdgsbase rbx
        expect  "WRGSBASE of 32 bits", rbx, rax
        movabs  rax, 0x800000000000
        faults  "WRFSBASE of a non-canonical base", E_GP, 0, wrfsbase rax
        user_faults "RDFSBASE by the user", BACK, 0, rdfsbase rax
        clear_cr cr4, CR4_FSGSBASE
        ret

control_registers:
        mov     ecx, 16
        faults  "CR8 has 4 bits", E_GP, 0, mov cr8, rcx
        mov     ecx, 5
        mov     cr8, rcx
        mov     rdx, cr8
        expect  "CR8", rdx, 5
        xor     ecx, ecx
        mov     cr8, rcx
        faults  "CR1 does not exist", E_UD, 0, .byte 0x0F, 0x20, 0xC8
        faults  "CR5 does not exist", E_UD, 0, .byte 0x0F, 0x22, 0xE8
        user_faults "MOV from CR0 by the user", E_GP, 0, mov rax, cr0
        user_faults "MOV from CR8 by the user", E_GP, 0, mov rax, cr8
        user_faults "CLTS by the user", E_GP, 0, clts
        user_faults "LMSW by the user", E_GP, 0, lmsw ax
        user_faults "HLT by the user", E_GP, 0, hlt
        user_faults "WBINVD by the user", E_GP, 0, wbinvd
        user_faults "INVD by the user", E_GP, 0, invd
        user_faults "RDMSR by the user", E_GP, 0, rdmsr
        user_faults "WRMSR by the user", E_GP, 0, wrmsr
        user_faults "LGDT by the user", E_GP, 0, lgdt [rax]
        user_faults "CLI by the user", E_GP, 0, cli
        user_faults "STI by the user", E_GP, 0, sti
        or      byte ptr [task + 0x68 + 0xF1 / 8], 2
        user_faults "IN that the bitmap forbids", E_GP, 0, in al, 0xF1
        user_faults "OUT that the bitmap forbids", E_GP, 0, out 0xF1, al
        user_faults "IN that it allows", BACK, 0, in al, 0x80
        mov     qword ptr [user_flags], 2 | FLAG_IOPL
        user_faults "IN with IOPL 3", BACK, 0, in al, 0xF1
        user_faults "CLI with IOPL 3", BACK, 0, cli
        mov     qword ptr [user_flags], 2
        mov     ecx, EFER
        rdmsr
        xor     eax, EFER_LME
        faults  "EFER.LME stays while paging is on", E_GP, 0, wrmsr
        xor     eax, EFER_LME | 2
        faults  "a reserved bit of EFER", E_GP, 0, wrmsr
        mov     ecx, 0x12345678
        faults  "RDMSR of an MSR that does not exist", E_GP, 0, rdmsr
        faults  "WRMSR of an MSR that does not exist", E_GP, 0, wrmsr
        ret

by_cr4: set_cr  cr4, CR4_TSD
        user_faults "RDTSC with CR4.TSD", E_GP, 0, rdtsc
        user_faults "RDTSCP with CR4.TSD", E_GP, 0, rdtscp
        faults  "RDTSC of the system with CR4.TSD", NONE, 0, rdtsc
        clear_cr cr4, CR4_TSD
        user_faults "RDTSC", BACK, 0, rdtsc
        clear_cr cr4, CR4_PCE
        xor     ecx, ecx
        user_faults "RDPMC without CR4.PCE", E_GP, 0, rdpmc
        clear_cr cr4, 1<<18
        faults  "XGETBV without CR4.OSXSAVE", E_UD, 0, xgetbv
        faults  "XSETBV without CR4.OSXSAVE", E_UD, 0, xsetbv
        mov     eax, 1
        cpuid
        bt      ecx, 27
        setc    al
        movzx   eax, al
        expect  "CPUID: OSXSAVE follows CR4", rax, 0
        ret

# UMIP, where there is it.
hidden: mov     eax, 7
        xor     ecx, ecx
        cpuid
        bt      ecx, 2
        jnc     1f
        user_faults "SGDT by the user", BACK, 0, sgdt [user_memory]
        user_faults "SMSW by the user", BACK, 0, smsw rax
        set_cr  cr4, CR4_UMIP
        user_faults "UMIP: SGDT", E_GP, 0, sgdt [user_memory]
        user_faults "UMIP: SIDT", E_GP, 0, sidt [user_memory]
        user_faults "UMIP: SLDT", E_GP, 0, sldt ax
        user_faults "UMIP: STR", E_GP, 0, str ax
        user_faults "UMIP: SMSW", E_GP, 0, smsw ax
        faults  "UMIP: SGDT by the system", NONE, 0, sgdt [user_memory]
        clear_cr cr4, CR4_UMIP
1:      ret
        .pushsection .user, "awx"
user_memory: .skip 16
        .popsection

locks:  xor     eax, eax
        mov     rbx, offset kernel_sp
        faults  "LOCK INC memory", NONE, 0, lock inc dword ptr [rbx]
        faults  "LOCK INC register", E_UD, 0, .byte 0xF0, 0xFF, 0xC0
        faults  "LOCK MOV", E_UD, 0, .byte 0xF0, 0x89, 0x03
        faults  "LOCK CMP", E_UD, 0, .byte 0xF0, 0x39, 0x03
        faults  "LOCK TEST", E_UD, 0, .byte 0xF0, 0x85, 0x03
        faults  "LOCK ADD to a register", E_UD, 0, .byte 0xF0, 0x03, 0x03
        faults  "LOCK BT", E_UD, 0, .byte 0xF0, 0x0F, 0xA3, 0x03
        faults  "LOCK BTS", NONE, 0, .byte 0xF0, 0x0F, 0xAB, 0x03
        faults  "LOCK SHL", E_UD, 0, .byte 0xF0, 0xD1, 0x23
        faults  "LOCK PUSH", E_UD, 0, .byte 0xF0, 0xFF, 0x33
        faults  "LOCK NOP", E_UD, 0, .byte 0xF0, 0x90
        faults  "LOCK XCHG", NONE, 0, .byte 0xF0, 0x87, 0x03
        faults  "LOCK MUL", E_UD, 0, .byte 0xF0, 0xF7, 0x23
        faults  "LOCK STOS", E_UD, 0, .byte 0xF0, 0xAA
        faults  "LOCK MOV from CR0", E_UD, 0, .byte 0xF0, 0x0F, 0x20, 0xC0
        user_faults "LOCK HLT by the user: #UD comes first", E_UD, 0, .byte 0xF0, 0xF4
        mov     rbx, 1 << 30
        faults  "#UD comes before #PF", E_UD, 0, .byte 0xF0, 0x89, 0x03
        faults  "CMPXCHG8B of a register", E_UD, 0, .byte 0x0F, 0xC7, 0xC8
        mov     rbx, offset kernel_sp + 8
        faults  "CMPXCHG16B that is not aligned", E_GP, 0, cmpxchg16b [rbx]
        ret

        .bss
        .align  16
kernel_sp: .skip 16
entered_rcx: .skip 8
entered_r11: .skip 8
entered_sp: .skip 8
