invd
hlt
