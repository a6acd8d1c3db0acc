package hv.core.guest;

import hv.api.x86.VmcsField;
import hv.core.host.Msr;
import hv.cpu.LogicalProcessor;
import hv.cpu.apic.LocalApic;
import java.util.Map;
import java.util.OptionalLong;

/** Model-specific registers as the guest has them: those that a VMCS field holds, and the processor's for the rest. */
final class GuestMsrs {
    private static final Map<Integer, VmcsField> IN_VMCS = Map.of(Msr.EFER, VmcsField.GUEST_IA32_EFER, Msr.PAT, VmcsField.GUEST_IA32_PAT,
            Msr.DEBUGCTL, VmcsField.GUEST_IA32_DEBUGCTL, Msr.SYSENTER_CS, VmcsField.GUEST_IA32_SYSENTER_CS,
            Msr.SYSENTER_ESP, VmcsField.GUEST_IA32_SYSENTER_ESP, Msr.SYSENTER_EIP, VmcsField.GUEST_IA32_SYSENTER_EIP,
            Msr.FS_BASE, VmcsField.GUEST_FS_BASE, Msr.GS_BASE, VmcsField.GUEST_GS_BASE);
    private static final long PAT_TYPES = 0b1111_0011, DEBUGCTL_BITS = 3;

    private final LogicalProcessor cpu;
    private final Vmcs vmcs;
    private final LocalApic apic;
    private final GuestTimeStamp timeStamp;

    GuestMsrs(LogicalProcessor cpu, Vmcs vmcs, LocalApic apic, GuestTimeStamp timeStamp) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.apic = apic;
        this.timeStamp = timeStamp;
    }

    /** Empty where RDMSR faults. */
    OptionalLong read(int index) {
        if (LocalApic.isMsr(index)) return apic.readMsr(index);
        if (GuestTimeStamp.isMsr(index)) return timeStamp.read(index);
        var field = IN_VMCS.get(index);
        return field == null ? cpu.rdmsr(index) : OptionalLong.of(vmcs.get(field));
    }

    /** @return false where WRMSR faults */
    boolean write(int index, long value) {
        if (LocalApic.isMsr(index)) return apic.writeMsr(index, value);
        if (GuestTimeStamp.isMsr(index)) return moved(index, value);
        var field = IN_VMCS.get(index);
        if (field == null) return cpu.wrmsr(index, value);
        long stored = index == Msr.EFER ? value & ~Bits.EFER_LMA | vmcs.get(field) & Bits.EFER_LMA : value;
        if (!legal(index, value)) return false;
        vmcs.set(field, index == Msr.SYSENTER_CS ? stored & 0xFFFF_FFFFL : stored);
        return true;
    }

    private boolean moved(int index, long value) {
        boolean there = timeStamp.write(index, value);
        apic.timeStampChanged();
        return there;
    }

    private boolean legal(int index, long value) {
        return switch (index) {
            case Msr.EFER -> efer(value);
            case Msr.PAT -> pat(value);
            case Msr.DEBUGCTL -> (value & ~DEBUGCTL_BITS) == 0;
            case Msr.SYSENTER_CS -> true;
            default -> value << 16 >> 16 == value;
        };
    }

    private boolean efer(long value) {
        boolean reserved = (value & ~(Bits.EFER_SCE | Bits.EFER_LME | Bits.EFER_LMA | Bits.EFER_NXE)) != 0;
        boolean modeWhilePaging = ((value ^ vmcs.get(VmcsField.GUEST_IA32_EFER)) & Bits.EFER_LME) != 0
                && (vmcs.get(VmcsField.GUEST_CR0) & Bits.CR0_PG) != 0;
        return !reserved && !modeWhilePaging;
    }

    private static boolean pat(long value) {
        for (int i = 0; i < 8; i++) {
            int type = (int) (value >>> 8 * i) & 0xFF;
            if (type > 7 || (PAT_TYPES >> type & 1) == 0) return false;
        }
        return true;
    }
}
