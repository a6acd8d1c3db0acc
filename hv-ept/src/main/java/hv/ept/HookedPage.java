package hv.ept;

import hv.api.Feature;
import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Setting;
import hv.api.Stage;
import hv.api.VirtualMachine;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Executes one copy of a page and shows another to data reads and writes. Hooks come from the setting {@code hooks} and, while the guest runs, from
 * the hypercalls of {@link HookCalls}. Where hooks overlap, the latest wins. Bytes that the guest writes to a hooked page execute from its next
 * execution on, except under the patched bytes.
 */
public final class HookedPage implements MemoryTranslator {
    private static final Setting<List<Patch>> HOOKS = new Setting<>("hooks", List.of(),
            "bytes to execute at guest-physical addresses, as in 0x101000=c3,0x102010=9090", Patch::parse);

    private final Map<Gpa, PatchedPage> pages = new HashMap<>();
    private VirtualMachine machine;

    @Override public String about() { return "executes one copy of a page and shows another"; }
    @Override public boolean onByDefault() { return false; }
    @Override public List<Setting<?>> settings() { return List.of(HOOKS); }
    @Override public Stage stage() { return Stage.FILTER; }
    @Override public Set<Feature> needs() { return Set.of(Feature.EPT, Feature.EPT_EXECUTE_ONLY); }
    @Override public Set<Range> claims() { return pages.keySet().stream().map(page -> new Range(page, 4096)).collect(Collectors.toSet()); }

    @Override public void attach(VirtualMachine vm) {
        machine = vm;
        vm.get(HOOKS).forEach(this::place);
        HookCalls.offer(vm, this);
    }

    @Override public Mapping translate(MemoryRequest asked, Inner inner) {
        var inside = inner.translate(asked);
        var page = pages.get(asked.page());
        if (page == null || !(inside instanceof Mapping.Backed backed)) return inside;
        return asked.accesses().has(Access.EXECUTE) ? page.executed(backed) : inside.allowing(Access.READ_WRITE);
    }

    /** Makes these bytes execute, from the guest's next instruction on. */
    void set(Collection<Patch> patches) {
        patches.forEach(this::place);
        pagesOf(patches).forEach(page -> machine.remap(page, 4096));
    }

    /** Takes patches away; the bytes under them execute again. */
    void remove(Collection<Patch> patches) {
        for (var patch : patches) {
            var page = pages.get(patch.page());
            if (page.remove(patch)) machine.remap(patch.page(), 4096);
            else giveBack(patch.page());
        }
    }

    private void place(Patch patch) {
        pages.computeIfAbsent(patch.page(), page -> new PatchedPage(page, machine.newFrame())).add(patch);
    }

    /** Gives a page's frame back, after the EPT entries that show it are gone. */
    private void giveBack(Gpa address) {
        var page = pages.remove(address);
        machine.remap(address, 4096);
        page.release();
    }

    private static Set<Gpa> pagesOf(Collection<Patch> patches) { return patches.stream().map(Patch::page).collect(Collectors.toSet()); }
}
