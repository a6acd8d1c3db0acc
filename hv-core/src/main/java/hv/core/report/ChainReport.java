package hv.core.report;

import hv.api.Stage;
import hv.api.x86.ExitReason;
import java.util.List;

/**
 * The chain of an exit reason, outermost handler first.
 *
 * @param otherwise what happens where no handler answers
 */
public record ChainReport(ExitReason reason, List<Link> links, String otherwise) {
    /**
     * One handler.
     *
     * @param asked what it asked for: "every CPUID", "ports 3F8H-3FFH"
     * @param why   its place: "stage EMULATE, then by id", or "first by --order"
     */
    public record Link(String plugin, Stage stage, String origin, List<String> asked, String why) {}
}
