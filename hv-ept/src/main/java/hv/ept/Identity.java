package hv.ept;

import hv.api.Feature;
import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Stage;
import hv.api.VirtualMachine;
import java.util.Set;

/**
 * Guest-physical memory lies at the same host-physical addresses, in the largest pages that fit. Only the virtual machine whose host memory starts at
 * 0 can have this translator. A guest that wants to leave VMX operation and go on natively needs it.
 */
public final class Identity implements MemoryTranslator {
    private GuestRam ram;

    @Override public String about() { return "guest memory lies where it says it is; one virtual machine can have it"; }
    @Override public Stage stage() { return Stage.FALLBACK; }
    @Override public Set<Feature> needs() { return Set.of(Feature.EPT); }

    /** @throws IllegalArgumentException if the memory of this virtual machine lies elsewhere */
    @Override public void attach(VirtualMachine vm) {
        if (vm.hostBase().value() != 0) {
            throw new IllegalArgumentException("the memory of '%s' lies at host-physical %XH, not at 0: give it the translator 'offset'"
                    .formatted(vm.name(), vm.hostBase().value()));
        }
        ram = GuestRam.of(vm);
    }

    @Override public Mapping translate(MemoryRequest asked, Inner inner) { return ram.at(asked.page()); }
}
