package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.VmcsField;
import hv.cpu.testing.VmxMachine;

/** Makes the guest one in virtual-8086 mode, with 32-bit paging that maps the first 4 MBytes to themselves. */
final class Virtual8086Guest {
    static final long CODE = 0x7000;
    private static final long PAGE_DIRECTORY = 0x15_2000;

    private Virtual8086Guest() {}

    static void make(VmxMachine machine, String code) {
        machine.clear(VM_ENTRY_CONTROLS, 1 << 9);
        machine.write(GUEST_CR4, 0x2010);
        machine.write(GUEST_CR3, PAGE_DIRECTORY);
        machine.ram.write(PAGE_DIRECTORY, 4, 0x87);
        machine.write(GUEST_RFLAGS, 0x2_0002);
        for (String name : new String[] {"ES", "CS", "SS", "DS", "FS", "GS"}) {
            machine.write(VmcsField.valueOf("GUEST_" + name + "_SELECTOR"), 0);
            machine.write(VmcsField.valueOf("GUEST_" + name + "_LIMIT"), 0xFFFF);
            machine.write(VmcsField.valueOf("GUEST_" + name + "_ACCESS_RIGHTS"), 0xF3);
        }
        machine.write(GUEST_RIP, CODE);
        machine.write(GUEST_RSP, 0x6F00);
        machine.code(CODE, "bits 16; " + code);
    }
}
