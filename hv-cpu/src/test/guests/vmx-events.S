# Events that a VM entry injects into a 64-bit guest: what reaches the handler, what an exit tells when delivery fails, and entries that are refused.

.set LONG, 1
        .include "harness.inc"
        .include "vmx.inc"
        .include "vmx-guest.inc"

.set MTF_EXIT, 37
.set MTF_CONTROL, 1 << 27
.set NMI, TYPE_NMI | 2
.set VECTOR, 0x2E
.set BLOCKING_BY_STI, 1
.set BLOCKING_BY_MOV_SS, 2
.set BLOCKING_BY_NMI, 8
.set IN_HLT, 1
.set ODD_FLAGS_BITS, FLAG_CF | FLAG_DF | 2

main:   call    launchable
        call    delivered
        call    privilege
        call    nested
        call    stack_faults
        call    nmis
        call    monitor_trap
        call    states
        call    refused
        ret

# Enters with an event at the NOP `here`; `length` counts for software events alone.
.macro inject event, error=0, length=0
        put     ENTRY_EVENT, "\event + VALID"
        put     ENTRY_ERROR_CODE, \error
        put     ENTRY_INSTRUCTION_LENGTH, \length
        put     GUEST_RIP, "offset here"
        call    enter
.endm
# One case: exits clear the valid bit alone.
.macro spent name, event
        expect_32 "\name: the valid bit is cleared", entry_event, \event
.endm
# Cases: the event reaches its handler, though all exceptions exit.
.macro arrives name, event, error, length, rip
        inject  (\event), \error, \length
        exit_is "\name", VMCALL_EXIT, "offset guest_stubs + ((\event) & 0xFF) * GUEST_STUB_BYTES"
        vectoring_is "\name", NONE
        spent   "\name", \event
        mov     rbx, [exit_rsp]
.if (\event) & HAS_CODE
        expect  "\name: error code on the stack", "qword ptr [rbx]", \error
        add     rbx, 8
.endif
        expect  "\name: RIP on the stack", "qword ptr [rbx]", "\rip"
        expect  "\name: CS on the stack", "qword ptr [rbx + 8]", "qword ptr [pushed_cs]"
        mov     rax, [guest_flags]
        expect  "\name: RFLAGS on the stack", "qword ptr [rbx + 16]", rax
.endm
delivered:
        mov     eax, 0x1234
        mov     cr2, rax
        xor     eax, eax
        mov     dr6, rax
        mov     qword ptr [pushed_cs], CODE64
        mov     qword ptr [guest_flags], ODD_FLAGS_BITS | FLAG_IF
        arrives "an external interrupt", TYPE_EXTERNAL+VECTOR, 0, 0, "offset here"
        mov     rax, [exit_flags]
        and     eax, FLAG_IF | FLAG_CF
        expect  "an external interrupt: IF is cleared", rax, FLAG_CF
        mov     qword ptr [guest_flags], ODD_FLAGS_BITS | FLAG_RF
        arrives "#UD", TYPE_EXCEPTION+E_UD, 0, 9, "offset here"
        arrives "#GP", TYPE_EXCEPTION+HAS_CODE+E_GP, 0x5678, 9, "offset here"
        arrives "#PF", TYPE_EXCEPTION+HAS_CODE+E_PF, 7, 0, "offset here"
        mov     rax, cr2
        expect  "#PF: CR2 is the hypervisor's to write", rax, 0x1234
        arrives "#DB", TYPE_EXCEPTION+E_DB, 0, 0, "offset here"
        arrives "#DF", TYPE_EXCEPTION+HAS_CODE+E_DF, 0, 0, "offset here"
        arrives "#AC", TYPE_EXCEPTION+HAS_CODE+E_AC, 0, 0, "offset here"
        arrives "INT n", TYPE_INT+VECTOR, 0, 2, "offset here + 2"
        arrives "INT n with prefixes", TYPE_INT+VECTOR, 0, 15, "offset here + 15"
        arrives "INT3", TYPE_SOFTWARE+E_BP, 0, 1, "offset here + 1"
        arrives "INT1", TYPE_INT1+E_DB, 0, 1, "offset here + 1"
        mov     rax, dr6
        xor     eax, 0xFFFF0FF0
        expect  "DR6 stays", rax, 0
        mov     qword ptr [guest_flags], 2
        ret

# The gate's privilege level counts for INT n, INT3 and INTO.
privilege:
        as_user
        mov     qword ptr [pushed_cs], USER_CODE64
        arrives "the user: #BP as hardware would raise it", TYPE_EXCEPTION+E_BP, 0, 0, "offset here"
        as_user
        arrives "the user: INT1", TYPE_INT1+E_DB, 0, 1, "offset here + 1"
        as_user
        inject  TYPE_INT+VECTOR, 0, 2
        exit_is "the user: INT n", EXCEPTION, "offset here"
        exception_is "the user: INT n", E_GP, VECTOR*8+2
        vectoring_is "the user: INT n", TYPE_INT+VECTOR
        expect  "the user: INT n: length", "qword ptr [exit_length]", 2
        inject  TYPE_SOFTWARE+E_BP, 0, 1
        exit_is "the user: INT3", EXCEPTION, "offset here"
        exception_is "the user: INT3", E_GP, E_BP*8+2
        vectoring_is "the user: INT3", TYPE_SOFTWARE+E_BP
        expect  "the user: INT3: length", "qword ptr [exit_length]", 1
        as_kernel
        ret

# Cases: the gate is absent, so that #NP exits and names the event.
.macro not_delivered name, event, error, length, ext
        mov     byte ptr [guest_idt + ((\event) & 0xFF) * 16 + 5], 0x0E
        inject  (\event), \error, \length
        exit_is "absent gate: \name", EXCEPTION, "offset here"
        exception_is "absent gate: \name", E_NP, ((\event)&0xFF)*8+2+\ext
        vectoring_is "absent gate: \name", "\event", \error
.if \length
        expect  "absent gate: \name: length", "qword ptr [exit_length]", \length
.endif
        spent   "absent gate: \name", \event
        expect  "absent gate: \name: RSP", "qword ptr [exit_rsp]", "offset guest_stack_top"
        mov     byte ptr [guest_idt + ((\event) & 0xFF) * 16 + 5], 0x8E
.endm
nested: mov     qword ptr [guest_flags], FLAG_IF | 2
        not_delivered "an external interrupt", TYPE_EXTERNAL+VECTOR, 0, 0, 1
        mov     qword ptr [guest_flags], 2
        not_delivered "an NMI", TYPE_NMI+2, 0, 0, 1
        not_delivered "#UD", TYPE_EXCEPTION+E_UD, 0, 0, 1
        not_delivered "#GP", TYPE_EXCEPTION+HAS_CODE+E_GP, 0x44, 0, 1
        not_delivered "#PF", TYPE_EXCEPTION+HAS_CODE+E_PF, 2, 0, 1
        not_delivered "INT n", TYPE_INT+VECTOR, 0, 2, 0
        not_delivered "INT3", TYPE_SOFTWARE+E_BP, 0, 1, 0
        not_delivered "INT1", TYPE_INT1+E_DB, 0, 1, 1
        put     EXCEPTION_BITMAP, "1 << E_DF"
        mov     byte ptr [guest_idt + E_GP * 16 + 5], 0x0E
        inject  TYPE_EXCEPTION+HAS_CODE+E_GP
        exit_is "#GP, then #NP: #DF", EXCEPTION, "offset here"
        exception_is "#GP, then #NP: #DF", E_DF, 0
        vectoring_is "#GP, then #NP: #DF", NONE
        put     EXCEPTION_BITMAP, 0
        mov     byte ptr [guest_idt + E_DF * 16 + 5], 0x0E
        inject  TYPE_EXCEPTION+HAS_CODE+E_DF
        exit_is "#DF that can't be delivered", TRIPLE_FAULT, "offset here"
        vectoring_is "#DF that can't be delivered", NONE
        spent   "#DF that can't be delivered", TYPE_EXCEPTION+HAS_CODE+E_DF
        mov     byte ptr [guest_idt + E_DF * 16 + 5], 0x8E
        mov     byte ptr [guest_idt + E_GP * 16 + 5], 0x8E
        mov     byte ptr [guest_idt + E_UD * 16 + 5], 0x0E
        inject  TYPE_EXCEPTION+E_UD     # is benign, so that #NP is delivered in its place
        exit_is "#UD, then #NP", VMCALL_EXIT, "offset guest_stubs + E_NP * GUEST_STUB_BYTES"
        mov     rbx, [exit_rsp]
        expect  "#UD, then #NP: error code on the stack", "qword ptr [rbx]", E_UD*8+3
        expect  "#UD, then #NP: RIP on the stack", "qword ptr [rbx + 8]", "offset here"
        inject  TYPE_INT+E_UD, 0, 2     # and returns to the instruction then
        mov     rbx, [exit_rsp]
        expect  "INT n, then #NP: error code on the stack", "qword ptr [rbx]", E_UD*8+2
        expect  "INT n, then #NP: RIP on the stack", "qword ptr [rbx + 8]", "offset here"
        mov     byte ptr [guest_idt + E_UD * 16 + 5], 0x8E
        put     EXCEPTION_BITMAP, 0xFFFFFFFF
        ret

stack_faults:
        mov     qword ptr [guest_rsp], ABSENT + 0x800
        inject  TYPE_EXCEPTION+E_UD
        exit_is "an absent stack", EXCEPTION, "offset here"
        exception_is "an absent stack", E_PF, 2
        vectoring_is "an absent stack", TYPE_EXCEPTION+E_UD
        expect  "an absent stack: qualification", "qword ptr [exit_qualification]", ABSENT+0x7F8
        inject  TYPE_INT+VECTOR, 0, 2
        vectoring_is "an absent stack, INT n", TYPE_INT+VECTOR
        expect  "an absent stack, INT n: length", "qword ptr [exit_length]", 2
        movabs  rax, NOWHERE
        mov     [guest_rsp], rax
        inject  TYPE_EXCEPTION+HAS_CODE+E_GP, 0x44
        exit_is "a stack that is not canonical", EXCEPTION, "offset here"
        exception_is "a stack that is not canonical", E_SS, 1
        vectoring_is "a stack that is not canonical", TYPE_EXCEPTION+HAS_CODE+E_GP, 0x44
        as_kernel
        ret

nmis:   inject  NMI
        exit_is "an NMI", VMCALL_EXIT, "offset guest_stubs + 2 * GUEST_STUB_BYTES"
        expect  "an NMI blocks others", "qword ptr [exit_interruptibility]", BLOCKING_BY_NMI
        put     PIN_CONTROLS, "NMI_EXITING + VIRTUAL_NMIS + 0x16"
        inject  NMI
        exit_is "a virtual NMI", VMCALL_EXIT, "offset guest_stubs + 2 * GUEST_STUB_BYTES"
        expect  "a virtual NMI blocks others", "qword ptr [exit_interruptibility]", BLOCKING_BY_NMI
        mov     qword ptr [guest_blocking], BLOCKING_BY_NMI
        inject  NMI
        expect_32 "a virtual NMI while they are blocked", exit_reason, BAD_GUEST_STATE
        put     ENTRY_EVENT, 0
        put     GUEST_RIP, "offset returning"
        call    enter
        exit_is "IRET", VMCALL_EXIT, "offset returned"
        expect  "IRET ends blocking by NMI", "qword ptr [exit_interruptibility]", 0
        put     GUEST_RIP, "offset faulting_return"
        as_kernel
        mov     rax, NOWHERE
        mov     [guest_rsp], rax
        call    enter
        exit_is "IRET that faults", EXCEPTION, "offset faulting_return"
        expect_32 "IRET that faults tells that NMIs are no longer blocked", exit_event, VALID+TYPE_EXCEPTION+HAS_CODE+E_SS+(1<<12)
        expect  "IRET that faults ends blocking by NMI", "qword ptr [exit_interruptibility]", 0
        as_kernel
        mov     qword ptr [guest_blocking], 0
        put     PIN_CONTROLS, 0x16
        ret

monitor_trap:
        controls MTF_CONTROL
        inject  TYPE_EXCEPTION+E_UD
        exit_is "MTF after an injected event", MTF_EXIT, "offset guest_stubs + E_UD * GUEST_STUB_BYTES"
        vectoring_is "MTF after an injected event", NONE
        put     ENTRY_EVENT, 0
        put     GUEST_RIP, "offset here"
        call    enter
        exit_is "MTF after an instruction", MTF_EXIT, "offset here + 1"
        controls 0
        ret

states: put     GUEST_ACTIVITY, IN_HLT
        mov     qword ptr [guest_flags], FLAG_IF | 2
        inject  TYPE_EXTERNAL+VECTOR
        exit_is "an interrupt wakes from HLT", VMCALL_EXIT, "offset guest_stubs + VECTOR * GUEST_STUB_BYTES"
        expect  "an interrupt wakes from HLT: active", "qword ptr [exit_activity]", 0
        mov     qword ptr [guest_blocking], BLOCKING_BY_MOV_SS
        mov     byte ptr [guest_idt + E_UD * 16 + 5], 0x0E
        inject  TYPE_EXCEPTION+E_UD
        mov     rax, [exit_interruptibility]
        and     eax, BLOCKING_BY_STI | BLOCKING_BY_MOV_SS
        expect  "blocking by MOV SS ends with the event", rax, 0
        mov     byte ptr [guest_idt + E_UD * 16 + 5], 0x8E
        mov     qword ptr [guest_blocking], 0
        mov     qword ptr [guest_flags], 2
        ret

# Cases: VMfailValid; the valid bit stays.
.macro refuses name, error, event, code=0, length=0
        inject  (\event), \code, \length
        expect  "refused: \name", "qword ptr [exit_reason]", -\error
        mov     edx, ENTRY_EVENT
        vmread  rax, rdx
        mov     [entry_event], rax
        expect_32 "refused: \name: the valid bit stays", entry_event, VALID+\event
.endm
.macro fails name, event
        inject  (\event)
        expect_32 "failed entry: \name", exit_reason, BAD_GUEST_STATE
        expect_32 "failed entry: \name: the valid bit stays", entry_event, VALID+\event
.endm
refused:
        refuses "a reserved type", 7, TYPE_EXTERNAL+(1<<8)+VECTOR
        refuses "an NMI of another vector", 7, TYPE_NMI+3
        refuses "an exception beyond 31", 7, TYPE_EXCEPTION+32
        refuses "a reserved bit", 7, TYPE_EXCEPTION+E_UD+(1<<13)
        refuses "#GP without an error code", 7, TYPE_EXCEPTION+E_GP
        refuses "#UD with one", 7, TYPE_EXCEPTION+HAS_CODE+E_UD
        refuses "INT n with one", 7, TYPE_INT+HAS_CODE+E_GP, 0, 2
        refuses "an error code of more than 16 bits", 7, TYPE_EXCEPTION+HAS_CODE+E_GP, 0x10000
        refuses "an instruction of 16 bytes", 7, TYPE_INT+VECTOR, 0, 16
        fails   "an interrupt with IF = 0", TYPE_EXTERNAL+VECTOR
        mov     qword ptr [guest_flags], FLAG_IF | 2
        mov     qword ptr [guest_blocking], BLOCKING_BY_STI
        fails   "an interrupt while STI blocks", TYPE_EXTERNAL+VECTOR
        mov     qword ptr [guest_blocking], BLOCKING_BY_MOV_SS
        fails   "an interrupt while MOV SS blocks", TYPE_EXTERNAL+VECTOR
        fails   "an NMI while MOV SS blocks", NMI
        mov     qword ptr [guest_blocking], 0
        put     GUEST_ACTIVITY, IN_HLT
        fails   "#UD in HLT", TYPE_EXCEPTION+E_UD
        put     GUEST_ACTIVITY, 0
        mov     qword ptr [guest_flags], 2
        put     ENTRY_EVENT, 0
        put     GUEST_RIP, "offset here"
        call    enter
        exit_is "then all is well", VMCALL_EXIT, "offset here + 16"
        ret

        .section .user, "awx"
here:   .skip   16, 0x90
        vmcall
returning:
        mov     eax, offset returned
        push    DATA
        push    offset guest_stack_top
        push    2
        push    CODE64
        push    rax
faulting_return:
        iretq
returned: vmcall
        .bss
        .align  8
pushed_cs: .skip 8
