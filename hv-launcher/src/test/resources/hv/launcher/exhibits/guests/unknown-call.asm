mov eax, 0x99
vmcall                          # no hypercall has this number
neg eax                         # 1 is the error
out 0xF4, al
hlt
