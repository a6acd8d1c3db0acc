# The boot sector of a disk that holds a guest as it lies in memory from 1 MByte on: for emulators that know nothing of multiboot. It copies
# the sectors behind it to 1 MByte, 32 KBytes at a time, and goes to the entry point in 32-bit protected mode.

        .intel_syntax noprefix
        .code16
.set SECTORS, 64                # at a time
.set BUFFER, 0x10000
.set FLAT_DATA, 8
.set FLAT_CODE, 16

        .globl  _start
_start: cli
        xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     sp, 0x7C00
        mov     [drive], dl
        in      al, 0x92                # open the A20 gate
        or      al, 2
        and     al, 0xFE
        out     0x92, al
        mov     bp, [chunks]
next:   mov     si, offset packet
        mov     ah, 0x42                # extended read
        mov     dl, [drive]
        int     0x13
        jc      failed
        cli
        lgdt    [gdt_pointer]           # a segment of 4 GBytes, from a moment in protected mode
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        mov     bx, FLAT_DATA
        mov     ds, bx
        mov     es, bx
        and     al, 0xFE
        mov     cr0, eax
        mov     edi, cs:[target]
        mov     esi, BUFFER
        mov     ecx, SECTORS * 512 / 4
        addr32 rep movsd
        xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     [target], edi
        add     dword ptr [sector], SECTORS
        dec     bp
        jnz     next
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        .byte   0x66, 0xEA
        .long   protected
        .word   FLAT_CODE
failed: hlt
        jmp     failed

        .code32
protected:
        mov     eax, FLAT_DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        jmp     [entry]

        .align  4
target: .long   0x100000
packet: .byte   16, 0
        .word   SECTORS, 0, BUFFER >> 4
sector: .long   1, 0
drive:  .byte   0
gdt_pointer: .word 23
        .long   gdt
        .align  8
gdt:    .quad   0, 0x00CF93000000FFFF, 0x00CF9B000000FFFF

        .org    502
chunks: .word   0               # to be filled in
entry:  .long   0               # and this
        .word   0
        .word   0xAA55
