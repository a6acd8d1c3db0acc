# 4-level paging: error codes, rights, reserved bits, accessed and dirty flags, SMEP, SMAP, canonical addresses, accesses that cross pages.

.set LONG, 1
        .include "harness.inc"

.set WINDOW, 0x400000           # a region of 2 MiB with a page table of its own
.set WINDOW_PT, pt + 0x2000
.set WINDOW_PDE, pd + 16
.set P, 1
.set RW, 2
.set US, 4
.set A, 0x20
.set D, 0x40
.set PS, 0x80
.set XD, 1 << 63

# A page of the window, backed by the frame of the same address.
.macro map number, flags
        push    rax
        movabs  rax, WINDOW + 0x1000 * \number + \flags
        mov     [WINDOW_PT + 8 * \number], rax
        invlpg  [WINDOW + 0x1000 * \number]
        pop     rax
.endm
.macro entry name, value
        movabs  rax, offset \value
        mov     [\name], rax
        mov     rax, cr3
        mov     cr3, rax
.endm
.macro at number, offset=0
        mov     rbx, WINDOW + 0x1000 * \number + \offset
.endm
.macro flags_of name, number, wanted
        mov     rax, [WINDOW_PT + 8 * \number]
        and     eax, A | D
        expect  "\name", rax, "\wanted"
.endm

main:   call    rights
        call    levels
        call    execution
        call    reserved
        call    accessed_and_dirty
        call    supervisor_mode
        call    canonical
        call    crossing
        call    large_pages
        ret

rights: map     0, 0
        map     1, P
        map     2, P | RW
        map     3, P | US
        map     4, P | RW | US
        at      0, 0x123
        faults  "read of an absent page", E_PF, 0, mov eax, [rbx]
        mov     rax, [seen_cr2]
        expect  "CR2", rax, rbx
        faults  "write to an absent page", E_PF, 2, mov [rbx], eax
        faults  "read, modify, write in an absent page", E_PF, 2, inc dword ptr [rbx]
        user_faults "user's read of an absent page", E_PF, 4, mov eax, [rbx]
        user_faults "user's write to an absent page", E_PF, 6, mov [rbx], eax
        user_faults "user's CMP with an absent page", E_PF, 4, cmp [rbx], eax
        user_faults "user's XCHG with an absent page", E_PF, 6, xchg [rbx], eax
        at      1
        faults  "read of a read-only page", NONE, 0, mov eax, [rbx]
        faults  "write to a read-only page", E_PF, 3, mov [rbx], eax
        faults  "CMPXCHG that does not write, at a read-only page", E_PF, 3, cmpxchg [rbx], ecx
        faults  "BT at a read-only page", NONE, 0, bt dword ptr [rbx], 1
        faults  "BTS at a read-only page", E_PF, 3, bts dword ptr [rbx], 1
        user_faults "user's read of a supervisor page", E_PF, 5, mov eax, [rbx]
        at      2
        faults  "write to a writable page", NONE, 0, mov [rbx], eax
        user_faults "user's write to a supervisor page", E_PF, 7, mov [rbx], eax
        at      3
        user_faults "user's read", BACK, 0, mov eax, [rbx]
        user_faults "user's write to a read-only page", E_PF, 7, mov [rbx], eax
        faults  "supervisor's write to a user's read-only page", E_PF, 3, mov [rbx], eax
        at      4
        user_faults "user's write", BACK, 0, mov [rbx], eax
        clear_cr cr0, CR0_WP
        at      1
        mov     dword ptr [rbx], 5
        mov     eax, [rbx]
        expect  "without CR0.WP the supervisor writes to read-only pages", rax, 5
        at      3
        user_faults "without CR0.WP the user does not", E_PF, 7, mov [rbx], eax
        at      0
        faults  "without CR0.WP absent pages stay absent", E_PF, 2, mov [rbx], eax
        set_cr  cr0, CR0_WP
        at      1
        faults  "CR0.WP takes effect at once", E_PF, 3, mov [rbx], eax
        ret

levels: at      4
        entry   WINDOW_PDE, pt + 0x2000 + P + RW
        user_faults "the PDE denies the user", E_PF, 5, mov eax, [rbx]
        entry   WINDOW_PDE, pt + 0x2000 + P + US
        user_faults "the PDE denies writes", E_PF, 7, mov [rbx], eax
        faults  "the PDE denies writes to the supervisor too", E_PF, 3, mov [rbx], eax
        entry   WINDOW_PDE, pt + 0x2000 + RW + US
        user_faults "the PDE is absent", E_PF, 6, mov [rbx], eax
        entry   WINDOW_PDE, pt + 0x2000 + P + RW + US
        user_faults "the PDE allows", BACK, 0, mov [rbx], eax
        mov     rbx, 1 << 30
        faults  "the PDPTE is absent", E_PF, 0, mov eax, [rbx]
        mov     rbx, 1 << 39
        faults  "the PML4E is absent", E_PF, 2, mov [rbx], eax
        ret

# The page holds a RET; a page fault on the fetch names the page itself.
.macro fetch name, vector, error
        mov     byte ptr [rbx], 0xC3
        catch   .Lafter\@
        call    rbx
.Lafter\@:
        mov     rsp, [catch_sp]
        mov     qword ptr [catch_ip], 0
        text    "\name"
        push    \vector
        push    \error
        push    rbx
        call    report_fault
.endm

execution:
        map     5, P | RW
        at      5
        fetch   "fetch", NONE, 0
        map     5, P | RW | XD
        fetch   "fetch of an execute-disabled page", E_PF, 0x11
        map     5, P | RW | US | XD
        map     5, P | RW
        entry   WINDOW_PDE, pt + 0x2000 + P + RW + US + XD
        fetch   "the PDE disables execution", E_PF, 0x11
        faults  "data of an execute-disabled page", NONE, 0, mov eax, [rbx]
        entry   WINDOW_PDE, pt + 0x2000 + P + RW + US
        map     0, 0
        mov     rbx, WINDOW
        catch   1f
        call    rbx
1:      mov     rsp, [catch_sp]
        mov     qword ptr [catch_ip], 0
        expect  "fetch of an absent page", "qword ptr [seen_vector]", E_PF
        expect  "fetch of an absent page: error code", "qword ptr [seen_error]", 0x10
        expect  "fetch of an absent page: CR2", "qword ptr [seen_cr2]", rbx
        # an instruction that ends in an absent page
        mov     word ptr [WINDOW + 0x5FFE], 0xB866      # MOV AX, …
        map     6, 0
        mov     rbx, WINDOW + 0x5FFE
        catch   2f
        call    rbx
2:      mov     rsp, [catch_sp]
        mov     qword ptr [catch_ip], 0
        expect  "fetch across a page", "qword ptr [seen_error]", 0x10
        expect  "fetch across a page: address", "qword ptr [seen_ip]", rbx
        expect  "fetch across a page: CR2", "qword ptr [seen_cr2]", WINDOW + 0x6000
        ret

reserved:
        map     6, P | RW | US | 1 << 51
        at      6
        faults  "bit 51 of a PTE is reserved", E_PF, 9, mov eax, [rbx]
        user_faults "bit 51 of a PTE is reserved for the user", E_PF, 0xF, mov [rbx], eax
        map     6, RW | US | 1 << 51
        faults  "an absent entry has no reserved bits", E_PF, 0, mov eax, [rbx]
        entry   WINDOW_PDE, WINDOW + P + RW + PS + (1 << 13)
        faults  "bit 13 of a 2-MByte page is reserved", E_PF, 9, mov eax, [rbx]
        entry   WINDOW_PDE, WINDOW + P + RW + PS + (1 << 12)
        faults  "bit 12 of a 2-MByte page is PAT", NONE, 0, mov eax, [rbx]
        entry   WINDOW_PDE, pt + 0x2000 + P + RW + US + (1 << 50)
        faults  "bit 50 of a PDE is reserved", E_PF, 9, mov eax, [rbx]
        entry   WINDOW_PDE, pt + 0x2000 + P + RW + US
        entry   pml4 + 8, pdpt + P + RW + US + PS
        mov     rbx, 1 << 39
        faults  "bit 7 of a PML4E is reserved", E_PF, 9, mov eax, [rbx]
        entry   pml4 + 8, 0
        map     6, P | RW | US | XD
        mov     ecx, EFER
        rdmsr
        and     eax, ~EFER_NXE
        wrmsr
        at      6
        faults  "without EFER.NXE, XD is reserved", E_PF, 9, mov eax, [rbx]
        map     6, P | RW
        faults  "without EFER.NXE", NONE, 0, mov eax, [rbx]
        mov     ecx, EFER
        rdmsr
        or      eax, EFER_NXE
        wrmsr
        map     6, P | RW | (1 << 9) | (1 << 11) | (1 << 52) | (1 << 58)
        faults  "ignored bits are ignored", NONE, 0, mov eax, [rbx]
        ret

accessed_and_dirty:
        map     7, P | RW | US
        entry   WINDOW_PDE, pt + 0x2000 + P + RW + US
        and     byte ptr [pml4], ~(A | D)
        and     byte ptr [pdpt], ~(A | D)
        at      7
        flags_of "no access, no flags", 7, 0
        mov     eax, [rbx]
        flags_of "a read sets the accessed flag", 7, A
        mov     rax, [WINDOW_PDE]
        and     eax, A | D
        expect  "and that of the PDE", rax, A
        mov     [rbx], eax
        flags_of "a write sets the dirty flag", 7, A | D
        mov     rax, [WINDOW_PDE]
        and     eax, A | D
        expect  "but not in the PDE", rax, A
        map     7, P | RW | US
        mov     [rbx], eax
        flags_of "a first write sets both", 7, A | D
        map     7, P | RW | US
        lock inc dword ptr [rbx]
        flags_of "so does read, modify, write", 7, A | D
        map     7, P | RW | US
        mov     ecx, [rbx]
        lea     eax, [ecx + 1]
        cmpxchg [rbx], edx
        flags_of "and CMPXCHG that finds a difference", 7, A | D
        map     7, P | US
        faults  "a write that faults", E_PF, 3, mov [rbx], eax
        mov     rax, [WINDOW_PT + 56]
        and     eax, D
        expect  "sets no dirty flag", rax, 0
        map     7, P | RW
        fetch   "fetch", NONE, 0
        map     7, P | RW
        mov     byte ptr [WINDOW + 0x7000], 0xC3
        map     7, P | RW
        call    rbx
        flags_of "a fetch sets the accessed flag", 7, A
        entry   pml4, pml4_value
        mov     rax, [pml4]
        and     eax, A
        expect  "the PML4E's accessed flag is set", rax, A
        mov     rax, [pdpt]
        and     eax, A
        expect  "and that of the PDPTE", rax, A
        # an access of the processor itself: a descriptor in the page
        map     7, P | RW
        mov     rsi, offset gdt
        mov     rdi, rbx
        mov     ecx, gdt_end - gdt
        rep     movsb
        map     7, P | RW
        mov     [pointer + 2], rbx
        lgdt    [pointer]
        mov     eax, DATA
        mov     fs, eax
        flags_of "loading an accessed segment only reads the descriptor", 7, A
        map     7, P | RW
        and     byte ptr [rbx + DATA + 5], 0xFE
        map     7, P | RW
        mov     eax, DATA
        mov     fs, eax
        flags_of "setting a segment's accessed bit is a write", 7, A | D
        lgdt    [gdt_pointer]
        ret
.set pml4_value, pdpt + P + RW + US

supervisor_mode:
        map     8, P | RW | US
        at      8
        mov     byte ptr [rbx], 0xC3
        set_cr  cr4, CR4_SMEP
        fetch   "SMEP: the supervisor's fetch of a user page", E_PF, 0x11
        user_faults "SMEP: the user's fetch", BACK, 0, nop
        faults  "SMEP: the supervisor's data", NONE, 0, mov eax, [rbx]
        clear_cr cr4, CR4_SMEP
        fetch   "without SMEP", NONE, 0
        set_cr  cr4, CR4_SMAP
        faults  "SMAP: a read of a user page", E_PF, 1, mov eax, [rbx]
        faults  "SMAP: a write to a user page", E_PF, 3, mov [rbx], eax
        stac
        faults  "SMAP: allowed by AC", NONE, 0, mov [rbx], eax
        clac
        faults  "SMAP: no longer", E_PF, 1, mov eax, [rbx]
        user_faults "SMAP: the user itself", BACK, 0, mov eax, [rbx]
        pushfq
        or      dword ptr [rsp], FLAG_AC
        popfq
        faults  "SMAP: AC by POPF", NONE, 0, mov eax, [rbx]
        clac
        user_faults "CLAC at privilege level 3", E_UD, 0, clac
        user_faults "STAC at privilege level 3", E_UD, 0, stac
        # the processor's own accesses do not look at AC: an LDT in a user page
        stac
        mov     rax, [gdt + DATA]
        mov     [rbx], rax
        mov     rax, [gdt + (USER_DATA & ~3)]
        mov     [rbx + 8], rax
        mov     dword ptr [gdt + SPARE], (WINDOW + 0x8000) << 16 & 0xFFFFFFFF | 0xF
        mov     dword ptr [gdt + SPARE + 4], 0x8200 | (WINDOW + 0x8000) >> 16
        mov     eax, SPARE
        lldt    ax
        mov     eax, 4
        faults  "SMAP: a descriptor in a user page, whatever AC is", E_PF, 1, mov fs, eax
        mov     eax, 0xF
        user_faults "SMAP: the user loads a descriptor in a user page", E_PF, 1, mov fs, eax
        clac
        clear_cr cr4, CR4_SMAP
        user_faults "without SMAP: the same", BACK, 0, mov fs, eax
        set_cr  cr4, CR4_SMAP
        clac
        clear_cr cr4, CR4_SMAP
        faults  "without SMAP", NONE, 0, mov eax, [rbx]
        ret

canonical:
        movabs  rbx, 0x0000800000000000
        faults  "a non-canonical address", E_GP, 0, mov eax, [rbx]
        movabs  rbx, 0x00007FFFFFFFFFFD
        faults  "the last byte is not canonical", E_GP, 0, mov eax, [rbx]
        movabs  rbx, 0xFFFF7FFFFFFFFFFF
        faults  "a non-canonical address in the upper half", E_GP, 0, mov [rbx], al
        movabs  rbx, 0xFFFF800000000000
        faults  "a canonical address in the upper half", E_PF, 0, mov eax, [rbx]
        movabs  rbp, 0x0000800000000000
        faults  "the stack segment", E_SS, 0, mov eax, [rbp]
        faults  "the stack segment, which no prefix overrides", E_SS, 0, mov eax, ds:[rbp]
        movabs  rbx, 0x0000800000000000
        mov     rdx, rsp
        mov     rcx, offset 1f
        faults  "a jump to a non-canonical address", E_GP, 0, jmp rbx
1:      mov     rsp, rdx
        push    rbx
        faults  "a return to a non-canonical address", E_GP, 0, ret
        pop     rbx
        catch   2f
        go_user push_nowhere
2:
        expect  "a push at a non-canonical address", "qword ptr [seen_vector]", E_SS
        ret
        .pushsection .user, "awx"
push_nowhere:
        lea     rsp, [rbx + 16]
        push    rax
        .popsection

crossing:
        map     9, P | RW
        map     10, P
        at      9, 0xFFC
        movabs  rcx, 0x1122334455667788
        mov     qword ptr [WINDOW + 0x9FF0], 0
        mov     qword ptr [WINDOW + 0x9FF8], 0
        faults  "a write that ends in a read-only page", E_PF, 3, mov [rbx], rcx
        expect  "CR2 is where the second page begins", "qword ptr [seen_cr2]", WINDOW + 0xA000
        expect  "nothing is written", "qword ptr [WINDOW + 0x9FF8]", 0
        map     10, 0
        faults  "a read that ends in an absent page", E_PF, 0, mov rax, [rbx]
        expect  "CR2 of the read", "qword ptr [seen_cr2]", WINDOW + 0xA000
        map     9, 0
        faults  "both pages are absent", E_PF, 2, mov [rbx], rcx
        expect  "CR2 is the first byte", "qword ptr [seen_cr2]", rbx
        # the frames need not be neighbours
        map     9, P | RW
        mov     qword ptr [WINDOW_PT + 80], WINDOW + 0xC000 + P + RW
        invlpg  [WINDOW + 0xA000]
        map     12, P | RW
        mov     [rbx], rcx
        mov     eax, [WINDOW + 0xC000]
        expect  "the upper half lies in the other frame", rax, 0x11223344
        mov     rax, [rbx]
        expect  "and is read from there", rax, rcx
        ret

large_pages:
        mov     rbx, 0x40000000 - 8
        mov     qword ptr [rbx - 0x3C000000], 77        # inside the first 64 MiB, by a large page
        mov     rax, [0x3FFFFF8]
        expect  "2-MByte pages", rax, 77
        entry   pdpt + 8, P + RW + PS                   # 1 GByte to itself
        mov     rbx, 0x40000000 + 0x3FFFFF8
        mov     rax, [rbx]
        expect  "1-GByte pages", rax, 77
        entry   pdpt + 8, P + RW + PS + (1 << 13)
        faults  "bit 13 of a 1-GByte page is reserved", E_PF, 9, mov eax, [rbx]
        entry   pdpt + 8, 0
        ret

        .data
pointer: .word  gdt_end - gdt - 1
        .quad   0
