package hv.ept.probe;

import hv.api.Feature;
import hv.api.FeatureProbe;
import hv.api.x86.EptVpidCap;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A feature that is there where one or more bits of IA32_VMX_EPT_VPID_CAP (48CH) are 1. */
abstract class EptCapability implements FeatureProbe {
    private final Feature feature;
    private final String remedy;
    private final long[] bits;

    /** @param bits masks of {@link EptVpidCap} */
    EptCapability(Feature feature, String remedy, long... bits) {
        this.feature = feature;
        this.remedy = remedy;
        this.bits = bits;
    }

    @Override public String id() { return feature.name(); }
    @Override public Feature feature() { return feature; }

    @Override public String condition() {
        var numbers = Arrays.stream(bits).mapToObj(bit -> "" + Long.numberOfTrailingZeros(bit)).collect(Collectors.joining(", "));
        return "IA32_VMX_EPT_VPID_CAP (48CH) " + (bits.length == 1 ? "bit " + numbers + " is 1" : "bits " + numbers + " are 1");
    }

    @Override public Support probe(Capabilities cpu) {
        for (long bit : bits) {
            if (VmxCapabilities.eptVpid(cpu, bit)) continue;
            return new Support.Absent("IA32_VMX_EPT_VPID_CAP (48CH) bit " + Long.numberOfTrailingZeros(bit) + " is 0", remedy);
        }
        return Support.PRESENT;
    }
}
