package hv.examples.plugins;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.api.x86.ExitReason;
import java.util.Set;

/**
 * Puts a signature of its own into CPUID leaf 4000_0000H and passes all other leaves on: {@code hv run --plugins +cpuid-spoof}.
 */
public final class CpuidSpoof implements ExitHandler {
    @Override public String about() { return "puts a signature of its own into CPUID leaf 40000000H"; }
    @Override public boolean onByDefault() { return false; }
    @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }

    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
        if (!exit.equals(new VmExit.Cpuid(0x4000_0000, 0))) return next.handle(exit, vcpu);
        return Outcome.answer(CpuidResult.signature(0x4000_0000, "JavaJavaJava"));
    }
}
