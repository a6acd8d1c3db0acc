package hv.examples.plugins;

import hv.api.Feature;
import hv.api.Frame;
import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Setting;
import hv.api.Stage;
import hv.api.VirtualMachine;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import java.util.List;
import java.util.Set;

/**
 * The function at the start of a page returns at once; whoever reads the page sees it unchanged:
 * {@code hv run --plugins +hidden-page --set hidden-page.page=0x101000}.
 */
public final class HiddenPage implements MemoryTranslator {
    private static final Setting<Long> PAGE = Setting.address("page", 0, "guest-physical address of the page");
    private static final byte[] RET = {(byte) 0xC3};
    private Gpa hooked;
    private Frame patched;

    @Override public String about() { return "a function returns at once, and nobody who reads it can tell"; }
    @Override public boolean onByDefault() { return false; }
    @Override public List<Setting<?>> settings() { return List.of(PAGE); }
    @Override public Stage stage() { return Stage.FILTER; }
    @Override public Set<Feature> needs() { return Set.of(Feature.EPT_EXECUTE_ONLY); }
    @Override public Set<Range> claims() { return Set.of(new Range(hooked, 4096)); }

    @Override public void attach(VirtualMachine vm) {
        hooked = new Gpa(vm.get(PAGE)).page();
        patched = vm.newFrame();
    }

    @Override public Mapping translate(MemoryRequest asked, Inner inner) {
        var inside = inner.translate(asked);                // for EXECUTE: another hook's copy, if there is one
        if (!asked.page().equals(hooked) || !(inside instanceof Mapping.Backed under)) return inside;
        if (!asked.accesses().has(Access.EXECUTE)) return inside.allowing(Access.READ_WRITE);
        patched.copyFrom(under, hooked);
        patched.write(0, RET);
        return Mapping.Backed.page(hooked, patched, Access.EXECUTE);
    }
}
