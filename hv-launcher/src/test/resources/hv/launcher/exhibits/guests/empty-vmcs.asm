mov rax, cr4
or eax, 0x2000                  # VMXE
mov cr4, rax
mov rax, cr0
or eax, 0x20                    # NE
mov cr0, rax
mov ecx, 0x480                  # IA32_VMX_BASIC
rdmsr
mov [0x200000], eax             # the VMXON region's revision identifier
mov [0x201000], eax             # the VMCS's
mov qword [0x202000], 0x200000
mov qword [0x202008], 0x201000
vmxon [0x202000]
vmclear [0x202008]
vmptrld [0x202008]
mov eax, 0x400A                 # CR3_TARGET_COUNT
mov ecx, 9
vmwrite rax, rcx
vmlaunch
hlt
