# A GDT, an IDT with handlers for vectors 2, 6, 14 and 30H, and a stack; the code of a test follows at body.
# as --64 events.S && ld -Ttext=0x100000 --oformat binary
.code64
  lgdt gdtr(%rip)
  lidt idtr(%rip)
  mov $0x3000, %esp
  mov $h6, %eax
  mov $0x200060, %ebx
  call gate
  mov $h30, %eax
  mov $0x200300, %ebx
  call gate
  mov $h2, %eax
  mov $0x200020, %ebx
  call gate
  mov $h14, %eax
  mov $0x2000e0, %ebx
  call gate
  xor %edi, %edi
  xor %esi, %esi
  xor %ebp, %ebp
  xor %r8d, %r8d
  jmp body
gate:
  mov %ax, (%rbx)
  movw $8, 2(%rbx)
  movw $0x8e00, 4(%rbx)
  shr $16, %eax
  mov %eax, 6(%rbx)
  movl $0, 10(%rbx)
  ret
h6: mov $6, %edi
  addq $2, (%rsp)
  iretq
h30: inc %esi
  iretq
h2: inc %ebp
  iretq
h14: mov %cr2, %r8
  mov (%rsp), %r9d
  add $8, %rsp
  addq $2, (%rsp)
  iretq
.align 8
gdt: .quad 0, 0x00af9b000000ffff, 0x00cf93000000ffff
gdtr: .word 23
 .quad gdt
.align 8
idtr: .word 0xfff
  .quad 0x200000
body:
