xor eax, eax
vmcall                          # hypercall 0, version
hlt
