package mine;

import hv.api.*;
import hv.api.machine.*;
import hv.api.x86.*;
import java.util.Set;

public final class AsksItself implements ExitHandler {
    @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.RDMSR)); }
    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
        return Outcome.answer(vcpu.rdmsr(0x1B).orElse(0));
    }
}
