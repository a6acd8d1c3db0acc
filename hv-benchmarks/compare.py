#!/usr/bin/env python3
"""compare.py BENCH NAME=RUNNER... [-- KERNEL...]: guest instructions a second of processor time, machine by machine.

BENCH is the folder of bare-metal benchmark guests; a RUNNER is called as its own runners are (RUNNER KERNEL ITERATIONS). For each kernel the machines
take turns, and each runs a short and a long count: the difference has no start-up in it, and little of what a JIT compiler does first. Processor time
(user and system, children too) is what a loaded host leaves comparable. The first machine must count one tick of the TSC for an instruction.
A system kernel's rate is in events (page faults, calls, exits) a second: each of its iterations holds as many as EVENTS says. ROUNDS=1"""
import math, os, re, resource, statistics, subprocess, sys

INTEGER = "sieve crc32 sha256 matmul qsort fib strops bignum icall xpage".split()
EVENTS = {"pf": 256, "int": 1000, "syscall": 1000, "cpuid": 1000, "outport": 1000, "vmx-cpuid": 1000, "vmx-vmcall": 1000,
          "vmx-eptviolation": 1000}
SHORT, LONG = 1.5, 15.0         # seconds that the two runs are meant to take, at least


def main():
    arguments = sys.argv[1:]
    kernels = arguments[arguments.index("--") + 1:] if "--" in arguments else INTEGER + list(EVENTS)
    bench, machines = arguments[0], dict(a.split("=", 1) for a in arguments[1:] if "=" in a)
    os.environ["BENCH"] = bench
    print("| kernel |" + "".join(f" {m} |" for m in machines) + "".join(f" {m} ÷ {first(machines)} |" for m in list(machines)[1:]))
    print("|---" * (2 * len(machines)) + "|", flush=True)
    ratios = {m: [] for m in machines}
    for kernel in kernels:
        rates = {m: rate(runner, kernel) for m, runner in machines.items()}
        unit = EVENTS.get(kernel) or instructions(machines[first(machines)], kernel)
        for m in machines:
            if rates[m] and rates[first(machines)]: ratios[m].append((kernel, rates[m] / rates[first(machines)]))
        print(f"| {kernel} |" + "".join(f" {shown(rates[m], unit)} |" for m in machines)
              + "".join(f" {rates[m] / rates[first(machines)]:.2f} |" if rates[m] else " - |" for m in list(machines)[1:]), flush=True)
    for m in list(machines)[1:]:
        of = [r for k, r in ratios[m] if k in INTEGER]
        if of: print(f"{m} ÷ {first(machines)}, geometric mean over the integer kernels: {math.exp(statistics.mean(map(math.log, of))):.2f}")


def first(machines): return next(iter(machines))


def shown(rate, unit):
    if not rate: return "-"
    return f"{rate * unit / 1e6:.{0 if rate * unit > 1e8 else 2}f} M/s"


def run(runner, kernel, count):
    """Processor seconds and the guest's lines; None where the guest does not come to its result."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([runner, kernel, str(count)], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if "RESULT " not in done.stdout: return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def instructions(runner, kernel):
    ticks = [int(re.search(r"^TICKS (\d+)", run(runner, kernel, n)[1], re.M)[1]) for n in (2, 3)]
    return ticks[1] - ticks[0]


def rate(runner, kernel):
    """Iterations a second; None where the machine can't run the kernel."""
    null = run(runner, "null", 1)[0]
    count, once = 1, run(runner, kernel, 1)
    while once and once[0] - null < SHORT:
        count *= 4
        once = run(runner, kernel, count)
    if not once: return None
    longer = max(4 * count, int(count * LONG / (once[0] - null)))
    measured = []
    for _ in range(int(os.environ.get("ROUNDS", "1"))):
        a, b = run(runner, kernel, longer // 4), run(runner, kernel, longer)
        if not a or not b: return None
        measured.append((longer - longer // 4) / (b[0] - a[0]))
    return statistics.median(measured)


main()
