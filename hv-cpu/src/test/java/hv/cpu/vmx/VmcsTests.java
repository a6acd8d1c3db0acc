package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.OTHER_VMCS;
import static hv.cpu.testing.VmxMachine.VMCS;
import static hv.cpu.testing.VmxMachine.fails;
import static hv.cpu.testing.VmxMachine.succeeds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.VmcsField;
import hv.cpu.VmxResult;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.VmxMachine;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VmcsTests {
    @Test
    void everyFieldHasAPlaceOfItsOwnInTheRegion() {
        var places = new HashSet<Integer>();
        for (var field : VmcsField.values()) {
            assertTrue(places.add(Vmcs.offset(field)), field::name);
            assertTrue(Vmcs.offset(field) >= 16 && Vmcs.offset(field) + 8 <= Vmcs.REGION_SIZE, field::name);
        }
    }

    @Test
    void placesFollowTheEncodings() {
        VmcsField previous = null;
        for (var field : VmcsField.values()) {
            if (previous != null) assertTrue(previous.encoding() < field.encoding() && Vmcs.offset(previous) < Vmcs.offset(field), field::name);
            previous = field;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWriteKeepsTheBitsThatTheFieldHas(VmcsField field) {
        try (var machine = new VmxMachine().inVmxOperation()) {
            var written = machine.cpu.vmwrite(field, -1);
            if (field.area() == Area.READ_ONLY || !written.succeeded()) return;
            assertEquals(-1L >>> 64 - field.width().bits(), machine.read(field));
        }
    }

    @Test
    void exitInformationIsReadOnly() {
        try (var machine = new VmxMachine().inVmxOperation()) {
            assertEquals(fails(13), machine.cpu.vmwrite(EXIT_REASON, 0));
            assertEquals(13, machine.read(VM_INSTRUCTION_ERROR));
        }
    }

    @Test
    void aFieldOfAnUnsupportedControlDoesNotExist() {
        try (var machine = new VmxMachine().inVmxOperation()) {
            assertEquals(fails(12), machine.cpu.vmwrite(TSC_MULTIPLIER, 1));
            assertFalse(machine.cpu.vmread(VMREAD_BITMAP_ADDRESS).isPresent());
            assertEquals(fails(12), machine.cpu.lastResult());
        }
    }

    @Test
    void withoutEptThereIsNoEptPointer() {
        try (var machine = new VmxMachine(ProcessorProfiles.load("no-ept")).inVmxOperation()) {
            assertEquals(fails(12), machine.cpu.vmwrite(EPT_POINTER, 0));
        }
    }

    @Test
    void withoutACurrentVmcsThereIsNothingToReadOrWrite() {
        try (var machine = new VmxMachine()) {
            succeeds(machine.cpu.vmxon(VmxMachine.VMXON));
            assertTrue(machine.cpu.vmread(GUEST_RIP).isEmpty());
            assertEquals(VmxResult.FAIL_INVALID, machine.cpu.lastResult());
            assertEquals(VmxResult.FAIL_INVALID, machine.cpu.vmwrite(GUEST_RIP, 1));
            assertEquals(VmxResult.FAIL_INVALID, machine.cpu.vmlaunch());
        }
    }

    @Test
    void twoVmcssKeepTheirDataApart() {
        try (var machine = new VmxMachine().inVmxOperation()) {
            machine.write(GUEST_RIP, 1);
            machine.current(OTHER_VMCS).write(GUEST_RIP, 2);
            succeeds(machine.cpu.vmptrld(VMCS));
            assertEquals(1, machine.read(GUEST_RIP));
            succeeds(machine.cpu.vmptrld(OTHER_VMCS));
            assertEquals(2, machine.read(GUEST_RIP));
        }
    }

    @Test
    void aClearedVmcsCanBeMovedInMemory() {
        try (var machine = new VmxMachine().withGuest("cpuid")) {
            succeeds(machine.cpu.vmclear(VMCS));
            machine.ram.copy(OTHER_VMCS.value(), VMCS.value(), Vmcs.REGION_SIZE);
            machine.ram.fill(VMCS.value(), Vmcs.REGION_SIZE, (byte) 0);
            succeeds(machine.cpu.vmptrld(OTHER_VMCS));
            assertEquals(10, machine.launch());
        }
    }

    @Test
    void highHalvesAreReachedByOddEncodingsOf64BitFieldsOnly() {
        try (var machine = new VmxMachine()) {
            var cap = new hv.cpu.state.VmxCapabilities(machine.cpu.profile());
            assertEquals(TSC_OFFSET, VmcsFields.find(cap, 0x2011));
            assertEquals(TSC_OFFSET, VmcsFields.find(cap, 0x2010));
            assertEquals(null, VmcsFields.find(cap, 0x681F));
            assertEquals(null, VmcsFields.find(cap, 0x1_0000_681EL));
            assertEquals(null, VmcsFields.find(cap, 0x8000));
        }
    }
}
