# A hypervisor of one page, in machine code: VMXON, one VMCS, EPT filled as the guest touches memory, and an exit loop that ends with the
# guest's HLT. Its guest is exits.S. It starts outside VMX operation, from a multiboot loader, and prints a line for each exit:
#
#   REASON QUALIFICATION LENGTH RIP REGISTERS
#
# where REGISTERS is the fold of RAX … R15 but RSP, in the order of their encoding: fold := (fold rotated left by 5) XOR register.

        .intel_syntax noprefix
        .include "multiboot.inc"
.set LONG, 1

.set CODE32, 0x08
.set CODE64, 0x10
.set DATA, 0x18
.set TASK, 0x20
.set EXIT_PORT, 0xF4
.set GUEST_AT, 0x200000

.set CR0_PG_NE_PE, 1 << 31 | 1 << 5 | 1
.set CR4_PAE, 1 << 5
.set CR4_VMXE, 1 << 13
.set EFER_LME, 1 << 8

# ---- MSRs ----
.set IA32_FEATURE_CONTROL, 0x3A
.set FEATURE_LOCK, 1
.set FEATURE_VMX, 4
.set IA32_VMX_BASIC, 0x480
.set IA32_VMX_CR0_FIXED0, 0x486
.set IA32_VMX_CR4_FIXED0, 0x488
.set IA32_VMX_PINBASED_CTLS, 0x481
.set IA32_VMX_PROCBASED_CTLS, 0x482
.set IA32_VMX_EXIT_CTLS, 0x483
.set IA32_VMX_ENTRY_CTLS, 0x484
.set IA32_VMX_PROCBASED_CTLS2, 0x48B
.set TRUE_CTLS, 0x48D - 0x481   # from a capability MSR to its TRUE twin, for the first four
.set IA32_EFER, 0xC0000080

# ---- controls ----
.set HLT_EXITING, 1 << 7
.set UNCONDITIONAL_IO_EXITING, 1 << 24
.set ACTIVATE_SECONDARY_CONTROLS, 1 << 31
.set ENABLE_EPT, 1 << 1
.set HOST_ADDRESS_SPACE_SIZE, 1 << 9
.set IA32E_MODE_GUEST, 1 << 9

# ---- VMCS fields ----
.set PIN_BASED_CONTROLS, 0x4000
.set PROC_BASED_CONTROLS, 0x4002
.set PROC_BASED_CONTROLS2, 0x401E
.set EXIT_CONTROLS, 0x400C
.set ENTRY_CONTROLS, 0x4012
.set EPT_POINTER, 0x201A
.set GUEST_PHYSICAL_ADDRESS, 0x2400
.set VM_INSTRUCTION_ERROR, 0x4400
.set EXIT_REASON, 0x4402
.set EXIT_INSTRUCTION_LENGTH, 0x440C
.set EXIT_QUALIFICATION, 0x6400
.set GUEST_CR0, 0x6800
.set GUEST_CR3, 0x6802
.set GUEST_CR4, 0x6804
.set GUEST_RIP, 0x681E
.set HOST_CR0, 0x6C00
.set HOST_CR3, 0x6C02
.set HOST_CR4, 0x6C04

# ---- exit reasons ----
.set EXIT_CPUID, 10
.set EXIT_HLT, 12
.set EXIT_VMCALL, 18
.set EXIT_IO, 30
.set EXIT_RDMSR, 31
.set EXIT_WRMSR, 32
.set EXIT_EPT_VIOLATION, 48

.set PRESENT_WRITABLE, 3
.set LARGE, 1 << 7
.set EPT_ALL, 7                 # read, write, execute
.set EPT_WRITE_BACK, 6 << 3

        .text
# ---- from the boot loader to 64-bit mode ----
        .code32
        .globl  start
start:  cli
        cld
        mov     esp, offset stack_top
        mov     dword ptr pml4, offset pdpt + PRESENT_WRITABLE
        mov     dword ptr pdpt, offset pd + PRESENT_WRITABLE
        mov     edi, offset pd
        mov     eax, LARGE | PRESENT_WRITABLE
1:      mov     [edi], eax              # the first GiB, mapped to itself
        add     eax, 1 << 21
        add     edi, 8
        cmp     edi, offset pd + 4096
        jb      1b
        mov     eax, cr4
        or      eax, CR4_PAE
        mov     cr4, eax
        mov     eax, offset pml4
        mov     cr3, eax
        mov     ecx, IA32_EFER
        rdmsr
        or      eax, EFER_LME
        wrmsr
        mov     eax, cr0
        or      eax, CR0_PG_NE_PE
        mov     cr0, eax
        lgdt    [gdt_pointer]
        jmp     CODE64:long_mode

        .code64
        .include "console.inc"

.macro vmwrite_from field           # VMWRITE of RAX
        mov     edx, \field
        vmwrite rdx, rax
        jna     vm_failure
.endm

.macro vmread_into register, field
        mov     edx, \field
        vmread  \register, rdx
.endm

long_mode:
        mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        call    open_serial_line
        call    enter_vmx_operation
        say     "VMXON: VMX root operation.\n"
        call    load_guest
        call    fill_vmcs
        say     "VMLAUNCH.\nreason qualification length rip registers\n"
        jmp     enter_first

# ---- VMXON, VMCLEAR, VMPTRLD ----
enter_vmx_operation:
        mov     eax, 1
        cpuid
        bt      ecx, 5
        jnc     no_vmx
        mov     ecx, IA32_FEATURE_CONTROL
        rdmsr
        test    al, FEATURE_LOCK
        jnz     1f
        or      al, FEATURE_LOCK | FEATURE_VMX
        wrmsr
1:      test    al, FEATURE_VMX
        jz      no_vmx
        mov     ecx, IA32_VMX_CR0_FIXED0
        rdmsr
        mov     rbx, cr0
        or      rbx, rax
        mov     cr0, rbx
        mov     ecx, IA32_VMX_CR4_FIXED0
        rdmsr
        mov     rbx, cr4
        or      rbx, rax
        or      rbx, CR4_VMXE
        mov     cr4, rbx
        mov     ecx, IA32_VMX_BASIC
        rdmsr
        btr     eax, 31
        mov     vmxon_region, eax
        mov     vmcs, eax
        vmxon   [vmxon_address]
        jna     vm_failure
        vmclear [vmcs_address]
        jna     vm_failure
        vmptrld [vmcs_address]
        jna     vm_failure
        ret

load_guest:
        mov     esi, offset guest
        mov     edi, GUEST_AT
        mov     ecx, offset guest_end - guest
        rep     movsb
        ret

# ---- the five areas ----
fill_vmcs:
        mov     esi, offset constant_fields
1:      lodsq
        mov     rdx, rax
        lodsq
        vmwrite rdx, rax
        jna     vm_failure
        cmp     esi, offset constant_fields_end
        jb      1b

        mov     rax, cr0
        vmwrite_from HOST_CR0
        vmwrite_from GUEST_CR0
        mov     rax, cr3
        vmwrite_from HOST_CR3
        vmwrite_from GUEST_CR3
        mov     rax, cr4
        vmwrite_from HOST_CR4
        vmwrite_from GUEST_CR4
        lea     rax, ept_pdpt + EPT_ALL
        mov     ept_pml4, rax
        lea     rax, ept_pd + EPT_ALL
        mov     ept_pdpt, rax

        mov     ecx, IA32_VMX_BASIC
        rdmsr
        xor     edi, edi
        bt      edx, 55 - 32
        jnc     1f
        mov     edi, TRUE_CTLS
1:      xor     ebx, ebx
        lea     ecx, [rdi + IA32_VMX_PINBASED_CTLS]
        mov     esi, PIN_BASED_CONTROLS
        call    write_controls
        mov     ebx, HLT_EXITING | UNCONDITIONAL_IO_EXITING | ACTIVATE_SECONDARY_CONTROLS
        lea     ecx, [rdi + IA32_VMX_PROCBASED_CTLS]
        mov     esi, PROC_BASED_CONTROLS
        call    write_controls
        mov     ebx, HOST_ADDRESS_SPACE_SIZE
        lea     ecx, [rdi + IA32_VMX_EXIT_CTLS]
        mov     esi, EXIT_CONTROLS
        call    write_controls
        mov     ebx, IA32E_MODE_GUEST
        lea     ecx, [rdi + IA32_VMX_ENTRY_CTLS]
        mov     esi, ENTRY_CONTROLS
        call    write_controls
        mov     ebx, ENABLE_EPT
        mov     ecx, IA32_VMX_PROCBASED_CTLS2
        mov     esi, PROC_BASED_CONTROLS2

# Writes to field RSI the controls EBX with the bits that capability MSR ECX wants at 1 (its low half) and can't have at 1 (its high half).
write_controls:
        rdmsr
        or      eax, ebx
        and     eax, edx
        vmwrite rsi, rax
        jna     vm_failure
        ret

# ---- the loop ----
enter_first:
        call    load_registers
        vmlaunch
        jmp     vm_failure
enter_again:
        call    load_registers
        vmresume
        jmp     vm_failure

        .globl  vm_exit
vm_exit:                                # host RIP; host RSP is stack_top
        mov     registers, rax
        mov     registers + 8, rcx
        mov     registers + 16, rdx
        mov     registers + 24, rbx
        mov     registers + 32, rbp
        mov     registers + 40, rsi
        mov     registers + 48, rdi
        mov     registers + 56, r8
        mov     registers + 64, r9
        mov     registers + 72, r10
        mov     registers + 80, r11
        mov     registers + 88, r12
        mov     registers + 96, r13
        mov     registers + 104, r14
        mov     registers + 112, r15
        call    print_exit
        vmread_into rax, EXIT_REASON
        cmp     eax, EXIT_CPUID
        je      on_cpuid
        cmp     eax, EXIT_RDMSR
        je      on_rdmsr
        cmp     eax, EXIT_WRMSR
        je      on_wrmsr
        cmp     eax, EXIT_IO
        je      on_io
        cmp     eax, EXIT_VMCALL
        je      on_vmcall
        cmp     eax, EXIT_EPT_VIOLATION
        je      on_ept_violation
        cmp     eax, EXIT_HLT
        je      on_hlt
        say     "No answer to this exit.\n"
        jmp     fail

load_registers:
        mov     rax, registers
        mov     rcx, registers + 8
        mov     rdx, registers + 16
        mov     rbx, registers + 24
        mov     rbp, registers + 32
        mov     rsi, registers + 40
        mov     rdi, registers + 48
        mov     r8, registers + 56
        mov     r9, registers + 64
        mov     r10, registers + 72
        mov     r11, registers + 80
        mov     r12, registers + 88
        mov     r13, registers + 96
        mov     r14, registers + 104
        mov     r15, registers + 112
        ret

print_exit:
        vmread_into r8, EXIT_REASON
        say_hex r8, 2
        say     " "
        vmread_into r8, EXIT_QUALIFICATION
        say_hex r8, 8
        say     " "
        vmread_into r8, EXIT_INSTRUCTION_LENGTH
        say_hex r8, 1
        say     " "
        vmread_into r8, GUEST_RIP
        say_hex r8, 8
        say     " "
        xor     r8, r8
        mov     esi, offset registers
1:      lodsq
        rol     r8, 5
        xor     r8, rax
        cmp     esi, offset registers + 15 * 8
        jb      1b
        say_hex r8, 16
        say     "\n"
        ret

# ---- answers: what the processor itself would say ----
on_cpuid:
        mov     rax, registers
        mov     rcx, registers + 8
        cpuid
        mov     registers, rax
        mov     registers + 8, rcx
        mov     registers + 16, rdx
        mov     registers + 24, rbx
        jmp     next_instruction

on_rdmsr:
        mov     rcx, registers + 8
        rdmsr
        mov     registers, rax
        mov     registers + 16, rdx
        jmp     next_instruction

on_wrmsr:
        mov     rcx, registers + 8
        mov     rax, registers
        mov     rdx, registers + 16
        wrmsr
        jmp     next_instruction

# One byte; the qualification has the port in bits 31:16 and IN in bit 3.
on_io:
        vmread_into rbx, EXIT_QUALIFICATION
        mov     edx, ebx
        shr     edx, 16
        mov     rax, registers
        test    bl, 1 << 3
        jz      1f
        in      al, dx
        mov     registers, rax
        jmp     next_instruction
1:      out     dx, al
        jmp     next_instruction

on_vmcall:
        mov     qword ptr registers, 0x10000
        jmp     next_instruction

# Maps the 2 MiB around the address to themselves; an entry that was not present needs no INVEPT.
on_ept_violation:
        vmread_into rax, GUEST_PHYSICAL_ADDRESS
        mov     rbx, rax
        shr     rbx, 21
        cmp     rbx, 512
        jae     outside
        shl     rbx, 21
        or      rbx, LARGE | EPT_WRITE_BACK | EPT_ALL
        shr     rax, 21
        mov     ept_pd[rax * 8], rbx
        jmp     enter_again
outside:
        say     "The guest touched memory above 1 GiB.\n"
        jmp     fail

on_hlt: vmxoff
        say     "The guest halted; VMXOFF. I halt, too.\n"
        jmp     halt

next_instruction:
        vmread_into rax, GUEST_RIP
        vmread_into rbx, EXIT_INSTRUCTION_LENGTH
        add     rax, rbx
        vmwrite_from GUEST_RIP
        jmp     enter_again

# ---- the other ends ----
no_vmx: say     "This processor has no VMX, or its firmware has locked it off (IA32_FEATURE_CONTROL).\n"
        jmp     fail
vm_failure:
        say     "A VMX instruction failed with error "
        vmread_into r8, VM_INSTRUCTION_ERROR
        say_hex r8, 2
        say     ".\n"
fail:   mov     al, 1
        out     EXIT_PORT, al
halt:   cli
1:      hlt
        jmp     1b

        .data
        .align  8
gdt:    .quad   0
        .quad   0x00CF9B000000FFFF      # 32-bit code
        .quad   0x00AF9B000000FFFF      # 64-bit code
        .quad   0x00CF93000000FFFF      # data
gdt_pointer:
        .word   . - gdt - 1
        .long   gdt
        .align  8
vmxon_address:  .quad   vmxon_region
vmcs_address:   .quad   vmcs

# What is known beforehand, as pairs of a field's encoding and its value.
constant_fields:
        .quad   EPT_POINTER, ept_pml4 + 6 + (3 << 3)    # write-back, four levels
        .quad   0x2800, -1              # VMCS link pointer
        .quad   0x4004, 0               # exception bitmap
        .quad   0x4006, 0, 0x4008, 0    # page-fault error code mask and match
        .quad   0x400A, 0               # CR3-target count
        .quad   0x400E, 0, 0x4010, 0    # MSRs to store and load at exits
        .quad   0x4014, 0, 0x4016, 0    # MSRs to load at entries, event to inject
        .quad   0x6000, 0, 0x6002, 0    # CR0 and CR4 guest/host masks
        .quad   0x6004, 0, 0x6006, 0    # and read shadows

        .quad   0x0C00, DATA, 0x0C02, CODE64, 0x0C04, DATA      # host ES, CS, SS
        .quad   0x0C06, DATA, 0x0C08, 0, 0x0C0A, 0              # DS, FS, GS
        .quad   0x0C0C, TASK                                    # TR
        .quad   0x6C06, 0, 0x6C08, 0, 0x6C0A, 0                 # bases of FS, GS, TR
        .quad   0x6C0C, gdt, 0x6C0E, 0                          # and of GDTR, IDTR
        .quad   0x4C00, 0, 0x6C10, 0, 0x6C12, 0                 # SYSENTER MSRs
        .quad   0x6C14, stack_top, 0x6C16, vm_exit              # RSP, RIP

        .quad   0x0800, 16, 0x4800, 0xFFFFFFFF, 0x4814, 0xC093, 0x6806, 0       # guest ES: selector, limit, rights, base
        .quad   0x0802, 8, 0x4802, 0xFFFFFFFF, 0x4816, 0xA09B, 0x6808, 0        # CS
        .quad   0x0804, 16, 0x4804, 0xFFFFFFFF, 0x4818, 0xC093, 0x680A, 0       # SS
        .quad   0x0806, 16, 0x4806, 0xFFFFFFFF, 0x481A, 0xC093, 0x680C, 0       # DS
        .quad   0x0808, 16, 0x4808, 0xFFFFFFFF, 0x481C, 0xC093, 0x680E, 0       # FS
        .quad   0x080A, 16, 0x480A, 0xFFFFFFFF, 0x481E, 0xC093, 0x6810, 0       # GS
        .quad   0x080C, 0, 0x480C, 0, 0x4820, 0x10000, 0x6812, 0                # LDTR: unusable
        .quad   0x080E, 0, 0x480E, 0x67, 0x4822, 0x8B, 0x6814, 0                # TR: a busy TSS
        .quad   0x4810, 0, 0x6816, 0, 0x4812, 0, 0x6818, 0                      # GDTR, IDTR
        .quad   0x4824, 0, 0x4826, 0                    # interruptibility, activity
        .quad   0x482A, 0, 0x6824, 0, 0x6826, 0         # SYSENTER MSRs
        .quad   0x2802, 0, 0x681A, 0x400, 0x6822, 0     # DEBUGCTL, DR7, pending debug exceptions
        .quad   0x681C, 0, GUEST_RIP, GUEST_AT, 0x6820, 2       # RSP, RIP, RFLAGS
constant_fields_end:

        .section .rodata
guest:  .incbin "exits.bin"
guest_end:

        .bss
        .align  4096
pml4:           .skip   4096            # the hypervisor's own paging, which its guest uses, too
pdpt:           .skip   4096
pd:             .skip   4096
ept_pml4:       .skip   4096
ept_pdpt:       .skip   4096
ept_pd:         .skip   4096
vmxon_region:   .skip   4096
vmcs:           .skip   4096
registers:      .skip   15 * 8          # the guest's, in the order of their encoding, without RSP
                .skip   4096
                .align  16
stack_top:
