package guestexits;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.api.x86.VmcsField;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A user's plugin: asks for every exit that the guest "exits" can cause, and writes each as the mini-hypervisor does. */
public final class ExitRecorder implements ExitHandler {
    @Override public Stage stage() { return Stage.OBSERVE; }

    @Override public Set<Intercept> intercepts() {
        return Stream.of(ExitReason.CPUID, ExitReason.VMCALL, ExitReason.RDMSR, ExitReason.WRMSR, ExitReason.IO_INSTRUCTION, ExitReason.HLT)
                .map(Intercept::every).collect(Collectors.toSet());
    }

    @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
        System.err.printf("exit: %02X %08X %d %08X %016X%n", vcpu.read(VmcsField.EXIT_REASON), vcpu.read(VmcsField.EXIT_QUALIFICATION),
                vcpu.read(VmcsField.VM_EXIT_INSTRUCTION_LENGTH), vcpu.rip(), fold(vcpu));
        return next.handle(exit, vcpu);
    }

    private static long fold(Vcpu vcpu) {
        var registers = new TreeSet<>(Set.of(Gpr.values()));
        registers.remove(Gpr.RSP);
        long fold = 0;
        for (var register : registers) fold = Long.rotateLeft(fold, 5) ^ vcpu.get(register);
        return fold;
    }
}
