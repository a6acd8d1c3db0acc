mov eax, 1
mov ebx, 6
vmcall                          # hypercall 1, stop with status 6
hlt
