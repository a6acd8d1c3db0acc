package hv.launcher.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.launcher.HvProcess;
import hv.launcher.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other plugins, another machine: each change is seen from inside the guest, and not seen without it. */
@Tag("debian-variants")
class DebianVariantTests {
    private static final String[] OFF = {Debian.PROMPT, "< poweroff", "> Power down"};
    private static final Pattern GETEUID = Pattern.compile("([0-9a-f]{16}) T __x64_sys_geteuid");
    private static final Pattern COUNT = Pattern.compile("exits ([0-9a-f]{8})");
    private static final Path METER = Path.of("../hv-examples/plugins/src/main/java/hv/examples/plugins/ExitMeter.java");
    private static final String BANNER = "another policy";
    private static final String POLICY = """
            package mine;

            import hv.api.*;
            import hv.api.x86.*;
            import java.util.Set;

            /** The page at F0000H is a frame of its own. */
            public final class Banner implements MemoryTranslator {
                private static final Gpa PAGE = new Gpa(0xF0000);
                private Frame frame;

                @Override public Stage stage() { return Stage.FILTER; }
                @Override public Set<Range> claims() { return Set.of(new Range(PAGE, 4096)); }
                @Override public void attach(VirtualMachine vm) {
                    frame = vm.newFrame();
                    frame.write(0, "another policy".getBytes());
                }
                @Override public Mapping translate(MemoryRequest asked, Inner inner) { return Mapping.Backed.page(PAGE, frame, Access.READ); }
            }
            """;
    private static final long KERNEL_TEXT = 0xFFFF_FFFF_8100_0000L, KERNEL_PHYSICAL = 0x100_0000;

    private static HvProcess.Result asked(Debian boot, String command) throws IOException, InterruptedException {
        var lines = new String[] {Debian.PROMPT, "< " + command + "; echo d''one", "> done", OFF[0], OFF[1], OFF[2]};
        var result = boot.talk(lines);
        assertEquals(0, result.status(), result.err() + result.out());
        return result;
    }

    @Test void overriddenCpuidIsSeenInCpuinfo() throws IOException, InterruptedException {
        var command = "grep -c ' aes' /proc/cpuinfo; grep -m1 stepping /proc/cpuinfo";
        assertTrue(asked(Debian.unpacked(), command).out().contains("stepping\t: 1"));
        assertTrue(asked(Debian.unpacked().with("--set", "cpuid.override=1:eax=0x506b7"), command).out().contains("stepping\t: 7"));
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

    @Test void anotherEptPolicyIsSeenInThePagesItDecides(@TempDir Path folder) throws IOException, InterruptedException {
        var command = "dd if=/dev/mem bs=1 skip=$((0xF0000)) count=14 2> /dev/null; echo";
        assertFalse(asked(Debian.unpacked(), command).out().contains(BANNER));
        var policy = plugin(folder, "hv.api.MemoryTranslator", "mine.Banner", POLICY);
        assertTrue(asked(Debian.unpacked().with("--plugin-path", policy), command).out().contains(BANNER));
    }

    @Test void statisticsAreReadFromInside(@TempDir Path folder) throws IOException, InterruptedException {
        var read = "dd if=/dev/port bs=1 skip=1312 count=4 2> /dev/null | hexdump -e '1/4 \"exits %08x\\n\"'";
        assertTrue(asked(Debian.unpacked(), read).out().contains("exits ffffffff"));
        var meter = plugin(folder, "hv.api.ExitHandler", "hv.examples.plugins.ExitMeter", Files.readString(METER));
        var with = asked(Debian.unpacked().with("--plugin-path", meter, "--plugins", "+exit-meter"), read + "; grep -c x /proc/cpuinfo; " + read).out();
        var counts = COUNT.matcher(with).results().map(found -> Long.parseLong(found.group(1), 16)).toList();
        assertEquals(2, counts.size(), with);
        assertTrue(counts.get(0) > 1000 && counts.get(1) > counts.get(0), counts::toString);
    }

    /** A folder with one plugin, as its author builds it. */
    private static String plugin(Path folder, String service, String name, String source) throws IOException {
        var plugins = Files.createDirectories(folder.resolve("plugins"));
        new PluginJar(folder.resolve("work")).source(name.replace('.', '/') + ".java", source).service(service, name).into(plugins.resolve("plugin.jar"));
        return plugins.toString();
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
