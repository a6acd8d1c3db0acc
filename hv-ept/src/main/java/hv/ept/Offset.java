package hv.ept;

import hv.api.Feature;
import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Stage;
import hv.api.VirtualMachine;
import java.util.Set;

/** Guest-physical memory lies at a constant distance, in the part of host memory that is set aside for its virtual machine. */
public final class Offset implements MemoryTranslator {
    private GuestRam ram;

    @Override public String about() { return "guest memory lies elsewhere in host memory; any virtual machine can have it"; }
    @Override public Stage stage() { return Stage.FALLBACK; }
    @Override public Set<Feature> needs() { return Set.of(Feature.EPT); }
    @Override public void attach(VirtualMachine vm) { ram = GuestRam.of(vm); }
    @Override public Mapping translate(MemoryRequest asked, Inner inner) { return ram.at(asked.page()); }
}
