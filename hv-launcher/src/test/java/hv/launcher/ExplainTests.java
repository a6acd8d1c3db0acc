package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hv run --explain}: what is behind a VMX failure, and which code wrote the fields. */
class ExplainTests {
    /** Line 8 writes what no entry takes. */
    private static final String PLUGIN = """
            package mine;
            import hv.api.*;
            import hv.api.x86.*;
            import java.util.Set;
            public final class Flags implements ExitHandler {
                @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
                @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
                    vcpu.write(VmcsField.GUEST_RFLAGS, 0);
                    return Outcome.NATIVE;
                }
            }
            """;
    private static final String CPUID_HLT = "31C00FA2F4";
    /**
     * In 64-bit mode: CR4.VMXE and CR0.NE; a VMXON region and a VMCS with the revision identifier; VMXON, VMCLEAR, VMPTRLD; VMWRITE of 9 to
     * CR3_TARGET_COUNT; VMLAUNCH, HLT.
     */
    private static final String ENTERS_AN_EMPTY_VMCS = "0F20E0 0D00200000 0F22E0 0F20C0 83C820 0F22C0 B980040000 0F32 89042500002000 89042500102000 "
            + "48C704250020200000002000 48C704250820200000102000 F30FC7342500202000 660FC7342508202000 0FC7342508202000 B80A400000 B909000000 0F79C1 0F01C2 F4";

    @TempDir Path folder;

    private Path guest(String code) throws Exception {
        return Files.write(folder.resolve("guest.bin"), HexFormat.of().parseHex(code.replace(" ", "")));
    }

    private static void tells(String line, HvProcess.Result run) { assertTrue(run.err().lines().anyMatch(line::equals), run.err()); }

    @Test void thePluginsLineThatWroteTheFieldIsTold() throws Exception {
        new PluginJar(folder.resolve("work")).source("mine/Flags.java", PLUGIN).service("hv.api.ExitHandler", "mine.Flags")
                .into(Files.createDirectories(folder.resolve("plugins")).resolve("flags.jar"));
        var failed = HvProcess.run("run", guest(CPUID_HLT).toString(), "--flat", "0x100000:64", "--explain", "--plugin-path",
                folder.resolve("plugins").toString());
        assertEquals(4, failed.status(), failed.err());
        tells("  GUEST-RIP-004: bit 1 of GUEST_RFLAGS must be 1", failed);
        tells("    GUEST_RFLAGS is 0H; bit 1 must be 1; nearest legal value 2H; written by plugin 'flags' "
                + "(flags/mine.Flags.handle(Flags.java:8)) after VM exit 1", failed);
    }

    @Test void aMachineCodeHypervisorsFailureIsTold() throws Exception {
        var bare = HvProcess.run("run", "--bare", guest(ENTERS_AN_EMPTY_VMCS).toString(), "--flat", "0x100000:64", "--explain");
        assertEquals(0, bare.status(), bare.err());
        tells("hv: VM-instruction error 7: a check of the VM-execution, VM-exit or VM-entry control fields failed", bare);
        tells("hv: CTRL-EXEC-007: CR3_TARGET_COUNT must not exceed what IA32_VMX_MISC[24:16] tells", bare);
        tells("hv:   CR3_TARGET_COUNT is 9H; 0 to 4; nearest legal value 4H; written by VMWRITE at 100065H before any VM exit", bare);
        tells("hv: guest.bin halted.", bare);
    }

    /** Without the option a program's failures are its own business. */
    @Test void withoutTheOptionNothingIsTold() throws Exception {
        var bare = HvProcess.run("run", "--bare", guest(ENTERS_AN_EMPTY_VMCS).toString(), "--flat", "0x100000:64");
        assertEquals("hv: guest.bin halted.", bare.err().lines().findFirst().orElseThrow());
    }
}
