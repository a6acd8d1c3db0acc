package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.launcher.HvProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that users drop into the plugin folder: those that work, and what is said of those that don't. */
class UserPluginTests {
    private static final String SERVICE = "hv.api.ExitHandler";
    private static final String SPOOF = """
            package mine;

            import hv.api.*;
            import hv.api.x86.*;
            import java.util.Set;

            public final class Spoof implements ExitHandler {
                @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
                @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
                    ANSWER
                }
            }
            """;
    private static final String SPOOFED = """
            if (!exit.equals(new VmExit.Cpuid(0x4000_0000, 0))) return next.handle(exit, vcpu);
            return Outcome.answer(CpuidResult.signature(0x4000_0000, "HelloWorld!!"));""";

    @TempDir Path folder;
    private Path plugins;

    @BeforeEach void makePluginFolder() throws IOException { plugins = Files.createDirectories(folder.resolve("plugins")); }

    private PluginJar jar(String name) { return new PluginJar(folder.resolve("work-" + name)); }

    /** A plain jar with {@code META-INF/services}. */
    private Path plain(String name, String answer) throws IOException {
        return jar(name).source("mine/Spoof.java", SPOOF.replace("ANSWER", answer)).service(SERVICE, "mine.Spoof").into(plugins.resolve(name));
    }

    private Result hv(String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--plugin-path", plugins.toString()));
        return Hv.run(all.toArray(String[]::new));
    }

    @Test void aPlainJarAnswersTheGuest() throws Exception {
        plain("spoof.jar", SPOOFED);
        var tour = hv("run", "--quiet");
        assertEquals(0, tour.status(), tour.err());
        assertTrue(tour.out().contains("CPUID 40000000H: HelloWorld!!, a hypervisor."), tour.out());
    }

    @Test void whatAPluginThrowsIsShownWithItsLineAndWithDebugWholly() throws Exception {
        plain("spoof.jar", "throw new IllegalStateException(\"no idea\");");
        var brief = hv("run", "--quiet");
        assertTrue(brief.err().contains("IllegalStateException: no idea, at mine.Spoof.handle(Spoof.java:10)"), brief.err());
        assertFalse(brief.err().contains("\tat "), brief.err());
        var whole = hv("run", "--quiet", "--debug");
        assertTrue(whole.err().contains("java.lang.IllegalStateException: no idea\n\tat spoof/mine.Spoof.handle(Spoof.java:10)\n\tat hv.core"), whole.err());
    }

    @Test void anErrorOfAPluginIsItsOwn() throws Exception {
        plain("spoof.jar", "throw new AssertionError(\"never\");");
        var asserted = hv("run", "--quiet");
        assertEquals(6, asserted.status());
        assertTrue(asserted.err().contains("AssertionError: never, at mine.Spoof.handle(Spoof.java:10)"), asserted.err());
    }

    @Test void anEndlessRecursionOfAPluginIsItsOwn() throws Exception {
        plain("spoof.jar", "return handle(exit, vcpu, next);");
        var deep = hv("run", "--quiet");
        assertEquals(6, deep.status());
        assertTrue(deep.err().contains("StackOverflowError, at mine.Spoof.handle(Spoof.java:10)"), deep.err());
    }

    @Test void aBrokenRuleIsShownWhollyWithDebug() throws Exception {
        plain("spoof.jar", "return null;");
        assertTrue(hv("run", "--quiet", "--debug").err().contains("\tat hv.core"));
    }

    @Test void aModuleWithAProviderMethodAnswersTheGuest() throws Exception {
        jar("module").source("mine/Spoof.java", SPOOF.replace("ANSWER", SPOOFED))
                .source("mine/Maker.java", "package mine; public final class Maker { public static Spoof provider() { return new Spoof(); } }")
                .source("module-info.java", "module mine { requires hv.api; provides hv.api.ExitHandler with mine.Maker; }")
                .into(plugins.resolve("module.jar"));
        var tour = hv("run", "--quiet");
        assertTrue(tour.out().contains("CPUID 40000000H: HelloWorld!!, a hypervisor."), tour.out() + tour.err());
    }

    @Test void aFolderHoldsAPluginWithItsLibrary() throws Exception {
        var own = Files.createDirectories(plugins.resolve("spoof"));
        var library = jar("library").source("words/Words.java", "package words; public final class Words { public static final StringBuilder NAME = new "
                        + "StringBuilder(\"HelloWorld!!\"); }")
                .source("module-info.java", "module words { exports words; }").into(own.resolve("words.jar"));
        jar("plugin").against(bothOf(library)).source("mine/Spoof.java", SPOOF.replace("ANSWER", SPOOFED.replace("\"HelloWorld!!\"", "words.Words.NAME.toString()")))
                .source("module-info.java", "module mine { requires hv.api; requires words; provides hv.api.ExitHandler with mine.Spoof; }")
                .into(own.resolve("spoof.jar"));
        var tour = hv("run", "--quiet");
        assertTrue(tour.out().contains("CPUID 40000000H: HelloWorld!!, a hypervisor."), tour.out() + tour.err());
    }

    private static Path bothOf(Path library) { return Path.of(PluginJar.hvApi() + java.io.File.pathSeparator + library); }
}
