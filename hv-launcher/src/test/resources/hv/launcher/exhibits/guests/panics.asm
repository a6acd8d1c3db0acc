        lea rsi, [rel text]
        mov dx, 0x3F8
.next:  lodsb
        test al, al
        jz .end
        out dx, al
        jmp .next
.end:   jmp .end
text:   db "---[ end Kernel panic - not syncing: no init ]---", 10, 0
