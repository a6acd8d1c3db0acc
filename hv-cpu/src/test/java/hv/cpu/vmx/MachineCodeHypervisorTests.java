package hv.cpu.vmx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.testing.BareMachine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A hypervisor that exists as machine code (its own VMXON … VMRESUME, EPT, VPID) runs on the bare processor; the checksums are those of the same
 * code on other processors.
 */
class MachineCodeHypervisorTests {
    private static final long INSTRUCTIONS = 200_000_000;

    @ParameterizedTest
    @CsvSource({"vmx-cpuid,ab159935bccb9664", "vmx-vmcall,1ffe46a3e9e83c69", "vmx-rdmsr,b0270864abef29cc", "vmx-out,0711377e63a403d0",
            "vmx-eptviolation,de2a605b57209a60", "vmx-sieve,00000059e370c8f7"})
    void computesTheChecksum(String kernel, String checksum) {
        try (var machine = new BareMachine(256).boot("vmx.elf", "vmx.elf " + kernel + " 5")) {
            var end = machine.run(INSTRUCTIONS);
            String result = machine.output().lines().filter(line -> !line.startsWith("TICKS")).reduce((a, b) -> b).orElse("");
            assertEquals("RESULT " + kernel + " 5 " + checksum, result, machine::output);
            assertEquals(RunResult.PAUSED, end);
        }
    }
}
