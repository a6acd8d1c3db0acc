package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.VmcsField;
import hv.cpu.testing.VmxMachine;

/** Makes the guest an unrestricted one in real mode, with EPT that maps everything to itself. */
final class RealModeGuest {
    static final long CODE = 0x7000;
    private static final long EPT = 0x15_0000, EPT_PDPT = 0x15_1000;

    private RealModeGuest() {}

    static void make(VmxMachine machine, String code) {
        identityEpt(machine);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 7);
        machine.clear(VM_ENTRY_CONTROLS, 1 << 9);
        machine.write(GUEST_CR0, 0x30);
        machine.write(GUEST_CR4, 0x2000);
        for (String name : new String[] {"ES", "CS", "SS", "DS", "FS", "GS"}) {
            machine.write(VmcsField.valueOf("GUEST_" + name + "_SELECTOR"), 0);
            machine.write(VmcsField.valueOf("GUEST_" + name + "_LIMIT"), 0xFFFF);
            machine.write(VmcsField.valueOf("GUEST_" + name + "_ACCESS_RIGHTS"), name.equals("CS") ? 0x9B : 0x93);
        }
        machine.write(GUEST_RIP, CODE);
        machine.write(GUEST_RSP, 0x6F00);
        machine.code(CODE, "bits 16; " + code);
    }

    static void identityEpt(VmxMachine machine) {
        machine.ram.write(EPT, 8, EPT_PDPT | 7);
        machine.ram.write(EPT_PDPT, 8, 0xB7);
        machine.write(EPT_POINTER, EPT | 0x1E);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 2);
    }
}
