package hv.testkit;

import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Stage;
import hv.api.VirtualMachine;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;

/** Backs the RAM of a {@link GuestRun}'s virtual machine and nothing else. */
final class WholeMemory implements MemoryTranslator {
    static final String ID = "whole-memory";
    private Hpa base;

    @Override public String id() { return ID; }
    @Override public Stage stage() { return Stage.FALLBACK; }
    @Override public void attach(VirtualMachine vm) { base = vm.hostBase(); }

    @Override public Mapping translate(MemoryRequest asked, Inner inner) {
        if (Long.compareUnsigned(asked.page().value(), GuestRun.MEMORY) >= 0) return new Mapping.Unbacked();
        return new Mapping.Backed(new Gpa(0), base, GuestRun.MEMORY, Access.ALL, MemoryType.WRITE_BACK);
    }
}
