package hv.core.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.ExitHandler;
import hv.api.Feature;
import hv.api.FeatureProbe;
import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Plugin;
import hv.api.Stage;
import hv.core.report.HvException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PluginChoiceTests {
    private record Base(String id) implements MemoryTranslator {
        @Override public Stage stage() { return Stage.FALLBACK; }
        @Override public Mapping translate(MemoryRequest asked, Inner inner) { return new Mapping.Unbacked(); }
    }

    private record Handler(String id, boolean onByDefault) implements ExitHandler {
    }

    private record Probe(String id) implements FeatureProbe {
        @Override public Feature feature() { return Feature.VMX; }
        @Override public Support probe(Capabilities cpu) { return Support.PRESENT; }
    }

    private final PluginChoice choice = new PluginChoice(catalog(new Base("identity"), new Base("offset"), new Handler("cpuid", true),
            new Handler("serial", true), new Handler("spoof", false), new Probe("vmx")));

    private static PluginCatalog catalog(Plugin... plugins) {
        return new PluginCatalog(Stream.of(plugins).map(plugin -> FoundPlugin.of(() -> plugin, "a test")).toList(), List.of());
    }

    private List<String> chosen(String selection) { return choice.choose(list(selection), "identity").stream().map(FoundPlugin::id).toList(); }

    private String translator(String selection, String asked) { return choice.translator(list(selection), Optional.ofNullable(asked), "identity"); }

    private static List<String> list(String selection) { return selection.isEmpty() ? List.of() : Arrays.asList(selection.split(",")); }

    private static void refused(String message, Runnable what) { assertEquals(message, assertThrows(HvException.class, what::run).getMessage()); }

    @Test void whoeverIsOnByDefaultTakesPartWithTheUsualTranslator() { assertEquals(List.of("identity", "cpuid", "serial"), chosen("")); }

    @Test void aPluginIsAddedOrLeftOut() { assertEquals(List.of("identity", "serial", "spoof"), chosen("+spoof,-cpuid")); }

    @Test void onlyThoseThatAreNamedTakePart() { assertEquals(List.of("identity", "spoof"), chosen("spoof")); }

    @Test void aNamedTranslatorReplacesTheUsualOne() { assertEquals(List.of("offset", "cpuid", "serial"), chosen("+offset")); }

    @Test void theUsualTranslatorMayBeLeftOutForAnother() { assertEquals("offset", translator("-identity,+offset", null)); }

    @Test void aTranslatorThatIsAskedForReplacesTheUsualOne() { assertEquals("offset", translator("-identity", "offset")); }

    @Test void theSameTranslatorMayBeNamedTwice() { assertEquals("offset", translator("+offset", "offset")); }

    @Test void twoBaseTranslatorsAreRefused() {
        refused("a machine has one base memory translator, not identity and offset; name one", () -> translator("+identity,+offset", null));
    }

    @Test void aMachineWithoutATranslatorIsRefused() {
        refused("without the memory translator 'identity' a machine has no memory; name another with --translator: offset",
                () -> translator("-identity", null));
    }

    @Test void whatIsNoTranslatorIsRefusedAsOne() {
        refused("'serial' is no base memory translator; there are: identity, offset", () -> translator("", "serial"));
    }

    @Test void probesAreNoChoice() {
        refused("'vmx' is a feature probe, and no probe can be chosen or left out: all are asked", () -> chosen("-vmx"));
    }

    @Test void anUnknownPluginIsRefusedWithTheNearestName() {
        refused("unknown plugin 'seriall' in the choice of plugins; did you mean 'serial'? There are: identity, offset, cpuid, serial, spoof",
                () -> chosen("+seriall"));
    }

    @Test void nothingIsChosenFromACatalogWithProblems() {
        refused("a jar is damaged", () -> new PluginChoice(new PluginCatalog(List.of(), List.of("a jar is damaged"))));
    }
}
