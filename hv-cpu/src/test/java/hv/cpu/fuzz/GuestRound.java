package hv.cpu.fuzz;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.Gpr;
import hv.api.x86.VmcsField;
import hv.cpu.ExtendedStates;
import hv.cpu.VmxResult;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.VmxMachine;
import java.util.Map;
import java.util.SplittableRandom;

/** A guest in VMX non-root operation with random memory under EPT, random controls, and a VMM that lets it go on somewhere after each exit. */
final class GuestRound implements AutoCloseable {
    private static final int RUNS = 3, EXITS = 40, INSTRUCTIONS = 3000;
    private static final long GUEST = 0x20_0000, EPT = 0x30_0000, WRITE_BACK = 6 << 3, ENTRY_FAILURE = 1L << 31;
    private static final int EPT_AND_UNRESTRICTED = 1 << 1 | 1 << 7, IA_32E_ENTRY = 1 << 9, LOAD_EFER = 1 << 15, REQUIRED_CR0 = 0x20, VMXE = 0x2000, CR4_FIXED1 = 0x489;
    private static final String[] SEGMENTS = {"ES", "CS", "SS", "DS", "FS", "GS"};
    private static final FuzzMode[] MODES = FuzzMode.values();

    private final SplittableRandom random;
    private final VmxMachine machine;
    private final FuzzMemory memory;

    GuestRound(long seed) {
        random = new SplittableRandom(seed);
        machine = new VmxMachine(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), new FuzzBus(random));
        memory = new FuzzMemory(random, machine.ram, GUEST);
    }

    void run(Map<String, Integer> ends) {
        memory.fill();
        ept();
        machine.withGuest();
        for (int i = 0; i < RUNS; i++) {
            var mode = MODES[random.nextInt(MODES.length)];
            machine.current(VmxMachine.VMCS).fill();
            controls(mode);
            state(mode);
            ends.merge("guest " + mode + " " + exits(mode), 1, Integer::sum);
            if (machine.cpu.inNonRootOperation()) return;
        }
    }

    private void ept() {
        for (int level = 0; level < 3; level++) machine.ram.write(EPT + 0x1000L * level, 8, EPT + 0x1000L * (level + 1) | 7);
        for (int page = 0; page < FuzzMemory.BYTES >>> 12; page++) {
            int rights = random.nextInt(16) == 0 ? random.nextInt(8) : 7;
            machine.ram.write(EPT + 0x3000 + 8L * page, 8, GUEST + 0x1000L * page | WRITE_BACK | rights);
        }
    }

    private void controls(FuzzMode mode) {
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, EPT_AND_UNRESTRICTED);
        machine.write(EPT_POINTER, EPT | 3 << 3 | 6);
        machine.write(EXCEPTION_BITMAP, random.nextInt(4) == 0 ? random.nextInt() & 0xFFFF_FFFFL : 0);
        if (!mode.wide()) machine.clear(VM_ENTRY_CONTROLS, IA_32E_ENTRY);
        machine.set(VM_ENTRY_CONTROLS, LOAD_EFER);
        machine.write(GUEST_IA32_EFER, mode.wide() ? mode.efer : mode.efer & ~0x500L);
    }

    private void state(FuzzMode mode) {
        int cpl = mode.virtual8086() || random.nextInt(3) == 0 && mode != FuzzMode.REAL ? 3 : 0, paragraph = random.nextInt(0xF000);
        machine.write(GUEST_CR0, (mode == FuzzMode.REAL ? 0x10 : mode.cr0) | REQUIRED_CR0);
        machine.write(GUEST_CR4, (mode.cr4 | VMXE) & machine.cpu.rdmsr(CR4_FIXED1).orElseThrow());
        machine.write(GUEST_CR3, mode.cr3());
        machine.write(GUEST_RFLAGS, mode.flags(random.nextInt()) & 0x3F_7FD7 | 2);
        machine.write(GUEST_GDTR_BASE, FuzzMemory.GDT);
        machine.write(GUEST_IDTR_BASE, mode == FuzzMode.REAL ? 0 : mode.wide() ? FuzzMemory.IDT_64 : FuzzMemory.IDT);
        machine.write(GUEST_TR_BASE, FuzzMemory.TSS);
        for (String name : SEGMENTS) {
            var segment = mode.segment(name.equals("CS"), cpl, paragraph);
            machine.write(VmcsField.valueOf("GUEST_" + name + "_SELECTOR"), segment.selector());
            machine.write(VmcsField.valueOf("GUEST_" + name + "_BASE"), segment.base());
            machine.write(VmcsField.valueOf("GUEST_" + name + "_LIMIT"), segment.limit() & 0xFFFF_FFFFL);
            machine.write(VmcsField.valueOf("GUEST_" + name + "_ACCESS_RIGHTS"), segment.rights());
        }
        for (Gpr register : Gpr.values())
            if (register != Gpr.RSP) machine.cpu.set(register, random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(FuzzMemory.BYTES));
        machine.cpu.restore(ExtendedStates.random(random));
        machine.write(GUEST_RSP, random.nextInt(FuzzMemory.BYTES));
    }

    /** @return how it ended */
    private String exits(FuzzMode mode) {
        machine.cpu.limit(machine.cpu.retired() + INSTRUCTIONS);
        for (int i = 0; i < EXITS; i++) {
            machine.write(GUEST_RIP, memory.anywhere(mode.byParagraph() || mode == FuzzMode.PROTECTED_16));
            VmxResult entered = i == 0 ? machine.cpu.vmlaunch() : machine.cpu.vmresume();
            if (!entered.succeeded() || machine.cpu.inNonRootOperation()) return entered.toString();
            if ((machine.read(EXIT_REASON) & ENTRY_FAILURE) != 0) return "after " + (i == 0 ? "no" : "some") + " exits: entry fails";
            machine.write(GUEST_ACTIVITY_STATE, 0);
            machine.write(GUEST_INTERRUPTIBILITY_STATE, 0);
            machine.write(GUEST_PENDING_DEBUG_EXCEPTIONS, 0);
        }
        return "all exits";
    }

    @Override public void close() { machine.close(); }
}
