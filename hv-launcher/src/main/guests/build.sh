#!/usr/bin/env bash
# Assembles the bundled guests into the folder $1. Needs GNU as, ld and objcopy for x86.
set -euo pipefail
out=$(cd -- "$1" && pwd)
cd "$(dirname -- "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# assemble NAME SOURCE BITS [ASSEMBLER OPTION …]: leaves $work/NAME.elf
assemble() {
  local format=elf_i386
  if [[ $3 == 64 ]]; then format=elf_x86_64; fi
  as "--$3" -I "$work" "${@:4}" -o "$work/$1.o" "$2.S"
  ld -m $format -static -nostdlib --nmagic --no-warn-rwx-segments --build-id=none -s -T guest.ld -o "$work/$1.elf" "$work/$1.o"
}

assemble tour tour 32
cp "$work/tour.elf" "$out"

assemble pair-one pair 64 --defsym VALUE=0x1111 --defsym ROUNDS=2000
assemble pair-two pair 64 --defsym VALUE=0x2222 --defsym ROUNDS=2000
cp "$work/pair-one.elf" "$work/pair-two.elf" "$out"

assemble exits exits 64
objcopy -O binary -j .text "$work/exits.elf" "$work/exits.bin"
cp "$work/exits.bin" "$out"

assemble mini-hypervisor mini-hypervisor 64
objcopy -O elf32-i386 "$work/mini-hypervisor.elf" "$out/mini-hypervisor.elf"      # what multiboot loaders expect
