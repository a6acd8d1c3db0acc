package hv.handlers.msr;

import hv.api.ExitHandler;
import hv.api.FeatureProbe;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Setting;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.machine.PerVcpu;
import hv.api.x86.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The guest's model-specific registers: those of {@link KnownMsrs}, and those that the setting {@code values} adds. Any other register, and a write
 * of reserved bits, gives the guest #GP(0). Registers that the processor itself holds do not exit.
 *
 * <p>This handler is innermost: a plugin that emulates a register of its own stands before it, and one that filters sees its answers.
 */
public final class Msr implements ExitHandler {
    private static final Setting<List<KnownMsr>> VALUES = new Setting<>("values", List.of(),
            "read-only values of further registers, or other ones of known registers, as in 0xce=0x80000000", ExtraMsrs::parse);
    private static final Setting<Set<Integer>> FAULTING = new Setting<>("fault", Set.of(), "registers to be without, as in 0x8b,0x1a0: access faults",
            ExtraMsrs::parseIndices);
    private static final Outcome FAULT = Outcome.inject(Event.gp(0));

    private MsrTable table;
    private PerVcpu<MsrValues> values;

    @Override public String about() { return "serves known model-specific registers; others fault"; }
    @Override public List<Setting<?>> settings() { return List.of(VALUES, FAULTING); }
    @Override public Stage stage() { return Stage.FALLBACK; }

    @Override public Set<Intercept> intercepts() {
        var passing = table.rows().stream().filter(KnownMsr::passes).map(KnownMsr::index).toList();
        var intercepts = new HashSet<>(Gaps.around(passing, Intercept::msrReads));
        intercepts.addAll(Gaps.around(passing, Intercept::msrWrites));
        return intercepts;
    }

    @Override public void attach(VirtualMachine vm) {
        var faulting = vm.get(FAULTING);
        var known = KnownMsrs.rows(physicalPages(vm.processor())).stream().filter(row -> !faulting.contains(row.index())).toList();
        table = new MsrTable(known, vm.get(VALUES), vm.processor());
        values = vm.perVcpu("registers", 1, () -> new MsrValues(table.resetValues()));
    }

    /** Bits 12 up to the physical-address width of CPUID.80000008H:EAX[7:0]. */
    private static long physicalPages(FeatureProbe.Capabilities machine) {
        int width = machine.cpuid(0x8000_0008, 0).eax() & 0xFF;
        return (1L << (width == 0 ? 36 : width)) - 4096;
    }

    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
        return switch (exit) {
            case VmExit.ReadMsr(int index) -> read(index, exit, vcpu, next);
            case VmExit.WriteMsr(int index, long value) -> write(index, value, exit, vcpu, next);
            default -> next.handle(exit, vcpu);
        };
    }

    private Outcome read(int index, VmExit exit, Vcpu vcpu, Next next) {
        int place = table.find(index);
        if (place < 0) return FAULT;
        var row = table.row(place);
        return row.passes() ? next.handle(exit, vcpu) : Outcome.answer(value(place, vcpu));
    }

    private Outcome write(int index, long value, VmExit exit, Vcpu vcpu, Next next) {
        int place = table.find(index);
        if (place < 0) return FAULT;
        var row = table.row(place);
        if (row.isTheFrameworks()) return next.handle(exit, vcpu);
        long old = value(place, vcpu);
        if (!row.accepts(old, value)) return FAULT;
        store(place, vcpu, row.written(old, value));
        return Outcome.ADVANCE;
    }

    private long value(int place, Vcpu vcpu) {
        return table.row(place).home() instanceof Home.Field(var field) ? vcpu.read(field) : values.of(vcpu).byPlace()[place];
    }

    private void store(int place, Vcpu vcpu, long value) {
        if (table.row(place).home() instanceof Home.Field(var field)) vcpu.write(field, value);
        else values.of(vcpu).byPlace()[place] = value;
    }
}
