package hv.core.report;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says in one sentence why something of a plugin could not be loaded or called. */
public final class Causes {
    private static final Pattern JDK = Pattern.compile("(java|jdk)\\."), OWN = Pattern.compile("hv\\.(api|core|cpu|launcher)\\.");

    private Causes() {}

    /** The innermost cause, in words. */
    public static String sentence(Throwable thrown) {
        var cause = chain(thrown).getLast();
        return switch (cause) {
            case NoSuchMethodError e -> linkage("the method " + e.getMessage());
            case NoSuchFieldError e -> linkage("the field " + e.getMessage());
            case NoClassDefFoundError e -> linkage("the class " + e.getMessage().replace('/', '.'));
            case ClassNotFoundException e -> "the class " + e.getMessage() + " is not there; a plugin's libraries go into one subfolder with it";
            case UnsupportedClassVersionError _ -> "it was compiled for a newer Java than " + Runtime.version().feature();
            case LinkageError e -> linkage(e.getMessage());
            case ServiceConfigurationError e -> e.getMessage();
            case IllegalArgumentException e when e.getMessage() != null -> e.getMessage();
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
            case NoSuchFileException e -> "there is no file " + e.getFile();
            case AccessDeniedException e -> e.getFile() + ": no permission";
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        };
    }

    /** The same, with where it happened: the innermost frame that is of no part of hv or the JDK, and so of the plugin or a library of its. */
    public static String located(Throwable thrown) {
        return sentence(thrown) + chain(thrown).reversed().stream().flatMap(cause -> Arrays.stream(cause.getStackTrace())).filter(Causes::isForeign)
                .findFirst().map(frame -> ", at " + place(frame)).orElse("");
    }

    private static List<Throwable> chain(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).toList();
    }

    private static boolean isForeign(StackTraceElement frame) {
        boolean jdk = frame.getModuleName() != null && JDK.matcher(frame.getModuleName()).lookingAt();
        return !jdk && !OWN.matcher(frame.getClassName()).lookingAt();
    }

    /** Without loader and module, which say nothing to whoever looks for the line. */
    private static String place(StackTraceElement frame) {
        return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber()).toString();
    }

    private static String linkage(String what) {
        return what + " is not in this hv: the plugin was built against another hv-api; rebuild it against this one";
    }
}
