# Availability, exceptions and alignment of MMX and SSE instructions, which user programs of a host can't be asked about.

.set LONG, 1
        .include "harness.inc"

.set E_NM, 7
.set E_MF, 16
.set E_XM, 19
.set CR0_EM, 1 << 2
.set CR0_TS, 1 << 3
.set CR0_NE, 1 << 5
.set ABSENT, 0x401000
.set ABSENT_ENTRY, pt + 0x2000 + 8
.set MXCSR_INITIAL, 0x1F80
.set MXCSR_ZE, 1 << 2
.set MXCSR_PE, 1 << 5

main:   mov     rbx, offset variable
        set_cr  cr0, CR0_NE
        call    unavailable
        call    memory
        call    exceptions
        call    mmx
        ret

unavailable:
        faults  "ADDPS without CR4.OSFXSR", E_UD, 0, addps xmm0, xmm1
        faults  "LDMXCSR without CR4.OSFXSR", E_UD, 0, ldmxcsr [rbx]
        faults  "MOVAPS to memory without CR4.OSFXSR", E_UD, 0, movaps [rbx], xmm0
        faults  "PADDB of MMX registers without CR4.OSFXSR", NONE, 0, paddb mm0, mm1
        emms
        set_cr  cr4, CR4_OSFXSR
        faults  "ADDPS", NONE, 0, addps xmm0, xmm1
        set_cr  cr0, CR0_TS
        faults  "ADDPS with CR0.TS", E_NM, 0, addps xmm0, xmm1
        faults  "PADDB of MMX registers with CR0.TS", E_NM, 0, paddb mm0, mm1
        faults  "EMMS with CR0.TS", E_NM, 0, emms
        faults  "STMXCSR with CR0.TS", E_NM, 0, stmxcsr [rbx]
        faults  "MOVNTI with CR0.TS", NONE, 0, movnti [rbx], eax
        faults  "PREFETCHT0 with CR0.TS", NONE, 0, prefetcht0 [rbx]
        faults  "SFENCE with CR0.TS", NONE, 0, sfence
        faults  "CRC32 with CR0.TS", NONE, 0, crc32 eax, ebx
        clear_cr cr0, CR0_TS
        set_cr  cr0, CR0_EM
        faults  "ADDPS with CR0.EM", E_UD, 0, addps xmm0, xmm1
        faults  "PADDB of MMX registers with CR0.EM", E_UD, 0, paddb mm0, mm1
        set_cr  cr0, CR0_TS
        faults  "ADDPS with both", E_UD, 0, addps xmm0, xmm1
        clear_cr cr0, CR0_EM | CR0_TS
        ret

memory:
        faults  "MOVAPS", NONE, 0, movaps xmm0, [rbx]
        faults  "MOVAPS from elsewhere", E_GP, 0, movaps xmm0, [rbx + 8]
        faults  "MOVAPS to elsewhere", E_GP, 0, movaps [rbx + 1], xmm0
        faults  "PADDB from elsewhere", E_GP, 0, paddb xmm0, [rbx + 4]
        faults  "MOVUPS from elsewhere", NONE, 0, movups xmm0, [rbx + 1]
        mov     qword ptr [ABSENT_ENTRY], 0
        invlpg  [ABSENT]
        faults  "MOVUPS from half an absent page", E_PF, 0, movups xmm0, [ABSENT - 8]
        mov     rax, cr2
        expect  "its address is the page's", rax, ABSENT
        faults  "MOVAPS from an absent page, and from elsewhere", E_GP, 0, movaps xmm0, [ABSENT + 8]
        mov     qword ptr [ABSENT - 8], 5
        faults  "MOVUPS to half an absent page", E_PF, 2, movups [ABSENT - 8], xmm0
        expect  "nothing is written", "qword ptr [ABSENT - 8]", 5
        mov     dword ptr [rbx], 0x10000 | MXCSR_INITIAL
        faults  "LDMXCSR with a reserved bit", E_GP, 0, ldmxcsr [rbx]
        stmxcsr [rbx]
        expect  "MXCSR stays", "qword ptr [rbx]", MXCSR_INITIAL
        mov     dword ptr [rbx], MXCSR_INITIAL
        ldmxcsr [rbx]
        ret

exceptions:
        mov     eax, 1
        cvtsi2sd xmm0, eax
        xorpd   xmm1, xmm1
        divsd   xmm0, xmm1
        stmxcsr [rbx]
        expect  "a masked division by zero sets its flag", "qword ptr [rbx]", MXCSR_INITIAL | MXCSR_ZE
        cvtsi2sd xmm0, eax
        mov     dword ptr [rbx], 0
        ldmxcsr [rbx]
        faults  "a division by zero without CR4.OSXMMEXCPT", E_UD, 0, divsd xmm0, xmm1
        set_cr  cr4, CR4_OSXMMEXCPT
        faults  "a division by zero with it", E_XM, 0, divsd xmm0, xmm1
        cvtsd2si rax, xmm0
        expect  "and the destination stays", rax, 1
        cvtsi2sd xmm0, eax
        mov     eax, 3
        cvtsi2sd xmm1, eax
        faults  "an inexact quotient", E_XM, 0, divsd xmm0, xmm1
        stmxcsr [rbx]
        expect  "both are flagged", "qword ptr [rbx]", MXCSR_ZE | MXCSR_PE
        faults  "an exact sum after them", NONE, 0, addsd xmm0, xmm1
        mov     dword ptr [rbx], MXCSR_INITIAL
        ldmxcsr [rbx]
        ret

mmx:
        fninit
        fld1
        fldz
        paddb   mm0, mm1
        fnstenv [rbx]
        movzx   eax, word ptr [rbx + 4]
        expect  "MMX resets the top of the x87 stack", rax, 0
        emms
        fnstenv [rbx]
        movzx   eax, word ptr [rbx + 8]
        expect  "EMMS empties all registers", rax, 0xFFFF
        fninit
        mov     word ptr [rbx], 0x37B
        fldcw   [rbx]
        fld1
        fldz
        fdivp   st(1), st
        faults  "MMX while an x87 exception waits", E_MF, 0, paddb mm0, mm1
        faults  "EMMS while an x87 exception waits", E_MF, 0, emms
        faults  "SSE does not care", NONE, 0, addps xmm0, xmm1
        fninit
        faults  "MMX after it was cleared", NONE, 0, paddb mm0, mm1
        emms
        ret

        .bss
        .align  16
variable: .skip 64
