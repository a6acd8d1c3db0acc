package hv.examples.plugins;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Setting;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets the guest read what it costs: how many exits of the usual reasons it has had, as four bytes at a port, lowest first.
 * {@code hv run --plugins +exit-meter}; in a Linux guest, {@code dd if=/dev/port bs=1 skip=1312 count=4 | hexdump -C}.
 */
public final class ExitMeter implements ExitHandler {
    private static final Setting<Long> PORT = Setting.port("port", 0x520, 4, "first of the four I/O ports");
    private static final int PORTS = 4;
    private long exits;
    private int first;

    @Override public String about() { return "counts exits, and tells the guest at a port"; }
    @Override public boolean onByDefault() { return false; }
    @Override public Stage stage() { return Stage.FILTER; }
    @Override public List<Setting<?>> settings() { return List.of(PORT); }

    @Override public void attach(VirtualMachine vm) {
        first = vm.get(PORT).intValue();
        vm.state("exits", 1, fields -> exits = fields.number("exits", exits));
    }

    @Override public Set<Intercept> intercepts() {
        return Stream.of(ExitReason.CPUID, ExitReason.RDMSR, ExitReason.WRMSR, ExitReason.VMCALL, ExitReason.HLT, ExitReason.IO_INSTRUCTION)
                .map(Intercept::every).collect(Collectors.toSet());
    }

    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
        exits++;
        return switch (exit) {
            case VmExit.PortIn(int port, int bytes) when port >= first && port + bytes <= first + PORTS -> Outcome.answer(exits >>> 8 * (port - first));
            default -> next.handle(exit, vcpu);
        };
    }
}
