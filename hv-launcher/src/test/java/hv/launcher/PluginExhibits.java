package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Plugin jars for transcripts: a plain jar for each source file, and some that are broken. */
final class PluginExhibits {
    private static final Pattern SERVICE = Pattern.compile("implements (\\w+)");

    private final Path folder, classes;

    PluginExhibits(Path folder) {
        this.folder = folder;
        this.classes = folder.resolve("classes");
    }

    void make(List<Path> sources) throws Exception {
        compile(sources);
        for (var source : sources) plugin(Exhibits.stem(source), Files.readString(source));
        broken();
        twins();
    }

    /** All at once, which is much sooner done than one by one. */
    private void compile(List<Path> sources) {
        var command = new ArrayList<>(List.of("-proc:none", "--class-path", PluginJar.hvApi().toString(), "-d", classes.toString()));
        sources.forEach(source -> command.add(source.toString()));
        assertEquals(0, ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, command.toArray(String[]::new)));
    }

    private void plugin(String name, String source) throws IOException {
        var service = SERVICE.matcher(source);
        var file = folder.resolve(name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(file)); var compiled = Files.list(classes.resolve("mine"))) {
            for (var part : compiled.filter(each -> each.getFileName().toString().matches(name + "(\\$.*)?\\.class")).toList()) {
                put(jar, "mine/" + part.getFileName(), Files.readAllBytes(part));
            }
            if (service.find()) put(jar, "META-INF/services/hv.api." + service.group(1).replace("Device", "ExitHandler"), ("mine." + name).getBytes());
        }
    }

    private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(content);
    }

    private void broken() throws IOException {
        Files.write(folder.resolve("damaged.jar"), new byte[] {'P', 'K', 3, 4, 9, 9, 9});
        try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("provider-gone.jar")))) {
            put(jar, "META-INF/services/hv.api.ExitHandler", "mine.Gone".getBytes());
        }
        jar("newer-api").against(PluginJar.apiOfVersion("9.9", folder.resolve("work-api.jar"))).source("mine/Newer.java", handler("Newer", "Outcome.NATIVE"))
                .source("module-info.java", "module mine { requires hv.api; provides hv.api.ExitHandler with mine.Newer; }")
                .into(folder.resolve("newer-api.jar"));
        jar("weather").source("hv/api/Vcpu.java", "package hv.api; public interface Vcpu { long weather(); }")
                .source("mine/Weather.java", handler("Weather", "Outcome.answer(vcpu.weather())")).service("hv.api.ExitHandler", "mine.Weather")
                .without("hv").into(folder.resolve("weather.jar"));
        jar("one-for-all").source("mine/OneForAll.java", handler("OneForAll", "next.handle(exit, vcpu)"))
                .source("mine/Maker.java", "package mine; public final class Maker { private static final OneForAll ONE = new OneForAll(); "
                        + "public static OneForAll provider() { return ONE; } }")
                .source("module-info.java", "module mine { requires hv.api; provides hv.api.ExitHandler with mine.Maker; }")
                .into(folder.resolve("one-for-all.jar"));
    }

    private PluginJar jar(String name) { return new PluginJar(folder.resolve("work-" + name)); }

    private static String handler(String name, String answer) {
        return """
                package mine;
                import hv.api.*;
                import hv.api.x86.*;
                import java.util.Set;
                public final class %s implements ExitHandler {
                    @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
                    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return %s; }
                }
                """.formatted(name, answer);
    }

    /** A folder with two jars of one plugin, beside a good one. */
    private void twins() throws IOException {
        var twins = Files.createDirectories(folder.resolve("twins"));
        for (var name : Stream.of("one.jar", "two.jar").toList()) Files.copy(folder.resolve("warner.jar"), twins.resolve(name));
        Files.createDirectories(folder.resolve("no-plugins"));
    }
}
