package hv.core;

import hv.api.Feature;
import hv.api.FeatureProbe;
import hv.api.FeatureProbe.Support;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.PluginCatalog;
import hv.core.report.Blame;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.core.report.Story;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the feature probes: those without which there is no virtual machine first, in the order in which VT-x is brought up. */
final class Probing {
    private static final List<Feature> ESSENTIAL = List.of(Feature.VMX, Feature.VMX_ENABLED, Feature.VMX_MODE, Feature.VMX_FREE, Feature.EPT);

    private final List<FoundPlugin> probes;
    private final FeatureProbe.Capabilities cpu;
    private final String profile;

    /** @param profile name of the processor */
    Probing(PluginCatalog catalog, FeatureProbe.Capabilities cpu, String profile) {
        this.cpu = cpu;
        this.profile = profile;
        this.probes = catalog.found().stream().filter(FoundPlugin::isProbe)
                .sorted(Comparator.comparingInt((FoundPlugin found) -> rank(probe(found).feature())).thenComparing(FoundPlugin::id)).toList();
    }

    List<Story.Probed> all() {
        var told = new ArrayList<Story.Probed>();
        for (var found : probes) told.add(ask(found));
        return told;
    }

    /**
     * Asks all and tells the story.
     *
     * @throws HvException at the first essential feature that is absent, with the reason and the remedy
     */
    Map<Feature, Support> require(Narrator narrator) {
        Map<Feature, Support> features = new LinkedHashMap<>();
        for (var found : probes) {
            var probed = ask(found);
            narrator.tell(probed);
            features.put(probed.feature(), probed.support());
            if (probed.support() instanceof Support.Absent(var why, var remedy) && ESSENTIAL.contains(probed.feature())) {
                throw new HvException(ErrorKind.PROCESSOR, "no virtual machine on processor '" + profile + "': " + probed.feature().name() + ": " + why
                        + "; remedy: " + remedy);
            }
        }
        return features;
    }

    private Story.Probed ask(FoundPlugin found) {
        try {
            return new Story.Probed(found.id(), probe(found).feature(), probe(found).condition(), probe(found).probe(cpu));
        } catch (Throwable e) {
            throw Blame.plugin(found.id(), "probe the processor", e);
        }
    }

    private static FeatureProbe probe(FoundPlugin found) { return (FeatureProbe) found.sample(); }

    private static int rank(Feature feature) {
        int place = ESSENTIAL.indexOf(feature);
        return place < 0 ? ESSENTIAL.size() : place;
    }
}
