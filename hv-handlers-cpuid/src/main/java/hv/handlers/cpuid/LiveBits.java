package hv.handlers.cpuid;

import hv.api.Vcpu;
import hv.api.x86.CpuidResult;
import hv.api.x86.Cr4;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmcsField;

/** The part of CPUID's answers that follows the guest: its CR4, XCR0, IA32_XSS and local APIC, and which processor it runs on. */
final class LiveBits {
    private static final int OSXSAVE = 1 << 27, HYPERVISOR = 1 << 31, PKU = 1 << 3, OSPKE = 1 << 4, APIC = 1 << 9;

    private final ShownLeaves shown;
    private final boolean hypervisor;

    /** @param hypervisor whether CPUID.1:ECX[31] says that there is a hypervisor */
    LiveBits(ShownLeaves shown, boolean hypervisor) {
        this.shown = shown;
        this.hypervisor = hypervisor;
    }

    /** The bits of a register that follow the guest's state, so that the machine need not have them. */
    static int mask(Word word) {
        if (word.register() != Register.ECX) return 0;
        return switch (word.leaf().leaf()) {
            case 1 -> OSXSAVE | HYPERVISOR;
            case 7 -> OSPKE;
            default -> 0;
        };
    }

    CpuidResult apply(Leaf leaf, CpuidResult stays, Vcpu vcpu) {
        return switch (leaf.leaf()) {
            case 1 -> flags(stays, vcpu);
            case 7 -> leaf.subleaf() == 0 ? protectionKeys(stays, vcpu) : stays;
            case 0xB, 0x1F -> stays.withEcx(stays.ecx() & ~0xFF | leaf.subleaf() & 0xFF).withEdx(vcpu.index());
            case 0xD -> leaf.subleaf() <= 1 ? saveArea(leaf, stays, vcpu) : stays;
            default -> stays;
        };
    }

    private CpuidResult flags(CpuidResult stays, Vcpu vcpu) {
        int ecx = with(stays.ecx(), OSXSAVE, shown.xsave() && cr4(vcpu, Cr4.OSXSAVE));
        return stays.withEcx(with(ecx, HYPERVISOR, hypervisor)).withEdx(stays.edx() & (vcpu.apicEnabled() ? -1 : ~APIC)).withEbx(stays.ebx() & 0xFF_FFFF | vcpu.index() << 24);
    }

    private static CpuidResult protectionKeys(CpuidResult stays, Vcpu vcpu) {
        return stays.withEcx(with(stays.ecx(), OSPKE, (stays.ecx() & PKU) != 0 && cr4(vcpu, Cr4.PKE)));
    }

    private CpuidResult saveArea(Leaf leaf, CpuidResult stays, Vcpu vcpu) {
        if (!shown.xsave()) return stays;
        var area = new SaveArea(component -> shown.at(new Leaf(0xD, component)));
        if (leaf.subleaf() == 0) return stays.withEbx(area.standard(vcpu.xcr0()));
        return stays.withEbx(area.compacted(vcpu.xcr0() | vcpu.rdmsr(MsrIndex.IA32_XSS).orElse(0)));
    }

    private static int with(int value, int bit, boolean on) { return on ? value | bit : value & ~bit; }

    /** A bit of CR4 as the guest reads it: where the guest/host mask is 1, it comes from the read shadow. */
    private static boolean cr4(Vcpu vcpu, long bit) {
        long mask = vcpu.read(VmcsField.CR4_GUEST_HOST_MASK);
        long seen = vcpu.read(VmcsField.GUEST_CR4) & ~mask | vcpu.read(VmcsField.CR4_READ_SHADOW) & mask;
        return (seen & bit) != 0;
    }
}
