# The local APIC: registers, priorities, self-interrupts, the timer, modes.

.set LONG, 1
        .include "harness.inc"
.set apic, r15
        .include "apic.inc"

.set ENABLED, APIC + 0x900

# One case: a register holds this value.
.macro holds name, register, wanted
        get     \register
        mov     ecx, \wanted
        expect  "\name", rax, rcx
.endm
# Interrupts are noted from here on: each shifts its vector into `log` from the right, and gets its EOI unless `keep` is set.
.macro listen keep=0
        mov     qword ptr [log], 0
        mov     dword ptr [keep], \keep
        mov     qword ptr [hook], offset note
.endm
.macro heard name, vectors
        cli
        mov     qword ptr [hook], 0
        expect  "\name", "qword ptr [log]", \vectors
.endm

note:   mov     rax, [seen_vector]
        shl     qword ptr [log], 8
        or      [log], al
        cmp     eax, 2
        je      1f
        mov     eax, [r15 + PPR]
        mov     [priority], rax
        cmp     dword ptr [keep], 0
        jne     1f
        put     EOI, 0
1:      ret

main:   mov     r15d, ENABLED & 0xFFFFF000
        mov     dword ptr [pdpt + 24], offset apic_pd + 3
        mov     dword ptr [apic_pd + 0x1F7 * 8], APIC + 0x93      # uncached
        call    registers
        call    delivery
        call    priorities
        call    commands
        call    timer
        call    deadline
        call    waiting
        call    modes
        call    x2apic
        ret

registers:
        mov     ecx, APIC_BASE
        rdmsr
        mov     ecx, ENABLED
        expect  "the bootstrap processor's APIC is at FEE00000H", rax, rcx
        put     SPURIOUS, 0xFF
        put     LVT_TIMER, 0x31
        holds   "entries stay masked while software has it disabled", LVT_TIMER, MASKED + 0x31
        put     SPURIOUS, 0x1FF
        holds   "entries stay as they are when software enables it", LVT_TIMER, MASKED + 0x31
        put     LVT_LINT0, MASKED
        get     VERSION
        and     eax, 0xF0
        expect  "the version is one of an integrated APIC", rax, 0x10
        put     TPR, 0x5A
        holds   "TPR has eight bits", TPR, 0x5A
        mov     rax, cr8
        expect  "CR8 is TPR's class", rax, 5
        mov     eax, 9
        mov     cr8, rax
        holds   "CR8 writes TPR", TPR, 0x90
        holds   "PPR follows TPR", PPR, 0x90
        mov     eax, 16
        faults  "CR8 has four bits", E_GP, 0, mov cr8, rax
        user_faults "CR8 belongs to the system", E_GP, 0, mov rax, cr8
        put     TPR, 0
        put     LVT_TIMER, MASKED
        ret

delivery:
        listen
        send    0x31
        nop
        heard   "IF = 0 holds an interrupt back", 0
        holds   "it waits in IRR", IRR + 0x10, 1 << 0x11
        listen
        window
        heard   "IF = 1 lets it in", 0x31
        holds   "IRR forgets it", IRR + 0x10, 0
        holds   "EOI clears ISR", ISR + 0x10, 0
        listen
        send    0x32
        sti
        cli
        heard   "STI blocks for one instruction", 0
        listen
        window
        heard   "and no longer", 0x32
        listen
        send    0x33
        send    0x33
        window
        heard   "one vector waits once", 0x33
        listen  1
        send    0x34
        window
        heard   "without EOI", 0x34
        holds   "it stays in ISR", ISR + 0x10, 1 << 0x14
        holds   "PPR follows ISR", PPR, 0x30
        put     EOI, 0
        holds   "until EOI", ISR + 0x10, 0
        ret

priorities:
        listen
        send    0x21
        send    0x35
        send    0x22
        window
        heard   "the highest vector comes first", 0x352221
        listen  1
        send    0x31
        window
        send    0x3F
        window
        heard   "one of the same class waits for EOI", 0x31
        listen
        put     EOI, 0
        window
        heard   "and comes then", 0x3F
        listen  1
        send    0x21
        window
        send    0x31
        window
        heard   "one of a higher class interrupts", 0x2131
        holds   "both are in service", ISR + 0x10, "1 << 0x11 | 1 << 1"
        put     EOI, 0
        holds   "EOI ends the highest", ISR + 0x10, "1 << 1"
        put     EOI, 0
        listen
        mov     eax, 3
        mov     cr8, rax
        send    0x31
        window
        heard   "TPR holds its class back", 0
        listen
        sti
        xor     eax, eax
        mov     cr8, rax
        nop
        heard   "lowering CR8 lets it in", 0x31
        expect  "PPR is its class in the handler", "qword ptr [priority]", 0x30
        ret

commands:
        get     ID
        mov     [r15 + ICR_HIGH], eax
        listen
        put     ICR, 0x36
        window
        heard   "a physical destination", 0x36
        listen
        put     ICR, "2 << 18 | 0x37"
        window
        heard   "all including self", 0x37
        listen
        put     ICR, "3 << 18 | 0x38"
        window
        heard   "all but self", 0
        put     0xE0, 0xFFFFFFFF
        put     0xD0, 0x02000000
        put     ICR_HIGH, 0x03000000
        listen
        put     ICR, "1 << 11 | 0x39"
        window
        heard   "a flat logical destination", 0x39
        put     ICR_HIGH, 0x04000000
        listen
        put     ICR, "1 << 11 | 0x39"
        window
        heard   "a logical destination that is another", 0
        put     ICR_HIGH, 0x03000000
        listen
        put     ICR, "1 << 11 | 1 << 8 | 0x3A"
        window
        heard   "lowest priority of one", 0x3A
        get     ID
        mov     [r15 + ICR_HIGH], eax
        listen
        put     ICR, 4 << 8
        mov     ecx, 1000
1:      loop    1b
        heard   "an NMI asks for no flag", 2
        put     ESR, 0
        put     ICR, TO_SELF | 5
        put     ESR, 0
        holds   "an illegal vector is an error", ESR, 0x20
        put     ESR, 0
        holds   "that is gone when looked at", ESR, 0
        put     LVT_ERROR, 0x3B
        listen
        put     ICR, TO_SELF | 5
        window
        heard   "an error interrupts", 0x3B
        put     ESR, 0
        put     LVT_ERROR, MASKED
        ret

timer:  put     DIVIDE, 0xB
        put     LVT_TIMER, 0x3C
        listen
        put     INITIAL, 1000
        sti
        hlt
        heard   "a one-shot timer wakes", 0x3C
        holds   "and has counted to 0", CURRENT, 0
        holds   "while the initial count stays", INITIAL, 1000
        listen
        put     LVT_TIMER, PERIODIC | 0x3D
        put     INITIAL, 1000
        sti
        hlt
        hlt
        hlt
        heard   "a periodic timer wakes again and again", 0x3D3D3D
        put     LVT_TIMER, MASKED | PERIODIC | 0x3D
        put     INITIAL, 0
        put     INITIAL, 0xFFFFFFFF
        get     CURRENT
        mov     ebx, eax
        mov     ecx, 1000
1:      loop    1b
        get     CURRENT
        cmp     eax, ebx
        sbb     rax, rax
        expect  "it counts down", rax, -1
        put     DIVIDE, 0
        get     CURRENT
        cmp     eax, ebx
        sbb     rax, rax
        expect  "a new divider leaves the count", rax, -1
        put     INITIAL, 0
        holds   "0 stops it", CURRENT, 0
        ret

deadline:
        mov     eax, 1
        cpuid
        test    ecx, 1 << 24
        jnz     1f
        ret
1:      put     LVT_TIMER, "DEADLINE_MODE | 0x3E"
        put     INITIAL, 1000
        holds   "deadline mode has no count", INITIAL, 0
        rdtsc
        add     eax, 20000
        adc     edx, 0
        mov     ebx, eax
        mov     ebp, edx
        mov     ecx, TSC_DEADLINE
        wrmsr
        rdmsr
        shl     rdx, 32
        or      rax, rdx
        mov     edi, ebp
        shl     rdi, 32
        mov     edx, ebx
        or      rdi, rdx
        expect  "the deadline can be read", rax, rdi
        listen
        sti
        hlt
        heard   "the deadline wakes", 0x3E
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        cmp     rax, rdi
        sbb     rax, rax
        expect  "not before its time", rax, 0
        mov     ecx, TSC_DEADLINE
        rdmsr
        expect  "and reads as 0 then", rax, 0
        listen
        write_msr TSC_DEADLINE, 1
        window
        heard   "a deadline of the past comes at once", 0x3E
        write_msr TSC_DEADLINE, 0, 0x7FFFFFFF
        put     LVT_TIMER, 0x3E
        mov     ecx, TSC_DEADLINE
        rdmsr
        expect  "leaving the mode disarms", rax, 0
        put     LVT_TIMER, MASKED
        ret

.macro arm_line
        mov     eax, offset line
        xor     ecx, ecx
        xor     edx, edx
        monitor
        xor     eax, eax
.endm
# MWAIT ends with an interrupt, or with a store to the line.
waiting:
        mov     eax, 1
        cpuid
        test    ecx, 1 << 3
        jnz     1f
        ret
1:      put     DIVIDE, 0xB
        put     LVT_TIMER, 0x3C
        listen
        put     INITIAL, 1000
        arm_line
        sti
        mwait
        heard   "an interrupt ends MWAIT", 0x3C
        listen
        put     INITIAL, 100000
        arm_line
        mov     qword ptr [line + 8], 1
        sti
        mwait
        heard   "a store to the line ends MWAIT before an interrupt does", 0
        put     INITIAL, 1000
        arm_line
        mov     ecx, 1
        faults  "MWAIT can be told to heed interrupts", NONE, 0, mwait
        holds   "with ECX[0] an interrupt ends it that IF holds back", IRR + 0x10, 1 << 0x1C
        listen
        window
        heard   "which comes later", 0x3C
        mov     ecx, 2
        faults  "MONITOR has no extensions", E_GP, 0, monitor
        mov     ecx, 2
        faults  "MWAIT has one extension", E_GP, 0, mwait
        user_faults "MWAIT belongs to the system", E_UD, 0, mwait
        put     LVT_TIMER, MASKED
        ret

modes:  mov     ecx, APIC_BASE
        mov     eax, ENABLED | 1
        xor     edx, edx
        faults  "IA32_APIC_BASE has reserved bits", E_GP, 0, wrmsr
        mov     eax, ENABLED - 0x800 + 0x400
        faults  "x2APIC mode needs the enable bit", E_GP, 0, wrmsr
        write_msr APIC_BASE, "ENABLED - 0x800"
        mov     eax, 1
        cpuid
        and     edx, 1 << 9
        expect  "CPUID hides a disabled APIC", rdx, 0
        write_msr APIC_BASE, ENABLED
        mov     eax, 1
        cpuid
        and     edx, 1 << 9
        expect  "and shows an enabled one", rdx, 1 << 9
        put     SPURIOUS, 0x1FF
        ret

x2apic: mov     eax, 1
        cpuid
        test    ecx, 1 << 21
        jnz     1f
        ret
1:      mov     ecx, X2APIC + 2
        faults  "registers are no MSRs in xAPIC mode", E_GP, 0, rdmsr
        write_msr APIC_BASE, "ENABLED + 0x400"
        mov     ecx, APIC_BASE
        mov     eax, ENABLED
        xor     edx, edx
        faults  "x2APIC mode does not go back to xAPIC mode", E_GP, 0, wrmsr
        mov     ecx, X2APIC + SPURIOUS / 16
        rdmsr
        expect  "registers stay", rax, 0x1FF
        write_msr X2APIC + TPR / 16, 0x40
        mov     rax, cr8
        expect  "TPR is an MSR", rax, 4
        write_msr X2APIC + TPR / 16, 0
        mov     ecx, X2APIC + TPR / 16
        mov     eax, 0x100
        faults  "reserved bits fault", E_GP, 0, wrmsr
        mov     ecx, X2APIC + EOI / 16
        faults  "EOI cannot be read", E_GP, 0, rdmsr
        mov     eax, 1
        faults  "EOI is 0", E_GP, 0, wrmsr
        mov     ecx, X2APIC + VERSION / 16
        xor     eax, eax
        faults  "the version is read-only", E_GP, 0, wrmsr
        mov     ecx, X2APIC + ICR_HIGH / 16
        faults  "ICR has no second half", E_GP, 0, rdmsr
        mov     ecx, X2APIC + 0xE
        faults  "there is no destination format", E_GP, 0, rdmsr
        mov     qword ptr [log], 0
        mov     qword ptr [hook], offset note_x2apic
        write_msr X2APIC + 0x3F, 0x3F
        window
        heard   "a self-interrupt by MSR", 0x3F
        mov     qword ptr [log], 0
        mov     qword ptr [hook], offset note_x2apic
        write_msr X2APIC + ICR / 16, TO_SELF | 0x31
        window
        heard   "an interrupt command by MSR", 0x31
        mov     ecx, X2APIC + 0xD
        rdmsr
        expect  "the logical ID follows from the ID", rax, 1
        write_msr APIC_BASE, "ENABLED - 0x800"
        mov     ecx, APIC_BASE
        mov     eax, ENABLED + 0x400
        xor     edx, edx
        faults  "x2APIC mode comes after xAPIC mode", E_GP, 0, wrmsr
        write_msr APIC_BASE, ENABLED
        holds   "disabling forgets the registers", SPURIOUS, 0xFF
        ret

note_x2apic:
        mov     rax, [seen_vector]
        shl     qword ptr [log], 8
        or      [log], al
        push    rcx
        push    rdx
        write_msr X2APIC + EOI / 16, 0
        pop     rdx
        pop     rcx
        ret

        .bss
        .align  0x1000
apic_pd: .skip  0x1000
        .align  64
line:   .skip   64
log:    .skip   8
keep:   .skip   8
priority: .skip 8
