package hv.core.report;

import hv.api.x86.ExitReason;
import java.util.List;
import java.util.Map;

/**
 * The result of a run.
 *
 * @param machines     in the order of the configuration; the bare machine alone for a bare run
 * @param instructions retired by the processor since reset
 */
public record RunReport(List<MachineReport> machines, long instructions) {
    /** The process status: that of the first machine that failed, else of the first machine. */
    public int status() {
        return machines.stream().map(MachineReport::ending).filter(ending -> ending instanceof Ending.Failed)
                .findFirst().orElse(machines.getFirst().ending()).status();
    }

    /**
     * The result of one machine.
     *
     * @param exitsByReason  only reasons that occurred
     * @param callsByHandler how many exits reached each plugin's handlers, by plugin id
     */
    public record MachineReport(String name, Ending ending, Map<ExitReason, Long> exitsByReason, Map<String, Long> callsByHandler) {
        public long exits() { return exitsByReason.values().stream().mapToLong(Long::longValue).sum(); }
        public String sentence() { return name + " " + Sentences.of(ending); }
    }
}
