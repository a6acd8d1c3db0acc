package hv.core.config;

/**
 * One machine to run.
 *
 * @param memory     bytes of guest RAM, a multiple of 4096
 * @param translator id of the base {@link hv.api.MemoryTranslator} (stage FALLBACK), where the choice of plugins names no other; the rest of them
 *                   are not attached
 */
public record VmConfig(String name, GuestImage image, long memory, String translator, PluginOptions plugins, ConsoleEnd console) {
    public static final String IDENTITY = "identity", OFFSET = "offset";
}
