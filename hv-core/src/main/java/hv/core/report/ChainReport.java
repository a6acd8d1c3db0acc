package hv.core.report;

import hv.api.Stage;
import java.util.List;

/**
 * A chain of plugins, outermost first.
 *
 * @param otherwise what happens where none of them answers
 */
public record ChainReport(ChainName chain, List<Link> links, String otherwise) {
    /**
     * One plugin.
     *
     * @param asked what it asked for: "every CPUID", "ports 3F8H-3FFH"; of a memory translator, the guest-physical addresses that it claims
     * @param why   its place: "stage EMULATE, then by id", or "first by --order"
     */
    public record Link(String plugin, Stage stage, String origin, List<String> asked, String why) {}
}
