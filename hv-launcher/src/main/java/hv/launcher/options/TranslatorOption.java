package hv.launcher.options;

import java.util.Optional;

/** A base memory translator, for one machine or for all: NAME or MACHINE=NAME. */
record TranslatorOption(Optional<String> machine, String translator) {
    static TranslatorOption parse(String text) {
        int equals = text.lastIndexOf('=');
        var machine = equals < 0 ? Optional.<String>empty() : Optional.of(text.substring(0, equals));
        return new TranslatorOption(machine, text.substring(equals + 1));
    }

    boolean isFor(String name) { return machine.isEmpty() || machine.get().equals(name); }
}
