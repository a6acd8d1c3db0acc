mov al, 21
out 0xF4, al
hlt
