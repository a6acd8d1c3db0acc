bits 16
smsw ax
not al
and al, 1
out 0xF4, al
