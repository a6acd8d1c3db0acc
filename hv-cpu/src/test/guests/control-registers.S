# Values that control registers do not take in 64-bit mode.

.set LONG, 1
        .include "harness.inc"

main:
        mov     rax, cr0
        mov     rcx, rax
        btr     rcx, 0
        faults  "CR0.PG without CR0.PE", E_GP, 0, mov cr0, rcx
        mov     rcx, rax
        btr     rcx, 31
        faults  "CR0.PG stays in 64-bit mode", E_GP, 0, mov cr0, rcx
        mov     rcx, rax
        bts     rcx, 29
        btr     rcx, 30
        faults  "CR0.NW without CR0.CD", E_GP, 0, mov cr0, rcx
        mov     rcx, rax
        bts     rcx, 32
        faults  "CR0 has no upper half", E_GP, 0, mov cr0, rcx
        mov     rcx, cr4
        btr     rcx, 5
        faults  "CR4.PAE stays in 64-bit mode", E_GP, 0, mov cr4, rcx
        mov     rcx, cr4
        bts     rcx, 31
        faults  "a reserved bit of CR4", E_GP, 0, mov cr4, rcx
        mov     rcx, cr3
        bts     rcx, 62
        faults  "a reserved bit of CR3", E_GP, 0, mov cr3, rcx
        ret
