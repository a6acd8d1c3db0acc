# The tour: a guest that meets its hypervisor. 32-bit protected mode with tables and paging of its own; tells on the serial line what it does.
#
# It talks about itself, does what makes a processor leave VMX non-root operation, asks to be left alone, goes on natively, and halts. With no
# hypervisor under it (--bare) it says so where it would call one.

        .intel_syntax noprefix
        .code32
        .include "multiboot.inc"
        .include "hypercalls.inc"

.set CR0_NE, 1 << 5
.set CR0_PG, 1 << 31
.set CR4_PSE, 1 << 4
.set CR4_VMXE, 1 << 13
.set PAGE_4M, 0x87              # present, writable, user, large
.set CODE, 0x08                 # selectors
.set DATA, 0x10
.set INTERRUPT_GATE, 0x8E00
.set IA32_SYSENTER_CS, 0x174
.set NO_SUCH_MSR, 0xDEAD
.set FAR_AWAY, 0x1000000        # 16 MiB: memory that nothing has touched yet
.set EXIT_PORT, 0xF4
.set STUB_BYTES, 16             # of an exception stub

        .text
        .include "console.inc"

        .globl  start
start:  cli
        cld
        mov     esp, offset stack_top
        lgdt    [gdt_pointer]
        jmp     CODE:1f
1:      mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     fs, eax
        mov     gs, eax
        mov     ss, eax
        call    fill_idt
        lidt    [idt_pointer]
        call    turn_paging_on
        call    open_serial_line

        call    introduce
        call    ask_who_is_there
        call    use_msrs
        call    change_control_register
        call    touch_far_memory
        call    call_hooked_function
        call    call_hypervisor
        call    leave_hypervisor
        say     "Done: I halt, with interrupts off.\n"
        cli
1:      hlt
        jmp     1b

# ---- the stations ----

introduce:
        say     "Hello, I am 32-bit code with paging on: CR0="
        mov     eax, cr0
        say_hex eax
        say     " CR3="
        mov     eax, cr3
        say_hex eax
        say     "\n"
        ret

ask_who_is_there:
        xor     eax, eax
        xor     ecx, ecx
        cpuid
        mov     signature, ebx
        mov     signature + 4, edx
        mov     signature + 8, ecx
        say     "CPUID 0 says: "
        call    print_signature
        say     "\n"
        mov     eax, 1
        xor     ecx, ecx
        cpuid
        bt      ecx, 31
        jnc     1f
        mov     eax, 0x40000000
        xor     ecx, ecx
        cpuid
        mov     signature, ebx
        mov     signature + 4, ecx
        mov     signature + 8, edx
        say     "CPUID 40000000H: "
        call    print_signature
        say     ", a hypervisor.\n"
        ret
1:      say     "No hypervisor is here.\n"
        ret

use_msrs:
        mov     ecx, IA32_SYSENTER_CS
        mov     eax, CODE
        xor     edx, edx
        wrmsr
        rdmsr
        push    eax
        say     "WRMSR and RDMSR of IA32_SYSENTER_CS: "
        pop     eax
        say_hex eax
        say     "\n"
        mov     ecx, NO_SUCH_MSR
        mov     dword ptr resume_at, offset 1f
        rdmsr
1:      mov     dword ptr resume_at, 0
        say     "RDMSR of a register that doesn't exist: "
        call    print_caught
        ret

# CR0.NE is 1 in VMX operation whatever the guest wants, and the guest must not notice.
change_control_register:
        mov     eax, cr0
        and     eax, ~CR0_NE
        mov     cr0, eax
        say     "MOV to CR0 clears NE: CR0="
        mov     eax, cr0
        say_hex eax
        say     "\n"
        mov     eax, cr0
        or      eax, CR0_NE
        mov     cr0, eax
        ret

touch_far_memory:
        add     dword ptr [FAR_AWAY], 0x600DF00D
        say     "Memory at 16 MiB, touched for the first time: "
        say_hex [FAR_AWAY]
        say     "\n"
        ret

# A hook shows one copy of a page to readers and executes another.
call_hooked_function:
        movzx   edi, byte ptr hooked + 1
        call    hooked
        mov     ebp, eax
        say     "A function reads as 'return "
        mov     eax, edi
        add     al, '0'
        call    put_character
        say     "' and returns "
        mov     eax, ebp
        add     al, '0'
        call    put_character
        say     "\n"
        ret

call_hypervisor:
        mov     eax, HC_VERSION
        call    hypercall
        jc      1f
        push    eax
        say     "VMCALL: the hypercall convention's version is "
        pop     eax
        say_hex eax
        say     "\n"
        mov     eax, HC_WRITE
        mov     ebx, offset message
        mov     ecx, offset message_end - message
        jmp     hypercall
1:      say     "VMCALL: "
        jmp     print_caught

# What the registers held before the call they must hold after it, on the bare processor.
leave_hypervisor:
        say     "VMCALL: please leave me alone.\n"
        mov     eax, HC_LEAVE
        mov     ebx, 0xB0B0B0B0
        mov     ecx, 0xC0C0C0C0
        mov     edx, 0xD0D0D0D0
        mov     ebp, 0xBEBEBEBE
        call    hypercall
        jc      1f
        cmp     ebx, 0xB0B0B0B0
        jne     fail
        cmp     ecx, 0xC0C0C0C0
        jne     fail
        cmp     edx, 0xD0D0D0D0
        jne     fail
        cmp     ebp, 0xBEBEBEBE
        jne     fail
        say     "I go on natively, my registers intact; CR4.VMXE is "
        mov     eax, cr4
        shr     eax, 13
        and     al, 1
        add     al, '0'
        call    put_character
        say     "\n"
        call    ask_who_is_there
        xor     eax, eax
        call    hypercall
        jnc     fail
1:      say     "VMCALL outside VMX operation: "
        jmp     print_caught

fail:   say     "A register has changed, or there is still a hypervisor.\n"
        mov     al, 1
        out     EXIT_PORT, al
1:      hlt
        jmp     1b

# ---- what they need ----

# VMCALL with EAX, EBX, ECX, EDX as they are; CF tells that it faulted.
hypercall:
        mov     dword ptr resume_at, offset 1f
        vmcall
        mov     dword ptr resume_at, 0
        clc
        ret
1:      stc
        ret

print_signature:
        mov     esi, offset signature
        jmp     print_string

# The exception that was caught last.
print_caught:
        cmp     byte ptr caught, 6
        jne     1f
        say     "#UD, caught.\n"
        ret
1:      cmp     byte ptr caught, 13
        jne     1f
        say     "#GP, caught.\n"
        ret
1:      say     "no exception that I expected.\n"
        ret

# Identity-maps the first GiB in 4-MiB pages.
turn_paging_on:
        mov     edi, offset page_directory
        mov     eax, PAGE_4M
1:      stosd
        add     eax, 1 << 22
        cmp     edi, offset page_directory + 256 * 4
        jb      1b
        mov     eax, cr4
        or      eax, CR4_PSE
        mov     cr4, eax
        mov     eax, offset page_directory
        mov     cr3, eax
        mov     eax, cr0
        or      eax, CR0_PG
        mov     cr0, eax
        ret

# Thirty-two gates to thirty-two stubs of equal size.
fill_idt:
        mov     edi, offset idt
        mov     eax, offset stubs
1:      mov     [edi], ax
        mov     word ptr [edi + 2], CODE
        mov     word ptr [edi + 4], INTERRUPT_GATE
        mov     edx, eax
        shr     edx, 16
        mov     [edi + 6], dx
        add     edi, 8
        add     eax, STUB_BYTES
        cmp     edi, offset idt + 32 * 8
        jb      1b
        ret

        .align  STUB_BYTES
stubs:
.set vector, 0
.rept 32
        .align  STUB_BYTES
        .if     !(vector == 8 || vector >= 10 && vector <= 14 || vector == 17 || vector == 21)
        push    0                       # where the processor pushes no error code
        .endif
        push    vector
        jmp     exception
.set vector, vector + 1
.endr

# Goes on where the code at fault wanted to, and remembers the vector.
exception:
        pop     dword ptr caught
        add     esp, 4
        push    eax
        xor     eax, eax
        xchg    eax, resume_at
        test    eax, eax
        jz      unexpected
        mov     [esp + 4], eax
        pop     eax
        iretd

unexpected:
        say     "Exception "
        say_hex caught
        say     " at "
        say_hex [esp + 4]
        say     "\n"
        mov     al, 1
        out     EXIT_PORT, al
1:      hlt
        jmp     1b

        .section .hooked, "ax"          # a page of its own, which guest.ld puts at 200000H
hooked: mov     eax, 1
        ret

        .section .rodata
message:        .ascii  "VMCALL: this line went through one hypercall, not through a serial port.\n"
message_end:

        .data
        .align  8
gdt:    .quad   0
        .quad   0x00CF9B000000FFFF      # code, 32-bit, flat
        .quad   0x00CF93000000FFFF      # data, flat
gdt_pointer:
        .word   . - gdt - 1
        .long   gdt
        .align  8
idt_pointer:
        .word   32 * 8 - 1
        .long   idt
resume_at:      .long   0               # where to go on after a fault that is expected; 0 for none is
caught:         .long   0               # the vector of the last one
signature:      .skip   13              # twelve characters and a zero byte

        .bss
        .align  4096
page_directory: .skip   4096
idt:            .skip   32 * 8
        .skip   4096
stack_top:
