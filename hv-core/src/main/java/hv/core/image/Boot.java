package hv.core.image;

import java.util.List;

/**
 * The boot loader's information for a multiboot guest.
 *
 * @param commandLine without the image's name, which stands before it
 * @param modules     in order; the first is the initial RAM disk, where there is one
 */
public record Boot(String commandLine, List<Module> modules) {
    public static final Boot NOTHING = new Boot("", List.of());

    public Boot {
        modules = List.copyOf(modules);
    }

    /** @param name the module's command line */
    public record Module(String name, byte[] content) {}

    boolean isNothing() { return commandLine.isEmpty() && modules.isEmpty(); }
}
