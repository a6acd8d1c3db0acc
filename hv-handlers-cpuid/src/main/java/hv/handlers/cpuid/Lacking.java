package hv.handlers.cpuid;

import hv.api.machine.Machine;

/** Warns of features that the settings show and the machine lacks. */
final class Lacking {
    private Lacking() {}

    /** @throws IllegalArgumentException if such features come from the settings themselves, and not from a profile, without {@code force} */
    static void report(Machine machine, Choices choices, ShownLeaves shown) {
        var names = shown.lacking();
        if (names.isEmpty()) return;
        var list = String.join(", ", names);
        if (choices.force()) machine.warn("shows features that this processor lacks, so their instructions fault: " + list);
        else if (choices.profile() != Profile.MACHINE) {
            machine.warn("leaves out features of '%s' that this processor lacks (force=true shows them): %s".formatted(choices.profile(), list));
        } else throw new IllegalArgumentException("this processor lacks %s; add force=true to show what is not there".formatted(list));
    }
}
