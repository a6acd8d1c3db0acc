mov ecx, 0x1B                   # IA32_APIC_BASE
rdmsr
hlt
