# The A20 gates of a PC: bit 1 of port 92H, and bit 1 of the keyboard controller's output port. Megabytes of odd number are out of reach while both are
# closed, so what happens then happens in low memory, without a stack.

        .include "harness.inc"

.set EVEN, 0x200000             # they differ in bit 20
.set ODD, 0x300000
.set CODE_AT, 0x100             # from there
.set OPEN, 1
.set CLOSED, 2
.set BELOW, 0x80000             # the same around 1 MByte
.set ABOVE, 0x180000
.set DIRECTORY, 0x210000

# What is done to the gates.
.set PORT_92, 1                 # write the next byte to port 92H
.set OUTPUT_PORT, 2             # or to the output port
.set COMMAND, 3                 # or to port 64H

# One case: after these steps, data is that behind open gates, or closed ones.
.macro gates name, wanted, steps:vararg
        .pushsection .low
.Lsteps\@: .byte \steps
        .byte   0
        .popsection
        mov     esi, offset .Lsteps\@ - low_start + (LOW << 4)
        call    [measure_at]
        expect  "\name", eax, \wanted
.endm

main:   copy_low
        mov     dword ptr [BELOW], CLOSED
        mov     dword ptr [ABOVE], OPEN
        mov     dword ptr [ODD + CODE_AT], 0x01B2       # mov dl, OPEN
        mov     dword ptr [EVEN + CODE_AT], 0x02B2      # mov dl, CLOSED
        mov     word ptr [ODD + CODE_AT + 2], 0xE5FF    # jmp ebp
        mov     word ptr [EVEN + CODE_AT + 2], 0xE5FF
        xor     edi, edi
        gates   "open at first", OPEN, 0
        gates   "both closed", CLOSED, PORT_92, 0, OUTPUT_PORT, 0xDD
        expect  "wraps at 1 MByte", ebx, CLOSED
        expect  "code is fetched through the gate", edx, CLOSED
        gates   "open again", OPEN, 0
        expect  "no wrap at 1 MByte", ebx, OPEN
        expect  "code is fetched from where it is", edx, OPEN
        gates   "both closed the other way round", CLOSED, OUTPUT_PORT, 0xDD, PORT_92, 0
        gates   "port 92H opens", OPEN, OUTPUT_PORT, 0xDD, PORT_92, 0, PORT_92, 2
        gates   "the output port opens", OPEN, PORT_92, 0, OUTPUT_PORT, 0xDD, OUTPUT_PORT, 0xDF
        gates   "command DDH closes", CLOSED, PORT_92, 0, COMMAND, 0xDD
        gates   "command DFH opens", OPEN, PORT_92, 0, COMMAND, 0xDD, COMMAND, 0xDF
        gates   "one gate that is open is enough: the output port", OPEN, PORT_92, 0
        gates   "one gate that is open is enough: port 92H", OPEN, OUTPUT_PORT, 0xDD
        call    told
        call    paged
        ret

# Both tell how they are.
told:   in      al, 0x92
        and     eax, 2
        expect  "port 92H tells that it is open", eax, 2
        mov     al, 0xD0
        out     0x64, al
1:      in      al, 0x64
        test    al, 1
        jz      1b
        in      al, 0x60
        and     eax, 2
        expect  "the output port tells that it is open", eax, 2
        ret

# Linear addresses from 4 MByte on are physical ones from 0 on.
paged:  set_cr  cr4, CR4_PSE
        mov     dword ptr [DIRECTORY], 0x83
        mov     dword ptr [DIRECTORY + 4], 0x83
        mov     eax, DIRECTORY
        mov     cr3, eax
        set_cr  cr0, CR0_PG
        mov     edi, 0x400000
        gates   "paging: open", OPEN, 0
        gates   "paging: physical addresses are masked", CLOSED, PORT_92, 0, OUTPUT_PORT, 0xDD
        gates   "paging: and no longer", OPEN, 0
        clear_cr cr0, CR0_PG
        ret

        .data
measure_at: .long measure - low_start + (LOW << 4)

# Does the steps at ESI and opens both gates in the end. EAX: whether what was written to both addresses is found, or the last; EBX: what is found above
# 1 MByte; EDX: which code is found.
        .section .low, "awx"
measure:
        cld
1:      lodsb
        mov     ah, al
        cmp     ah, 0
        je      6f
2:      in      al, 0x64                # the controller has taken what came before
        test    al, 2
        jnz     2b
        cmp     ah, PORT_92
        jne     3f
        lodsb
        out     0x92, al
        jmp     1b
3:      cmp     ah, COMMAND
        je      5f
        mov     al, 0xD1
        out     0x64, al
4:      in      al, 0x64
        test    al, 2
        jnz     4b
        lodsb
        out     0x60, al
        jmp     1b
5:      lodsb
        out     0x64, al
        jmp     1b
6:      mov     dword ptr [edi + ODD], OPEN
        mov     dword ptr [edi + EVEN], CLOSED
        mov     eax, [edi + ODD]
        mov     ebx, [ABOVE]
        mov     ebp, offset 7f - low_start + (LOW << 4)
        mov     ecx, ODD + CODE_AT
        xor     edx, edx
        jmp     ecx
7:      mov     ecx, eax
        mov     al, 2
        out     0x92, al
8:      in      al, 0x64
        test    al, 2
        jnz     8b
        mov     al, 0xDF
        out     0x64, al
9:      in      al, 0x64
        test    al, 2
        jnz     9b
        mov     eax, ecx
        ret
