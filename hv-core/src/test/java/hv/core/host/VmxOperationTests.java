package hv.core.host;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.x86.Event;
import hv.api.x86.Hpa;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.cpu.LogicalProcessor;
import hv.cpu.VmxResult;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The framework's message when one of its own VMX instructions fails. */
class VmxOperationTests {
    private static void tells(String message, Executable failing) {
        var defect = assertThrows(HvException.class, failing);
        assertEquals(message, defect.getMessage());
        assertEquals(ErrorKind.DEFECT, defect.kind());
    }

    private static void tells(String message, String instruction, VmxResult result) { tells(message, () -> VmxOperation.expect(instruction, result)); }

    @Test void successIsSilent() { assertDoesNotThrow(() -> VmxOperation.expect("VMXON", VmxResult.SUCCEEDED)); }

    @Test void vmxonAndVmxoffOutsideProtectedModeAreInvalidOpcodes() {
        try (var ram = new Ram(1 << 20)) {
            var cpu = LogicalProcessor.create(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, Bus.EMPTY, new VirtualClock());
            var operation = new VmxOperation(cpu, new FrameAllocator(ram, new Hpa(0x1000)), Narrator.SILENT);
            tells("VMXON faulted: #UD", operation::enter);
            tells("VMXOFF faulted: #UD", operation::leave);
        }
    }

    @Test void vmfailInvalidOfVmxonIsAboutItsRegion() {
        tells("VMXON failed with CF = 1 (VMfailInvalid): the region is not 4-KByte aligned, lies beyond the physical-address width or does not start with "
                + "the VMCS revision identifier; or the processor is in VMX operation already", "VMXON", VmxResult.FAIL_INVALID);
    }

    @Test void vmfailInvalidOfVmclearAndVmptrldIsAboutTheRegion() {
        tells("VMCLEAR failed with CF = 1 (VMfailInvalid): the region is not 4-KByte aligned, lies beyond the physical-address width or is the VMXON region",
                "VMCLEAR", VmxResult.FAIL_INVALID);
        tells("VMPTRLD failed with CF = 1 (VMfailInvalid): the region is not 4-KByte aligned, lies beyond the physical-address width, is the VMXON region or "
                + "does not start with the VMCS revision identifier", "VMPTRLD", VmxResult.FAIL_INVALID);
    }

    @Test void vmfailInvalidOfOthersIsForWantOfACurrentVmcs() {
        tells("VMWRITE of GUEST_RIP failed with CF = 1 (VMfailInvalid): there is no current VMCS", "VMWRITE of GUEST_RIP", VmxResult.FAIL_INVALID);
    }

    @Test void vmfailValidTellsTheErrorsMeaning() {
        tells("VMCLEAR failed with ZF = 1 (VMfailValid), VM-instruction error 3: VMCLEAR operand equals the VMXON pointer", "VMCLEAR",
                new VmxResult.FailValid(3));
        tells("VMCLEAR failed with ZF = 1 (VMfailValid), VM-instruction error 99", "VMCLEAR", new VmxResult.FailValid(99));
    }

    @Test void faultsHaveTheirNames() { tells("VMXON faulted: #GP", "VMXON", new VmxResult.Faulted(Event.gp(0))); }

    @Test void anInterruptionIsSaid() { tells("VMLAUNCH was interrupted", "VMLAUNCH", VmxResult.PAUSED); }
}
