xor eax, eax
cpuid
hlt
