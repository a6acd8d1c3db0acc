# Performance counters: registers, what is counted and at which privilege level, RDPMC, overflow and its interrupt.

.set LONG, 1
        .include "harness.inc"
.set apic, r15
        .include "apic.inc"

.set COUNTER, 0xC1              # general-purpose counters, and what selects their events
.set SELECT, 0x186
.set FIXED, 0x309               # instructions, core cycles, reference cycles
.set FIXED_CONTROL, 0x38D
.set STATUS, 0x38E
.set GLOBAL, 0x38F
.set CLEAR, 0x390
.set MISC_ENABLE, 0x1A0
.set USER, 1 << 16
.set SYSTEM, 1 << 17
.set INTERRUPT, 1 << 20
.set ENABLE, 1 << 22
.set CYCLES, 0x3C
.set INSTRUCTIONS, 0xC0
.set VECTOR, 0x31
.set FIRST_FIXED, 1 << 30       # of ECX for RDPMC

.macro read_msr index
        mov     ecx, \index
        rdmsr
        shl     rdx, 32
        or      rax, rdx
.endm
# The counter of RDPMC's number, in RAX.
.macro counter number
        mov     ecx, \number
        rdpmc
        shl     rdx, 32
        or      rax, rdx
.endm
# The first counter counts this from 0 on: the instruction that says so is the first to be counted.
.macro count what
        write_msr SELECT, 0
        write_msr COUNTER, 0
        write_msr SELECT, \what
.endm
# One case: so much has been counted since, but for the instruction itself, the three that end the counting and what the case does at the beginning.
.macro counted name, wanted
        write_msr SELECT, 0
        read_msr COUNTER
        expect  "\name", rax, \wanted
.endm
.set OVERHEAD, 4                # WRMSR, and MOV, MOV, MOV before the next one

# Interrupts are noted from here on.
.macro listen entry=VECTOR
        mov     qword ptr [hook], offset note
        mov     dword ptr [heard], 0
        put     LVT_COUNTERS, \entry
.endm
note:   inc     dword ptr [heard]
        mov     rax, [seen_vector]
        mov     [heard_vector], rax
        mov     rax, [seen_ip]
        mov     [heard_ip], rax
        mov     eax, [r15 + LVT_COUNTERS]
        mov     [heard_lvt], rax
        put     EOI, 0
        ret

main:   mov     r15d, APIC
        mov     dword ptr [pdpt + 24], offset apic_pd + 3
        mov     dword ptr [apic_pd + 0x1F7 * 8], APIC + 0x93      # uncached
        put     SPURIOUS, 0x1FF
        call    leaf
        call    registers
        call    counts
        call    levels
        call    rdpmc_rules
        call    overflows
        call    interrupts
        ret

leaf:   mov     eax, 0xA
        xor     ecx, ecx
        cpuid
        mov     r8d, eax
        mov     r9d, edx
        mov     r10d, ebx
        and     eax, 0xFF
        expect  "version 2", rax, 2
        mov     eax, r8d
        shr     eax, 8
        expect  "four counters of 48 bits, seven events", rax, 0x073004
        and     r10d, 7
        expect  "cycles, instructions and reference cycles are there", r10, 0
        expect  "three fixed counters of 48 bits", r9, 0x603
        read_msr MISC_ENABLE
        and     eax, 1 << 7
        expect  "IA32_MISC_ENABLE shows performance monitoring", rax, 1 << 7
        ret

registers:
        read_msr GLOBAL
        expect  "after RESET general counters are on globally", rax, 0xF
        write_msr COUNTER, 0x80000000, 0x1234
        read_msr COUNTER
        mov     rcx, 0x0000FFFF80000000
        expect  "a counter takes 32 bits and extends the sign", rax, rcx
        write_msr COUNTER + 3, 5
        read_msr COUNTER + 3
        expect  "the last counter", rax, 5
        write_msr FIXED + 2, 0x9ABCDEF0, 0x5678
        read_msr FIXED + 2
        mov     rcx, 0x000056789ABCDEF0
        expect  "a fixed counter takes its whole width", rax, rcx
        mov     ecx, FIXED
        xor     eax, eax
        mov     edx, 1 << 16
        faults  "and no more", E_GP, 0, wrmsr
        mov     ecx, SELECT
        mov     eax, 1 << 21
        xor     edx, edx
        faults  "bit 21 of a select register is reserved", E_GP, 0, wrmsr
        mov     eax, 0
        mov     edx, 1
        faults  "so is its upper half", E_GP, 0, wrmsr
        mov     ecx, FIXED_CONTROL
        mov     eax, 4
        xor     edx, edx
        faults  "bit 2 of IA32_FIXED_CTR_CTRL is reserved", E_GP, 0, wrmsr
        mov     ecx, GLOBAL
        mov     eax, 0x10
        faults  "there is no fifth counter in IA32_PERF_GLOBAL_CTRL", E_GP, 0, wrmsr
        xor     eax, eax
        mov     edx, 8
        faults  "nor a fourth fixed one", E_GP, 0, wrmsr
        mov     ecx, STATUS
        xor     edx, edx
        faults  "IA32_PERF_GLOBAL_STATUS cannot be written", E_GP, 0, wrmsr
        mov     ecx, COUNTER + 4
        faults  "there is no fifth counter", E_GP, 0, rdmsr
        mov     ecx, SELECT + 4
        faults  "nor what would select its event", E_GP, 0, rdmsr
        user_faults "the registers belong to the system", E_GP, 0, rdmsr
        ret

counts: count   SYSTEM + USER + ENABLE + INSTRUCTIONS
        nop
        nop
        nop
        counted "instructions", OVERHEAD + 3
        count   SYSTEM + USER + ENABLE + INSTRUCTIONS
        mov     edi, offset buffer
        mov     ecx, 64
        rep     stosb
        counted "a REP instruction is one", OVERHEAD + 3
        count   SYSTEM + USER + ENABLE + INSTRUCTIONS
        mov     ecx, 100
1:      dec     ecx
        jnz     1b
        counted "a loop", OVERHEAD + 1 + 200
        count   SYSTEM + USER + ENABLE + INSTRUCTIONS
        catch   2f
        ud2
2:      mov     dword ptr [catch_ip], 0
        write_msr SELECT, 0
        read_msr COUNTER
        cmp     rax, OVERHEAD + 4
        seta    al
        movzx   eax, al
        expect  "handlers of exceptions are counted", rax, 1
        count   SYSTEM + USER + ENABLE + CYCLES
        nop
        nop
        write_msr SELECT, 0
        read_msr COUNTER
        cmp     rax, 2
        setae   al
        movzx   eax, al
        expect  "cycles", rax, 1
        count   SYSTEM + USER + ENABLE + 0x4F2E
        nop
        counted "an unavailable event counts nothing", 0
        count   SYSTEM + USER + INSTRUCTIONS
        nop
        counted "a counter that is not enabled stands still", 0
        write_msr GLOBAL, 0
        count   SYSTEM + USER + ENABLE + INSTRUCTIONS
        nop
        counted "nor does one that is off globally count", 0
        write_msr GLOBAL, 0xF, 7
        write_msr FIXED, 0
        write_msr FIXED_CONTROL, 3
        nop
        nop
        write_msr FIXED_CONTROL, 0
        read_msr FIXED
        expect  "the fixed counter of instructions", rax, OVERHEAD + 2
        ret

levels: count   USER + ENABLE + INSTRUCTIONS
        nop
        counted "the system's instructions are not the user's", 0
        count   USER + ENABLE + INSTRUCTIONS
        catch   1f
        go_user five
1:      mov     dword ptr [catch_ip], 0
        counted "five of the user's and INT", 6
        count   SYSTEM + ENABLE + INSTRUCTIONS
        catch   2f
        go_user five
2:      mov     dword ptr [catch_ip], 0
        write_msr SELECT, 0
        read_msr COUNTER
        mov     r8, rax
        count   SYSTEM + USER + ENABLE + INSTRUCTIONS
        catch   3f
        go_user five
3:      mov     dword ptr [catch_ip], 0
        write_msr SELECT, 0
        read_msr COUNTER
        sub     rax, r8
        expect  "with both levels it is the sum", rax, 6
        ret
        .pushsection .user, "awx"
five:   nop
        nop
        nop
        nop
        nop
        int     BACK
        .popsection

rdpmc_rules:
        write_msr COUNTER, 77
        counter 0
        expect  "RDPMC reads a counter", rax, 77
        write_msr FIXED + 1, 88
        counter FIRST_FIXED + 1
        expect  "and a fixed one", rax, 88
        mov     ecx, 4
        faults  "there is no fifth", E_GP, 0, rdpmc
        mov     ecx, FIRST_FIXED + 3
        faults  "nor a fourth fixed one for RDPMC", E_GP, 0, rdpmc
        mov     ecx, 0x80000000
        faults  "bit 31 names none", E_GP, 0, rdpmc
        xor     ecx, ecx
        clear_cr cr4, CR4_PCE
        user_faults "the user needs CR4.PCE", E_GP, 0, rdpmc
        set_cr  cr4, CR4_PCE
        user_faults "and may read then", BACK, 0, rdpmc
        mov     ecx, 4
        user_faults "what there is", E_GP, 0, rdpmc
        clear_cr cr4, CR4_PCE
        ret

overflows:
        write_msr CLEAR, 0xF, 0xC0000007
        read_msr STATUS
        expect  "no overflow is noted", rax, 0
        write_msr COUNTER, -3
        write_msr SELECT, SYSTEM + USER + ENABLE + INSTRUCTIONS
        nop
        nop
        write_msr SELECT, 0
        read_msr STATUS
        expect  "an overflow is noted", rax, 1
        read_msr COUNTER
        expect  "and the counter begins anew", rax, "OVERHEAD + 2 - 3"
        write_msr COUNTER, -1
        read_msr STATUS
        expect  "what is noted stays", rax, 1
        write_msr CLEAR, 1
        read_msr STATUS
        expect  "until it is cleared", rax, 0
        write_msr FIXED, -2, 0xFFFF
        write_msr FIXED_CONTROL, 3
        nop
        write_msr FIXED_CONTROL, 0
        read_msr STATUS
        mov     rcx, 1 << 32
        expect  "a fixed counter's overflow", rax, rcx
        write_msr CLEAR, 0, 1
        ret

interrupts:
        listen
        write_msr COUNTER, -3
        sti
        write_msr SELECT, SYSTEM + USER + ENABLE + INTERRUPT + INSTRUCTIONS
        nop
        nop
1:      nop
        cli
        write_msr SELECT, 0
        expect  "an overflow interrupts", "qword ptr [heard]", 1
        expect  "by the vector of its entry", "qword ptr [heard_vector]", VECTOR
        expect  "after the instruction that overflows", "qword ptr [heard_ip]", "offset 1b"
        expect  "and masks the entry", "qword ptr [heard_lvt]", MASKED + VECTOR
        listen  MASKED + VECTOR
        write_msr COUNTER, -2
        sti
        write_msr SELECT, SYSTEM + USER + ENABLE + INTERRUPT + INSTRUCTIONS
        nop
        nop
        nop
        cli
        write_msr SELECT, 0
        expect  "a masked entry does not interrupt", "qword ptr [heard]", 0
        put     LVT_COUNTERS, VECTOR
        sti
        nop
        nop
        cli
        expect  "nor when it is unmasked", "qword ptr [heard]", 0
        listen  DELIVER_NMI
        write_msr COUNTER, -2
        write_msr SELECT, SYSTEM + USER + ENABLE + INTERRUPT + INSTRUCTIONS
        nop
2:      nop
        write_msr SELECT, 0
        expect  "an NMI comes whatever IF is", "qword ptr [heard_vector]", 2
        expect  "at the same place", "qword ptr [heard_ip]", "offset 2b"
        expect  "and masks its entry, too", "qword ptr [heard_lvt]", MASKED + DELIVER_NMI
        listen
        write_msr FIXED + 1, -4, 0xFFFF
        sti
        write_msr FIXED_CONTROL, 0xB0
        nop
        nop
        nop
        nop
        cli
        write_msr FIXED_CONTROL, 0
        expect  "a fixed counter interrupts", "qword ptr [heard]", 1
        listen
        write_msr COUNTER, -70
        sti
        write_msr SELECT, SYSTEM + USER + ENABLE + INTERRUPT + CYCLES
        mov     edi, offset buffer
        mov     ecx, 64
        rep     stosb
        cli
        write_msr SELECT, 0
        expect  "iterations of REP take time", "qword ptr [heard]", 0
        listen
        write_msr COUNTER, -1
        write_msr SELECT, SYSTEM + USER + ENABLE + INTERRUPT + INSTRUCTIONS
        write_msr SELECT, 0
        expect  "IF = 0 holds the interrupt back", "qword ptr [heard]", 0
        sti
        nop
3:      nop
        cli
        expect  "and lets it in then", "qword ptr [heard]", 1
        put     LVT_COUNTERS, MASKED
        mov     qword ptr [hook], 0
        write_msr CLEAR, 0xF, 7
        ret

        .bss
        .align  4096
apic_pd: .skip  4096
buffer: .skip   64
heard:  .skip   8
heard_vector: .skip 8
heard_ip: .skip 8
heard_lvt: .skip 8
