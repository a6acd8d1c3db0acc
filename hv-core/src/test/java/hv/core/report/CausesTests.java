package hv.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CausesTests {
    private static final StackTraceElement JDK = new StackTraceElement(null, "java.base", "25", "java.lang.Integer", "parseInt", "Integer.java", 652),
            API = new StackTraceElement(null, "hv.api", "0.1.0", "hv.api.Event", "fault", "Event.java", 20),
            PLUGIN = new StackTraceElement("app", "mine", null, "mine.Spoof", "handle", "Spoof.java", 31),
            BUNDLED = new StackTraceElement(null, "hv.ept", "0.1.0", "hv.ept.Identity", "attach", "Identity.java", 26),
            CORE = new StackTraceElement(null, "hv.core", "0.1.0", "hv.core.dispatch.Link", "handle", "Link.java", 34);

    private static <T extends Throwable> T thrown(T what, StackTraceElement... frames) {
        what.setStackTrace(frames);
        return what;
    }

    @Test void theFirstFrameThatIsNeitherTheJdksNorHvsIsThePlugins() {
        assertEquals("IllegalStateException: no idea, at mine.Spoof.handle(Spoof.java:31)",
                Causes.located(thrown(new IllegalStateException("no idea"), JDK, API, PLUGIN, CORE)));
    }

    @Test void aBundledPluginIsAPlugin() {
        assertEquals("it lies elsewhere, at hv.ept.Identity.attach(Identity.java:26)",
                Causes.located(thrown(new IllegalArgumentException("it lies elsewhere"), BUNDLED, CORE)));
    }

    @Test void theInnermostCauseTellsWhere() {
        var inner = thrown(new IllegalStateException("inner"), PLUGIN, CORE);
        assertEquals("IllegalStateException: inner, at mine.Spoof.handle(Spoof.java:31)",
                Causes.located(thrown(new RuntimeException("outer", inner), BUNDLED, CORE)));
    }

    @Test void whereTheInnermostCauseWasNotInAPluginTheNextOneTells() {
        var inner = thrown(new IllegalStateException("inner"), JDK);
        assertEquals("IllegalStateException: inner, at mine.Spoof.handle(Spoof.java:31)",
                Causes.located(thrown(new RuntimeException("outer", inner), JDK, PLUGIN)));
    }

    @Test void withoutAFrameOfThePluginsThereIsNoPlace() {
        assertEquals("IllegalStateException: no idea",
                Causes.located(thrown(new IllegalStateException("no idea"), CORE)));
    }
}
