#!/usr/bin/env bash
# Assembles the self-checking guests into the folder $1. Needs GNU as, ld and objcopy for x86.
set -euo pipefail
out=$(cd -- "$1" && pwd)
cd "$(dirname -- "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for source in *.S; do
  name=${source%.S}
  as --64 -o "$work/$name.o" "$source"
  ld -m elf_x86_64 -static -nostdlib --nmagic --no-warn-rwx-segments --build-id=none -s -T guest.ld -o "$work/$name.elf" "$work/$name.o"
  objcopy -O elf32-i386 "$work/$name.elf" "$out/$name.elf"      # what multiboot loaders expect
done
as --32 -o "$work/boot.o" boot.asm
ld -m elf_i386 -Ttext 0x7C00 --oformat binary -o "$out/boot.bin" "$work/boot.o"
