# Exits of a 64-bit guest's instructions: before or after the faults of privilege levels, operands and modes, and what they tell.

.set LONG, 1
        .include "harness.inc"
        .include "vmx.inc"
        .include "vmx-guest.inc"

.set EVERYTHING, HLT_EXITING | INVLPG_EXITING | MWAIT_EXITING | RDPMC_EXITING | RDTSC_EXITING | CR3_LOAD_EXITING | CR3_STORE_EXITING | CR8_LOAD_EXITING
.set EVERYTHING, EVERYTHING | CR8_STORE_EXITING | MOV_DR_EXITING | IO_EXITING | MONITOR_EXITING | PAUSE_EXITING
.set EVERYTHING_TOO, DESCRIPTOR_TABLE_EXITING | ENABLE_RDTSCP | WBINVD_EXITING | RDRAND_EXITING | ENABLE_INVPCID | RDSEED_EXITING
.set CR0_TS, 1 << 3
.set CR4_OSXSAVE, 1 << 18
.set PORT_AREA, task + 0x68

# ---- exit reasons ----
.set CPUID, 10
.set HLT_EXIT, 12
.set INVD_EXIT, 13
.set INVLPG_EXIT, 14
.set RDPMC_EXIT, 15
.set RDTSC_EXIT, 16
.set VMCLEAR_EXIT, 19
.set VMLAUNCH_EXIT, 20
.set VMPTRLD_EXIT, 21
.set VMPTRST_EXIT, 22
.set VMREAD_EXIT, 23
.set VMRESUME_EXIT, 24
.set VMWRITE_EXIT, 25
.set VMXOFF_EXIT, 26
.set VMXON_EXIT, 27
.set CR_EXIT, 28
.set DR_EXIT, 29
.set RDMSR_EXIT, 31
.set WRMSR_EXIT, 32
.set MWAIT_EXIT, 36
.set MONITOR_EXIT, 39
.set PAUSE_EXIT, 40
.set GDTR_EXIT, 46
.set LDTR_EXIT, 47
.set INVEPT_EXIT, 50
.set RDTSCP_EXIT, 51
.set INVVPID_EXIT, 53
.set WBINVD_EXIT, 54
.set XSETBV_EXIT, 55
.set RDRAND_EXIT, 57
.set INVPCID_EXIT, 58
.set RDSEED_EXIT, 61

main:   call    launchable
        controls EVERYTHING, EVERYTHING_TOO
        put     CR0_MASK, CR0_TS
        put     CR0_SHADOW, CR0_TS
        put     CR4_MASK, CR4_PCE
        call    privileged
        call    unprivileged
        call    time_stamps
        call    instruction_prevention
        call    operands
        call    modes
        call    information
        call    ports
        call    msrs
        call    without_exits
        ret

# One case: exits at privilege level 0, and is #GP(0), or another exception, at 3.
.macro exits_or name, vector, reason, qualification, instruction:vararg
        as_kernel
        exits   "\name", \reason, "\qualification", \instruction
        as_user
        raises  "\name of the user", \vector, 0, \instruction
.endm
privileged:
        movabs  rbx, NOWHERE
        mov     ecx, 0x12345678
        xor     edx, edx
        exits_or "HLT", E_GP, HLT_EXIT, 0, hlt
        exits_or "INVD", E_GP, INVD_EXIT, 0, invd
        exits_or "WBINVD", E_GP, WBINVD_EXIT, 0, wbinvd
        exits_or "INVLPG", E_GP, INVLPG_EXIT, rbx, invlpg [rbx]
        exits_or "INVPCID", E_GP, INVPCID_EXIT, 0, invpcid rax, [rbx]
        exits_or "CLTS", E_GP, CR_EXIT, 0x20, clts
        exits_or "LMSW", E_GP, CR_EXIT, 0x30, lmsw dx
        exits_or "MOV to CR0", E_GP, CR_EXIT, 0x200, mov cr0, rdx
        exits_or "MOV to CR3", E_GP, CR_EXIT, 0x303, mov cr3, rbx
        exits_or "MOV from CR3", E_GP, CR_EXIT, 0x313, mov rbx, cr3
        exits_or "MOV to CR8", E_GP, CR_EXIT, 0x308, mov cr8, rbx
        exits_or "MOV from CR8", E_GP, CR_EXIT, 0x918, mov r9, cr8
        exits_or "RDMSR", E_GP, RDMSR_EXIT, 0, rdmsr
        exits_or "WRMSR", E_GP, WRMSR_EXIT, 0, wrmsr
        exits_or "RDPMC", E_GP, RDPMC_EXIT, 0, rdpmc
        exits_or "LGDT", E_GP, GDTR_EXIT, 0, lgdt [rbx]
        exits_or "LIDT", E_GP, GDTR_EXIT, 0, lidt [rbx]
        exits_or "LLDT", E_GP, LDTR_EXIT, 0, lldt [rbx]
        exits_or "LTR", E_GP, LDTR_EXIT, 0, ltr [rbx]
        exits_or "MONITOR", E_UD, MONITOR_EXIT, 0, monitor
        exits_or "MWAIT", E_UD, MWAIT_EXIT, 0, mwait
        put     GUEST_CR4, cr4
        mov     rdx, CR4_PCE
        mov     rcx, cr4
        or      rdx, rcx
        exits_or "MOV to CR4", E_GP, CR_EXIT, 0x204, mov cr4, rdx
        mov     rdx, cr4
        as_kernel
        runs    "MOV to CR4 of what is there", mov cr4, rdx
        ret

# One case: exits at both privilege levels.
.macro exits_always name, reason, qualification, instruction:vararg
        as_kernel
        exits   "\name", \reason, "\qualification", \instruction
        as_user
        exits   "\name of the user", \reason, "\qualification", \instruction
.endm
# What has no privilege level, or exits before it is looked at.
unprivileged:
        movabs  rbx, NOWHERE
        exits_always "CPUID", CPUID, 0, cpuid
        exits_always "VMCALL", VMCALL_EXIT, 0, vmcall
        exits_always "VMLAUNCH", VMLAUNCH_EXIT, 0, vmlaunch
        exits_always "VMRESUME", VMRESUME_EXIT, 0, vmresume
        exits_always "VMXOFF", VMXOFF_EXIT, 0, vmxoff
        exits_always "VMXON", VMXON_EXIT, 0, vmxon [rbx]
        exits_always "VMCLEAR", VMCLEAR_EXIT, 0, vmclear [rbx]
        exits_always "VMPTRLD", VMPTRLD_EXIT, 0, vmptrld [rbx]
        exits_always "VMPTRST", VMPTRST_EXIT, 0, vmptrst [rbx]
        exits_always "VMREAD", VMREAD_EXIT, 0, vmread [rbx], rax
        exits_always "VMWRITE", VMWRITE_EXIT, 0, vmwrite rax, [rbx]
        exits_always "INVEPT", INVEPT_EXIT, 0, invept rax, [rbx]
        exits_always "INVVPID", INVVPID_EXIT, 0, invvpid rax, [rbx]
        exits_always "PAUSE", PAUSE_EXIT, 0, pause
        exits_always "RDRAND", RDRAND_EXIT, 0, rdrand ecx
        exits_always "RDSEED", RDSEED_EXIT, 0, rdseed ecx
        exits_always "SGDT", GDTR_EXIT, 0, sgdt [rbx]
        exits_always "SIDT", GDTR_EXIT, 0, sidt [rbx]
        exits_always "SLDT", LDTR_EXIT, 0, sldt [rbx]
        exits_always "STR", LDTR_EXIT, 0, str [rbx]
        exits_always "MOV from DR7", DR_EXIT, 0x317, mov rbx, dr7
        exits_always "MOV to DR0", DR_EXIT, 0x300, mov dr0, rbx
        exits_always "MOV to DR7", DR_EXIT, 0x807, mov dr7, r8
        ret

time_stamps:
        exits_always "RDTSC", RDTSC_EXIT, 0, rdtsc
        exits_always "RDTSCP", RDTSCP_EXIT, 0, rdtscp
        mov     rdx, cr4
        or      rdx, CR4_TSD | CR4_PCE | CR4_DE
        put     GUEST_CR4, rdx
        exits_or "RDTSC with CR4.TSD", E_GP, RDTSC_EXIT, 0, rdtsc
        exits_or "RDTSCP with CR4.TSD", E_GP, RDTSCP_EXIT, 0, rdtscp
        exits_always "RDPMC with CR4.PCE", RDPMC_EXIT, 0, rdpmc
        exits_always "MOV from DR4 with CR4.DE", DR_EXIT, 0x14, mov rax, dr4
        put     GUEST_DR7, 0x2400
        exits_always "MOV to DR0 with DR7.GD", DR_EXIT, 0, mov dr0, rax
        put     GUEST_DR7, 0x400
        put     GUEST_CR4, cr4
        as_kernel
        raises  "XSETBV without CR4.OSXSAVE", E_UD, 0, xsetbv
        mov     rdx, cr4
        or      rdx, CR4_OSXSAVE
        put     GUEST_CR4, rdx
        exits_or "XSETBV", E_GP, XSETBV_EXIT, 0, xsetbv
        put     GUEST_CR4, cr4
        ret

# CR4.UMIP, where there is one.
instruction_prevention:
        mov     eax, 7
        xor     ecx, ecx
        cpuid
        bt      ecx, 2
        jnc     1f
        mov     rdx, cr4
        or      rdx, CR4_UMIP
        put     GUEST_CR4, rdx
        exits_or "SGDT with CR4.UMIP", E_GP, GDTR_EXIT, 0, sgdt [rbx]
        exits_or "SIDT with CR4.UMIP", E_GP, GDTR_EXIT, 0, sidt [rbx]
        exits_or "SLDT with CR4.UMIP", E_GP, LDTR_EXIT, 0, sldt [rbx]
        exits_or "STR with CR4.UMIP", E_GP, LDTR_EXIT, 0, str [rbx]
        put     GUEST_CR4, cr4
1:      ret

# ---- exits come before faults of memory operands, but for LMSW ----
operands:
        as_kernel
        mov     rbx, ABSENT
        mov     eax, 9
        exits   "LGDT of an absent page", GDTR_EXIT, 0, lgdt [rbx]
        exits   "SIDT to an absent page", GDTR_EXIT, 0, sidt [rbx]
        exits   "LTR of an absent page", LDTR_EXIT, 0, ltr [rbx]
        exits   "SLDT to an absent page", LDTR_EXIT, 0, sldt [rbx]
        exits   "VMREAD to an absent page", VMREAD_EXIT, 0, vmread [rbx], rax
        exits   "VMPTRLD of an absent page", VMPTRLD_EXIT, 0, vmptrld [rbx]
        exits   "INVPCID of an absent page, and of no type", INVPCID_EXIT, 0, invpcid rax, [rbx]
        exits   "INVLPG of an absent page", INVLPG_EXIT, rbx, invlpg [rbx]
        raises  "LMSW of an absent page", E_PF, 0, lmsw [rbx]
        expect  "LMSW of an absent page: qualification", "qword ptr [exit_qualification]", ABSENT
        mov     word ptr [FIRST], 0x12
        exits   "LMSW of memory", CR_EXIT, 0x120070, lmsw [FIRST]
        expect  "LMSW of memory: linear address", "qword ptr [exit_linear]", FIRST
        mov     rdx, cr2
        expect  "CR2 stays", rdx, 0
        raises  "LGDT of a register", E_UD, 0, .byte 0x0F, 0x01, 0xD7
        raises  "INVLPG of a register", E_UD, 0, .byte 0x0F, 0x01, 0xFA
        raises  "LOCK VMCLEAR", E_UD, 0, .byte 0xF0, 0x66, 0x0F, 0xC7, 0x33
        raises  "VMXON of a register", E_UD, 0, .byte 0xF3, 0x0F, 0xC7, 0xF3
        raises  "INVEPT of a register", E_UD, 0, .byte 0x66, 0x0F, 0x38, 0x80, 0xC3
        mov     rdx, 1 << 32
        exits   "MOV to CR0: a reserved bit", CR_EXIT, 0x200, mov cr0, rdx
        ret

# One case: #UD in compatibility mode, though a VMX instruction exits at once in 64-bit mode.
.macro compatibility name, instruction:vararg
        enter_at_32 \@, \instruction
        exit_is "compatibility mode: \name", EXCEPTION, "offset .Lguest\@"
        exception_is "compatibility mode: \name", E_UD, 0
.endm
modes:  in_compatibility_mode
        vmx_instructions_32 compatibility
        enter_at_32 in_32, vmcall
        exit_is "compatibility mode: VMCALL", VMCALL_EXIT, "offset .Lguestin_32"
        enter_at_32 sgdt_32, sgdt [ebx - 8]
        exit_is "compatibility mode: SGDT", GDTR_EXIT, "offset .Lguestsgdt_32"
        mov     edx, [exit_qualification]       # bits beyond the address size are undefined
        mov     [exit_qualification], rdx
        expect_32 "compatibility mode: SGDT: qualification", exit_qualification, -8
        as_kernel
        ret

# ---- the instruction-information field and the displacement ----
.macro informs name, reason, qualification, information, instruction:vararg
        exits   "\name", \reason, "\qualification", \instruction
        expect_32 "\name: information", exit_information, \information
.endm
information:
        informs "VMCLEAR, base", VMCLEAR_EXIT, 0, 0x01C18100, vmclear [rbx]
        informs "VMPTRLD, base and displacement", VMPTRLD_EXIT, -8, 0x01C18100, vmptrld [rbx - 8]
        informs "VMPTRST, all of them", VMPTRST_EXIT, 0x1234, 0x06A60102, vmptrst fs:[r13 + r9 * 4 + 0x1234]
        informs "VMXON, index alone", VMXON_EXIT, 0x40, 0x08098103, vmxon [rdx * 8 + 0x40]
        informs "VMCLEAR, absolute", VMCLEAR_EXIT, 0x500000, 0x08418100, vmclear [0x500000]
        informs "VMCLEAR, on the stack", VMCLEAR_EXIT, 0, 0x02410100, vmclear [rsp]
        informs "VMCLEAR, 32-bit address", VMCLEAR_EXIT, 4, 0x01C18080, vmclear [ebx + 4]
        informs "VMCLEAR, GS", VMCLEAR_EXIT, 0, 0x01C28100, vmclear gs:[rbx]
        informs "VMREAD, registers", VMREAD_EXIT, 0, 0xA0000448, vmread r9, r10
        informs "VMREAD, memory", VMREAD_EXIT, 0x10, 0xA1C18100, vmread [rbx + 0x10], r10
        informs "VMWRITE, registers", VMWRITE_EXIT, 0, 0xA0000448, vmwrite r10, r9
        informs "VMWRITE, memory", VMWRITE_EXIT, 0x10, 0xA1C18100, vmwrite r10, [rbx + 0x10]
        informs "INVEPT", INVEPT_EXIT, 0, 0xF1C18100, invept r15, [rbx]
        informs "INVVPID", INVVPID_EXIT, 0, 0x21C18100, invvpid rdx, [rbx]
        informs "INVPCID", INVPCID_EXIT, 0, 0x21C18100, invpcid rdx, [rbx]
        informs "SLDT of a register", LDTR_EXIT, 0, 0x00000448, sldt r9w
        informs "LTR of memory", LDTR_EXIT, 0, 0x31C18100, ltr [rbx]
        ret

# ---- ports: IOPL and the TSS come before the exit, the operand of INS and OUTS after it ----
.macro port_exit name, qualification, instruction:vararg
        enter_at \@, \instruction
        exit_is "\name", IO_EXIT, "offset .Lguest\@"
        expect_32 "\name: qualification", exit_qualification, \qualification
        expect  "\name: length", "qword ptr [exit_length]", "offset .Lguest_end\@ - .Lguest\@"
.endm
ports:  mov     edx, 0x60
        mov     ecx, 2
        mov     rsi, ABSENT
        movabs  rdi, NOWHERE
        port_exit "IN AL, imm", 0x600048, in al, 0x60
        port_exit "OUT DX, EAX", 0x600003, out dx, eax
        port_exit "INSB to a non-canonical address", 0x600018, insb
        expect  "INSB: linear address", "qword ptr [exit_linear]", rdi
        port_exit "OUTSD of an absent page", 0x600013, outsd
        expect  "OUTSD: linear address", "qword ptr [exit_linear]", ABSENT
        port_exit "REP OUTSW", 0x600031, rep outsw
        expect  "REP OUTSW: count", rcx, 2
        mov     qword ptr [guest_flags], FLAG_AC | 2
        as_user
        port_exit "IN of the user, allowed by the TSS", 0x600048, in al, 0x60
        mov     rdi, FIRST + 1
        port_exit "INSD of the user at an odd address", 0x60001B, insd
        or      byte ptr [PORT_AREA + 0x60 / 8], 2
        port_exit "a port beside a forbidden one", 0x600048, in al, 0x60
        raises  "a word with a forbidden port", E_GP, 0, in ax, 0x60
        raises  "a forbidden port", E_GP, 0, out 0x61, al
        mov     qword ptr [guest_flags], FLAG_IOPL | 2
        port_exit "a forbidden port with IOPL 3", 0x610040, out 0x61, al
        and     byte ptr [PORT_AREA + 0x60 / 8], ~2
        mov     qword ptr [guest_flags], 2
        as_kernel
        controls USE_IO_BITMAPS
        put     IO_BITMAP_A, "offset bitmap_a"
        put     IO_BITMAP_B, "offset bitmap_b"
        runs    "I/O bitmaps: a port that is let through", in al, 0x60
        or      byte ptr [bitmap_a + 0x61 / 8], 2
        runs    "I/O bitmaps: the port before", in al, 0x60
        port_exit "I/O bitmaps: a word at it", 0x600049, in ax, 0x60
        port_exit "I/O bitmaps: the port", 0x610048, in al, 0x61
        or      byte ptr [bitmap_b + 0x1000 / 8], 1
        mov     edx, 0x9000
        port_exit "I/O bitmaps: bitmap B", 0x90000008, in al, dx
        mov     edx, 0xFFFF
        port_exit "I/O bitmaps: a word that wraps", 0xFFFF0009, in ax, dx
        controls EVERYTHING, EVERYTHING_TOO
        ret

msrs:   controls USE_MSR_BITMAPS
        put     MSR_BITMAPS, "offset msr_bitmap"
        mov     ecx, 0x1FFF
        raises  "MSR bitmaps: a low MSR that does not exist", E_GP, 0, rdmsr
        mov     ecx, 0x2000
        exits   "MSR bitmaps: beyond the low MSRs", RDMSR_EXIT, 0, rdmsr
        or      byte ptr [msr_bitmap + 0x1FFF / 8], 0x80
        mov     ecx, 0x1FFF
        exits   "MSR bitmaps: one that does not exist", RDMSR_EXIT, 0, rdmsr
        as_user
        raises  "MSR bitmaps: the user", E_GP, 0, rdmsr
        as_kernel
        mov     ecx, 0xC0000100
        movabs  rdx, NOWHERE
        shr     rdx, 32
        xor     eax, eax
        raises  "MSR bitmaps: a base that is not canonical", E_GP, 0, wrmsr
        or      byte ptr [msr_bitmap + 0xC00 + 0x100 / 8], 1
        exits   "MSR bitmaps: the same exits", WRMSR_EXIT, 0, wrmsr
        ret

# Without the controls: nothing exits, and what a control enables is undefined.
without_exits:
        controls 0
        put     CR0_MASK, 0
        mov     rbx, FIRST
        runs    "no exit: SGDT", sgdt [rbx]
        runs    "no exit: MOV from CR3", mov rax, cr3
        runs    "no exit: RDTSC", rdtsc
        runs    "no exit: PAUSE", pause
        runs    "no exit: INVLPG", invlpg [rbx]
        runs    "no exit: MOV from DR7", mov rax, dr7
        runs    "no exit: WBINVD", wbinvd
        runs    "no exit: RDRAND", rdrand eax
        runs    "no exit: CLTS", clts
        mov     rbx, ABSENT
        raises  "no exit: SGDT to an absent page", E_PF, 2, sgdt [rbx]
        raises  "RDTSCP without its control", E_UD, 0, rdtscp
        raises  "INVPCID without its control", E_UD, 0, invpcid rax, [rbx]
        raises  "VMFUNC", E_UD, 0, vmfunc
        as_user
        raises  "RDTSCP without its control: the user", E_UD, 0, rdtscp
        raises  "INVPCID without its control: the user", E_UD, 0, invpcid rax, [rbx]
        as_kernel
        ret

        .bss
        .align  0x1000
bitmap_a: .skip 0x1000
bitmap_b: .skip 0x1000
msr_bitmap: .skip 0x1000
