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
        return HvProcess.run(all.toArray(String[]::new));
    }

    private static void says(int status, String message, Result result) {
        assertEquals(status, result.status(), result.out() + result.err());
        assertTrue(result.err().contains(message), result.err());
        assertFalse(result.err().contains("\tat "), "no stack trace:\n" + result.err());
    }

    // ---- those that work ----

    @Test void aPlainJarAnswersTheGuest() throws Exception {
        plain("spoof.jar", SPOOFED);
        var tour = hv("run", "--quiet");
        assertEquals(0, tour.status(), tour.err());
        assertTrue(tour.out().contains("CPUID 40000000H: HelloWorld!!, a hypervisor."), tour.out());
    }

    @Test void aWarningIsToldUnlessTheRunIsQuiet() throws Exception {
        var source = SPOOF.replace("ANSWER", SPOOFED).replaceFirst("\\}\\s*$", """
                    private VirtualMachine machine;
                    @Override public void attach(VirtualMachine vm) { machine = vm; }
                    @Override public void detach() { machine.warn("that was all"); }
                }
                """);
        jar("warns").source("mine/Spoof.java", source).service(SERVICE, "mine.Spoof").into(plugins.resolve("warns.jar"));
        says(0, "hv: pair-one: warning from spoof: that was all.", hv("run", "pair-one"));
        assertEquals("", hv("run", "pair-one", "--quiet").err());
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

    @Test void pluginsAreListedByKindAndOnesOfTheUsersWithTheirJar() throws Exception {
        var file = plain("spoof.jar", SPOOFED);
        var lines = hv("plugins").lines();
        var headings = lines.stream().filter(line -> !line.isBlank() && !line.startsWith(" ")).map(line -> line.split("[:]")[0]).toList();
        assertEquals(List.of("Exit handlers", "Devices", "Memory translators", "Feature probes"), headings);
        var ids = lines.stream().map(line -> line.strip().split(" ")[0]).toList();
        assertTrue(ids.indexOf("spoof") < ids.indexOf("Devices:") && ids.indexOf("Devices:") < ids.indexOf("serial"), ids::toString);
        assertTrue(ids.indexOf("serial") < ids.indexOf("identity") && ids.indexOf("identity") < ids.indexOf("vpid"), ids::toString);
        assertTrue(lines.get(ids.indexOf("spoof")).endsWith("from " + file), lines.get(ids.indexOf("spoof")));
    }

    @Test void whatTheListWouldIgnoreIsRefused() throws Exception {
        says(2, "hv: Unknown options: '--set'", hv("plugins", "--set", "cpuid.force=true"));
    }

    // ---- those that don't ----

    @Test void aJarThatIsNotThereIsNamed() throws Exception {
        says(2, "hv: plugin jar nowhere.jar does not exist", HvProcess.run("run", "pair-one", "--plugin-path", "nowhere.jar"));
    }

    @Test void aDamagedJarIsNamedAndHidesNoOther() throws Exception {
        plain("spoof.jar", SPOOFED);
        var damaged = Files.write(plugins.resolve("damaged.jar"), new byte[] {'P', 'K', 3, 4, 9, 9, 9});
        var listed = hv("plugins");
        says(2, "hv: plugin jar " + damaged + " is damaged or can't be loaded: ", listed);
        assertTrue(listed.out().contains("spoof "), listed.out());
    }

    @Test void aProviderThatIsNotThereIsNamed() throws Exception {
        var file = jar("empty").source("mine/Other.java", "package mine; public final class Other {}").service(SERVICE, "mine.Gone")
                .into(plugins.resolve("empty.jar"));
        says(2, "hv: " + file + " has a plugin that can't be used: hv.api.ExitHandler: Provider mine.Gone not found; mend or remove it",
                hv("run", "pair-one"));
    }

    @Test void aProviderWhoseConstructorThrowsIsNamed() throws Exception {
        var file = jar("licensed").source("mine/Bad.java", """
                package mine;
                public final class Bad implements hv.api.ExitHandler {
                    public Bad() { throw new IllegalStateException("no licence found"); }
                }
                """).service(SERVICE, "mine.Bad").into(plugins.resolve("licensed.jar"));
        says(2, "hv: " + file + " has a plugin that can't be used: IllegalStateException: no licence found; mend or remove it", hv("run", "pair-one"));
    }

    @Test void aJarWithoutPluginsIsNamed() throws Exception {
        var file = jar("none").source("mine/Other.java", "package mine; public final class Other {}").into(plugins.resolve("none.jar"));
        says(2, "hv: plugin jar " + file + " holds no plugin: it provides none of ExitHandler, MemoryTranslator, FeatureProbe", hv("run", "pair-one"));
    }

    @Test void aJarBuiltAgainstANewerApiIsRefusedWithBothVersions() throws Exception {
        var file = jar("newer").against(PluginJar.apiOfVersion("9.9", folder.resolve("newer-api.jar")))
                .source("mine/Spoof.java", SPOOF.replace("ANSWER", SPOOFED))
                .source("module-info.java", "module mine { requires hv.api; provides hv.api.ExitHandler with mine.Spoof; }")
                .into(plugins.resolve("newer.jar"));
        says(2, "hv: plugin jar " + file + " was built against hv-api 9.9, and this is hv-api 0.1.0; use a newer hv or an older build of the plugin",
                hv("run", "pair-one"));
    }

    @Test void aMethodThatThisApiLacksIsNamedAtTheCall() throws Exception {
        jar("weather").source("hv/api/Vcpu.java", "package hv.api; public interface Vcpu { long weather(); }")
                .source("mine/Spoof.java", SPOOF.replace("ANSWER", "return Outcome.answer(vcpu.weather());")).service(SERVICE, "mine.Spoof")
                .without("hv").into(plugins.resolve("weather.jar"));
        says(6, "plugin 'spoof' failed to handle CPUID leaf 0H, subleaf 0H: the method 'long hv.api.Vcpu.weather()' is not in this hv: "
                + "the plugin was built against another hv-api; rebuild it against this one", hv("run", "--quiet"));
    }

    @Test void twinsOfOneIdAreRefusedNamingBothJars() throws Exception {
        var one = plain("one.jar", SPOOFED);
        var two = plain("two.jar", SPOOFED);
        says(2, "hv: plugin id 'spoof' is used twice, in " + one + " and " + two + "; remove one of them", hv("run", "pair-one"));
    }

    @Test void aHandlerThatThrowsEndsItsOwnMachineAlone() throws Exception {
        plain("spoof.jar", "throw new IllegalStateException(\"no idea\");");
        var file = Files.writeString(folder.resolve("two.toml"), """
                [[vm]]
                image = "tour"
                [[vm]]
                image = "pair-two"
                plugins = ["-spoof"]
                """);
        var both = hv("run", "--vm", file.toString());
        says(6, "plugin 'spoof' failed to handle CPUID leaf 0H, subleaf 0H: IllegalStateException: no idea", both);
        assertTrue(both.out().contains("Guest with 2222…: all my registers are as I left them."), both.out());
    }

    @Test void aHandlerThatNeverReturnsEndsTheRunWhereAskedFor() throws Exception {
        plain("spoof.jar", "while (true) Thread.onSpinWait();");
        var hung = hv("run", "--quiet", "--exit-limit", "1");
        assertEquals(12, hung.status(), hung.err());
        assertTrue(hung.err().startsWith("hv: plugin 'spoof' has not answered within 1.0 seconds: CPUID leaf 0H, subleaf 0H; it hangs"), hung.err());
        assertTrue(hung.err().contains("mine.Spoof.handle"), hung.err());
    }
}
