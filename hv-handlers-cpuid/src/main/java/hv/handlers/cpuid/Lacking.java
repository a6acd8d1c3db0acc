package hv.handlers.cpuid;

import hv.api.machine.Machine;

/** Tells the person about features that were chosen and that the machine lacks. */
final class Lacking {
    private Lacking() {}

    /** @throws IllegalArgumentException if there is no profile that they come from, and they are not forced */
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
