package hv.cpu.vmx;

import static hv.cpu.testing.VmxMachine.OTHER_VMCS;
import static hv.cpu.testing.VmxMachine.VMCS;
import static hv.cpu.testing.VmxMachine.VMXON;
import static hv.cpu.testing.VmxMachine.fails;
import static hv.cpu.testing.VmxMachine.succeeds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Event;
import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.VmxMachine;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The checks of VMX instructions before they do anything, in the manual's order. */
class InstructionCheckTests {
    private static final VmxResult UD = new VmxResult.Faulted(Event.UD), GP = new VmxResult.Faulted(Event.gp(0));

    private VmxMachine machine = new VmxMachine();

    @AfterEach
    void close() { machine.close(); }

    private void profile(String name) {
        machine.close();
        machine = new VmxMachine(ProcessorProfiles.load(name));
    }

    @Test
    void vmxonWithoutVmxeIsUndefined() {
        machine.cpu.set(SystemRegister.CR4, 0x20);
        assertEquals(UD, machine.cpu.vmxon(VMXON));
    }

    @Test
    void vmxonInRealModeIsUndefined() {
        machine.cpu.set(SystemRegister.CR0, 0x20);
        assertEquals(UD, machine.cpu.vmxon(VMXON));
    }

    @Test
    void vmxonInCompatibilityModeIsUndefined() {
        machine.cpu.set(SegmentName.CS, new SegmentState(8, 0, -1, 0xC09B));
        assertEquals(UD, machine.cpu.vmxon(VMXON));
    }

    @Test
    void vmxonAtCpl3Faults() {
        machine.cpu.set(SegmentName.SS, new SegmentState(19, 0, -1, 0xC0F3));
        assertEquals(GP, machine.cpu.vmxon(VMXON));
    }

    @Test
    void vmxonWithoutNumericErrorsFaults() {
        machine.cpu.set(SystemRegister.CR0, 0x8000_0011L);
        assertEquals(GP, machine.cpu.vmxon(VMXON));
    }

    @Test
    void vmxonWhereFirmwareLockedVmxOffFaults() {
        profile("locked-off");
        assertEquals(GP, machine.cpu.vmxon(VMXON));
    }

    @Test
    void vmxonWhereTheFeatureControlIsUnlockedFaultsUntilSoftwareLocksIt() {
        profile("unlocked");
        assertEquals(GP, machine.cpu.vmxon(VMXON));
        assertTrue(machine.cpu.wrmsr(0x3A, 5));
        succeeds(machine.cpu.vmxon(VMXON));
    }

    @Test
    void vmxonWithAnUnalignedOrTooHighRegionFails() {
        assertEquals(VmxResult.FAIL_INVALID, machine.cpu.vmxon(new Hpa(0x1800)));
        assertEquals(VmxResult.FAIL_INVALID, machine.cpu.vmxon(new Hpa(1L << 46)));
    }

    @Test
    void vmxonWithAnotherRevisionFails() {
        machine.ram.write(VMXON.value(), 4, 1);
        assertEquals(VmxResult.FAIL_INVALID, machine.cpu.vmxon(VMXON));
        assertFalse(machine.cpu.inVmxOperation());
    }

    @Test
    void vmxonInRootOperationFailsWith15() {
        machine.inVmxOperation();
        assertEquals(fails(15), machine.cpu.vmxon(VMXON));
        assertEquals(15, machine.read(VmcsField.VM_INSTRUCTION_ERROR));
    }

    @Test
    void vmxonInRootOperationWithoutACurrentVmcsFailsInvalid() {
        succeeds(machine.cpu.vmxon(VMXON));
        assertEquals(VmxResult.FAIL_INVALID, machine.cpu.vmxon(VMXON));
    }

    @Test
    void everyInstructionButVmxonIsUndefinedOutsideVmxOperation() {
        assertEquals(UD, machine.cpu.vmxoff());
        assertEquals(UD, machine.cpu.vmclear(VMCS));
        assertEquals(UD, machine.cpu.vmptrld(VMCS));
        assertEquals(UD, machine.cpu.vmwrite(VmcsField.GUEST_RIP, 0));
        assertEquals(UD, machine.cpu.vmlaunch());
        assertEquals(UD, machine.cpu.vmresume());
        assertEquals(UD, machine.cpu.invept(2, 0));
        assertEquals(UD, machine.cpu.invvpid(2, 0, 0));
        assertTrue(machine.cpu.vmread(VmcsField.GUEST_RIP).isEmpty());
        assertEquals(UD, machine.cpu.lastResult());
    }

    @Test
    void vmxoffForgetsTheCurrentVmcs() {
        machine.inVmxOperation();
        succeeds(machine.cpu.vmxoff());
        assertFalse(machine.cpu.inVmxOperation());
        succeeds(machine.cpu.vmxon(VMXON));
        assertEquals(Optional.empty(), machine.cpu.vmptrst());
    }

    @Test
    void vmclearChecksTheAddressAndTheVmxonPointer() {
        machine.inVmxOperation();
        assertEquals(fails(2), machine.cpu.vmclear(new Hpa(0x2001)));
        assertEquals(fails(2), machine.cpu.vmclear(new Hpa(1L << 50)));
        assertEquals(fails(3), machine.cpu.vmclear(VMXON));
    }

    @Test
    void vmclearOfTheCurrentVmcsLeavesNoneCurrent() {
        machine.inVmxOperation();
        succeeds(machine.cpu.vmclear(VMCS));
        assertEquals(Optional.empty(), machine.cpu.vmptrst());
        assertEquals(VmxResult.FAIL_INVALID, machine.cpu.vmclear(new Hpa(1)));
    }

    @Test
    void vmclearOfAnotherVmcsLeavesTheCurrentOne() {
        machine.inVmxOperation();
        succeeds(machine.cpu.vmclear(OTHER_VMCS));
        assertEquals(Optional.of(VMCS), machine.cpu.vmptrst());
    }

    @Test
    void vmptrldChecksAddressVmxonPointerAndRevision() {
        machine.inVmxOperation();
        assertEquals(fails(9), machine.cpu.vmptrld(new Hpa(0x3008)));
        assertEquals(fails(9), machine.cpu.vmptrld(new Hpa(1L << 46)));
        assertEquals(fails(10), machine.cpu.vmptrld(VMXON));
        assertEquals(fails(11), machine.cpu.vmptrld(new Hpa(VmxMachine.FREE)));
        assertEquals(Optional.of(VMCS), machine.cpu.vmptrst());
    }

    @Test
    void vmptrldOfAShadowVmcsFailsWhereShadowingIsNotOffered() {
        machine.inVmxOperation();
        machine.ram.write(OTHER_VMCS.value(), 4, machine.cpu.rdmsr(0x480).orElseThrow() | 1L << 31);
        assertEquals(fails(11), machine.cpu.vmptrld(OTHER_VMCS));
    }

    @Test
    void inveptChecksTypeAndPointer() {
        machine.inVmxOperation();
        assertEquals(fails(28), machine.cpu.invept(0, 0));
        assertEquals(fails(28), machine.cpu.invept(3, 0));
        assertEquals(fails(28), machine.cpu.invept(1, 0x1000));
        succeeds(machine.cpu.invept(1, 0x1000 | 3 << 3 | 6));
        succeeds(machine.cpu.invept(2, 0x1000));
    }

    @Test
    void invvpidChecksTypeVpidAndAddress() {
        machine.inVmxOperation();
        assertEquals(fails(28), machine.cpu.invvpid(4, 1, 0));
        assertEquals(fails(28), machine.cpu.invvpid(1, 0, 0));
        assertEquals(fails(28), machine.cpu.invvpid(1, 0x10000, 0));
        assertEquals(fails(28), machine.cpu.invvpid(0, 1, 1L << 47));
        for (int type = 0; type < 4; type++) succeeds(machine.cpu.invvpid(type, 1, 0x1000));
    }

    @Test
    void inveptIsUndefinedWithoutEpt() {
        profile("no-ept");
        machine.inVmxOperation();
        assertEquals(UD, machine.cpu.invept(2, 0));
    }
}
