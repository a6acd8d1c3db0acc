package hv.launcher.manual;

import hv.cpu.explain.VmInstructionError;
import java.util.List;
import java.util.stream.Stream;

/** VM-instruction errors. */
final class Errors {
    private Errors() {}

    static List<Entry> entries() { return Stream.of(VmInstructionError.values()).map(Errors::entry).toList(); }

    private static Entry entry(VmInstructionError error) {
        return new Entry("VM-instruction error", error.name(), List.of("" + error.number()),
                List.of("error %d of %s".formatted(error.number(), error.raisedBy()), error.meaning()));
    }
}
