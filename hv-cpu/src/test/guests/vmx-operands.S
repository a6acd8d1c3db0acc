# VMX instructions of a 64-bit hypervisor: faults of their memory operands, what comes before which, prefixes, compatibility mode.

.set LONG, 1
        .include "harness.inc"
        .include "vmx.inc"

.set ALL_CONTEXTS, 2
.set FS_BASE, 0xC0000100

# ---- each instruction with its memory operand; RAX is the other operand ----
.macro do_vmxon operand:vararg
        vmxon   qword ptr \operand
.endm
.macro do_vmclear operand:vararg
        vmclear qword ptr \operand
.endm
.macro do_vmptrld operand:vararg
        vmptrld qword ptr \operand
.endm
.macro do_vmptrst operand:vararg
        vmptrst qword ptr \operand
.endm
.macro do_vmread operand:vararg
        vmread  qword ptr \operand, rax
.endm
.macro do_vmwrite operand:vararg
        vmwrite rax, qword ptr \operand
.endm
.macro do_invept operand:vararg
        invept  rax, \operand
.endm
.macro do_invvpid operand:vararg
        invvpid rax, \operand
.endm
# Back to where the instruction can be executed again.
.macro undo instruction
.ifc \instruction, vmxon
        vmxoff
.endif
.endm

.macro page_fault name, error, address, instruction:vararg
        vmx_faults "\name", E_PF, "\error", \instruction
        expect  "\name: CR2", "qword ptr [seen_cr2]", "\address"
.endm
# The 16 bytes at `content` go to RBX.
.macro place
        push    qword ptr [content]
        pop     qword ptr [rbx]
        push    qword ptr [content + 8]
        pop     qword ptr [rbx + 8]
.endm

# All that a memory operand can meet. `access` is 0 for a load, W for a store.
.macro operand_faults instruction, bytes, access
        mov     rbx, ABSENT
        page_fault "\instruction: an absent page", \access, ABSENT, do_\instruction [rbx]
        mov     rbx, ABSENT - \bytes / 2
        page_fault "\instruction: the second page is absent", \access, ABSENT, do_\instruction [rbx]
        mov     rbx, ABSENT - \bytes + 1
        page_fault "\instruction: the last byte is absent", \access, ABSENT, do_\instruction [rbx]
        mov     rbx, BEHIND - \bytes / 2
        page_fault "\instruction: the first page is absent", \access, "BEHIND - \bytes / 2", do_\instruction [rbx]
        mov     rbx, RESERVED
        page_fault "\instruction: a reserved bit", P+RSVD+\access, RESERVED, do_\instruction [rbx]
        mov     rbx, USER
        place
        set_cr  cr4, CR4_SMAP
        page_fault "\instruction: SMAP", P+\access, USER, do_\instruction [rbx]
        push    FLAG_AC | 2
        popfq
        faults  "\instruction: SMAP and AC", NONE, 0, do_\instruction [rbx]
        undo    \instruction
        clear_cr cr4, CR4_SMAP
        movabs  rbx, NOWHERE
        vmx_faults "\instruction: not canonical", E_GP, 0, do_\instruction [rbx]
        vmx_faults "\instruction: not canonical with a displacement", E_GP, 0, do_\instruction [rbx + 0x10]
        movabs  rbx, LAST_BYTE_NOWHERE - \bytes + 2
        vmx_faults "\instruction: the last byte is not canonical", E_GP, 0, do_\instruction [rbx]
        movabs  rbp, NOWHERE
        vmx_faults "\instruction: RBP is not canonical", E_SS, 0, do_\instruction [rbp]
        vmx_faults "\instruction: RBP is not canonical, whatever the prefix", E_SS, 0, do_\instruction ds:[rbp]
        movabs  rdx, NOWHERE
        mov     rcx, rsp
        catch   .Lafter\@
        mov     rsp, rdx
.Lat\@: do_\instruction [rsp]
.Lafter\@:
        mov     rsp, rcx
        mov     dword ptr [catch_ip], 0
        expect  "\instruction: RSP is not canonical", "qword ptr [seen_vector]", E_SS
        expect  "\instruction: RSP is not canonical: RIP", "qword ptr [seen_ip]", "offset .Lat\@"
        mov     rbx, READ_ONLY
.if \access == W
        page_fault "\instruction: a read-only page", P+W, READ_ONLY, do_\instruction [rbx]
        mov     rbx, READ_ONLY - \bytes / 2
        page_fault "\instruction: the second page is read-only", P+W, READ_ONLY, do_\instruction [rbx]
        clear_cr cr0, CR0_WP
        mov     rbx, READ_ONLY
        comes_to "\instruction: without CR0.WP", SUCCEEDS, do_\instruction [rbx]
        set_cr  cr0, CR0_WP
.else
        clear_cr cr0, CR0_WP
        place
        set_cr  cr0, CR0_WP
        comes_to "\instruction: a read-only page", SUCCEEDS, do_\instruction [rbx]
        undo    \instruction
.endif
        mov     rbx, FIRST + 0x1000 - \bytes / 2
        place
        comes_to "\instruction: an operand in two pages", SUCCEEDS, do_\instruction [rbx]
        undo    \instruction
        mov     rbx, FIRST + 1
        place
        comes_to "\instruction: an operand that is not aligned", SUCCEEDS, do_\instruction [rbx]
        undo    \instruction
        mov     rbx, FIRST
        place
        bts     rbx, 32
        comes_to "\instruction: 32-bit addresses", SUCCEEDS, do_\instruction [ebx]
        undo    \instruction
        push    rax
        write_msr FS_BASE, FIRST
        pop     rax
        mov     ebx, 0x10
        comes_to "\instruction: FS", SUCCEEDS, do_\instruction fs:[rbx - 0x10]
        undo    \instruction
        mov     rbx, ABSENT
        user_faults "\instruction: the user", E_GP, 0, do_\instruction [rbx]
.endm

# One case: #UD in compatibility mode, at both privilege levels.
.macro compatibility name, instruction:vararg
        mov     rdx, rsp
        catch   1f
        mov     dword ptr [pointer], offset .Lat\@
        mov     word ptr [pointer + 4], CODE32
        ljmp    [pointer]
        .pushsection .user, "awx"
        .code32
.Lat\@: \instruction
        int     BACK
        .code64
        .popsection
1:      mov     rsp, rdx
        expect  "compatibility mode: \name", "qword ptr [seen_vector]", E_UD
        expect  "compatibility mode: \name: RIP", "qword ptr [seen_ip]", "offset .Lat\@"
        catch   2f
        push    USER_DATA
        push    offset user_stack_top
        push    2
        push    USER_CODE32
        push    offset .Lat\@
        iretq
2:      mov     rsp, rdx
        expect  "compatibility mode: \name: the user", "qword ptr [seen_vector]", E_UD
.endm

main:   call    unlock_vmx
        call    prepare_regions
        call    map_window
        mov     byte ptr [idt + E_SS * GATE_BYTES + 4], 1       # RSP may point nowhere
        mov     qword ptr [task + 0x24], offset fault_stack_top
        call    without_vmxe
        set_cr  cr4, CR4_VMXE
        call    outside
        call    vmxon_operands
        vmxon   [vmxon_pointer]
        call    no_current_vmcs
        call    root
        call    order
        call    stores
        call    registers
        call    prefixes
        call    debug
        call    compatibility_mode
        call    fixed_bits
        vmxoff
        vmx_faults "VMXOFF leaves VMX operation", E_UD, 0, vmxoff
        vmx_faults "and VMCALL with it", E_UD, 0, vmcall
        clear_cr cr4, CR4_VMXE
        mov     rax, cr4
        expect  "CR4.VMXE can be cleared then", rax, CR4_PAE
        ret

# ---- CR4.VMXE = 0, and outside VMX operation ----
.macro undefined_operands when
        movabs  rbx, NOWHERE
        vmx_faults "\when: VMCLEAR", E_UD, 0, vmclear [rbx]
        vmx_faults "\when: VMPTRLD", E_UD, 0, vmptrld [rbx]
        vmx_faults "\when: VMPTRST", E_UD, 0, vmptrst [rbx]
        vmx_faults "\when: VMREAD", E_UD, 0, vmread [rbx], rax
        vmx_faults "\when: VMWRITE", E_UD, 0, vmwrite rax, [rbx]
        vmx_faults "\when: INVEPT", E_UD, 0, invept rax, [rbx]
        vmx_faults "\when: INVVPID", E_UD, 0, invvpid rax, [rbx]
        vmx_faults "\when: VMLAUNCH", E_UD, 0, vmlaunch
        vmx_faults "\when: VMRESUME", E_UD, 0, vmresume
        vmx_faults "\when: VMXOFF", E_UD, 0, vmxoff
        vmx_faults "\when: VMCALL", E_UD, 0, vmcall
        vmx_faults "\when: VMFUNC", E_UD, 0, vmfunc
        user_faults "\when: VMCLEAR of the user", E_UD, 0, vmclear [rbx]
        user_faults "\when: VMREAD of the user", E_UD, 0, vmread rcx, rax
        user_faults "\when: VMCALL of the user", E_UD, 0, vmcall
.endm
without_vmxe:
        movabs  rbx, NOWHERE
        vmx_faults "without CR4.VMXE: VMXON", E_UD, 0, vmxon [rbx]
        user_faults "without CR4.VMXE: VMXON of the user", E_UD, 0, vmxon [rbx]
        undefined_operands "without CR4.VMXE"
        ret
outside:
        undefined_operands "outside VMX operation"
        movabs  rbx, NOWHERE
        user_faults "VMXON: CPL comes before the operand", E_GP, 0, vmxon [rbx]
        mov     rbx, ABSENT
        clear_cr cr0, CR0_NE
        vmx_faults "VMXON: CR0.NE comes before the operand", E_GP, 0, vmxon [rbx]
        set_cr  cr0, CR0_NE
        vmx_faults "VMXON of a register is no instruction", E_UD, 0, .byte 0xF3, 0x0F, 0xC7, 0xF3
        vmx_faults "LOCK VMXON is none", E_UD, 0, .byte 0xF0, 0xF3, 0x0F, 0xC7, 0x33
        ret

vmxon_operands:
        mov     qword ptr [content], offset vmxon_region
        operand_faults vmxon, 8, 0
        mov     rbx, offset content
        mov     qword ptr [rbx], offset vmxon_region + 8
        comes_to "VMXON: a pointer that is not aligned", INVALID, vmxon [rbx]
        movabs  rax, 0x10000000000000
        mov     [rbx], rax
        comes_to "VMXON: a pointer beyond the physical addresses", INVALID, vmxon [rbx]
        mov     qword ptr [rbx], offset vmcs
        or      byte ptr [vmcs + 3], 0x80
        comes_to "VMXON: a shadow VMCS", INVALID, vmxon [rbx]
        and     byte ptr [vmcs + 3], 0x7F
        inc     dword ptr [vmcs]
        comes_to "VMXON: another revision", INVALID, vmxon [rbx]
        dec     dword ptr [vmcs]
        vmx_faults "after failing, VMXOFF is undefined", E_UD, 0, vmxoff
        ret

# ---- in VMX root operation ----
no_current_vmcs:
        mov     rbx, ABSENT
        mov     eax, GUEST_RIP
        comes_to "no VMCS: VMREAD fails before its operand faults", INVALID, vmread [rbx], rax
        comes_to "no VMCS: VMWRITE too", INVALID, vmwrite rax, [rbx]
        mov     eax, UNSUPPORTED
        comes_to "no VMCS: VMREAD of an unsupported field", INVALID, vmread rcx, rax
        comes_to "no VMCS: VMXON", INVALID, vmxon [rbx]
        comes_to "no VMCS: VMLAUNCH", INVALID, vmlaunch
        comes_to "no VMCS: VMRESUME", INVALID, vmresume
        comes_to "no VMCS: VMCALL", INVALID, vmcall
        mov     rbx, offset content
        mov     qword ptr [rbx], 1
        comes_to "no VMCS: VMCLEAR of a bad pointer", INVALID, vmclear [rbx]
        comes_to "no VMCS: VMPTRLD of a bad pointer", INVALID, vmptrld [rbx]
        comes_to "no VMCS: VMPTRST", SUCCEEDS, vmptrst [rbx]
        expect  "no VMCS: VMPTRST stores ones", "qword ptr [content]", -1
        xor     eax, eax
        mov     rbx, ABSENT
        comes_to "no VMCS: INVEPT of no type fails before its operand faults", INVALID, invept rax, [rbx]
        mov     eax, 4
        comes_to "no VMCS: INVVPID of no type", INVALID, invvpid rax, [rbx]
        ret

root:   comes_to "VMCLEAR", SUCCEEDS, vmclear [vmcs_pointer]
        comes_to "VMPTRLD", SUCCEEDS, vmptrld [vmcs_pointer]
        mov     qword ptr [content], offset other_vmcs
        operand_faults vmclear, 8, 0
        mov     qword ptr [content], offset vmcs
        operand_faults vmptrld, 8, 0
        operand_faults vmptrst, 8, W
        mov     eax, GUEST_RIP
        operand_faults vmread, 8, W
        operand_faults vmwrite, 8, 0
        mov     eax, ALL_CONTEXTS
        mov     qword ptr [content], 0
        operand_faults invept, 16, 0
        operand_faults invvpid, 16, 0
        mov     rbx, ABSENT
        user_faults "VMXON of the user in VMX operation", E_GP, 0, vmxon [rbx]
        user_faults "VMXOFF of the user", E_GP, 0, vmxoff
        user_faults "VMLAUNCH of the user", E_GP, 0, vmlaunch
        user_faults "VMRESUME of the user", E_GP, 0, vmresume
        user_faults "VMCALL of the user", E_GP, 0, vmcall
        user_faults "VMFUNC of the user", E_UD, 0, vmfunc
        ret

# What comes first: the field, the type or the operand.
order:  mov     rbx, ABSENT
        comes_to "VMXON fails before its operand faults", 15, vmxon [rbx]
        mov     eax, UNSUPPORTED
        comes_to "VMREAD: the field comes before the operand", 12, vmread [rbx], rax
        page_fault "VMWRITE: the operand comes before the field", 0, ABSENT, vmwrite rax, [rbx]
        mov     eax, EXIT_REASON
        page_fault "VMWRITE: and before a field that is read-only", 0, ABSENT, vmwrite rax, [rbx]
        movabs  rax, 0x100000000 + GUEST_RIP
        comes_to "VMREAD: all 64 bits name the field", 12, vmread rcx, rax
        mov     rbx, offset content
        comes_to "VMWRITE: all 64 bits name the field", 12, vmwrite rax, [rbx]
        mov     rbx, ABSENT
        xor     eax, eax
        comes_to "INVEPT: the type comes before the operand", 28, invept rax, [rbx]
        movabs  rax, 0x100000002
        comes_to "INVEPT: all 64 bits name the type", 28, invept rax, [rbx]
        comes_to "INVVPID: all 64 bits name the type", 28, invvpid rax, [rbx]
        mov     eax, 4
        comes_to "INVVPID: the type comes before the operand", 28, invvpid rax, [rbx]
        mov     eax, 1
        mov     rbx, ABSENT - 8
        page_fault "INVEPT reads both halves", 0, ABSENT, invept rax, [rbx]
        page_fault "INVVPID reads both halves", 0, ABSENT, invvpid rax, [rbx]
        user_faults "VMREAD: CPL comes before all of them", E_GP, 0, vmread [rbx], rax
        mov     rbx, offset content
        mov     qword ptr [rbx], offset vmxon_region
        comes_to "VMCLEAR of the VMXON region", 3, vmclear [rbx]
        comes_to "VMPTRLD of the VMXON region", 10, vmptrld [rbx]
        mov     qword ptr [rbx], 1
        comes_to "VMCLEAR of a bad pointer", 2, vmclear [rbx]
        comes_to "VMPTRLD of a bad pointer", 9, vmptrld [rbx]
        ret

# A store that faults changes nothing; one that does not is 8 bytes wide, whatever the field.
stores: mov     rbx, ABSENT - 4
        mov     dword ptr [rbx], 0x5A5A5A5A
        vmx_faults "VMPTRST into two pages faults", E_PF, W, vmptrst [rbx]
        mov     eax, [rbx]
        expect  "not even the first half", rax, 0x5A5A5A5A
        mov     eax, GUEST_RIP
        vmx_faults "VMREAD into two pages faults", E_PF, W, vmread [rbx], rax
        mov     eax, [rbx]
        expect  "and stores no half either", rax, 0x5A5A5A5A
        mov     rbx, offset content
        mov     qword ptr [rbx], -1
        mov     eax, GUEST_CS_SELECTOR
        mov     ecx, 0x1234
        vmwrite rax, rcx
        comes_to "VMREAD of 16 bits", SUCCEEDS, vmread [rbx], rax
        expect  "VMREAD of 16 bits stores 64", "qword ptr [content]", 0x1234
        mov     qword ptr [rbx], 0x77
        mov     eax, UNSUPPORTED
        comes_to "VMREAD that fails", 12, vmread [rbx], rax
        expect  "VMREAD that fails stores nothing", "qword ptr [content]", 0x77
        mov     ecx, 0x55
        comes_to "VMREAD that fails, a register", 12, vmread rcx, rax
        expect  "VMREAD that fails leaves the register alone", rcx, 0x55
        push    0x33
        mov     eax, GUEST_CS_SELECTOR
        comes_to "VMREAD to the stack", SUCCEEDS, vmread [rsp], rax
        pop     rcx
        expect  "VMREAD to the stack stores there", rcx, 0x1234
        ret

registers:
        mov     r14d, GUEST_RIP
        movabs  r15, 0x123456789ABCDE
        comes_to "VMWRITE R14, R15", SUCCEEDS, vmwrite r14, r15
        xor     r9d, r9d
        comes_to "VMREAD R9, R14", SUCCEEDS, vmread r9, r14
        mov     rcx, r15
        expect  "VMREAD reads what VMWRITE wrote", r9, rcx
        mov     r14d, LINK_POINTER + 1
        comes_to "VMREAD of a high half", SUCCEEDS, vmread r9, r14
        mov     eax, LINK_POINTER
        movabs  rcx, 0x1122334455667788
        comes_to "VMWRITE of a full field", SUCCEEDS, vmwrite rax, rcx
        comes_to "VMREAD of its high half", SUCCEEDS, vmread r9, r14
        expect  "VMREAD of a high half", r9, 0x11223344
        mov     rcx, -1
        comes_to "VMWRITE of a high half", SUCCEEDS, vmwrite r14, rcx
        comes_to "VMREAD of the full field", SUCCEEDS, vmread r9, rax
        movabs  rdx, 0xFFFFFFFF55667788
        expect  "VMWRITE of a high half keeps the low one", r9, rdx
        mov     eax, GUEST_RIP + 1
        comes_to "a field of natural width has no high half", 12, vmread r9, rax
        ret

# ---- prefixes ----
prefixes:
        mov     rbx, offset other_pointer
        comes_to "66 and F3: VMXON", 15, .byte 0x66, 0xF3, 0x0F, 0xC7, 0x33
        comes_to "F3 and 66: VMXON", 15, .byte 0xF3, 0x66, 0x0F, 0xC7, 0x33
        comes_to "REX.W VMCLEAR", SUCCEEDS, .byte 0x66, 0x48, 0x0F, 0xC7, 0x33
        vmx_faults "F2 0F C7 /6", E_UD, 0, .byte 0xF2, 0x0F, 0xC7, 0x33
        vmx_faults "66 0F C7 /7", E_UD, 0, .byte 0x66, 0x0F, 0xC7, 0x3B
        vmx_faults "F3 0F C7 /7", E_UD, 0, .byte 0xF3, 0x0F, 0xC7, 0x3B
        vmx_faults "F2 0F C7 /7", E_UD, 0, .byte 0xF2, 0x0F, 0xC7, 0x3B
        vmx_faults "66 0F 79", E_UD, 0, .byte 0x66, 0x0F, 0x79, 0xC3
        vmx_faults "F2 0F 79", E_UD, 0, .byte 0xF2, 0x0F, 0x79, 0xC3
        vmx_faults "F3 0F 78", E_UD, 0, .byte 0xF3, 0x0F, 0x78, 0xC3
        vmx_faults "INVEPT without 66", E_UD, 0, .byte 0x0F, 0x38, 0x80, 0x03
        vmx_faults "INVVPID without 66", E_UD, 0, .byte 0x0F, 0x38, 0x81, 0x03
        vmx_faults "LOCK VMCLEAR", E_UD, 0, .byte 0xF0, 0x66, 0x0F, 0xC7, 0x33
        vmx_faults "LOCK VMPTRLD", E_UD, 0, .byte 0xF0, 0x0F, 0xC7, 0x33
        vmx_faults "LOCK VMPTRST", E_UD, 0, .byte 0xF0, 0x0F, 0xC7, 0x3B
        vmx_faults "LOCK VMREAD", E_UD, 0, .byte 0xF0, 0x0F, 0x78, 0x03
        vmx_faults "LOCK VMWRITE", E_UD, 0, .byte 0xF0, 0x0F, 0x79, 0x03
        vmx_faults "LOCK INVEPT", E_UD, 0, .byte 0xF0, 0x66, 0x0F, 0x38, 0x80, 0x03
        vmx_faults "LOCK INVVPID", E_UD, 0, .byte 0xF0, 0x66, 0x0F, 0x38, 0x81, 0x03
        vmx_faults "LOCK VMLAUNCH", E_UD, 0, .byte 0xF0, 0x0F, 0x01, 0xC2
        vmx_faults "INVEPT of a register", E_UD, 0, .byte 0x66, 0x0F, 0x38, 0x80, 0xC3
        vmx_faults "INVVPID of a register", E_UD, 0, .byte 0x66, 0x0F, 0x38, 0x81, 0xC3
        ret

# ---- breakpoints on operands, single steps ----
.macro watched name, address, rights, wanted, instruction:vararg
        mov     rax, \address
        mov     dr0, rax
        mov     eax, \rights << 16 | 1
        mov     dr7, rax
        xor     eax, eax
        mov     dr6, rax
        mov     eax, GUEST_RIP
        catch   .Lafter\@
        \instruction
.Lafter\@:
        mov     dword ptr [catch_ip], 0
        xor     ecx, ecx
        mov     dr7, rcx
        movsxd  rcx, dword ptr [seen_vector]
        expect  "\name", rcx, \wanted
.if \wanted == E_DB
        expect  "\name: DR6", "qword ptr [seen_dr6]", 1
        expect  "\name: after the instruction", "qword ptr [seen_ip]", "offset .Lafter\@"
.endif
.endm
debug:  mov     rbx, offset other_pointer
        watched "a breakpoint on VMCLEAR's operand", "offset other_pointer", 0b1011, E_DB, vmclear [rbx]
        watched "a breakpoint for writes does not watch it", "offset other_pointer", 0b1001, NONE, vmclear [rbx]
        mov     rbx, offset content
        watched "a breakpoint on VMPTRST's operand", "offset content", 0b1001, E_DB, vmptrst [rbx]
        watched "a breakpoint on VMREAD's operand", "offset content", 0b1001, E_DB, vmread [rbx], rax
        watched "a breakpoint on VMWRITE's operand", "offset content", 0b1011, E_DB, vmwrite rax, [rbx]
        mov     rbx, offset vmcs_pointer
        catch   1f
        push    FLAG_TF | 2
        popfq
        vmptrld [rbx]
1:      mov     dword ptr [catch_ip], 0
        push    2
        popfq
        expect  "a step over VMPTRLD", "qword ptr [seen_vector]", E_DB
        expect  "a step over VMPTRLD: RIP", "qword ptr [seen_ip]", "offset 1b"
        ret

compatibility_mode:
        mov     ebx, ABSENT
        vmx_instructions_32 compatibility
        compatibility "VMCALL", vmcall
        ret

# What VMX operation fixes.
fixed_bits:
        mov     rax, cr4
        and     rax, ~CR4_VMXE
        faults  "CR4.VMXE is fixed", E_GP, 0, mov cr4, rax
        mov     rax, cr0
        and     rax, ~CR0_NE
        faults  "CR0.NE is fixed", E_GP, 0, mov cr0, rax
        mov     rax, cr0
        btr     rax, 31
        faults  "CR0.PG is fixed", E_GP, 0, mov cr0, rax
        ret

        .bss
        .align  16
        .skip   0x1000
fault_stack_top:
content: .skip  16
pointer: .skip  16
