# Does one thing after the other that makes a processor leave VMX non-root operation. The mini-hypervisor runs these bytes, and any other
# VMM can: as a flat binary, at 200000H, in 64-bit mode, with the low memory mapped to itself, the general registers zero.
#
# What a hypervisor answers of its own (VMCALL) is overwritten, so that the registers at each exit are the same under all of them.

        .intel_syntax noprefix
        .code64

.set FAR_AWAY, 0x1000000        # memory that nothing has touched yet
.set HC_VERSION, 0
.set IA32_KERNEL_GS_BASE, 0xC0000102

        .text
        .globl  start
start:  xor     eax, eax
        cpuid
        mov     r8, rbx
        mov     eax, 1
        xor     ecx, ecx
        cpuid
        mov     r9, rax

        mov     eax, HC_VERSION
        vmcall
        xor     eax, eax

        mov     ecx, IA32_KERNEL_GS_BASE
        mov     eax, 0x11223344
        mov     edx, 0x5566
        wrmsr
        xor     eax, eax
        rdmsr
        mov     r10, rax

        mov     al, 0x5A
        out     0x80, al
        in      al, 0x80

        mov     rbx, FAR_AWAY
        mov     qword ptr [rbx], 0x1234
        mov     r11, [rbx]

        mov     r12, 3          # three more of the first kind, in a loop
1:      mov     eax, 0x80000000
        cpuid
        dec     r12
        jnz     1b

        hlt
