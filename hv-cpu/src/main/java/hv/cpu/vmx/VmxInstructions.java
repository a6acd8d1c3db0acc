package hv.cpu.vmx;

import hv.api.x86.FeatureControl;
import hv.api.x86.MsrIndex;
import hv.api.x86.SecondaryControls;
import hv.api.x86.VmcsField;
import hv.api.x86.VmcsField.Area;
import hv.api.x86.VmxBasic;
import hv.api.x86.VmxMisc;
import hv.cpu.explain.VmInstructionError;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.VmxPointers;
import hv.cpu.system.Msrs;

/**
 * The VMX instructions, after {@link VmxGuard} has let them pass and their operands have been read; the same for machine code and for software in
 * Java. Each returns a {@link VmxStatus}.
 *
 * @sdm 3C chapter 31 "VMX Instruction Reference"
 */
public final class VmxInstructions {
    private static final long LOCKED_OUTSIDE_SMX = FeatureControl.LOCK | FeatureControl.ENABLE_VMX_OUTSIDE_SMX;

    private VmxInstructions() {}

    /**
     * The checks of VMXON before its operand is read: in root operation it fails with 15, and it faults where the processor is not ready for VMX
     * operation.
     */
    static int vmxonAllowed(Cpu c) {
        if (c.vmx.vmxOn) return VmxStatus.fail(c, VmInstructionError.VMXON_IN_VMX_ROOT_OPERATION);
        var p = c.vmxState.capabilities;
        if (!fixed(c.cr0, p.cr0Fixed0, p.cr0Fixed1) || !fixed(c.cr4, p.cr4Fixed0, p.cr4Fixed1)) throw c.gp(0);
        if (!c.mem.a20()) throw c.gp(0);
        if ((Msrs.read(c, MsrIndex.IA32_FEATURE_CONTROL) & LOCKED_OUTSIDE_SMX) != LOCKED_OUTSIDE_SMX) throw c.gp(0);
        return VmxStatus.SUCCEED;
    }

    /** Whether a control register has its fixed bits. */
    static boolean fixed(long value, long fixed0, long fixed1) { return (value & fixed0) == fixed0 && (value & ~fixed1) == 0; }

    static int vmxon(Cpu c, long region) {
        if (!pointer(c, region) || Vmcs.header(c, region) != c.vmxState.capabilities.revision()) return VmxStatus.FAIL_INVALID;
        c.vmxState.pointers.vmxon = region;
        c.vmxState.pointers.current = VmxPointers.NONE;
        c.vmx.vmxOn = true;
        c.monitorArmed = false;
        return VmxStatus.SUCCEED;
    }

    static int vmxoff(Cpu c) {
        c.vmx.vmxOn = c.monitorArmed = false;
        c.vmxState.pointers.vmxon = c.vmxState.pointers.current = VmxPointers.NONE;
        c.mem.heedA20();
        return VmxStatus.SUCCEED;
    }

    static int vmclear(Cpu c, long region) {
        if (!pointer(c, region)) return VmxStatus.fail(c, VmInstructionError.VMCLEAR_INVALID_PHYSICAL_ADDRESS);
        if (region == c.vmxState.pointers.vmxon) return VmxStatus.fail(c, VmInstructionError.VMCLEAR_WITH_VMXON_POINTER);
        Vmcs.clear(c, region);
        if (region == c.vmxState.pointers.current) c.vmxState.pointers.current = VmxPointers.NONE;
        return VmxStatus.SUCCEED;
    }

    static int vmptrld(Cpu c, long region) {
        if (!pointer(c, region)) return VmxStatus.fail(c, VmInstructionError.VMPTRLD_INVALID_PHYSICAL_ADDRESS);
        if (region == c.vmxState.pointers.vmxon) return VmxStatus.fail(c, VmInstructionError.VMPTRLD_WITH_VMXON_POINTER);
        int header = Vmcs.header(c, region), revision = c.vmxState.capabilities.revision();
        boolean shadow = header < 0 && (c.vmxState.capabilities.secondary >>> 32 & SecondaryControls.VMCS_SHADOWING) != 0;
        if ((shadow ? header & VmxBasic.REVISION : header) != revision) return VmxStatus.fail(c, VmInstructionError.VMPTRLD_INCORRECT_REVISION_IDENTIFIER);
        Writers.makeCurrent(c, region);
        return VmxStatus.SUCCEED;
    }

    private static boolean pointer(Cpu c, long region) { return (region & 0xFFF) == 0 && c.vmxState.capabilities.fitsPhysical(region); }

    static int vmcall(Cpu c) { return VmxStatus.fail(c, VmInstructionError.VMCALL_IN_VMX_ROOT_OPERATION); }

    /** The checks of VMREAD before its destination is written; success if the field can be read. */
    static int vmreadAllowed(Cpu c, VmcsField field) {
        if (!Vmcs.hasCurrent(c)) return VmxStatus.FAIL_INVALID;
        boolean exists = field != null && VmcsFields.exists(c.vmxState.capabilities, field);
        return exists ? VmxStatus.SUCCEED : VmxStatus.fail(c, VmInstructionError.VMREAD_VMWRITE_UNSUPPORTED_COMPONENT);
    }

    /** @param field null for an encoding of no field */
    static int vmwrite(Cpu c, VmcsField field, long value) {
        int status = vmreadAllowed(c, field);
        if (status != VmxStatus.SUCCEED) return status;
        boolean writable = field.area() != Area.READ_ONLY || (c.vmxState.capabilities.misc & VmxMisc.VMWRITE_EXIT_INFORMATION) != 0;
        if (!writable) return VmxStatus.fail(c, VmInstructionError.VMWRITE_TO_READ_ONLY_COMPONENT);
        Vmcs.write(c, field, value);
        return VmxStatus.SUCCEED;
    }
}
