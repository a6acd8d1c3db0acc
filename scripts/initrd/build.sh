#!/usr/bin/env bash
# Builds the self-test programs from their source. Needs gcc for x86-64; no library.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")"
options=(-Os -Wall -Wextra -ffreestanding -fno-builtin -fno-pic -no-pie -fno-stack-protector -fno-asynchronous-unwind-tables -static -nostdlib
         -Wl,--build-id=none -Wl,-z,noexecstack -s)
gcc -m64 "${options[@]}" -mno-red-zone -o selftest64 selftest.c
gcc -m32 "${options[@]}" -mfpmath=387 -o selftest32 selftest.c
gcc -m64 "${options[@]}" -mno-red-zone -mgeneral-regs-only -o kvmguest kvmguest.c
