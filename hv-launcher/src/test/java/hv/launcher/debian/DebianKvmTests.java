package hv.launcher.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Linux's KVM, a hypervisor that nobody wrote for this processor, runs guests on its VT-x: a few bytes of real-address mode, and the same Linux again. */
@Tag("debian")
class DebianKvmTests {
    private static final List<String> RUNS_BOTH_GUESTS = List.of("> kvmguest: real mode", "> kvmguest: it halted", "> kvmguest: user space of a Linux in KVM",
            "> kvmguest: its Linux reset the machine", "> kvm: all ok");

    @Test void bootsLinuxWithAllThatTheProcessorOffersAndWithHardlyAnything() throws IOException, InterruptedException {
        List<String> dialogue = new ArrayList<>();
        for (var options : List.of("", "ept=0 unrestricted_guest=0 vpid=0 enable_apicv=0 flexpriority=0 preemption_timer=0")) {
            dialogue.add(Debian.PROMPT);
            dialogue.add("< kvm " + options);
            dialogue.addAll(RUNS_BOTH_GUESTS);
        }
        dialogue.addAll(List.of(Debian.PROMPT, "< poweroff"));
        var result = Debian.kvm().limit(60_000_000_000L).talk(dialogue.toArray(String[]::new));
        assertEquals(0, result.status(), result.err() + result.out());
    }
}
