package hv.launcher.options;

import hv.core.plugins.PluginCatalog;
import hv.cpu.platform.ProcessorProfile;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** The options that one command takes, and what its command line says of them. */
public final class CommandLineOptions {
    /** A command that takes options of the table. */
    public interface Taking {
        CommandLineOptions options();
    }

    private record Parsed<T>(Option<T> option, OptionSpec spec) {
        @SuppressWarnings("unchecked") OptionValues into(OptionValues values) {
            Object value = spec.getValue();
            if (value == null) return values;
            return values.and(option, value instanceof List<?> list ? (List<T>) list : List.of((T) value));
        }
    }

    private final List<Parsed<?>> all = new ArrayList<>();

    CommandLineOptions(List<Option<?>> options) { options.forEach(this::add); }

    private <T> void add(Option<T> option) { all.add(new Parsed<>(option, spec(option))); }

    /** Has all commands parse the options that they take. */
    public static void declare(CommandLine command) {
        if (command.getCommand() instanceof Taking taking) taking.options().addTo(command.getCommandSpec());
        command.getSubcommands().values().forEach(CommandLineOptions::declare);
    }

    private void addTo(CommandSpec command) { all.forEach(each -> command.addOption(each.spec)); }

    private static OptionSpec spec(Option<?> option) {
        var spec = OptionSpec.builder("--" + option.name()).description(option.description()).hideParamSyntax(true);
        if (option.takes() == Option.Takes.FLAG) return spec.type(Boolean.class).arity("0").build();
        spec.paramLabel(option.label()).converters(converter(option)).arity("1");
        return (option.isRepeatable() ? spec.type(List.class).auxiliaryTypes(Object.class) : spec.type(Object.class)).build();
    }

    private static ITypeConverter<?> converter(Option<?> option) {
        return text -> {
            if (isOption(text)) throw new TypeConversionException("it lacks its value; '" + text + "' is the next option");
            try {
                return option.parser().apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    private static boolean isOption(String word) { return Options.all().stream().anyMatch(option -> word.equals("--" + option.name())); }

    OptionValues values() {
        var values = OptionValues.NOTHING;
        for (var each : all) values = each.into(values);
        return values;
    }

    /** Without a file. */
    private EffectiveOptions chosen() { return new EffectiveOptions(values(), OptionValues.NOTHING); }

    public boolean is(Option<Boolean> flag) { return chosen().is(flag); }

    /** The processor. */
    public ProcessorProfile processor() { return chosen().get(Options.CPU); }

    /** The plugins that there are, without looking at what a file says. */
    public PluginCatalog plugins() { return PluginFolders.catalog(chosen()); }
}
