# Sets everything a VM switch must keep from SEED (the immediate at offset 3), checks it 8,000 times, exits with 1 if it held and with 2 if not.
# gcc -c -DSEED=0x11223340 switches.S && ld -Ttext=0x100000 --oformat binary
.code64
.globl _start
_start:
  mov $SEED, %r15
  # system state from the seed
  lea 1(%r15), %rax
  mov %rax, %cr2
  lea 0x1000(%r15), %rax
  mov %rax, %dr0
  lea 0x2000(%r15), %rax
  mov %rax, %dr1
  lea 0x3000(%r15), %rax
  mov %rax, %dr2
  lea 0x4000(%r15), %rax
  mov %rax, %dr3
  mov %r15, %rax
  and $0xf, %rax
  or $0xffff0ff0, %eax
  mov %rax, %dr6
  mov $table, %esi
1: mov (%rsi), %ecx
  test %ecx, %ecx
  jz 2f
  mov %r15d, %eax
  xor %edx, %edx
  wrmsr
  add $4, %esi
  jmp 1b
2:
  # x87 and SSE state from a pattern of the seed, as the processor saves it again; XCR0 with or without SSE by the seed's lowest bit
  mov %cr4, %rax
  or $0x40200, %eax
  mov %rax, %cr4
  mov $image, %edi
  mov $104, %ecx
  cld
5: lea (%r15,%rcx), %eax
  stosl
  loop 5b
  movw $0x37f, image
  andw $0x7f40, image+2
  mov %r15d, %eax
  and $0x3f, %eax
  or $0x1f80, %eax
  mov %eax, image+24
  fxrstor image
  fxsave image
  mov %r15d, %eax
  and $1, %eax
  lea 1(,%rax,2), %eax
  xor %edx, %edx
  xsetbv
  mov $8000, %ebp
  lea 3(%r15), %rbx
  lea 4(%r15), %rdi
  lea 5(%r15), %r8
  lea 6(%r15), %r9
  lea 7(%r15), %r10
  lea 8(%r15), %r11
  lea 9(%r15), %r12
  lea 10(%r15), %r13
loop:
  mov %cr2, %rax
  sub $1, %rax
  cmp %r15, %rax
  jne bad
  mov %dr0, %rax
  sub $0x1000, %rax
  cmp %r15, %rax
  jne bad
  mov %dr1, %rax
  sub $0x2000, %rax
  cmp %r15, %rax
  jne bad
  mov %dr2, %rax
  sub $0x3000, %rax
  cmp %r15, %rax
  jne bad
  mov %dr3, %rax
  sub $0x4000, %rax
  cmp %r15, %rax
  jne bad
  mov %dr6, %rax
  xor %r15, %rax
  test $0xf, %al
  jnz bad
  mov $table, %esi
3: mov (%rsi), %ecx
  test %ecx, %ecx
  jz 4f
  rdmsr
  cmp %r15d, %eax
  jne bad
  add $4, %esi
  jmp 3b
4:
  fxsave scratch
  mov %rdi, %rdx
  mov $image, %esi
  mov $scratch, %edi
  mov $104, %ecx
  repe cmpsl
  mov %rdx, %rdi
  jne bad
  xgetbv
  mov %r15d, %edx
  and $1, %edx
  lea 1(,%rdx,2), %edx
  cmp %edx, %eax
  jne bad
  lea 3(%r15), %rax
  cmp %rax, %rbx
  jne bad
  inc %rax
  cmp %rax, %rdi
  jne bad
  inc %rax
  cmp %rax, %r8
  jne bad
  inc %rax
  cmp %rax, %r9
  jne bad
  inc %rax
  cmp %rax, %r10
  jne bad
  inc %rax
  cmp %rax, %r11
  jne bad
  inc %rax
  cmp %rax, %r12
  jne bad
  inc %rax
  cmp %rax, %r13
  jne bad
  dec %ebp
  jnz loop
  mov $1, %al
  out %al, $0xf4
bad:
  mov $2, %al
  out %al, $0xf4
table: .long 0xc0000081,0xc0000082,0xc0000083,0xc0000084,0xc0000102,0xc0000103,0
.balign 16
image: .fill 512
scratch: .fill 512
