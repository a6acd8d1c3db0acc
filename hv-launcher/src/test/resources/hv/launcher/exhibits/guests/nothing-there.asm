mov ebx, 0xF0000000
mov eax, [rbx]
hlt
