package hv.core.probes;

import hv.api.Feature;
import hv.api.FeatureProbe;
import hv.api.x86.FeatureControl;
import hv.api.x86.MsrIndex;

/** IA32_FEATURE_CONTROL (3AH): locked by firmware, with VMX allowed outside SMX. */
public final class FeatureControlProbe implements FeatureProbe {
    @Override public Feature feature() { return Feature.VMX_ENABLED; }

    @Override public String condition() { return "IA32_FEATURE_CONTROL (3AH) bits 0 (lock) and 2 (VMX outside SMX) are 1"; }

    @Override public Support probe(Capabilities cpu) {
        var control = cpu.rdmsr(MsrIndex.IA32_FEATURE_CONTROL);
        if (control.isEmpty()) return new Support.Absent("IA32_FEATURE_CONTROL (3AH) does not exist", "choose a processor profile with VT-x");
        long bits = control.getAsLong();
        if ((bits & FeatureControl.LOCK) == 0) {
            return new Support.Absent("IA32_FEATURE_CONTROL (3AH) is left unlocked, so VMXON would fault",
                    "let firmware or boot code write 5 (lock, VMX outside SMX) to it");
        }
        return Support.when((bits & FeatureControl.ENABLE_VMX_OUTSIDE_SMX) != 0, "IA32_FEATURE_CONTROL (3AH) is locked with VMX off outside SMX",
                "switch VT-x on in the firmware set-up; only a reset lifts the lock");
    }
}
