package hv.ept.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import hv.api.FeatureProbe.Support;
import hv.testkit.FakeProcessor;
import hv.testkit.FeatureProbeContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Capability values of one processor with all of it: IA32_VMX_PROCBASED_CTLS, _CTLS2 and IA32_VMX_EPT_VPID_CAP. */
class ProbeTests {
    private static final long PRIMARY = 0xFFF9_FFFE_0401_E172L, SECONDARY = 0x0257_7FFF_0000_0000L, EPT_VPID = 0x0000_0F01_0673_4141L;

    private static FakeProcessor processor(long primary, long secondary, long eptVpid) {
        return new FakeProcessor().msr(0x482, primary).msr(0x48B, secondary).msr(0x48C, eptVpid);
    }

    private static FakeProcessor complete() { return processor(PRIMARY, SECONDARY, EPT_VPID); }
    private static FakeProcessor withoutSecondary(int control) { return processor(PRIMARY, SECONDARY & ~(1L << 32 + control), EPT_VPID); }
    private static FakeProcessor withoutCapability(int bit) { return processor(PRIMARY, SECONDARY, EPT_VPID & ~(1L << bit)); }

    @Test void eptNeedsTheSecondaryControlsToBeActivatable() {
        assertInstanceOf(Support.Absent.class, new Ept().probe(processor(PRIMARY & ~(1L << 63), SECONDARY, EPT_VPID)));
    }

    @Test void absentControlIsNamedWithItsMsrBit() {
        assertEquals(new Support.Absent("needs secondary processor-based control 1, \"enable EPT\", which can't be 1 (IA32_VMX_PROCBASED_CTLS2, 48BH, bit 33 is 0)",
                "guest memory needs EPT: choose a processor profile that has it (--cpu)"), new Ept().probe(withoutSecondary(1)));
    }

    @ParameterizedTest @ValueSource(ints = {20, 25, 26})
    void inveptNeedsBothOfItsTypes(int bit) {
        var absent = assertInstanceOf(Support.Absent.class, new Invept().probe(withoutCapability(bit)));
        assertEquals("IA32_VMX_EPT_VPID_CAP (48CH) bit " + bit + " is 0", absent.why());
    }

    @Nested class OfEpt extends FeatureProbeContract {
        @Override protected Ept probe() { return new Ept(); }
        @Override protected FakeProcessor having() { return complete(); }
        @Override protected FakeProcessor lacking() { return withoutSecondary(1); }
    }

    @Nested class OfVpid extends FeatureProbeContract {
        @Override protected Vpid probe() { return new Vpid(); }
        @Override protected FakeProcessor having() { return complete(); }
        @Override protected FakeProcessor lacking() { return withoutSecondary(5); }
    }

    @Nested class OfUnrestrictedGuest extends FeatureProbeContract {
        @Override protected UnrestrictedGuest probe() { return new UnrestrictedGuest(); }
        @Override protected FakeProcessor having() { return complete(); }
        @Override protected FakeProcessor lacking() { return withoutSecondary(7); }
    }

    @Nested class OfExecuteOnly extends FeatureProbeContract {
        @Override protected ExecuteOnly probe() { return new ExecuteOnly(); }
        @Override protected FakeProcessor having() { return complete(); }
        @Override protected FakeProcessor lacking() { return withoutCapability(0); }
    }

    @Nested class OfPages2M extends FeatureProbeContract {
        @Override protected Pages2M probe() { return new Pages2M(); }
        @Override protected FakeProcessor having() { return complete(); }
        @Override protected FakeProcessor lacking() { return withoutCapability(16); }
    }

    @Nested class OfPages1G extends FeatureProbeContract {
        @Override protected Pages1G probe() { return new Pages1G(); }
        @Override protected FakeProcessor having() { return complete(); }
        @Override protected FakeProcessor lacking() { return withoutCapability(17); }
    }

    @Nested class OfAccessedDirty extends FeatureProbeContract {
        @Override protected AccessedDirty probe() { return new AccessedDirty(); }
        @Override protected FakeProcessor having() { return complete(); }
        @Override protected FakeProcessor lacking() { return withoutCapability(21); }
    }

    @Nested class OfInvept extends FeatureProbeContract {
        @Override protected Invept probe() { return new Invept(); }
        @Override protected FakeProcessor having() { return complete(); }
        @Override protected FakeProcessor lacking() { return withoutCapability(20); }
    }

    @Nested class OfInvvpid extends FeatureProbeContract {
        @Override protected Invvpid probe() { return new Invvpid(); }
        @Override protected FakeProcessor having() { return complete(); }
        @Override protected FakeProcessor lacking() { return withoutCapability(32); }
    }
}
