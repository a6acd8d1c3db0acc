#!/usr/bin/env python3
"""boot.py [MACHINE...]: seconds from the start of a machine to the shell prompt of the Debian kernel that scripts/fetch-debian has fetched.

Machines: vmm (hv under its VMM), bare (hv without one), qemu (TCG); all of them unless named. They take turns, ROUNDS=3 times, with the same kernel
as Debian ships it, initrd, command line and 512 MiB; the table holds medians. Processor time is that of all the machine's threads."""
import os, statistics, subprocess, sys, time

TOP = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..")
CACHE = os.path.join(TOP, ".cache", "debian")
KERNEL, INITRD = os.path.join(CACHE, "vmlinuz"), os.path.join(CACHE, "initrd.gz")
HV = [os.path.join(TOP, "hv"), "run", "--quiet", "--kernel", KERNEL, "--initrd", INITRD, "--append", "console=ttyS0", "--memory", "512M"]
MACHINES = {
    "vmm": HV,
    "bare": HV + ["--bare"],
    "qemu": ["qemu-system-x86_64", "-accel", "tcg", "-m", "512", "-kernel", KERNEL, "-initrd", INITRD, "-append", "console=ttyS0", "-display", "none",
             "-serial", "stdio", "-monitor", "none", "-nic", "none"],
}
PROMPT, TICKS = b"hv:/#", os.sysconf("SC_CLK_TCK")


def processor_seconds(group):
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as stat: fields = stat.read().rsplit(")", 1)[1].split()
        except OSError: continue
        if int(fields[2]) == group: total += int(fields[11]) + int(fields[12]) + int(fields[13]) + int(fields[14])
    return total / TICKS


def boot(command):
    """Seconds by the clock, and of processor time, until the prompt."""
    start, seen = time.monotonic(), b""
    machine = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        while PROMPT not in seen:
            more = os.read(machine.stdout.fileno(), 65536)
            if not more: sys.exit(f"boot.py: {command[0]} ended before the prompt; its last lines:\n{seen[-500:].decode(errors='replace')}")
            seen += more
        return time.monotonic() - start, processor_seconds(machine.pid)
    finally:
        os.killpg(machine.pid, 9)
        machine.wait()


def main():
    names = sys.argv[1:] or list(MACHINES)
    if not os.path.exists(KERNEL): sys.exit("boot.py: there is no kernel: run scripts/fetch-debian first")
    times = {name: [] for name in names}
    for _ in range(int(os.environ.get("ROUNDS", "3"))):
        for name in names: times[name].append(boot(MACHINES[name]))
    print("| machine | seconds | of processor time |\n|---|---|---|")
    for name in names: print(f"| {name} |" + "".join(f" {statistics.median(column):.1f} |" for column in zip(*times[name])))


main()
