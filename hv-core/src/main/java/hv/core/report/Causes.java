package hv.core.report;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ServiceConfigurationError;

/** Says in one sentence why something of a plugin could not be loaded or called. */
public final class Causes {
    private Causes() {}

    /** The innermost cause, in words. */
    public static String sentence(Throwable thrown) {
        var cause = thrown;
        while (cause.getCause() != null) cause = cause.getCause();
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

    private static String linkage(String what) {
        return what + " is not in this hv: the plugin was built against another hv-api; rebuild it against this one";
    }
}
