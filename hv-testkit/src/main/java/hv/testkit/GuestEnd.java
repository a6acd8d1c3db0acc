package hv.testkit;

import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.core.report.Ending;
import hv.core.report.RunReport.MachineReport;
import java.util.Map;

/**
 * How a {@link GuestRun} ended.
 *
 * @param report    the exits, and what the virtual machine ended with
 * @param registers the general registers at the guest's last HLT; empty if it executed none
 * @param printed   what reached the console
 */
public record GuestEnd(MachineReport report, Map<Gpr, Long> registers, String printed) {
    public Ending ending() { return report.ending(); }

    /** @throws AssertionError if the guest executed no HLT */
    public long get(Gpr register) {
        var value = registers.get(register);
        if (value == null) throw new AssertionError("the guest did not reach HLT: " + report.sentence());
        return value;
    }

    public long exits(ExitReason reason) { return report.exitsByReason().getOrDefault(reason, 0L); }
}
