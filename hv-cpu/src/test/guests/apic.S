# The local APIC: interrupt commands to itself, priorities, EOI, the timer, errors, NMIs; x2APIC mode where there is one.

.set LONG, 1
        .include "harness.inc"
.set apic, rbp
        .include "apic.inc"

.set LOW_VECTOR, 0x21           # priority class 2
.set HIGH_VECTOR, 0x31          # and 3

# Whether the bit of a vector is set, in RAX.
.macro bit_of register, vector
        get     "\register + ((\vector) >> 5) * 16"
        shr     eax, (\vector) & 31
        and     eax, 1
.endm

# A general-protection fault, while the hook is of no use.
.macro faults_here name, instruction
        mov     qword ptr [hook], 0
        faults  "\name", E_GP, 0, \instruction
        mov     qword ptr [hook], offset interrupted
.endm

main:   mov     ebp, APIC
        mov     dword ptr [pdpt + 24], 0xC0000000 | 0x93        # 3 to 4 GBytes, not cached
        mov     rax, cr3
        mov     cr3, rax
        mov     qword ptr [hook], offset interrupted
        call    registers
        call    commands
        call    priorities
        call    timer
        call    repeated
        call    errors
        call    non_maskable
        call    x2apic
        mov     qword ptr [hook], 0
        ret

# Counts, notes vectors in the order of their arrival and where they came, and ends the interrupt.
interrupted:
        mov     rax, [count]
        mov     rbx, [seen_vector]
        mov     [order + rax * 8], rbx
        inc     qword ptr [count]
        mov     rax, [seen_ip]
        mov     [where], rax
        mov     [at_rcx], rcx
        mov     [at_rdi], rdi
        mov     rax, [in_handler]
        test    rax, rax
        jz      1f
        call    rax
1:      cmp     dword ptr [seen_vector], 2      # no EOI for an NMI
        je      2f
        cmp     dword ptr [x2], 0
        jne     3f
        mov     dword ptr [rbp + EOI], 0
2:      ret
3:      push    rcx
        push    rdx
        mov     ecx, 0x80B
        xor     eax, eax
        xor     edx, edx
        wrmsr
        pop     rdx
        pop     rcx
        ret

.macro forget
        mov     qword ptr [count], 0
        mov     qword ptr [order], 0
        mov     qword ptr [in_handler], 0
.endm

registers:
        mov     eax, 1
        cpuid
        shr     ebx, 24
        get     ID
        shr     eax, 24
        expect  "the ID is the one of CPUID", rax, rbx
        get     VERSION
        and     eax, 0xF0
        expect  "an integrated APIC", rax, 0x10
        put     SPURIOUS, 0x1FF
        get     SPURIOUS
        and     eax, 0x1FF
        expect  "enabled by software", rax, 0x1FF
        put     TPR, 0x20
        mov     rax, cr8
        expect  "CR8 is the TPR's class", rax, 2
        mov     eax, 5
        mov     cr8, rax
        get     TPR
        expect  "the TPR is CR8's class", rax, 0x50
        get     PPR
        expect  "PPR is no less than the TPR", rax, 0x50
        xor     eax, eax
        mov     cr8, rax
        ret

commands:
        forget
        send    LOW_VECTOR
        bit_of  IRR, LOW_VECTOR
        expect  "an interrupt waits in IRR while IF is 0", rax, 1
        expect  "and is not delivered", "qword ptr [count]", 0
        mov     qword ptr [in_handler], offset look
        sti
        mov     eax, 1
behind: cli
        expect  "it is delivered", "qword ptr [count]", 1
        expect  "after the instruction behind STI", "qword ptr [where]", "offset behind"
        expect  "IRR is 0 in the handler", "qword ptr [look_irr]", 0
        expect  "ISR is 1 in the handler", "qword ptr [look_isr]", 1
        expect  "PPR is its class", "qword ptr [look_ppr]", LOW_VECTOR&0xF0
        bit_of  ISR, LOW_VECTOR
        expect  "EOI clears ISR", rax, 0
        forget
        send    LOW_VECTOR
        pushfq
        or      dword ptr [rsp], FLAG_IF
        popfq
behind_popf: cli
        expect  "POPF has no shadow", "qword ptr [where]", "offset behind_popf"
        forget
        send    LOW_VECTOR
        send    LOW_VECTOR
        window
        expect  "two of one vector are one", "qword ptr [count]", 1
        forget
        send    LOW_VECTOR
        sti
        hlt
awake:  cli
        expect  "HLT behind STI ends at once", "qword ptr [where]", "offset awake"
        ret
look:   bit_of  IRR, LOW_VECTOR
        mov     [look_irr], rax
        bit_of  ISR, LOW_VECTOR
        mov     [look_isr], rax
        get     PPR
        and     eax, 0xF0
        mov     [look_ppr], rax
        ret

priorities:
        forget
        send    LOW_VECTOR
        send    HIGH_VECTOR
        window
        expect  "two vectors", "qword ptr [count]", 2
        expect  "the higher comes first", "qword ptr [order]", HIGH_VECTOR
        expect  "the lower comes then", "qword ptr [order + 8]", LOW_VECTOR
        forget
        mov     eax, 2
        mov     cr8, rax
        send    LOW_VECTOR
        window
        expect  "the TPR holds its class back", "qword ptr [count]", 0
        send    HIGH_VECTOR
        window
        expect  "but not a higher one", "qword ptr [count]", 1
        sti
        xor     eax, eax
        mov     cr8, rax
behind_cr8: cli
        expect  "MOV to CR8 lets it through", "qword ptr [count]", 2
        expect  "at once", "qword ptr [where]", "offset behind_cr8"
        forget
        mov     qword ptr [in_handler], offset raise_high
        send    LOW_VECTOR
        window
        expect  "a higher one interrupts a handler", "qword ptr [count]", 2
        expect  "in between", "qword ptr [order + 8]", HIGH_VECTOR
        expect  "before the end of the first", "qword ptr [nested]", 2
        forget
        mov     qword ptr [in_handler], offset raise_low
        send    HIGH_VECTOR
        window
        expect  "a lower one waits for EOI", "qword ptr [nested]", 1
        expect  "and comes then", "qword ptr [count]", 2
        forget
        ret
raise_high:
        mov     qword ptr [in_handler], 0
        push    qword ptr [seen_vector]
        send    HIGH_VECTOR
        window
        pop     qword ptr [seen_vector]
        mov     rax, [count]
        mov     [nested], rax
        ret
raise_low:
        mov     qword ptr [in_handler], 0
        push    qword ptr [seen_vector]
        send    LOW_VECTOR
        window
        pop     qword ptr [seen_vector]
        mov     rax, [count]
        mov     [nested], rax
        ret

.macro wait_for number
        mov     rcx, 100000000
1:      sti
        nop
        cli
        cmp     qword ptr [count], \number
        jae     2f
        loop    1b
2:
.endm
timer:  forget
        put     DIVIDE, 0xB                             # by 1
        put     LVT_TIMER, LOW_VECTOR
        put     INITIAL, 5000
        get     CURRENT
        cmp     eax, 5000
        setbe   al
        movzx   eax, al
        expect  "the timer counts down", rax, 1
        wait_for 1
        expect  "the timer's interrupt", "qword ptr [count]", 1
        get     CURRENT
        expect  "a one-shot timer stays at 0", rax, 0
        forget
        put     LVT_TIMER, PERIODIC|LOW_VECTOR
        put     INITIAL, 20000
        wait_for 3
        put     INITIAL, 0
        mov     rax, [count]
        cmp     rax, 3
        setae   al
        movzx   eax, al
        expect  "a periodic timer goes on", rax, 1
        window
        forget
        put     LVT_TIMER, MASKED|LOW_VECTOR
        put     INITIAL, 100
        mov     ecx, 100000
3:      get     CURRENT
        test    eax, eax
        loopnz  3b
        window
        expect  "a masked timer counts", rax, 0
        expect  "and does not interrupt", "qword ptr [count]", 0
        put     DIVIDE, 0
        get     DIVIDE
        expect  "the divide configuration", rax, 0
        forget
        put     LVT_TIMER, LOW_VECTOR
        put     INITIAL, 3000
        sti
        hlt
        cli
        expect  "the timer ends HLT", "qword ptr [count]", 1
        ret

# Interrupts come between the elements of a string instruction.
repeated:
        forget
        put     DIVIDE, 0xB
        put     LVT_TIMER, PERIODIC|LOW_VECTOR
        put     INITIAL, 2000
        mov     rdi, 0x1000000
        mov     ecx, 0x80000
        mov     eax, 0x5A
        sti
at_stos: rep    stosb
        cli
        put     INITIAL, 0
        window
        put     LVT_TIMER, MASKED|LOW_VECTOR
        expect  "REP STOSB comes to its end: RCX", rcx, 0
        expect  "REP STOSB comes to its end: RDI", rdi, 0x1080000
        mov     rdi, 0x1000000
        mov     ecx, 0x80000
        repe    scasb
        expect  "all is written", rcx, 0
        forget
        # one interrupt that comes in the middle
        put     LVT_TIMER, LOW_VECTOR
        mov     qword ptr [where], 0
        mov     rdi, 0x1000000
        mov     ecx, 0x400000
        put     INITIAL, 20000
        sti
in_the_middle: rep stosb
        cli
        cmp     qword ptr [where], offset in_the_middle
        jne     1f
        mov     rax, [at_rdi]
        add     rax, [at_rcx]
        expect  "RDI and RCX belong together", rax, 0x1400000
1:      window
        forget
        ret

errors: forget
        put     ESR, 0
        put     LVT_ERROR, HIGH_VECTOR
        send    5
        window
        put     ESR, 0
        get     ESR
        and     eax, 3 << 5                             # sent, received
        setnz   al
        movzx   eax, al
        expect  "ESR: an illegal vector was sent", rax, 1
        expect  "the error's interrupt", "qword ptr [order]", HIGH_VECTOR
        put     ESR, 0
        get     ESR
        expect  "ESR is cleared by a write", rax, 0
        put     LVT_ERROR, MASKED|HIGH_VECTOR
        forget
        ret

# An NMI by way of the own ID.
.macro send_nmi
        get     ID
        mov     [rbp + ICR_HIGH], eax
        put     ICR, ASSERT|DELIVER_NMI
.endm
non_maskable:
        forget
        mov     qword ptr [in_handler], offset second_nmi
        send_nmi
        nop
        nop
        expect  "an NMI does not ask for IF", "qword ptr [order]", 2
        expect  "a second one waits for IRET", "qword ptr [nested]", 1
        expect  "and comes then", "qword ptr [count]", 2
        forget
        ret
second_nmi:
        mov     qword ptr [in_handler], 0
        send_nmi
        nop
        nop
        mov     rax, [count]
        mov     [nested], rax
        ret

.macro read_x2 register
        mov     ecx, 0x800 + (\register >> 4)
        rdmsr
.endm
.macro write_x2 register, low, high=0
        write_msr "0x800 + (\register >> 4)", "\low", "\high"
.endm
x2apic: mov     eax, 1
        cpuid
        bt      ecx, 21
        jnc     9f
        mov     ecx, 0x802
        faults_here "x2APIC registers outside x2APIC mode", rdmsr
        mov     ecx, APIC_BASE
        rdmsr
        or      eax, 1 << 10
        wrmsr
        mov     dword ptr [x2], 1
        mov     eax, 1
        cpuid
        shr     ebx, 24
        mov     esi, ebx
        read_x2 ID
        expect  "x2APIC: the ID has 32 bits", rax, rsi
        read_x2 VERSION
        and     eax, 0xF0
        expect  "x2APIC: version", rax, 0x10
        forget
        write_x2 0x3F0, LOW_VECTOR
        window
        expect  "x2APIC: SELF IPI", "qword ptr [count]", 1
        forget
        write_x2 ICR, TO_SELF|HIGH_VECTOR
        window
        expect  "x2APIC: ICR", "qword ptr [order]", HIGH_VECTOR
        mov     eax, 1
        xor     edx, edx
        mov     ecx, 0x80B
        faults_here "x2APIC: EOI with a value", wrmsr
        mov     ecx, 0x802
        faults_here "x2APIC: the ID is read-only", wrmsr
        mov     ecx, 0x80E
        faults_here "x2APIC: there is no DFR", rdmsr
        mov     ecx, 0x831
        faults_here "x2APIC: ICR is one register", rdmsr
        mov     ecx, 0x808
        mov     eax, 0x100
        faults_here "x2APIC: the TPR has 8 bits", wrmsr
        mov     ecx, APIC_BASE
        rdmsr
        and     eax, ~(1 << 10)
        faults_here "x2APIC mode is not left for xAPIC mode", wrmsr
9:      ret

        .bss
        .align  8
count:  .skip   8
order:  .skip   8 * 1024
where:  .skip   8
at_rcx: .skip   8
at_rdi: .skip   8
in_handler: .skip 8
look_irr: .skip 8
look_isr: .skip 8
look_ppr: .skip 8
nested: .skip   8
x2:     .skip   8
