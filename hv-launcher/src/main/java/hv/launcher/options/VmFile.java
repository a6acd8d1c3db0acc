package hv.launcher.options;

import hv.core.image.GuestImages;
import hv.core.report.HvException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * A run in a TOML file. Every key is optional and means what the option of its name means; what the command line says comes on top.
 *
 * @param vm one table for each virtual machine
 */
record VmFile(String cpu, String seed, String date, List<Path> pluginPath, String maxInstructions, Double exitLimit, String timeSlice,
              String virtualizeAt, List<Vm> vm) {
    static final VmFile EMPTY = new VmFile(null, null, null, null, null, null, null, null, null);

    VmFile {
        pluginPath = orEmpty(pluginPath);
        vm = orEmpty(vm);
    }

    /** One virtual machine. */
    record Vm(String name, String image, String kernel, String append, List<Path> initrd, String flat, String memory, String translator,
              List<String> plugins, List<String> set, List<String> order) {
        Vm {
            append = append == null ? "" : append;
            initrd = orEmpty(initrd);
            plugins = orEmpty(plugins);
            set = orEmpty(set);
            order = orEmpty(order);
        }
    }

    static VmFile read(Path file) {
        var mapper = TomlMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .build();
        try {
            return mapper.readValue(GuestImages.content(file), VmFile.class);
        } catch (JacksonException e) {
            throw HvException.user(file + place(e) + ": " + whatIsWrong(e), e);
        }
    }

    private static String place(JacksonException e) { return e.getLocation() == null || e.getLocation().getLineNr() < 1 ? "" : ", line " + e.getLocation().getLineNr(); }

    private static String whatIsWrong(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> "unknown key '%s'; there are: %s".formatted(unknown.getPropertyName(),
                    unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")));
            case DatabindException wrong -> "the value of '%s' has the wrong type; docs/vm-file.md shows each key".formatted(key(wrong));
            default -> "this is not TOML: " + e.getOriginalMessage();
        };
    }

    private static String key(DatabindException e) {
        return e.getPath().stream().map(JacksonException.Reference::getPropertyName).filter(name -> name != null).collect(Collectors.joining("."));
    }

    private static <T> List<T> orEmpty(List<T> list) { return list == null ? List.of() : list; }
}
