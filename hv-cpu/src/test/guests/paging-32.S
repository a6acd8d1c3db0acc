# Paging outside IA-32e mode: 32-bit paging with 4-KByte and 4-MByte pages, PAE paging with its PDPTEs.

        .include "harness.inc"

.set WINDOW, 0x800000           # mapped by a table of its own in every mode
.set P, 1
.set RW, 2
.set US, 4
.set A, 0x20
.set D, 0x40
.set PS, 0x80

.macro page_fault name, error, cr2, instruction:vararg
        faults  "\name", E_PF, \error, \instruction
        expect  "\name: CR2", "dword ptr [seen_cr2]", \cr2
.endm
.macro flush
        mov     eax, cr3
        mov     cr3, eax
.endm

main:   call    two_levels
        call    large_pages
        call    pae
        call    pae_reserved
        call    execute_disable
        ret

# Identity by 4-MByte pages is needed around the window; without PSE, two page tables.
two_levels:
        mov     edi, offset directory
        mov     ecx, 1024
        xor     eax, eax
        rep     stosd
        mov     edi, offset tables      # the first 12 MBytes
        mov     eax, P | RW | US
        mov     ecx, 3 * 1024
1:      stosd
        add     eax, 0x1000
        loop    1b
        mov     dword ptr [directory], offset tables + P + RW + US
        mov     dword ptr [directory + 4], offset tables + 0x1000 + P + RW + US
        mov     dword ptr [directory + 8], offset tables + 0x2000 + P + RW + US
        mov     eax, offset directory
        mov     cr3, eax
        set_cr  cr0, CR0_PG|CR0_WP
        mov     dword ptr [WINDOW], 0x1234
        mov     ebx, WINDOW
.macro table_entry flags, frame=WINDOW
        mov     dword ptr [tables + 0x2000], \frame + \flags
        invlpg  [WINDOW]
.endm
        table_entry 0
        page_fault "32-bit paging: absent", 0, WINDOW, mov eax, [ebx]
        page_fault "32-bit paging: absent, a write", 2, WINDOW, mov [ebx], eax
        user_faults "32-bit paging: absent, the user", E_PF, 4, mov eax, [ebx]
        table_entry P
        page_fault "32-bit paging: read-only", 3, WINDOW, mov [ebx], eax
        user_faults "32-bit paging: the supervisor's", E_PF, 5, mov eax, [ebx]
        table_entry P+US
        user_faults "32-bit paging: the user's read-only page", E_PF, 7, mov [ebx], eax
        user_faults "32-bit paging: the user's page", BACK, 0, mov eax, [ebx]
        clear_cr cr0, CR0_WP
        faults  "32-bit paging: without WP", NONE, 0, mov dword ptr [ebx], 0x1234
        set_cr  cr0, CR0_WP
        table_entry P+RW
        mov     eax, [ebx]
        mov     eax, [tables + 0x2000]
        and     eax, A | D
        expect  "32-bit paging: accessed", eax, A
        mov     [ebx], ecx
        mov     eax, [tables + 0x2000]
        and     eax, A | D
        expect  "32-bit paging: dirty", eax, A|D
        page_fault "32-bit paging: a fetch of an absent page has no bit of its own", 0, 0xF0000000, mov eax, [0xF0000000]
        mov     dword ptr [directory + 8], offset tables + 0x2000 + P
        flush
        page_fault "32-bit paging: the PDE denies writes", 3, WINDOW, mov [ebx], eax
        mov     dword ptr [directory + 8], offset tables + 0x2000 + P + RW + US
        flush
        # beyond 4 GBytes: the access wraps
        mov     dword ptr [tables + 0x2000], 0x900000 + P + RW
        invlpg  [WINDOW]
        mov     dword ptr [0x900000], 0x77
        mov     eax, [WINDOW]
        expect  "32-bit paging: any frame", eax, 0x77
        clear_cr cr0, CR0_PG
        mov     eax, [WINDOW]
        expect  "without paging", eax, ecx
        ret

large_pages:
        # without CR4.PSE the PS bit is ignored
        clear_cr cr4, CR4_PSE
        mov     dword ptr [directory + 8], offset tables + 0x2000 + P + RW + US + PS
        mov     dword ptr [tables + 0x2000], 0x900000 + P + RW
        set_cr  cr0, CR0_PG
        mov     dword ptr [WINDOW], 0x55
        clear_cr cr0, CR0_PG
        mov     eax, [0x900000]
        expect  "without CR4.PSE there are no 4-MByte pages", eax, 0x55
        set_cr  cr4, CR4_PSE
        mov     dword ptr [directory + 8], 0x800000 + P + RW + PS
        mov     dword ptr [0x8ABCDC], 0x99
        set_cr  cr0, CR0_PG
        mov     eax, [0x8ABCDC]
        expect  "a 4-MByte page", eax, 0x99
        mov     eax, [directory + 8]
        and     eax, A | D
        expect  "a 4-MByte page is accessed", eax, A
        mov     [0x8ABCDC], eax
        mov     eax, [directory + 8]
        and     eax, A | D
        expect  "a 4-MByte page is dirty", eax, A|D
        mov     dword ptr [directory + 8], 0x800000 + P + RW + PS + (1 << 21)
        flush
        mov     ebx, 0x8ABCDC
        page_fault "bit 21 of a 4-MByte page is reserved", 9, 0x8ABCDC, mov eax, [ebx]
        mov     dword ptr [directory + 8], 0x800000 + P + RW + PS + (1 << 12)
        flush
        faults  "bit 12 of a 4-MByte page is PAT", NONE, 0, mov eax, [ebx]
        mov     dword ptr [directory + 8], 0x800000 + P + PS
        flush
        page_fault "a read-only 4-MByte page", 3, 0x8ABCDC, mov [ebx], eax
        clear_cr cr0, CR0_PG
        clear_cr cr4, CR4_PSE
        ret

pae:    mov     edi, offset directory   # identity of the first GByte by 2-MByte pages, but for the window
        mov     eax, P | RW | US | PS
        mov     ecx, 512
1:      mov     [edi], eax
        mov     dword ptr [edi + 4], 0
        add     eax, 0x200000
        add     edi, 8
        loop    1b
        mov     dword ptr [directory + 32], offset tables + P + RW + US
        mov     edi, offset tables
        mov     eax, WINDOW + P + RW + US
        mov     ecx, 512
1:      mov     [edi], eax
        mov     dword ptr [edi + 4], 0
        add     eax, 0x1000
        add     edi, 8
        loop    1b
        mov     dword ptr [pdpt], offset directory + P
        mov     dword ptr [pdpt + 4], 0
        mov     dword ptr [pdpt + 8], 0
        mov     dword ptr [pdpt + 16], 0
        mov     dword ptr [pdpt + 24], 0
        set_cr  cr4, CR4_PAE
        mov     eax, offset pdpt
        mov     cr3, eax
        set_cr  cr0, CR0_PG
        mov     ebx, WINDOW
        mov     dword ptr [ebx], 0x4321
        mov     eax, [ebx]
        expect  "PAE paging", eax, 0x4321
        mov     eax, [tables]
        and     eax, A | D
        expect  "PAE paging: dirty", eax, A|D
        mov     dword ptr [tables], WINDOW + P
        invlpg  [WINDOW]
        page_fault "PAE paging: read-only", 3, WINDOW, mov [ebx], eax
        user_faults "PAE paging: the supervisor's", E_PF, 5, mov eax, [ebx]
        mov     dword ptr [tables], 0
        invlpg  [WINDOW]
        page_fault "PAE paging: absent", 0, WINDOW, mov eax, [ebx]
        page_fault "PAE paging: the PDPTE is absent", 0, 0x40000000, mov eax, [0x40000000]
        # PDPTEs are registers: a change needs MOV to CR3
        mov     dword ptr [pdpt + 8], offset directory + P
        page_fault "PAE paging: PDPTEs are registers", 0, 0x40000000, mov eax, [0x40000000]
        flush
        mov     dword ptr [tables], WINDOW + P + RW
        invlpg  [WINDOW]
        mov     eax, [0x40000000 + WINDOW]
        expect  "PAE paging: MOV to CR3 loads them", eax, 0x4321
        mov     dword ptr [pdpt + 8], 0
        flush
        clear_cr cr0, CR0_PG
        ret

pae_reserved:
        mov     dword ptr [pdpt + 8], offset directory + P + RW
        mov     eax, offset pdpt
        mov     cr3, eax
        mov     ecx, cr0
        bts     ecx, 31
        faults  "a PDPTE with bit 1, as paging is turned on", E_GP, 0, mov cr0, ecx
        mov     dword ptr [pdpt + 8], RW
        set_cr  cr0, CR0_PG
        faults  "an absent PDPTE has no reserved bits", NONE, 0, mov eax, [ebx]
        mov     dword ptr [pdpt + 8], offset directory + P + (1 << 6)
        mov     eax, offset pdpt
        faults  "a PDPTE with bit 6, as CR3 is loaded", E_GP, 0, mov cr3, eax
        mov     dword ptr [pdpt + 8], 0
        mov     dword ptr [tables + 4], 1 << 19         # bit 51
        invlpg  [WINDOW]
        page_fault "PAE paging: bit 51 is reserved", 9, WINDOW, mov eax, [ebx]
        mov     dword ptr [tables + 4], 1 << 22         # bit 54
        invlpg  [WINDOW]
        page_fault "PAE paging: bit 54 is reserved", 9, WINDOW, mov eax, [ebx]
        mov     dword ptr [tables + 4], 1 << 31
        invlpg  [WINDOW]
        page_fault "PAE paging: XD without EFER.NXE", 9, WINDOW, mov eax, [ebx]
        mov     dword ptr [tables + 4], 0
        invlpg  [WINDOW]
        clear_cr cr0, CR0_PG
        ret

execute_disable:
        write_msr EFER, EFER_NXE
        mov     byte ptr [WINDOW], 0xC3
        mov     dword ptr [tables + 4], 1 << 31
        set_cr  cr0, CR0_PG
        mov     ebx, WINDOW
        faults  "XD: data", NONE, 0, mov eax, [ebx]
        catch   1f
        call    ebx
1:      mov     esp, [catch_sp]
        mov     dword ptr [catch_ip], 0
        expect  "XD: a fetch", "dword ptr [seen_vector]", E_PF
        expect  "XD: error code", "dword ptr [seen_error]", 0x11
        expect  "XD: CR2", "dword ptr [seen_cr2]", WINDOW
        clear_cr cr0, CR0_PG
        write_msr EFER, 0
        clear_cr cr4, CR4_PAE
        ret

        .bss
        .align  0x1000
directory: .skip 0x1000
tables: .skip   0x3000
pdpt:   .skip   32
