package hv.handlers.vmcall;

import hv.api.ExitHandler;
import hv.api.GuestFault;
import hv.api.Hypercall;
import hv.api.Hypercall.Privilege;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Setting;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import java.util.List;
import java.util.Set;

/**
 * Serves the hypercalls that this and all other plugins offer.
 *
 * <p>{@link Hypercall} tells how a guest calls, and what the errors are.
 *
 * <p>{@link BuiltIn} lists the hypercalls that are always there. Which privilege level may call is each hypercall's own choice; the
 * setting {@code user-calls} withdraws all from code outside CPL 0.
 */
public final class Vmcall implements ExitHandler {
    private static final Setting<Boolean> USER_CALLS =
            Setting.flag("user-calls", true, "whether code outside CPL 0 may make those hypercalls that allow it");

    private VirtualMachine machine;
    private boolean userCalls;
    private HypercallTable table = new HypercallTable(List.of());

    @Override public String about() { return "serves hypercalls, plugins' own and stop, leave, write, put, version"; }
    @Override public List<Setting<?>> settings() { return List.of(USER_CALLS); }
    /** Innermost, so that a plugin with a convention of its own gets VMCALL first. */
    @Override public Stage stage() { return Stage.FALLBACK; }
    @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.VMCALL)); }

    @Override public void attach(VirtualMachine vm) {
        machine = vm;
        userCalls = vm.get(USER_CALLS);
        BuiltIn.offer(vm);
    }

    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
        boolean wide = vcpu.in64BitMode();
        long number = wide ? vcpu.get(Gpr.RAX) : vcpu.get(Gpr.RAX) & 0xFFFF_FFFFL;
        var outcome = table().find(number).map(call -> serve(call, vcpu)).orElseGet(Hypercall.Error.UNKNOWN_NUMBER::outcome);
        return wide ? outcome : outcome.mapValue(result -> result & 0xFFFF_FFFFL);
    }

    private Outcome serve(Hypercall call, Vcpu vcpu) {
        boolean permitted = vcpu.cpl() == 0 || userCalls && call.privilege() == Privilege.ANYONE;
        if (!permitted) return Hypercall.Error.NOT_PERMITTED.outcome();
        try {
            return call.body().call(vcpu);
        } catch (GuestFault _) {
            return Hypercall.Error.BAD_ADDRESS.outcome();
        }
    }

    private HypercallTable table() {
        var offered = machine.offered(Hypercall.class);
        if (!table.isOf(offered)) table = new HypercallTable(offered);
        return table;
    }
}
