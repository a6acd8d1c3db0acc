# Extended page tables of a 64-bit guest: violations and misconfigurations, what they tell, what comes before which, accessed and dirty flags.

.set LONG, 1
        .include "harness.inc"
        .include "vmx.inc"
        .include "vmx-guest.inc"

.set EPT_VIOLATION, 48
.set EPT_MISCONFIGURATION, 49
.set EPT_CAPABILITIES, 0x48C

# ---- entries ----
.set R, 1
.set WR, 2
.set X, 4
.set WRITE_BACK, 6 << 3
.set WRITE_COMBINING, 1 << 3
.set RESERVED_TYPE, 2 << 3
.set LEAF, 1 << 7
.set ACCESSED, 1 << 8
.set DIRTY, 1 << 9
.set FLAGS_ENABLED, 1 << 6      # of the EPT pointer
.set FOUR_LEVELS, 3 << 3

# ---- the exit qualification ----
.set READ, 1
.set WRITE, 2
.set FETCH, 4
.set MAY, 3                     # shift of the rights that the entries give
.set LINEAR, 1 << 7
.set FINAL, 1 << 8              # the access is the linear address's own, not one of the walk
.set DEFINED, 0x1BF             # the other bits are undefined or depend on capabilities

.set PAGE, 0x510000
.set NEXT, PAGE + 0x1000
.set CODE_PAGE, PAGE + 0x2000
.set PAGE_TABLE, pt + 0x2000    # holds the guest's entries for these pages
.set PAGE_ENTRY, PAGE_TABLE + (PAGE - 0x400000) / 0x1000 * 8

# The EPT entry of a 4-KByte page below 6 MBytes.
.macro map page, bits
        push    rax
        push    rdx
        mov     eax, offset \page
        mov     edx, eax
        shr     edx, 12
        or      eax, \bits
        mov     [ept_tables + rdx * 8], rax
        call    forget
        pop     rdx
        pop     rax
.endm

main:   call    launchable
        call    make_tables
        controls 0, ENABLE_EPT
        put     EPT_POINTER, "offset ept_pml4 + 6 + FOUR_LEVELS"
        mov     rbx, PAGE
        call    rights
        call    crossing
        call    misconfigurations
        call    upper_levels
        call    walks
        call    page_faults
        call    flags
        ret

make_tables:
        mov     dword ptr [ept_pml4], offset ept_pdpt + R + WR + X
        mov     dword ptr [ept_pdpt], offset ept_pd + R + WR + X
        mov     edi, offset ept_pd
        mov     eax, R | WR | X | WRITE_BACK | LEAF
        mov     ecx, 512
1:      mov     [rdi], eax
        add     eax, 0x200000
        add     edi, 8
        loop    1b
        mov     dword ptr [ept_pd], offset ept_tables + R + WR + X
        mov     dword ptr [ept_pd + 8], offset ept_tables + 0x1000 + R + WR + X
        mov     dword ptr [ept_pd + 16], offset ept_tables + 0x2000 + R + WR + X
        mov     edi, offset ept_tables
        mov     eax, R | WR | X | WRITE_BACK
        mov     ecx, 3 * 512
1:      mov     [rdi], eax
        add     eax, 0x1000
        add     edi, 8
        loop    1b
        mov     dword ptr [CODE_PAGE], 0xC1010F         # VMCALL
        ret

forget: push    rax
        mov     eax, 2
        invept  rax, [no_descriptor]
        pop     rax
        ret

# Cases: the access exits, with these bits of the qualification.
.macro violates name, qualification, linear, physical, instruction:vararg
        enter_at \@, \instruction
        exit_is "\name", EPT_VIOLATION, "offset .Lguest\@"
        violation_is "\name", "\qualification", "\linear", "\physical"
.endm
.macro violation_is name, qualification, linear, physical
        and     qword ptr [exit_qualification], DEFINED
        expect  "\name: qualification", "qword ptr [exit_qualification]", "\qualification"
        expect  "\name: linear address", "qword ptr [exit_linear]", "\linear"
        expect  "\name: physical address", "qword ptr [exit_physical]", "\physical"
        mov     rdx, [exit_flags]
        and     edx, FLAG_RF
        expect  "RF is saved by \name", rdx, FLAG_RF
        vectoring_is "\name", NONE
.endm
.macro on_page name, access, rights, instruction:vararg
        violates "\name", \access+((\rights)<<MAY)+LINEAR+FINAL, PAGE, PAGE, \instruction
.endm
# Jumps to the page of code.
.macro fetches name, rights
        mov     rdx, CODE_PAGE
        enter_at \@, jmp rdx
        exit_is "\name", EPT_VIOLATION, CODE_PAGE
        violation_is "\name", FETCH+((\rights)<<MAY)+LINEAR+FINAL, CODE_PAGE, CODE_PAGE
.endm
.macro fetches_well name
        mov     rdx, CODE_PAGE
        enter_at \@, jmp rdx
        exit_is "\name", VMCALL_EXIT, CODE_PAGE
.endm

rights: map     PAGE, 0
        on_page "a read, nothing allowed", READ, 0, mov eax, [rbx]
        on_page "a write, nothing allowed", WRITE, 0, mov [rbx], eax
        map     PAGE, R+WRITE_BACK
        runs    "a read, reads allowed", mov eax, [rbx]
        on_page "a write, reads allowed", WRITE, R, mov [rbx], eax
        map     PAGE, R+X+WRITE_BACK
        on_page "a write, reads and fetches allowed", WRITE, R+X, mov [rbx], eax
        map     PAGE, R+WR+WRITE_BACK
        runs    "a write, reads and writes allowed", mov [rbx], eax
        map     PAGE, R+WR+X+WRITE_COMBINING
        runs    "another memory type", mov [rbx], eax
        map     CODE_PAGE, 0
        fetches "a fetch, nothing allowed", 0
        map     CODE_PAGE, R+WR+WRITE_BACK
        fetches "a fetch, reads and writes allowed", R+WR
        map     CODE_PAGE, R+X+WRITE_BACK
        fetches_well "a fetch, reads and fetches allowed"
        mov     ecx, EPT_CAPABILITIES
        rdmsr
        test    al, 1
        jz      1f
        map     CODE_PAGE, X+WRITE_BACK
        fetches_well "a fetch, fetches alone allowed"
        mov     rcx, CODE_PAGE
        violates "a read, fetches alone allowed", READ+(X<<MAY)+LINEAR+FINAL, CODE_PAGE, CODE_PAGE, mov eax, [rcx]
1:      map     CODE_PAGE, R+WR+X+WRITE_BACK
        map     PAGE, 0
        mov     rdi, PAGE
        mov     ecx, 2
        violates "REP STOSB", WRITE+LINEAR+FINAL, PAGE, PAGE, rep stosb
        expect  "REP STOSB: the count", rcx, 2
        map     PAGE, R+WR+X+WRITE_BACK
        ret

# The byte that is met first in a page that is not allowed tells the address.
crossing:
        map     NEXT, 0
        lea     rsi, [rbx + 0xFFE]
        violates "a dword, its second half not allowed", READ+LINEAR+FINAL, NEXT, NEXT, mov eax, [rsi]
        mov     dword ptr [PAGE + 0xFFC], 0x5A5A5A5A
        violates "a store of a dword, its second half not allowed", WRITE+LINEAR+FINAL, NEXT, NEXT, mov [rsi], eax
        mov     ecx, [PAGE + 0xFFC]
        expect  "a store of a dword: nothing is stored", rcx, 0x5A5A5A5A
        map     NEXT, R+WR+X+WRITE_BACK
        map     PAGE, 0
        violates "a dword, its first half not allowed", READ+LINEAR+FINAL, PAGE+0xFFE, PAGE+0xFFE, mov eax, [rsi]
        map     PAGE, R+WR+X+WRITE_BACK
        ret

.macro misconfigured name, physical, instruction:vararg
        enter_at \@, \instruction
        exit_is "misconfigured: \name", EPT_MISCONFIGURATION, "offset .Lguest\@"
        expect  "misconfigured: \name: physical address", "qword ptr [exit_physical]", "\physical"
        vectoring_is "misconfigured: \name", NONE
.endm
misconfigurations:
        map     PAGE, WR+WRITE_BACK
        misconfigured "writes without reads", PAGE, mov eax, [rbx]
        map     PAGE, WR+X+WRITE_BACK
        misconfigured "writes and fetches without reads", PAGE, mov eax, [rbx]
        map     PAGE, R+RESERVED_TYPE
        misconfigured "a reserved memory type", PAGE+4, mov eax, [rbx + 4]
        map     PAGE, R+(7<<3)
        misconfigured "another reserved memory type", PAGE, mov [rbx], eax
        map     PAGE, R+WR+X+WRITE_BACK
        bts     qword ptr [ept_tables + PAGE / 0x1000 * 8], 51
        call    forget
        misconfigured "a reserved address bit", PAGE, mov eax, [rbx]
        map     PAGE, RESERVED_TYPE
        on_page "an absent entry has no reserved bits", READ, 0, mov eax, [rbx]
        map     PAGE, R+WR+X+WRITE_BACK
        bts     qword ptr [ept_tables + PAGE / 0x1000 * 8], 52
        call    forget
        runs    "bit 52 is ignored", mov eax, [rbx]
        map     PAGE, R+WR+X+WRITE_BACK
        ret

# What an upper entry does not allow, no lower one does. The guest runs below 2 MBytes, the page is above 4.
upper_levels:
        and     byte ptr [ept_pd + 16], ~WR
        call    forget
        on_page "a write that the PDE forbids", WRITE, R+X, mov [rbx], eax
        runs    "a read that it allows", mov eax, [rbx]
        mov     rax, [ept_pd + 16]
        mov     qword ptr [ept_pd + 16], 0
        call    forget
        on_page "no PDE", READ, 0, mov ecx, [rbx]
        mov     [ept_pd + 16], rax
        or      byte ptr [ept_pd + 16], WR | 1 << 3
        call    forget
        misconfigured "bit 3 of an entry that is no leaf", PAGE, mov ecx, [rbx]
        and     byte ptr [ept_pd + 16], ~(1 << 3)
        or      dword ptr [ept_pd + 24], 1 << 12
        call    forget
        mov     rcx, 0x600000
        misconfigured "bit 12 of a 2-MByte page", 0x600000, mov ecx, [rcx]
        and     dword ptr [ept_pd + 24], ~(1 << 12)
        call    forget
        ret

# Accesses to the guest's own paging structures.
walks:  map     PAGE_TABLE, 0
        violates "the page table, nothing allowed", READ+LINEAR, PAGE+0x10, "offset PAGE_ENTRY", mov eax, [rbx + 0x10]
        violates "the page table, nothing allowed, for a write", READ+LINEAR, PAGE, "offset PAGE_ENTRY", mov [rbx], eax
        map     PAGE_TABLE, R+WRITE_BACK
        or      byte ptr [PAGE_ENTRY], 0x20
        runs    "an accessed page", mov eax, [rbx]
        map     PAGE_TABLE, WR+WRITE_BACK
        misconfigured "the page table", "offset PAGE_ENTRY", mov eax, [rbx]
        map     PAGE_TABLE, R+WR+X+WRITE_BACK
        ret

# The guest's paging is looked at as far as it can be reached.
page_faults:
        map     PAGE, 0
        and     byte ptr [PAGE_ENTRY], ~1
        invlpg  [rbx]
        raises  "#PF of an absent page comes before EPT", E_PF, 0, mov eax, [rbx]
        or      byte ptr [PAGE_ENTRY], 1
        and     byte ptr [PAGE_ENTRY], ~2
        invlpg  [rbx]
        raises  "#PF of a read-only page comes before EPT", E_PF, 3, mov [rbx], eax
        on_page "a read of it does not", READ, 0, mov eax, [rbx]
        or      byte ptr [PAGE_ENTRY], 2
        invlpg  [rbx]
        map     PAGE_TABLE, 0
        and     byte ptr [PAGE_ENTRY], ~1
        violates "EPT of the page table comes before #PF of its entry", READ+LINEAR, PAGE, "offset PAGE_ENTRY", mov eax, [rbx]
        or      byte ptr [PAGE_ENTRY], 1
        map     PAGE_TABLE, R+WR+X+WRITE_BACK
        map     PAGE, R+WR+X+WRITE_BACK
        ret

# ---- accessed and dirty flags, where the processor has them ----
.macro flags_are name, page, wanted
        mov     edx, offset \page
        shr     edx, 12
        mov     rdx, [ept_tables + rdx * 8]
        and     edx, ACCESSED | DIRTY
        expect  "flags: \name", rdx, "\wanted"
.endm
flags:  mov     ecx, EPT_CAPABILITIES
        rdmsr
        bt      eax, 21
        jnc     1f
        map     PAGE, R+WR+X+WRITE_BACK
        runs    "flags that are not enabled", mov [rbx], eax
        flags_are "not enabled", PAGE, 0
        put     EPT_POINTER, "offset ept_pml4 + 6 + FOUR_LEVELS + FLAGS_ENABLED"
        call    forget
        runs    "flags: a read", mov eax, [rbx]
        flags_are "a read", PAGE, ACCESSED
        flags_are "the guest's page table counts as written", PAGE_TABLE, ACCESSED|DIRTY
        runs    "flags: a write", mov [rbx], eax
        flags_are "a write", PAGE, ACCESSED|DIRTY
        mov     rdx, [ept_pd + 16]
        and     edx, ACCESSED | DIRTY
        expect  "flags: an entry that is no leaf", rdx, ACCESSED
        map     PAGE, R+WRITE_BACK
        on_page "flags: a write that is not allowed", WRITE, R, mov [rbx], eax
        flags_are "a write that is not allowed", PAGE, 0
        map     PAGE, R+WR+X+WRITE_BACK
        map     PAGE_TABLE, R+WRITE_BACK
        violates "flags: the page table is to be written", READ+WRITE+(R<<MAY)+LINEAR, PAGE, "offset PAGE_ENTRY", mov eax, [rbx]
        map     PAGE_TABLE, R+WR+X+WRITE_BACK
1:      ret

        .bss
        .align  0x1000
ept_pml4: .skip 0x1000
ept_pdpt: .skip 0x1000
ept_pd:   .skip 0x1000
ept_tables: .skip 0x3000
no_descriptor: .skip 16
