package hv.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import hv.api.FeatureProbe;
import hv.api.FeatureProbe.Support;
import org.junit.jupiter.api.Test;

/** The contract of feature probes. A test of a probe extends this class and gives a processor on which it succeeds and one on which it fails. */
public abstract class FeatureProbeContract implements PluginContract<FeatureProbe> {
    protected abstract FeatureProbe probe();
    /** A processor that has the feature. */
    protected abstract FakeProcessor having();
    /** A processor that lacks this feature and has all others. */
    protected abstract FakeProcessor lacking();

    @Override public final FeatureProbe plugin() { return probe(); }
    @Override public final Class<FeatureProbe> service() { return FeatureProbe.class; }

    @Test void findsTheFeature() {
        assertInstanceOf(Support.Present.class, probe().probe(having()));
    }

    @Test void tellsWhyTheFeatureIsAbsentAndWhatHelps() {
        var absent = assertInstanceOf(Support.Absent.class, probe().probe(lacking()));
        assertFalse(absent.why().isBlank() || absent.remedy().isBlank(), absent.toString());
    }

    @Test void findsNothingOnAProcessorWithoutVmx() {
        assertInstanceOf(Support.Absent.class, probe().probe(new FakeProcessor()));
    }

    @Test void namesTheSameFeatureEachTime() {
        assertEquals(probe().feature(), probe().feature());
    }
}
