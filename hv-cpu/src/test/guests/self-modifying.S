# Code that is written while it is being executed, directly and through another linear address.

.set LONG, 1
        .include "harness.inc"

.set WINDOW, 0x400000
.set WINDOW_PT, pt + 0x2000
.set RW, 3
.set CODE_PAGE, WINDOW          # the frame of the same address
.set ALIAS, WINDOW + 0x3000     # is mapped to the same frame
.set MOV_EAX, 0xB8              # and four bytes of immediate
.set RETURN, 0xC3

# A function at an address that returns a number.
.macro function at, number
        mov     byte ptr [\at], MOV_EAX
        mov     dword ptr [\at + 1], \number
        mov     byte ptr [\at + 5], RETURN
.endm
.macro returns name, at, number
        mov     rbx, \at
        call    rbx
        expect  "\name", rax, \number
.endm

main:   mov     qword ptr [WINDOW_PT], CODE_PAGE + RW
        mov     qword ptr [WINDOW_PT + 24], CODE_PAGE + RW
        mov     rax, cr3
        mov     cr3, rax
        call    next_instruction
        call    functions
        call    aliases
        call    loops
        call    bulk
        call    crossing
        call    mapping
        call    modes
        call    processor
        ret

# The very next instructions are written.
next_instruction:
        mov     dword ptr [1f + 1], 0x55
1:      mov     eax, 0x11
        expect  "the next instruction", rax, 0x55
        mov     word ptr [2f], 0x9090
        mov     eax, 1
2:      inc     eax
        expect  "an instruction of the same block", rax, 1
        ret
functions:
        function CODE_PAGE, 1
        returns "a function", CODE_PAGE, 1
        mov     dword ptr [CODE_PAGE + 1], 2
        returns "its immediate is changed", CODE_PAGE, 2
        mov     byte ptr [CODE_PAGE + 3], 3
        returns "one byte of it", CODE_PAGE, 0x30002
        mov     dword ptr [CODE_PAGE], 0x00C3C031       # XOR EAX, EAX; RET
        returns "another instruction", CODE_PAGE, 0
        # data beside the code
        function CODE_PAGE, 7
        mov     ecx, 100
1:      mov     [CODE_PAGE + 0x800 + rcx * 4], ecx
        loop    1b
        returns "data beside code", CODE_PAGE, 7
        # the stack in the page of the code
        mov     rdx, rsp
        mov     rsp, CODE_PAGE + 0x800
        mov     rbx, CODE_PAGE
        call    rbx
        mov     rsp, rdx
        expect  "a stack beside code", rax, 7
        # a push over the code
        mov     rsp, CODE_PAGE + 8
        push    0x00C3C031
        mov     rsp, rdx
        returns "a push over code", CODE_PAGE, 0
        ret

aliases:
        function ALIAS, 0x21
        returns "written through one address, executed at the other", CODE_PAGE, 0x21
        returns "and at the first", ALIAS, 0x21
        mov     dword ptr [ALIAS + 1], 0x22
        returns "changed through the other address", CODE_PAGE, 0x22
        mov     dword ptr [CODE_PAGE + 1], 0x23
        returns "changed through its own", ALIAS, 0x23
        returns "and seen at both", CODE_PAGE, 0x23
        # code that changes itself through the other address
        mov     word ptr [CODE_PAGE], 0x05C7            # MOV DWORD PTR [RIP + …], 0x44
        mov     dword ptr [CODE_PAGE + 2], ALIAS + 11 - (CODE_PAGE + 10)
        mov     dword ptr [CODE_PAGE + 6], 0x44
        mov     byte ptr [CODE_PAGE + 10], MOV_EAX
        mov     dword ptr [CODE_PAGE + 11], 0x33
        mov     byte ptr [CODE_PAGE + 15], RETURN
        mov     rbx, CODE_PAGE
        call    rbx
        call    rbx
        expect  "code that changes itself through the other address", rax, 0x44
        ret

# A loop that changes its own body each time.
loops:  mov     ecx, 200
        xor     edx, edx
1:      inc     dword ptr [2f + 1]
2:      mov     eax, 0
        add     edx, eax
        loop    1b
        expect  "a loop that counts in its own instruction", rdx, 200*201/2
        # a hot loop, then changed
        mov     ecx, 10000
        xor     edx, edx
        call    hot
        mov     ecx, 10000
        mov     byte ptr [hot + 2], 2
        xor     edx, edx
        call    hot
        mov     byte ptr [hot + 2], 3
        mov     ecx, 10000
        call    hot
        expect  "a hot loop that is changed", rdx, 50000
        ret
hot:    add     edx, 1
        loop    hot
        ret

bulk:   function CODE_PAGE, 0x31
        function CODE_PAGE+0x100, 0x32
        returns "before a block move", CODE_PAGE, 0x31
        mov     rsi, CODE_PAGE + 0x100
        mov     rdi, CODE_PAGE
        mov     ecx, 6
        rep     movsb
        returns "REP MOVSB over code", CODE_PAGE, 0x32
        mov     rdi, CODE_PAGE + 1
        mov     al, 1
        mov     ecx, 4
        rep     stosb
        returns "REP STOSB over code", CODE_PAGE, 0x01010101
        mov     rdi, ALIAS + 1
        mov     eax, 5
        stosd
        returns "STOSD through the other address", CODE_PAGE, 5
        # REP STOS that writes the instruction behind itself
        mov     rdi, offset 1f
        mov     al, 0x90
        mov     ecx, 5
        mov     edx, 0
        rep     stosb
1:      mov     edx, 0x77
        expect  "REP STOSB over what follows it", rdx, 0
        ret

# A function that begins in one page and ends in the next.
crossing:
        mov     qword ptr [WINDOW_PT + 8], WINDOW + 0x1000 + RW
        mov     qword ptr [WINDOW_PT + 32], WINDOW + 0x1000 + RW
        mov     rax, cr3
        mov     cr3, rax
        function WINDOW+0xFFD, 0x01020304
        returns "an instruction across a page", WINDOW+0xFFD, 0x01020304
        mov     byte ptr [WINDOW + 0x1000], 0x99
        returns "changed in its second page", WINDOW+0xFFD, 0x01990304
        mov     byte ptr [WINDOW + 0x4001], 0x98
        mov     ecx, 0x98990304
        returns "changed there through another address", WINDOW+0xFFD, rcx
        ret

mapping:
        mov     qword ptr [WINDOW_PT + 40], WINDOW + 0x6000 + RW        # pages 5 and 6
        mov     qword ptr [WINDOW_PT + 48], WINDOW + 0x6000 + RW
        mov     rax, cr3
        mov     cr3, rax
        function WINDOW+0x6000, 0x51
        returns "a page", WINDOW+0x5000, 0x51
        mov     qword ptr [WINDOW_PT + 48], WINDOW + 0x7000 + RW
        invlpg  [WINDOW + 0x6000]
        function WINDOW+0x6000, 0x52
        mov     qword ptr [WINDOW_PT + 40], WINDOW + 0x7000 + RW
        invlpg  [WINDOW + 0x5000]
        returns "the page lies elsewhere", WINDOW+0x5000, 0x52
        mov     qword ptr [WINDOW_PT + 40], WINDOW + 0x6000 + RW
        invlpg  [WINDOW + 0x5000]
        returns "and is back", WINDOW+0x5000, 0x51
        ret

# The same bytes in 64-bit and compatibility mode: 48H is a prefix or DEC EAX.
modes:  mov     dword ptr [CODE_PAGE], 0x90C0FF48
        mov     byte ptr [CODE_PAGE + 4], RETURN
        mov     eax, 5
        mov     rbx, CODE_PAGE
        call    rbx
        expect  "48 FF C0 in 64-bit mode", rax, 6
        mov     [saved_sp], rsp
        mov     eax, 5
        ljmp    [to_32]
        .code32
in_32:  mov     ebx, CODE_PAGE
        call    ebx
        .byte   0xEA
        .long   1f
        .word   CODE64
        .code64
1:      mov     rsp, [saved_sp]
        expect  "48 FF C0 in compatibility mode", rax, 5
        mov     eax, 5
        mov     rbx, CODE_PAGE
        call    rbx
        expect  "and in 64-bit mode again", rax, 6
        ret

# Writes of the processor itself.
processor:
        mov     rbx, CODE_PAGE
        function CODE_PAGE, 0x61
        returns "before SGDT", CODE_PAGE, 0x61
        lgdt    [small_gdt]
        sgdt    [CODE_PAGE + 1]
        lgdt    [gdt_pointer]
        mov     byte ptr [CODE_PAGE + 5], RETURN
        movzx   ecx, word ptr [small_gdt]
        mov     edx, [small_gdt + 2]
        shl     edx, 16
        or      edx, ecx
        returns "SGDT over code", CODE_PAGE, rdx
        ret

        .data
        .align  8
to_32:  .long   in_32
        .word   CODE32
small_gdt: .word 0x4F
        .quad   gdt
        .bss
        .align  8
saved_sp: .skip 8
