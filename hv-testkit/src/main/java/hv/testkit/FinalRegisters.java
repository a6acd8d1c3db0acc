package hv.testkit;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Remembers the general registers at each HLT. */
final class FinalRegisters {
    private final Map<Gpr, Long> values = new EnumMap<>(Gpr.class);

    Map<Gpr, Long> values() { return Map.copyOf(values); }
    ExitHandler handler() { return new Watcher(); }

    private final class Watcher implements ExitHandler {
        @Override public String id() { return "final-registers"; }
        @Override public Stage stage() { return Stage.OBSERVE; }
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.HLT)); }

        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            for (var register : Gpr.values()) values.put(register, vcpu.get(register));
            return next.handle(exit, vcpu);
        }
    }
}
