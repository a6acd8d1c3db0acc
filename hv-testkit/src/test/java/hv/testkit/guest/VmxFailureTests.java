package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import hv.api.x86.VmcsField;
import hv.core.image.Mode;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.cpu.LogicalProcessor;
import hv.golden.Golden;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Reports of VMX failures, whether a plugin or a defect causes them: the rule that is broken, and the writer of the field. */
class VmxFailureTests {
    private static final long MSR_AREA = 0x20_0000;

    private LogicalProcessor cpu;

    /** Writes guest state, as plugins may; or past the framework, fields that are not theirs. */
    static final class Spoiler implements ExitHandler {
        private final Consumer<Vcpu> how;

        Spoiler(Consumer<Vcpu> how) { this.how = how; }

        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }

        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            how.accept(vcpu);
            return Outcome.NATIVE;
        }
    }

    /** How a guest ends whose CPUID a plugin answers like this. */
    private Ending.Failed spoiled(Consumer<Vcpu> how) {
        var machines = new Machines().with(() -> new Spoiler(how)).add("main", "xor eax, eax; cpuid; hlt", Mode.LONG_64)
                .processors((profile, ram, bus, clock) -> cpu = LogicalProcessor.create(profile, ram, bus, clock));
        try {
            return assertInstanceOf(Ending.Failed.class, machines.run().machines().getFirst().ending());
        } catch (HvException defect) {
            return new Ending.Failed(defect.kind(), defect.getMessage(), null);
        }
    }

    /** The defect of a hypervisor, which no plugin can bring about. */
    @Test void aRefusedEntryIsExplained() { tells("refused-entry", ErrorKind.DEFECT, _ -> cpu.vmwrite(VmcsField.CR3_TARGET_COUNT, 9)); }

    /** Nothing is at the address: all bits are 1. */
    @Test void aVmxAbortIsExplained() {
        tells("vmx-abort", ErrorKind.DEFECT, _ -> {
            cpu.vmwrite(VmcsField.VM_EXIT_MSR_LOAD_ADDRESS, 0x3F_FFFF_0000L);
            cpu.vmwrite(VmcsField.VM_EXIT_MSR_LOAD_COUNT, 1);
        });
    }

    @Test void anMsrThatAnEntryCantLoadIsExplained() {
        tells("entry-msr", ErrorKind.GUEST, _ -> {
            cpu.ram().write(MSR_AREA, 8, 0xC000_0101L);
            cpu.vmwrite(VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS, MSR_AREA);
            cpu.vmwrite(VmcsField.VM_ENTRY_MSR_LOAD_COUNT, 1);
        });
    }

    @Test void aFailedEntryIsExplained() { tells("failed-entry", ErrorKind.GUEST, vcpu -> vcpu.write(VmcsField.GUEST_RFLAGS, 0)); }

    @Test void anEptMisconfigurationIsExplained() {
        tells("ept-misconfiguration", ErrorKind.GUEST, _ -> {
            long table = cpu.vmread(VmcsField.EPT_POINTER).orElseThrow() & -4096L;
            cpu.ram().write(table, 8, 2);
            cpu.invept(1, cpu.vmread(VmcsField.EPT_POINTER).orElseThrow());
        });
    }

    private void tells(String golden, ErrorKind kind, Consumer<Vcpu> how) {
        var failed = spoiled(how);
        assertEquals(kind, failed.kind(), failed::report);
        Golden.of(VmxFailureTests.class, golden).holds(failed.report());
    }
}
