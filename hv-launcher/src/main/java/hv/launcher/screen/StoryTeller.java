package hv.launcher.screen;

import static hv.launcher.screen.Words.hex;

import hv.api.FeatureProbe.Support;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.core.report.ExitSentence;
import hv.core.report.Narrator;
import hv.core.report.Story;
import hv.core.report.Story.Probed;

/** The life of a virtual machine, step by step, as it happens. */
public final class StoryTeller implements Narrator {
    private static final int FIRST_SERIAL_PORT = 0x3F8, LAST_SERIAL_PORT = 0x3FF;

    private final Page page;
    private String chapter = "";
    private boolean serialTold;

    public StoryTeller(Page page) { this.page = page; }

    @Override public void tell(Story event) {
        switch (event) {
            case Probed probed -> tell("Does the processor have what it takes?", probed);
            case Story.HostReady(var first, long bytes) -> step("The machine starts", "host",
                    "tables and stack at " + hex(first.value()) + ", " + bytes / 1024 + " KiB that no guest sees");
            case Story.Unlocked _ -> step("The processor enters VMX operation", "CR4", "VMXE := 1, VMX instructions are unlocked");
            case Story.VmxOn(var region, int revision) -> step("The processor enters VMX operation", "VMXON",
                    "region " + hex(region.value()) + ", revision " + hex(revision) + ": " + page.good("VMX root operation"));
            case Story.Cleared(var machine, var vmcs) -> step("A virtual machine is made: " + machine, "VMCLEAR", "VMCS at " + hex(vmcs.value()));
            case Story.Loaded(var machine, var vmcs) -> step("A virtual machine is made: " + machine, "VMPTRLD", "VMCS at " + hex(vmcs.value()) + " is current");
            case Story.Written(_, var area, int fields) -> page.step("VMWRITE", "%-28s %3d fields".formatted(area, fields));
            case Story.Adjusted(_, var controls, int wanted, int written, int msr) -> page.line(page.faint(
                    "            %-28s wanted %s, written %s (MSR %s)".formatted(controls, hex(wanted), hex(written), hex(msr))));
            case Story.Attached(var machine, var plugin) -> step("Plugins take their places: " + machine, "plugin", plugin);
            case Story.Warned(_, var plugin, var message) -> page.step("warning", plugin + ": " + message);
            case Story.Launched(var machine, long rip) -> step("The guest runs: " + machine, "VMLAUNCH", "at RIP " + hex(rip));
            case Story.Resumed _ -> page.step("VMRESUME", page.faint("the guest goes on; so after every exit"));
            case Story.LeftVmx(_, long rip) -> page.step("native", "the guest's code goes on at RIP " + hex(rip) + ", on the bare processor");
            case Story.Virtualized(_, long rip) -> page.step("VMLAUNCH", "native code reached RIP " + hex(rip) + " and goes on as a guest");
            case Story.VmxOff _ -> step("The processor leaves VMX operation", "VMXOFF", "outside VMX operation");
            case Story.Locked _ -> page.step("CR4", "VMXE := 0, VMX instructions are locked");
            case Story.Restarted _, Story.Ended _ -> page.line("  " + event.sentence());
        }
    }

    @Override public boolean wantsExits() { return true; }

    /** Every exit, but of the serial port's only the first: its others are the guest's lines. */
    @Override public void exit(String machine, VmExit exit, Vcpu vcpu, Outcome outcome, String answeredBy) {
        if (isSerial(exit)) {
            if (serialTold) return;
            serialTold = true;
        }
        page.step("VM exit", "%-46s → %-11s %s".formatted(ExitSentence.of(exit), Words.answerer(answeredBy), page.faint(Words.of(outcome))));
    }

    private void tell(String chapter, Probed probed) {
        begin(chapter);
        var name = "%-34s".formatted(probed.feature().name());
        switch (probed.support()) {
            case Support.Present _ -> page.step("probe", name + page.good("present") + page.faint(probed.condition().isEmpty() ? "" : ": " + probed.condition()));
            case Support.Absent(var why, var remedy) -> page.step("probe", name + page.bad("absent") + ": " + why + "; " + remedy);
        }
    }

    private void step(String chapter, String what, String rest) {
        begin(chapter);
        page.step(what, rest);
    }

    private void begin(String title) {
        if (title.equals(chapter)) return;
        chapter = title;
        page.heading(title);
    }

    private static boolean isSerial(VmExit exit) {
        int port = switch (exit) {
            case VmExit.PortIn(int in, _) -> in;
            case VmExit.PortOut(int out, _, _) -> out;
            default -> -1;
        };
        return port >= FIRST_SERIAL_PORT && port <= LAST_SERIAL_PORT;
    }
}
