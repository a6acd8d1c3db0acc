package hv.examples.plugins;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts exits by reason and tells the numbers at the end: {@code hv run --plugins +exit-statistics}. It only watches: what it returns
 * is what the rest of the chain answered.
 */
public final class ExitStatistics implements ExitHandler {
    private static final Set<ExitReason> WATCHED =
            Set.of(ExitReason.CPUID, ExitReason.RDMSR, ExitReason.WRMSR, ExitReason.VMCALL, ExitReason.HLT, ExitReason.IO_INSTRUCTION);
    private final Map<ExitReason, Long> counts = new EnumMap<>(ExitReason.class);
    private VirtualMachine machine;

    @Override public String about() { return "counts exits by reason"; }
    @Override public boolean onByDefault() { return false; }
    @Override public Stage stage() { return Stage.OBSERVE; }
    @Override public Set<Intercept> intercepts() { return WATCHED.stream().map(Intercept::every).collect(Collectors.toSet()); }

    @Override public void attach(VirtualMachine vm) {
        machine = vm;
        vm.state("counts", 1, fields -> WATCHED.forEach(reason -> count(reason, fields.number(reason.name(), counts.getOrDefault(reason, 0L)))));
    }

    private void count(ExitReason reason, long exits) {
        if (exits > 0) counts.put(reason, exits);
        else counts.remove(reason);
    }

    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
        counts.merge(exit.reason(), 1L, Long::sum);
        return next.handle(exit, vcpu);
    }

    @Override public void detach() { machine.warn("exits: " + counts); }
}
