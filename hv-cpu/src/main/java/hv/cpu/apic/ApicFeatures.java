package hv.cpu.apic;

import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfile.Leaf;

/**
 * The features of a processor's local APIC, as its CPUID leaves report them.
 *
 * @param present       CPUID.01H:EDX[9]
 * @param x2apic        CPUID.01H:ECX[21]
 * @param deadline      CPUID.01H:ECX[24], the timer's TSC-deadline mode
 * @param physicalBits  width of physical addresses
 * @param ticksPerCount clock ticks for one count of the timer at divider 1: a cycle of the core crystal, where CPUID.15H reports its ratio
 * @param id            the initial APIC ID
 */
record ApicFeatures(boolean present, boolean x2apic, boolean deadline, int physicalBits, int ticksPerCount, int id) {
    /** Ticks of the bus clock of 100 MHz, which is used where there is no crystal. */
    private static final int BUS_CLOCK = 10;

    static ApicFeatures of(ProcessorProfile profile) {
        var features = profile.cpuid().get(new Leaf(1, 0));
        if (features == null) return new ApicFeatures(false, false, false, profile.physicalBits(), BUS_CLOCK, 0);
        boolean present = (features.edx() & 1 << 9) != 0;
        return new ApicFeatures(present, present && (features.ecx() & 1 << 21) != 0, present && (features.ecx() & 1 << 24) != 0,
                profile.physicalBits(), ticksPerCount(profile), features.ebx() >>> 24);
    }

    private static int ticksPerCount(ProcessorProfile profile) {
        var ratio = profile.cpuid().get(new Leaf(0x15, 0));
        return ratio == null || ratio.eax() == 0 ? BUS_CLOCK : Math.max(1, ratio.ebx() / ratio.eax());
    }
}
