# A GDT, an IDT with handlers for vectors 2, 6, 14 and 30H, and a stack; the code of a test follows at body.
  lgdt [rel gdtr]
  lidt [rel idtr]
  mov esp, 0x3000
  mov eax, h6
  mov ebx, 0x200060
  call gate
  mov eax, h30
  mov ebx, 0x200300
  call gate
  mov eax, h2
  mov ebx, 0x200020
  call gate
  mov eax, h14
  mov ebx, 0x2000e0
  call gate
  xor edi, edi
  xor esi, esi
  xor ebp, ebp
  xor r8d, r8d
  jmp body
gate:
  mov [rbx], ax
  mov word [rbx+2], 8
  mov word [rbx+4], 0x8e00
  shr eax, 16
  mov [rbx+6], eax
  mov dword [rbx+10], 0
  ret
h6: mov edi, 6
  add qword [rsp], 2
  iretq
h30: inc esi
  iretq
h2: inc ebp
  iretq
h14: mov r8, cr2
  mov r9d, [rsp]
  add rsp, 8
  add qword [rsp], 2
  iretq
align 8
gdt: dq 0, 0x00af9b000000ffff, 0x00cf93000000ffff
gdtr: dw 23
  dq gdt
align 8
idtr: dw 0xfff
  dq 0x200000
body:
