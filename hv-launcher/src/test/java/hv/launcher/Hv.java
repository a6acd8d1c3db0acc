package hv.launcher;

import hv.launcher.HvProcess.Result;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** hv in this process, much sooner done than a process of its own: its modules and plugins in a layer, as {@code ./hv} has them on the module path. */
public final class Hv {
    private static final Method RUN, TERMINAL;
    static {
        // what java.options says to a JVM that runs nothing else
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        System.setProperty("guice_custom_class_loading", "CHILD");
        var launcher = launcher();
        try {
            var terminal = Class.forName(launcher, "hv.launcher.screen.Terminal");
            TERMINAL = terminal.getMethod("of", InputStream.class, OutputStream.class, OutputStream.class, boolean.class, boolean.class, boolean.class);
            RUN = Class.forName(launcher, "hv.launcher.Main").getDeclaredMethod("run", terminal, String[].class);
            RUN.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Hv() {}

    /** Its main module, from which plugins are found as from no class path. */
    private static Module launcher() {
        var path = ModuleFinder.of(Stream.of(HvProcess.modulePath().split(File.pathSeparator)).map(Path::of).toArray(Path[]::new));
        var modules = ModuleLayer.boot().configuration().resolveAndBind(path, ModuleFinder.of(), Set.of("hv.launcher"));
        var made = ModuleLayer.defineModulesWithOneLoader(modules, List.of(ModuleLayer.boot()), ClassLoader.getPlatformClassLoader());
        var launcher = made.layer().findModule("hv.launcher").orElseThrow();
        made.addOpens(launcher, "hv.launcher", Hv.class.getModule()).addOpens(launcher, "hv.launcher.screen", Hv.class.getModule());
        return launcher;
    }

    public static Result run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        int status = run(out, errors, arguments);
        return new Result(status, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    /** @return the exit status */
    static int run(OutputStream out, OutputStream errors, String... arguments) {
        try {
            return (int) RUN.invoke(null, TERMINAL.invoke(null, InputStream.nullInputStream(), out, errors, false, false, false), arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(String.join(" ", arguments), e);
        }
    }
}
