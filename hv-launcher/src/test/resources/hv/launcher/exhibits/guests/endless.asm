jmp $
