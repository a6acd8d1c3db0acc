# VMX instructions outside IA-32e mode: real-address mode, virtual-8086 mode, protected mode without paging, and a 32-bit hypervisor.

        .include "harness.inc"
        .include "real.inc"
        .include "v86.inc"
        .include "vmx.inc"

.set NO_WRITES, SPARE + 24      # data that can be read alone
.set NO_READS, SPARE + 32       # code that can be executed alone
.set LIMITED, SPARE + 40          # data of 4 KBytes
.set DOWN, SPARE + 48           # data that begins above 4 KBytes
.set CODE16_HERE, SPARE + 56
.set ABSENT, 0x800000
.set P, 1
.set W, 2
.set PDE, 0x87                  # 4 MBytes: present, writable, the user's
.set ALL_CONTEXTS, 2

main:   copy_low
        call    real_mode_tables
        call    unlock_vmx
        call    prepare_regions
        set_cr  cr4, CR4_VMXE | CR4_PSE
        call    real_mode
        call    without_paging
        call    paging
        flags   0
        call    virtual_8086
        vmxon   [vmxon_pointer]
        comes_to "VMCLEAR", SUCCEEDS, vmclear [vmcs_pointer]
        comes_to "VMPTRLD", SUCCEEDS, vmptrld [vmcs_pointer]
        call    virtual_8086
        v86     "virtual-8086 mode: VMXON in VMX operation", E_UD, 0, vmxon [bx]
        call    segments
        call    pages
        call    widths
        call    code_of_16_bits
        call    privilege
        vmxoff
        ret

real_mode:
        real    "real mode: VMXON", E_UD, vmxon [bx]
        real    "real mode: VMXOFF", E_UD, vmxoff
        real    "real mode: VMCLEAR", E_UD, vmclear [bx]
        real    "real mode: VMPTRLD", E_UD, vmptrld [bx]
        real    "real mode: VMPTRST", E_UD, vmptrst [bx]
        real    "real mode: VMREAD", E_UD, vmread ecx, eax
        real    "real mode: VMWRITE", E_UD, vmwrite eax, ecx
        real    "real mode: VMLAUNCH", E_UD, vmlaunch
        real    "real mode: VMRESUME", E_UD, vmresume
        real    "real mode: VMCALL", E_UD, vmcall
        real    "real mode: VMFUNC", E_UD, vmfunc
        real    "real mode: INVEPT", E_UD, invept eax, [bx]
        real    "real mode: INVVPID", E_UD, invvpid eax, [bx]
        ret

virtual_8086:
        v86     "virtual-8086 mode: VMXON", E_UD, 0, vmxon [bx]
        v86     "virtual-8086 mode: VMXOFF", E_UD, 0, vmxoff
        v86     "virtual-8086 mode: VMCLEAR", E_UD, 0, vmclear [bx]
        v86     "virtual-8086 mode: VMPTRLD", E_UD, 0, vmptrld [bx]
        v86     "virtual-8086 mode: VMPTRST", E_UD, 0, vmptrst [bx]
        v86     "virtual-8086 mode: VMREAD", E_UD, 0, vmread ecx, eax
        v86     "virtual-8086 mode: VMWRITE", E_UD, 0, vmwrite eax, ecx
        v86     "virtual-8086 mode: VMLAUNCH", E_UD, 0, vmlaunch
        v86     "virtual-8086 mode: VMRESUME", E_UD, 0, vmresume
        v86     "virtual-8086 mode: VMCALL", E_UD, 0, vmcall
        v86     "virtual-8086 mode: VMFUNC", E_UD, 0, vmfunc
        v86     "virtual-8086 mode: INVEPT", E_UD, 0, invept eax, [bx]
        v86     "virtual-8086 mode: INVVPID", E_UD, 0, invvpid eax, [bx]
        ret

# VMXON wants CR0.PG, and looks at the control registers before its operand.
without_paging:
        xor     ebx, ebx
        mov     eax, NO_READS
        vmx_faults "without paging: VMXON", E_GP, 0, vmxon [vmxon_pointer]
        vmx_faults "without paging: VMXOFF", E_UD, 0, vmxoff
        vmx_faults "without paging: VMCLEAR", E_UD, 0, vmclear [vmcs_pointer]
        vmx_faults "without paging: VMPTRST", E_UD, 0, vmptrst [vmcs_pointer]
        vmx_faults "without paging: VMREAD", E_UD, 0, vmread ecx, eax
        vmx_faults "without paging: VMCALL", E_UD, 0, vmcall
        user_faults "without paging: VMXON of the user", E_GP, 0, vmxon [ebx]
        user_faults "without paging: VMCLEAR of the user", E_UD, 0, vmclear [ebx]
        ret

paging: mov     edi, offset directory
        mov     eax, PDE
1:      stosd
        add     eax, 0x400000
        jnc     1b
        mov     dword ptr [directory + ABSENT / 0x400000 * 4], 0
        mov     eax, offset directory
        mov     cr3, eax
        set_cr  cr0, CR0_PG | CR0_WP | CR0_NE
        ret

# A descriptor: base 0, and what the upper half says.
.macro descriptor selector, low, high
        mov     dword ptr [gdt + \selector], \low
        mov     dword ptr [gdt + \selector + 4], \high
.endm
.macro load segment, selector
        push    \selector
        pop     \segment
.endm
# One case: the instruction reads code that can be executed alone.
.macro unreadable name, instruction:vararg
        catch   .Lafter\@
        ljmp    NO_READS:.Lat\@
.Lat\@: \instruction
        hlt
.Lafter\@:
        expect  "a segment without reads: \name", "dword ptr [seen_vector]", E_GP
        expect  "a segment without reads: \name: error code", "dword ptr [seen_error]", 0
        expect  "a segment without reads: \name: EIP", "dword ptr [seen_ip]", "offset .Lat\@"
.endm
segments:
        descriptor NO_WRITES, 0xFFFF, 0x00CF9100
        descriptor NO_READS, 0xFFFF, 0x00CF9900
        descriptor LIMITED, 0x0FFF, 0x00409300
        descriptor DOWN, 0x0FFF, 0x00409700
        mov     eax, offset room        # the base of both
        mov     [gdt + LIMITED + 2], ax
        mov     [gdt + DOWN + 2], ax
        shr     eax, 16
        mov     [gdt + LIMITED + 4], al
        mov     [gdt + DOWN + 4], al
        mov     ebx, offset vmcs_pointer
        mov     eax, ALL_CONTEXTS
        load    fs, NO_WRITES
        comes_to "a segment without writes: VMPTRLD", SUCCEEDS, vmptrld fs:[ebx]
        vmx_faults "a segment without writes: VMPTRST", E_GP, 0, vmptrst fs:[ebx]
        unreadable "VMCLEAR", vmclear cs:[ebx]
        unreadable "VMPTRLD", vmptrld cs:[ebx]
        unreadable "INVEPT", invept eax, cs:[ebx]
        unreadable "INVVPID", invvpid eax, cs:[ebx]
        mov     eax, GUEST_RIP
        unreadable "VMWRITE", vmwrite eax, cs:[ebx]
        vmx_faults "a segment without writes: VMREAD", E_GP, 0, vmread fs:[ebx], eax
        load    fs, 0
        vmx_faults "a null segment: VMPTRST", E_GP, 0, vmptrst fs:[ebx]
        vmx_faults "a null segment: VMREAD", E_GP, 0, vmread fs:[ebx], eax
        load    fs, LIMITED
        mov     ebx, 0xFF8
        comes_to "up to the limit: VMPTRST", SUCCEEDS, vmptrst fs:[ebx]
        mov     ebx, 0xFF9
        vmx_faults "beyond the limit: VMPTRST", E_GP, 0, vmptrst fs:[ebx]
        vmx_faults "beyond the limit: VMPTRLD", E_GP, 0, vmptrld fs:[ebx]
        mov     ebx, 0xFFC
        comes_to "up to the limit: VMREAD of four bytes", SUCCEEDS, vmread fs:[ebx], eax
        comes_to "up to the limit: VMWRITE of four bytes", SUCCEEDS, vmwrite eax, fs:[ebx]
        mov     ebx, 0xFFD
        vmx_faults "beyond the limit: VMREAD", E_GP, 0, vmread fs:[ebx], eax
        vmx_faults "beyond the limit: VMWRITE", E_GP, 0, vmwrite eax, fs:[ebx]
        mov     eax, ALL_CONTEXTS
        mov     ebx, 0xFF1
        vmx_faults "beyond the limit: INVEPT", E_GP, 0, invept eax, fs:[ebx]
        load    fs, DOWN
        vmx_faults "below an expand-down segment: VMPTRST", E_GP, 0, vmptrst fs:[ebx]
        mov     ebx, 0x1000
        comes_to "in an expand-down segment: VMPTRST", SUCCEEDS, vmptrst fs:[ebx]
        mov     ecx, LIMITED
        catch   1f
        mov     ss, ecx
        mov     esp, 0x800
        mov     ebp, 0xFF9
2:      vmptrst [ebp]
1:      mov     dword ptr [catch_ip], 0
        expect  "beyond the limit of the stack segment", "dword ptr [seen_vector]", E_SS
        expect  "beyond the limit of the stack segment: error code", "dword ptr [seen_error]", 0
        expect  "beyond the limit of the stack segment: EIP", "dword ptr [seen_ip]", "offset 2b"
        load    fs, DATA
        ret

.macro page_fault name, error, address, instruction:vararg
        vmx_faults "\name", E_PF, \error, \instruction
        expect  "\name: CR2", "dword ptr [seen_cr2]", "\address"
.endm
pages:  mov     ebx, ABSENT
        mov     eax, GUEST_RIP
        page_fault "an absent page: VMPTRLD", 0, ABSENT, vmptrld [ebx]
        page_fault "an absent page: VMPTRST", W, ABSENT, vmptrst [ebx]
        page_fault "an absent page: VMREAD", W, ABSENT, vmread [ebx], eax
        page_fault "an absent page: VMWRITE", 0, ABSENT, vmwrite eax, [ebx]
        mov     ebx, ABSENT - 4
        page_fault "the second page is absent: VMPTRLD", 0, ABSENT, vmptrld [ebx]
        comes_to "VMREAD's operand has four bytes", SUCCEEDS, vmread [ebx], eax
        mov     eax, UNSUPPORTED
        mov     ebx, ABSENT
        comes_to "VMREAD: the field comes before the operand", 12, vmread [ebx], eax
        page_fault "VMWRITE: the operand comes before the field", 0, ABSENT, vmwrite eax, [ebx]
        ret

# Operands have 32 bits here: fields of 64 bits take two accesses.
widths: mov     ebx, offset room
        mov     eax, LINK_POINTER
        mov     dword ptr [ebx], 0x11223344
        mov     dword ptr [ebx + 4], 0x5A5A5A5A
        mov     ecx, -1
        lea     edx, [eax + 1]
        comes_to "VMWRITE of a high half", SUCCEEDS, vmwrite edx, ecx
        comes_to "VMWRITE of the field", SUCCEEDS, vmwrite eax, [ebx]
        comes_to "VMREAD of the high half", SUCCEEDS, vmread ecx, edx
        expect  "VMWRITE of 32 bits clears the others", ecx, 0
        mov     ecx, 0x55667788
        comes_to "VMWRITE of the high half again", SUCCEEDS, vmwrite edx, ecx
        comes_to "VMREAD of the field", SUCCEEDS, vmread ecx, eax
        expect  "VMWRITE of the high half keeps the low one", ecx, 0x11223344
        comes_to "VMREAD of the high half to memory", SUCCEEDS, vmread [ebx], edx
        expect  "VMREAD of the high half", "dword ptr [room]", 0x55667788
        expect  "VMREAD stores four bytes", "dword ptr [room + 4]", 0x5A5A5A5A
        ret

# Neither the default operand size nor that of addresses changes what VMREAD and VMWRITE transfer.
code_of_16_bits:
        descriptor CODE16_HERE, 0xFFFF, 0x00009B00
        mov     eax, offset in_16
        mov     [gdt + CODE16_HERE + 2], ax
        shr     eax, 16
        mov     [gdt + CODE16_HERE + 4], al
        mov     eax, LINK_POINTER
        mov     edx, 0x89ABCDEF
        ljmp    CODE16_HERE:0
        .code16
in_16:  vmwrite eax, edx
        vmread  ecx, eax
        .byte   0x66, 0xEA
        .long   1f
        .word   CODE32
        .code32
1:      expect  "VMWRITE and VMREAD have 32 bits in 16-bit code", ecx, 0x89ABCDEF
        ret

privilege:
        mov     ebx, ABSENT
        mov     eax, UNSUPPORTED
        user_faults "the user: VMXON", E_GP, 0, vmxon [ebx]
        user_faults "the user: VMCLEAR", E_GP, 0, vmclear [ebx]
        user_faults "the user: VMREAD", E_GP, 0, vmread [ebx], eax
        user_faults "the user: VMWRITE", E_GP, 0, vmwrite eax, [ebx]
        user_faults "the user: VMCALL", E_GP, 0, vmcall
        ret

        .bss
        .align  0x1000
room:   .skip   0x2000
directory: .skip 0x1000
