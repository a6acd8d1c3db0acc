# Sets everything a VM switch must keep from SEED, checks it 8,000 times, exits with 1 if it held and with 2 if not.
  mov r15, SEED
  # system state from the seed
  lea rax, [r15+1]
  mov cr2, rax
  lea rax, [r15+0x1000]
  mov dr0, rax
  lea rax, [r15+0x2000]
  mov dr1, rax
  lea rax, [r15+0x3000]
  mov dr2, rax
  lea rax, [r15+0x4000]
  mov dr3, rax
  mov rax, r15
  and rax, 0xf
  or eax, 0xffff0ff0
  mov dr6, rax
  mov esi, table
.set: mov ecx, [rsi]
  test ecx, ecx
  jz .pattern
  mov eax, r15d
  xor edx, edx
  wrmsr
  add esi, 4
  jmp .set
.pattern:
  # x87 and SSE state from a pattern of the seed, as the processor saves it again; XCR0 with or without SSE by the seed's lowest bit
  mov rax, cr4
  or eax, 0x40200
  mov cr4, rax
  mov edi, image
  mov ecx, 104
  cld
.fill: lea eax, [r15+rcx]
  stosd
  loop .fill
  mov word [image], 0x37f
  and word [image+2], 0x7f40
  mov eax, r15d
  and eax, 0x3f
  or eax, 0x1f80
  mov [image+24], eax
  fxrstor [image]
  fxsave [image]
  mov eax, r15d
  and eax, 1
  lea eax, [rax*2+1]
  xor edx, edx
  xsetbv
  mov ebp, 8000
  lea rbx, [r15+3]
  lea rdi, [r15+4]
  lea r8, [r15+5]
  lea r9, [r15+6]
  lea r10, [r15+7]
  lea r11, [r15+8]
  lea r12, [r15+9]
  lea r13, [r15+10]
again:
  mov rax, cr2
  sub rax, 1
  cmp rax, r15
  jne bad
  mov rax, dr0
  sub rax, 0x1000
  cmp rax, r15
  jne bad
  mov rax, dr1
  sub rax, 0x2000
  cmp rax, r15
  jne bad
  mov rax, dr2
  sub rax, 0x3000
  cmp rax, r15
  jne bad
  mov rax, dr3
  sub rax, 0x4000
  cmp rax, r15
  jne bad
  mov rax, dr6
  xor rax, r15
  test al, 0xf
  jnz bad
  mov esi, table
.check: mov ecx, [rsi]
  test ecx, ecx
  jz .saved
  rdmsr
  cmp eax, r15d
  jne bad
  add esi, 4
  jmp .check
.saved:
  fxsave [scratch]
  mov rdx, rdi
  mov esi, image
  mov edi, scratch
  mov ecx, 104
  repe cmpsd
  mov rdi, rdx
  jne bad
  xgetbv
  mov edx, r15d
  and edx, 1
  lea edx, [rdx*2+1]
  cmp eax, edx
  jne bad
  lea rax, [r15+3]
  cmp rbx, rax
  jne bad
  inc rax
  cmp rdi, rax
  jne bad
  inc rax
  cmp r8, rax
  jne bad
  inc rax
  cmp r9, rax
  jne bad
  inc rax
  cmp r10, rax
  jne bad
  inc rax
  cmp r11, rax
  jne bad
  inc rax
  cmp r12, rax
  jne bad
  inc rax
  cmp r13, rax
  jne bad
  dec ebp
  jnz again
  mov al, 1
  out 0xf4, al
bad:
  mov al, 2
  out 0xf4, al
table: dd 0xc0000081,0xc0000082,0xc0000083,0xc0000084,0xc0000102,0xc0000103,0
align 16
image: resb 512
scratch: resb 512
