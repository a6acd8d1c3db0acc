package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.cpu.testing.VmxMachine;

/** Makes the guest run its 64-bit code at privilege level 3, on the same pages. */
final class UserGuest {
    private UserGuest() {}

    static void make(VmxMachine machine) {
        machine.ram.write(VmxMachine.PML4, 8, VmxMachine.PDPT | 7);
        machine.ram.write(VmxMachine.PDPT, 8, 0x80 | 7);
        machine.write(GUEST_CS_SELECTOR, 0x1B);
        machine.write(GUEST_SS_SELECTOR, 0x23);
        machine.write(GUEST_CS_ACCESS_RIGHTS, 0xA0FB);
        machine.write(GUEST_SS_ACCESS_RIGHTS, 0xC0F3);
    }
}
