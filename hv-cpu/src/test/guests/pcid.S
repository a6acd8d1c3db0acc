# Translations that are kept: INVLPG, global pages, process-context identifiers, INVPCID. What must be gone is gone.

.set LONG, 1
        .include "harness.inc"

.set PAGE, 0x400000             # its page-table entry is the first of the third table
.set PTE, pt + 0x2000
.set ONE, 0x500000              # frames; each holds its own address
.set TWO, 0x501000
.set RW, 3
.set G, 1 << 8
.set KEEP, 1 << 63              # of a source of MOV to CR3

.macro set_page frame, flags
        mov     qword ptr [PTE], \frame + \flags
.endm
.macro expect_page name, frame
        mov     rax, [PAGE]
        expect  "\name", rax, \frame
.endm
.macro load_cr3 pcid, keep=0
        movabs  rax, offset pml4 + \pcid + \keep
        mov     cr3, rax
.endm
.macro invalidate type, pcid, linear=0
        mov     qword ptr [descriptor], \pcid
        mov     qword ptr [descriptor + 8], \linear
        mov     eax, \type
        invpcid rax, [descriptor]
.endm

main:   mov     qword ptr [ONE], ONE
        mov     qword ptr [TWO], TWO
        call    plain
        call    globals
        mov     eax, 1
        cpuid
        bt      ecx, 17
        jnc     1f
        call    enabling
        call    contexts
        call    checks
1:      ret

plain:  set_page ONE, RW
        invlpg  [PAGE]
        expect_page "INVLPG", ONE
        set_page TWO, RW
        invlpg  [PAGE + 0xFFF]
        expect_page "INVLPG of any byte of the page", TWO
        set_page ONE, RW
        mov     rax, cr3
        mov     cr3, rax
        expect_page "MOV to CR3", ONE
        set_page TWO, RW
        mov     rax, cr4
        xor     rax, CR4_PGE
        mov     cr4, rax
        expect_page "a change of CR4.PGE", TWO
        set_page ONE, RW
        mov     rax, cr4
        and     rax, ~CR4_PGE
        mov     cr4, rax
        expect_page "and back", ONE
        set_page ONE, 0
        invlpg  [PAGE]
        faults  "an entry that has become absent", E_PF, 0, mov rax, [PAGE]
        set_page TWO, RW
        expect_page "an entry that has become present needs no invalidation", TWO
        # rights that have been taken away
        set_page TWO, 1
        invlpg  [PAGE]
        faults  "a right that has been taken away", E_PF, 3, mov [PAGE], rax
        set_page TWO, RW
        faults  "a right that has been added", NONE, 0, mov qword ptr [PAGE], TWO
        # a 2-MByte page is dropped by INVLPG of any address in it
        mov     rcx, [pd + 16]
        mov     qword ptr [pd + 16], 0x400000 + 0x83
        mov     rax, cr3
        mov     cr3, rax
        mov     rax, [PAGE]
        mov     qword ptr [PAGE], 0x1111
        mov     rax, [PAGE + 0x100000]
        expect  "a 2-MByte page", rax, ONE
        mov     [pd + 16], rcx
        invlpg  [PAGE + 0x1FFFFF]
        expect_page "INVLPG drops all of a 2-MByte page", TWO
        faults  "INVLPG of a non-canonical address does nothing", NONE, 0, invlpg [rbx]
        user_faults "INVLPG by the user", E_GP, 0, invlpg [PAGE]
        ret

globals:
        set_cr  cr4, CR4_PGE
        set_page ONE, RW+G
        invlpg  [PAGE]
        expect_page "a global page", ONE
        set_page TWO, RW+G
        invlpg  [PAGE]
        expect_page "INVLPG drops a global page", TWO
        set_page ONE, RW+G
        mov     rax, cr4
        and     rax, ~CR4_PGE
        mov     cr4, rax
        expect_page "clearing CR4.PGE drops global pages", ONE
        set_page TWO, RW+G
        set_cr  cr4, CR4_PGE
        expect_page "setting CR4.PGE drops all pages", TWO
        set_page ONE, RW
        invlpg  [PAGE]
        expect_page "no longer global", ONE
        set_page TWO, RW
        mov     rax, cr3
        mov     cr3, rax
        expect_page "MOV to CR3 drops what is not global", TWO
        clear_cr cr4, CR4_PGE
        ret

enabling:
        mov     rax, cr3
        or      rax, 5
        mov     cr3, rax
        mov     rcx, cr4
        or      rcx, CR4_PCIDE
        faults  "CR4.PCIDE with a PCID in CR3", E_GP, 0, mov cr4, rcx
        and     rax, ~0xFFF
        mov     cr3, rax
        movabs  rdx, KEEP
        or      rdx, rax
        faults  "bit 63 of MOV to CR3 without CR4.PCIDE", E_GP, 0, mov cr3, rdx
        faults  "CR4.PCIDE", NONE, 0, mov cr4, rcx
        mov     rcx, cr0
        mov     eax, 0x7FFFFFFF
        and     rcx, rax
        faults  "CR0.PG stays while CR4.PCIDE is 1", E_GP, 0, mov cr0, rcx
        load_cr3 5
        mov     rax, cr3
        expect  "CR3 shows the PCID", rax, "offset pml4 + 5"
        load_cr3 6, KEEP
        mov     rax, cr3
        expect  "CR3 does not show bit 63", rax, "offset pml4 + 6"
        ret

contexts:
        load_cr3 0
        set_cr  cr4, CR4_PGE
        set_page ONE, RW
        invalidate 2, 0
        load_cr3 1, KEEP
        expect_page "in PCID 1", ONE
        load_cr3 2, KEEP
        expect_page "in PCID 2", ONE
        set_page TWO, RW
        invalidate 0, 2, PAGE
        expect_page "INVPCID of an address in the current PCID", TWO
        invalidate 0, 1, PAGE
        load_cr3 1, KEEP
        expect_page "INVPCID of an address in another PCID", TWO
        set_page ONE, RW
        load_cr3 1
        expect_page "MOV to CR3 without bit 63 drops its PCID", ONE
        invalidate 1, 2
        load_cr3 2, KEEP
        expect_page "INVPCID of a PCID", ONE
        set_page TWO, RW
        invalidate 3, 0
        expect_page "INVPCID of all but global pages", TWO
        load_cr3 1, KEEP
        expect_page "in the other PCID too", TWO
        set_page ONE, RW+G
        invlpg  [PAGE]
        expect_page "a global page in PCID 1", ONE
        load_cr3 2, KEEP
        invlpg  [PAGE]
        expect_page "in PCID 2 too", ONE
        set_page TWO, RW+G
        invalidate 2, 0
        expect_page "INVPCID of everything", TWO
        load_cr3 1, KEEP
        expect_page "in PCID 1 too", TWO
        load_cr3 0
        set_page ONE, RW
        mov     rax, cr4
        and     rax, ~CR4_PCIDE
        mov     cr4, rax
        expect_page "clearing CR4.PCIDE drops everything", ONE
        ret

checks: mov     qword ptr [descriptor], 0
        mov     qword ptr [descriptor + 8], 0
        mov     eax, 4
        faults  "INVPCID of type 4", E_GP, 0, invpcid rax, [descriptor]
        mov     eax, 0
        mov     qword ptr [descriptor], 0x1000
        faults  "INVPCID: reserved bits", E_GP, 0, invpcid rax, [descriptor]
        mov     qword ptr [descriptor], 1
        faults  "INVPCID of PCID 1 without CR4.PCIDE", E_GP, 0, invpcid rax, [descriptor]
        mov     eax, 2
        faults  "INVPCID of everything does not look at the PCID", NONE, 0, invpcid rax, [descriptor]
        mov     qword ptr [descriptor], 0
        movabs  rbx, 0x800000000000
        mov     [descriptor + 8], rbx
        mov     eax, 0
        faults  "INVPCID of a non-canonical address", E_GP, 0, invpcid rax, [descriptor]
        user_faults "INVPCID by the user", E_GP, 0, invpcid rax, [descriptor]
        ret

        .bss
        .align  16
descriptor: .skip 16
