package hv.cpu.explain;

import hv.cpu.entry.EntryRule;
import hv.cpu.entry.EntryRules;
import hv.cpu.entry.UnknownInput;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.state.VmxCapabilities;
import java.util.ArrayList;
import java.util.List;

/**
 * The judgement of VM entry on a VMCS: all requirements, not the first broken one alone.
 *
 * @param broken  in the order in which the processor checks
 * @param unknown requirements that need a fact that the image lacks
 * @param checked how many were judged
 */
public record VmcsCheck(List<BrokenRule> broken, List<UnknownRule> unknown, int checked) {
    public static VmcsCheck of(ProcessorProfile profile, VmcsImage image) {
        var view = new ImageView(image, new VmxCapabilities(profile));
        var broken = new ArrayList<EntryRule>();
        var unknown = new ArrayList<UnknownRule>();
        for (var rule : EntryRules.ALL) {
            try {
                if (!rule.holds(view)) broken.add(rule);
            } catch (UnknownInput what) {
                unknown.add(new UnknownRule(rule.id(), rule.title(), rule.requirement(), what.getMessage()));
            }
        }
        return new VmcsCheck(new InWords(view, _ -> "").of(broken), List.copyOf(unknown), EntryRules.ALL.size() - unknown.size());
    }
}
