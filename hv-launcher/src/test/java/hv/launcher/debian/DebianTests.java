package hv.launcher.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.launcher.HvProcess;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An untouched Debian kernel boots to a shell that answers, and says nothing that a real machine's would not. */
@Tag("debian")
class DebianTests {
    /** Complaints of a kernel about the machine under it. */
    private static final List<String> COMPLAINTS = List.of("call trace", "cut here", "bug:", "unstable", "spurious", "apic error", "oops", "acpi error",
            "acpi warning", "firmware bug", "unchecked msr", "lost", "not functional", "doesn't work", "did not respond", "rip:", "8254");

    private static final String[] DIALOGUE = {
        Debian.PROMPT, "< uname -a", "> Linux hv 6.",
        Debian.PROMPT, "< cat /proc/cpuinfo", "> model name", "> hv Reference CPU", "> flags", "> constant_tsc", "> bogomips",
        Debian.PROMPT, "< echo $((6 * 7 * 1000003))", "> 42000126",
        Debian.PROMPT, "< seq 1000 | sort -r | head -n 3 | md5sum", "> c25fb8a376b11041b38680ab73e73c13",
        Debian.PROMPT, "< selftest64", "> selftest64: all ok",
        Debian.PROMPT, "< selftest32", "> selftest32: all ok",
        Debian.PROMPT, "< dmesg | grep Performance", "> Performance Events: generic architected perfmon, Intel PMU driver.",
        Debian.PROMPT, "< cat /proc/interrupts", "> ttyS0", "> acpi", "> Local timer interrupts",
        Debian.PROMPT, "< cat /sys/devices/system/clocksource/clocksource0/current_clocksource", "> tsc",
        Debian.PROMPT, "< sleep 3; date -u +%Y-%m-%d", "> 2026-01-01",
        Debian.PROMPT, "< echo 'ERR and MIS:'; grep -E 'ERR|MIS|SPU' /proc/interrupts", "> ERR:          0", "> MIS:          0",
        Debian.PROMPT, "< poweroff", "> Power down",
    };

    @Test void bootsToAShellUnderTheVmmAndPowersOff() throws IOException, InterruptedException { holds(Debian.packed().talk(DIALOGUE)); }

    @Test void bootsOnTheBareMachine() throws IOException, InterruptedException { holds(Debian.unpacked().with("--bare").talk(DIALOGUE)); }

    @Test void theSameBootTwiceGivesTheSameExitsAndInstructions() throws IOException, InterruptedException {
        String[] dialogue = {Debian.PROMPT, "< echo $((2 + 3))", "> 5", Debian.PROMPT, "< poweroff"};
        var first = Debian.unpacked().talk(dialogue);
        assertEquals(0, first.status(), first.err());
        assertEquals(first.err(), Debian.unpacked().talk(dialogue).err());
        assertTrue(first.err().contains("exits: ") && first.err().contains("instructions retired"), first.err());
    }

    /** The NMI watchdog samples cycles, here each thousand million. */
    @Test void countersInterruptTheKernelUnderTheVmmAndOnTheBareMachine() throws IOException, InterruptedException {
        String[] dialogue = {Debian.PROMPT, "< echo 1 > /proc/sys/kernel/watchdog_thresh; i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done",
            Debian.PROMPT, "< grep -q 'PMI: *[1-9]' /proc/interrupts && grep -q 'NMI: *[1-9]' /proc/interrupts && echo samp''led", "> sampled",
            Debian.PROMPT, "< poweroff", "> Power down"};
        holds(Debian.unpacked().talk(dialogue));
        holds(Debian.unpacked().with("--bare").talk(dialogue));
    }

    @Test void panicIsReportedWithTheLastLines() throws IOException, InterruptedException {
        var result = Debian.unpacked().append("rdinit=/nothing root=/dev/none").talk();
        assertEquals(4, result.status(), result.err());
        assertTrue(result.err().contains("the guest's kernel panicked") && result.err().contains("Kernel panic - not syncing: VFS"), result.err());
    }

    @Test void rebootStartsTheMachineAnew() throws IOException, InterruptedException {
        var result = Debian.unpacked().talk(Debian.PROMPT, "< reboot", "> Restarting system", Debian.PROMPT, "< poweroff", "> Power down");
        assertEquals(0, result.status(), result.err());
        assertEquals(2, result.lines().stream().filter(line -> line.contains("Linux version")).count());
    }

    private static void holds(HvProcess.Result result) {
        assertEquals(0, result.status(), result.err() + result.out());
        for (var line : result.lines()) {
            boolean kernels = line.startsWith("[") && COMPLAINTS.stream().anyMatch(line.toLowerCase(Locale.ROOT)::contains);
            assertFalse(kernels, () -> line + "\n\n" + result.out());
        }
    }
}
