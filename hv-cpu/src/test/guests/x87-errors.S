# x87 exceptions with CR0.NE = 0, as MS-DOS programs know them: FERR# to line 13 of the 8259s, and port F0H.

        .include "harness.inc"

.set CR0_MP, 1 << 1
.set CR0_EM, 1 << 2
.set CR0_NE, 1 << 5
.set MASTER, 0x20
.set SLAVE, 0xA0
.set LINE_13, 0x2D              # the slave's vectors begin at 28H
.set MF, 16
.set ZERO, 1 << 2
.set SUMMARY, 1 << 7
.set UNMASK_ZE, 0x37B
.set ERROR_PORT, 0xF0

# What the handler does.
.set CLEAR, 1                   # FNCLEX
.set IGNORE, 2                  # write to port F0H

.macro pic port, value
        mov     al, \value
        out     \port, al
.endm
# The handler's log begins anew, and interrupts are let in.
.macro listen how
        mov     dword ptr [count], 0
        mov     dword ptr [seen_ip], 0
        mov     dword ptr [way], \how
        mov     dword ptr [hook], offset handler
        sti
.endm
.macro deaf
        nop
        cli
        mov     dword ptr [hook], 0
.endm
# 1 / 0, without a look at exceptions: they wait afterwards.
.macro divide_by_zero
        fninit
        fldz
        fld1
        fldcw   [unmasked]
        fdiv    st, st(1)
.endm
# One case: the instruction reports what waits, at itself, and then comes to its end.
.macro reports name, instruction:vararg
        divide_by_zero
        listen  CLEAR | IGNORE
.Lat\@: \instruction
        deaf
        expect  "\name", "dword ptr [count]", 1
        expect  "\name: at itself", "dword ptr [seen_ip]", "offset .Lat\@"
.endm
.macro reports_nothing name, instruction:vararg
        divide_by_zero
        listen  CLEAR | IGNORE
        \instruction
        deaf
        expect  "\name", "dword ptr [count]", 0
        fnclex
.endm

main:   pic     MASTER, 0x11
        pic     MASTER + 1, 0x20
        pic     MASTER + 1, 4
        pic     MASTER + 1, 1
        pic     SLAVE, 0x11
        pic     SLAVE + 1, 0x28
        pic     SLAVE + 1, 2
        pic     SLAVE + 1, 1
        pic     MASTER + 1, 0xFB        # the slave alone, of which line 13 alone
        pic     SLAVE + 1, 0xDF
        clear_cr cr0, CR0_NE|CR0_EM
        set_cr  cr0, CR0_MP
        call    waiting
        call    going_on
        call    native
        ret

waiting:
        divide_by_zero
        listen  CLEAR | IGNORE
        fwait
        deaf
        expect  "FWAIT reports", "dword ptr [count]", 1
        expect  "the vector is line 13's", "dword ptr [last_vector]", LINE_13
        mov     eax, [last_status]
        and     eax, ZERO|SUMMARY
        expect  "the status word tells of it", eax, ZERO|SUMMARY
        fnstsw  ax
        and     eax, ZERO|SUMMARY
        expect  "the handler has cleared it", eax, 0
        fwait
        expect  "once", "dword ptr [count]", 1
        reports "FWAIT", fwait
        reports "FLD", fld1
        reports "FCLEX", fclex
        reports "an MMX instruction", movd eax, mm0
        reports_nothing "FNSTSW does not wait", fnstsw ax
        reports_nothing "FNSTCW does not wait", fnstcw [scratch]
        reports_nothing "FNSAVE does not wait", fnsave [image]
        fninit
        fldz
        fld1
        fdiv    st, st(1)
        listen  CLEAR | IGNORE
        fwait
        deaf
        expect  "masked exceptions are not reported", "dword ptr [count]", 0
        ret

# A handler that leaves the exception where it is, but writes to port F0H: instructions go on.
going_on:
        divide_by_zero
        listen  IGNORE
        fwait
        fwait
        fld1
        fstp    st(0)
        deaf
        expect  "port F0H lets instructions go on", "dword ptr [count]", 1
        fnstsw  ax
        and     eax, ZERO|SUMMARY
        expect  "though the exception still waits", eax, ZERO|SUMMARY
        fnclex
        divide_by_zero
        listen  CLEAR | IGNORE
        fwait
        deaf
        expect  "until it is cleared: the next is reported", "dword ptr [count]", 1
        divide_by_zero
        listen  IGNORE
        fwait
        fldcw   [masked]
        fldcw   [unmasked]
        deaf
        expect  "ignored until it is masked", "dword ptr [count]", 1
        listen  CLEAR | IGNORE
        fwait
        deaf
        expect  "and reported anew once it is not", "dword ptr [count]", 1
        fninit
        out     ERROR_PORT, al                  # nothing is there to ignore
        divide_by_zero
        listen  CLEAR | IGNORE
        fwait
        deaf
        expect  "port F0H does nothing without an exception", "dword ptr [count]", 1
        ret

# With CR0.NE it is an exception.
native: set_cr  cr0, CR0_NE
        divide_by_zero
        faults  "CR0.NE: #MF", MF, 0, fwait
        fnclex
        listen  CLEAR | IGNORE
        fwait
        deaf
        expect  "and line 13 is silent", "dword ptr [count]", 0
        ret

handler:
        inc     dword ptr [count]
        mov     eax, [seen_vector]
        mov     [last_vector], eax
        fnstsw  ax
        mov     [last_status], eax
        test    dword ptr [way], IGNORE
        jz      1f
        out     ERROR_PORT, al
1:      test    dword ptr [way], CLEAR
        jz      2f
        fnclex
2:      pic     SLAVE, 0x20
        pic     MASTER, 0x20
        ret

        .data
unmasked: .word UNMASK_ZE
masked: .word   0x37F
        .bss
        .align  4
scratch: .skip  4
count:  .skip   4
way:    .skip   4
last_vector: .skip 4
last_status: .skip 4
image:  .skip   108
