package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.VMCS;
import static hv.cpu.testing.VmxMachine.fails;
import static hv.cpu.testing.VmxMachine.succeeds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.testing.VmxMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaunchStateTests {
    private final VmxMachine machine = new VmxMachine().withGuest("cpuid; cpuid");

    @AfterEach
    void close() { machine.close(); }

    @Test
    void resumingAClearVmcsFailsWith5() { assertEquals(fails(5), machine.cpu.vmresume()); }

    @Test
    void launchingALaunchedVmcsFailsWith4() {
        machine.launch();
        assertEquals(fails(4), machine.cpu.vmlaunch());
    }

    @Test
    void aLaunchedVmcsResumes() {
        machine.launch();
        machine.write(GUEST_RIP, VmxMachine.CODE + 2);
        assertEquals(10, machine.resume());
        assertEquals(VmxMachine.CODE + 2, machine.read(GUEST_RIP));
    }

    @Test
    void vmclearMakesItClearAgain() {
        machine.launch();
        machine.current(VMCS);
        assertEquals(fails(5), machine.cpu.vmresume());
        assertEquals(10, machine.launch());
    }

    @Test
    void theLaunchStateStaysWithTheVmcsThatVmptrldLeaves() {
        machine.launch();
        machine.current(VmxMachine.OTHER_VMCS).fill();
        assertEquals(fails(5), machine.cpu.vmresume());
        succeeds(machine.cpu.vmptrld(VMCS));
        assertEquals(fails(4), machine.cpu.vmlaunch());
    }

    @Test
    void aFailedLaunchLeavesItClear() {
        machine.write(HOST_CS_SELECTOR, 0);
        assertEquals(fails(8), machine.cpu.vmlaunch());
        machine.write(HOST_CS_SELECTOR, 8);
        assertEquals(10, machine.launch());
    }

    @Test
    void aLaunchThatFailsOnGuestStateLeavesItClear() {
        machine.write(GUEST_RFLAGS, 0);
        assertEquals(33 | 1L << 31, machine.launch());
        machine.write(GUEST_RFLAGS, 2);
        assertEquals(10, machine.launch());
    }
}
