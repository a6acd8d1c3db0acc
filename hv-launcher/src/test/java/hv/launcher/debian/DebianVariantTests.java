package hv.launcher.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.launcher.HvProcess;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Other plugins, another machine: each change is seen from inside the guest, and not seen without it. */
@Tag("debian-variants")
class DebianVariantTests {
    private static final String[] OFF = {Debian.PROMPT, "< poweroff", "> Power down"};
    private static final Pattern GETEUID = Pattern.compile("([0-9a-f]{16}) T __x64_sys_geteuid");
    private static final long KERNEL_TEXT = 0xFFFF_FFFF_8100_0000L, KERNEL_PHYSICAL = 0x100_0000;

    private static HvProcess.Result asked(Debian boot, String command) throws IOException, InterruptedException {
        var lines = new String[] {Debian.PROMPT, "< " + command + "; echo d''one", "> done", OFF[0], OFF[1], OFF[2]};
        var result = boot.talk(lines);
        assertEquals(0, result.status(), result.err() + result.out());
        return result;
    }

    @Test void overriddenCpuidIsSeenInCpuinfo() throws IOException, InterruptedException {
        var command = "grep -c ' aes' /proc/cpuinfo; grep -m1 stepping /proc/cpuinfo";
        assertTrue(asked(Debian.unpacked(), command).out().contains("stepping\t: 4"));
        assertTrue(asked(Debian.unpacked().with("--set", "cpuid.override=1:eax=0x50657"), command).out().contains("stepping\t: 7"));
    }

    @Test void hookedKernelFunctionAnswersOtherwise() throws IOException, InterruptedException {
        var plain = asked(Debian.unpacked(), "grep __x64_sys_geteuid /proc/kallsyms; echo user $(id -u)");
        assertTrue(plain.out().contains("user 0"), plain.out());
        var found = GETEUID.matcher(plain.out());
        assertTrue(found.find(), plain.out());
        long physical = Long.parseUnsignedLong(found.group(1), 16) - KERNEL_TEXT + KERNEL_PHYSICAL;
        // mov eax, 1234; ret
        var hook = "hooked-page.hooks=0x%x=b8d2040000c3".formatted(physical);
        assertTrue(asked(Debian.unpacked().with("--plugins", "+hooked-page", "--set", hook), "echo user $(id -u)").out().contains("user 1234"));
    }

    @Test void registerThatFaultsIsComplainedOf() throws IOException, InterruptedException {
        var complaint = "unchecked MSR access error";
        assertFalse(asked(Debian.unpacked(), "dmesg | grep -c microcode").out().contains(complaint));
        assertTrue(asked(Debian.unpacked().with("--set", "msr.fault=0x8b"), "dmesg | grep -c microcode").out().contains(complaint));
    }

    @Test void anotherEptPolicyChangesNothingInside() throws IOException, InterruptedException {
        var command = "selftest64; grep MemTotal /proc/meminfo";
        var identity = asked(Debian.unpacked(), command);
        var moved = asked(Debian.unpacked().moved(), command);
        assertTrue(moved.out().contains("selftest64: all ok"), moved.out());
        assertEquals(identity.out(), moved.out());
    }

    @Test void processorWithoutApicVirtualizationServesAsWell() throws IOException, InterruptedException {
        var other = asked(Debian.unpacked().with("--cpu", "no-apicv"), "selftest64; sleep 2");
        assertTrue(other.out().contains("selftest64: all ok"), other.out());
    }

    @Test void withoutTheUartTheConsoleIsDeadAndTheRunSaysWhy() throws IOException, InterruptedException {
        var result = Debian.unpacked().with("--plugins=-serial,-serial-two").limit(3_000_000_000L).talk();
        assertEquals("", result.out());
        assertTrue(result.err().contains("the plugin 'serial' is left out: a kernel's console on ttyS0 is dead"), result.err());
    }
}
