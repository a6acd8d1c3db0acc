package mine;

import hv.api.*;
import hv.api.machine.*;
import hv.api.x86.*;
import java.util.Set;

public final class Warner implements ExitHandler {
    @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
        return next.handle(exit, vcpu);
    }
    private VirtualMachine machine;
    @Override public void attach(VirtualMachine vm) { machine = vm; }
    @Override public void detach() { machine.warn("that was all"); }
}
