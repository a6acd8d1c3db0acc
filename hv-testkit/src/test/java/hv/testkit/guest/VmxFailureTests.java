package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.VmcsField;
import hv.core.image.Mode;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.cpu.LogicalProcessor;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What reports say where VMX fails, because of a plugin or by a defect: what is behind it, and who wrote the field. */
class VmxFailureTests {
    private LogicalProcessor cpu;

    /** Writes guest state, as plugins may; or past the framework, fields that are not theirs. */
    static final class Spoiler extends TroubleTests.OnCpuid {
        private final Consumer<Vcpu> how;

        Spoiler(Consumer<Vcpu> how) { this.how = how; }

        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            how.accept(vcpu);
            return Outcome.NATIVE;
        }
    }

    /** How a guest ends whose CPUID a plugin answers like this. */
    private Ending.Failed spoiled(Consumer<Vcpu> how) {
        var machines = new Machines().with(() -> new Spoiler(how)).add("main", HexFormat.of().parseHex("31c00fa2f4"), Mode.LONG_64)
                .processors((profile, ram, bus, clock) -> cpu = LogicalProcessor.create(profile, ram, bus, clock));
        try {
            return assertInstanceOf(Ending.Failed.class, machines.run().machines().getFirst().ending());
        } catch (HvException defect) {
            return new Ending.Failed(defect.kind(), defect.getMessage(), null);
        }
    }

    private static void tells(ErrorKind kind, String report, Ending.Failed failed) {
        assertEquals(report.stripTrailing(), failed.report());
        assertEquals(kind, failed.kind());
    }

    @Test void aRefusedEntryIsExplained() {
        tells(ErrorKind.DEFECT, """
                VMRESUME of 'main' failed with ZF = 1 (VMfailValid)
                  VM-instruction error 7: a check of the VM-execution, VM-exit or VM-entry control fields failed
                  CTRL-EXEC-007: CR3_TARGET_COUNT must not exceed what IA32_VMX_MISC[24:16] tells
                    SDM 3C, "VM-Execution Control Fields": VMfailValid, error 7
                    CR3_TARGET_COUNT is 9H; 0 to 4; nearest legal value 4H; written by plugin 'spoiler' after VM exit 1
                """, spoiled(_ -> cpu.vmwrite(VmcsField.CR3_TARGET_COUNT, 9)));
    }

    /** Nothing is at the address: all bits are 1. */
    @Test void aVmxAbortIsExplained() {
        tells(ErrorKind.DEFECT, """
                VMX abort of 'main'
                  VMX abort 4: an MSR of the VM-exit MSR-load area can't be loaded
                """, spoiled(_ -> {
            cpu.vmwrite(VmcsField.VM_EXIT_MSR_LOAD_ADDRESS, 0x3F_FFFF_0000L);
            cpu.vmwrite(VmcsField.VM_EXIT_MSR_LOAD_COUNT, 1);
        }));
    }

    @Test void aFailedEntryIsExplained() {
        tells(ErrorKind.GUEST, """
                virtual machine 'main' met an exit that nobody answers: VM entry refused the guest state (qualification 0)
                  at RIP 100004H: hlt
                  GUEST-RIP-004: bit 1 of GUEST_RFLAGS must be 1
                    SDM 3C, "Checks on Guest RIP, RFLAGS, and SSP": exit reason 33, qualification 0
                    GUEST_RFLAGS is 0H; bit 1 must be 1; nearest legal value 2H; written by plugin 'spoiler' after VM exit 1
                  no plugin asks for these exits
                """, spoiled(vcpu -> vcpu.write(VmcsField.GUEST_RFLAGS, 0)));
    }
}
