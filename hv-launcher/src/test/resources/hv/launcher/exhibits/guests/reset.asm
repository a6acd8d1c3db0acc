mov dx, 0xCF9
mov al, 6
out dx, al
jmp $
