package mine;

import hv.api.*;
import hv.api.machine.*;
import hv.api.x86.*;
import java.util.Set;

public final class WildVector implements ExitHandler {
    @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.inject(new Event.Fault(99)); }
}
