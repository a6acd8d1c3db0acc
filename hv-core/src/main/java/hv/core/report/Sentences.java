package hv.core.report;

import hv.api.FeatureProbe.Support;

/** The story's steps in words. */
final class Sentences {
    private Sentences() {}

    static String of(Story event) {
        return switch (event) {
            case Story.Probed(var probe, var feature, var condition, Support.Present _) ->
                    "probe " + probe + ": " + feature.name() + " is present" + (condition.isEmpty() ? "" : ": " + condition);
            case Story.Probed(var probe, var feature, _, Support.Absent(var why, var remedy)) ->
                    "probe " + probe + ": " + feature.name() + " is absent: " + why + "; remedy: " + remedy;
            case Story.HostReady(var first, long bytes) ->
                    "host: GDT, IDT, TSS, page tables and regions at " + hex(first.value()) + ", " + bytes / 1024 + " KiB no guest sees";
            case Story.Unlocked _ -> "CR4.VMXE := 1: VMX instructions are unlocked";
            case Story.VmxOn(var region, int revision) ->
                    "VMXON " + hex(region.value()) + ", stamped with revision " + hex(revision) + ": CF = ZF = 0, VMX root operation";
            case Story.Cleared(var machine, var vmcs) -> machine + ": VMCLEAR " + hex(vmcs.value());
            case Story.Loaded(var machine, var vmcs) -> machine + ": VMPTRLD " + hex(vmcs.value());
            case Story.Written(var machine, var area, int fields) -> machine + ": VMWRITE " + area + ", " + fields + " fields";
            case Story.Adjusted(var machine, var controls, int wanted, int written, int msr) -> machine + ": " + controls
                    + " controls wanted " + hex(wanted) + ", written " + hex(written) + " as MSR " + hex(msr) + " allows";
            case Story.Attached(var machine, var plugin) -> machine + ": plugin " + plugin + " is attached";
            case Story.Warned(var machine, var plugin, var message) -> machine + ": warning from " + plugin + ": " + message;
            case Story.Launched(var machine, long rip) -> machine + ": VMLAUNCH at RIP " + hex(rip);
            case Story.Resumed(var machine) -> machine + ": first exit answered, VMRESUME";
            case Story.Ended(var machine, var ending, long exits) -> machine + ": " + of(ending) + " after " + exits + " exits";
            case Story.VmxOff _ -> "VMXOFF: outside VMX operation";
            case Story.Locked _ -> "CR4.VMXE := 0: VMX instructions are locked";
            case Story.LeftVmx(var machine, long rip) -> machine + ": goes on natively at RIP " + hex(rip);
            case Story.Restarted(var machine, var why) -> machine + ": reset (" + why + "); it starts anew";
            case Story.Virtualized(var machine, long rip) -> machine + ": native code reached RIP " + hex(rip) + " and becomes a guest";
        };
    }

    static String of(Ending ending) {
        return switch (ending) {
            case Ending.Stopped(int status, var why) -> "stopped with status " + status + " (" + why + ")";
            case Ending.Reset(var why) -> "reset itself (" + why + ")";
            case Ending.Halted _ -> "halted";
            case Ending.LimitReached(long instructions) -> "reached the limit of " + instructions + " instructions";
            case Ending.Left(var then) -> "left VMX operation, then " + of(then);
            case Ending.Interrupted(var why) -> "ended: " + why;
            case Ending.Failed(_, var report, _) -> "failed: " + report;
        };
    }

    /** As the manual writes hexadecimal numbers. */
    static String hex(long value) { return Long.toHexString(value).toUpperCase(java.util.Locale.ROOT) + "H"; }
    static String hex(int value) { return hex(Integer.toUnsignedLong(value)); }
}
