package hv.testkit;

import hv.api.Intercept;
import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.Event;
import hv.api.x86.ExitReason;
import hv.api.x86.MsrIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A few sample exits for each of a set of intercepts. */
final class SampleExits {
    private SampleExits() {}

    static List<VmExit> of(Collection<Intercept> intercepts) {
        var exits = new ArrayList<VmExit>();
        for (var intercept : intercepts) exits.addAll(of(intercept));
        return exits;
    }

    private static List<VmExit> of(Intercept intercept) {
        return switch (intercept) {
            case Intercept.Every(var reason) -> of(reason);
            case Intercept.Ports(int first, int count) ->
                    List.of(new VmExit.PortIn(first, 1), new VmExit.PortOut(first, 1, 0xFF), new VmExit.PortIn(first + count - 1, 1));
            case Intercept.MsrReads(int first, int count) -> List.of(new VmExit.ReadMsr(first), new VmExit.ReadMsr(first + count - 1));
            case Intercept.MsrWrites(int first, int count) ->
                    List.of(new VmExit.WriteMsr(first, 0), new VmExit.WriteMsr(first, -1), new VmExit.WriteMsr(first + count - 1, 1));
            case Intercept.Exception(int vector) -> List.of(new VmExit.Exception(new Event.Fault(vector)));
            case Intercept.Memory(var first, _, var accesses) ->
                    List.of(new VmExit.EptViolation(first, Optional.empty(), false, accesses, Access.NONE));
            default -> List.of();
        };
    }

    private static List<VmExit> of(ExitReason reason) {
        return switch (reason) {
            case CPUID -> List.of(new VmExit.Cpuid(0, 0), new VmExit.Cpuid(1, 0), new VmExit.Cpuid(0x4000_0000, 0), new VmExit.Cpuid(-1, -1));
            case VMCALL -> List.of(new VmExit.Vmcall());
            case HLT -> List.of(new VmExit.Hlt());
            case RDMSR -> List.of(new VmExit.ReadMsr(MsrIndex.IA32_TIME_STAMP_COUNTER), new VmExit.ReadMsr(-1));
            case WRMSR -> List.of(new VmExit.WriteMsr(MsrIndex.IA32_TIME_STAMP_COUNTER, -1), new VmExit.WriteMsr(-1, 0));
            case IO_INSTRUCTION -> List.of(new VmExit.PortIn(0x80, 1), new VmExit.PortOut(0x80, 4, -1));
            default -> List.of();
        };
    }
}
