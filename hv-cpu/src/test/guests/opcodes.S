# Undefined opcodes of 64-bit mode, and the limit of 15 bytes.

.set LONG, 1
        .include "harness.inc"

main:   call    undefined
        call    lengths
        ret

undefined:
        mov     rbx, 1 << 30
        faults  "UD0", E_UD, 0, .byte 0x0F, 0xFF, 0xC0
        faults  "UD1", E_UD, 0, .byte 0x0F, 0xB9, 0xC0
        faults  "UD2", E_UD, 0, ud2
        user_faults "UD2 by the user", E_UD, 0, ud2
        faults  "UD1 with a memory operand does not touch it", E_UD, 0, .byte 0x0F, 0xB9, 0x03
        faults  "0F 04", E_UD, 0, .byte 0x0F, 0x04
        faults  "0F 0A", E_UD, 0, .byte 0x0F, 0x0A
        faults  "0F 36", E_UD, 0, .byte 0x0F, 0x36
        faults  "0F 0C", E_UD, 0, .byte 0x0F, 0x0C
        faults  "D6", E_UD, 0, .byte 0xD6
        faults  "FF /7", E_UD, 0, .byte 0xFF, 0xF8
        faults  "FE /2", E_UD, 0, .byte 0xFE, 0xD0
        faults  "C6 /1", E_UD, 0, .byte 0xC6, 0xC8, 0
        faults  "8F /1", E_UD, 0, .byte 0x8F, 0xC8
        faults  "LEA of a register", E_UD, 0, .byte 0x8D, 0xC0
        faults  "MOV to the sixth segment register", E_UD, 0, .byte 0x8E, 0xF0
        faults  "MOV from the seventh segment register", E_UD, 0, .byte 0x8C, 0xF8
        faults  "LSS of a register", E_UD, 0, .byte 0x0F, 0xB2, 0xC0
        faults  "PUSHA", E_UD, 0, .byte 0x60
        faults  "POPA", E_UD, 0, .byte 0x61
        faults  "DAA", E_UD, 0, .byte 0x27
        faults  "AAM", E_UD, 0, .byte 0xD4, 10
        faults  "82 /0", E_UD, 0, .byte 0x82, 0xC0, 0
        faults  "LAHF", NONE, 0, lahf
        ret

lengths:
        mov     rbx, offset variable
        faults  "15 bytes", NONE, 0, .byte 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x90
        faults  "16 bytes", E_GP, 0, .byte 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x90
        faults  "15 bytes with an immediate", NONE, 0, .byte 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x81, 0xC0, 0, 0
        faults  "16 bytes with an immediate", E_GP, 0, .byte 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x81, 0xC0, 0, 0
        faults  "a NOP with a memory operand", NONE, 0, .byte 0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x40
        faults  "PAUSE", NONE, 0, pause
        faults  "CLFLUSH of an absent page", E_PF, 0, clflush [0x40000000]
        faults  "PREFETCHT0 of an absent page", NONE, 0, prefetcht0 [0x40000000]
        faults  "WBINVD", NONE, 0, wbinvd
        ret

        .bss
        .align  16
variable: .skip 16
