mov eax, 2
vmcall                          # hypercall 2, leave
hlt
