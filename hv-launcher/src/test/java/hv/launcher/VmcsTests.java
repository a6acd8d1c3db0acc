package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmcsTests {
    private static final String KVM = "src/test/resources/hv/launcher/dump/kvm.txt";

    @Test void aDumpsBrokenRequirementsAreToldWithWhatWouldBeLegal() throws Exception {
        var check = HvProcess.run("vmcs", "check", KVM);
        assertEquals(16, check.status(), check.err());
        assertTrue(check.out().startsWith("kvm.txt: 100 fields from KVM's kernel log, checked against processor reference ("), check.out());
        assertTrue(check.out().contains("""
                GUEST-RIP-004: bit 1 of GUEST_RFLAGS must be 1
                  SDM 3C, "Checks on Guest RIP, RFLAGS, and SSP": exit reason 33, qualification 0
                  GUEST_RFLAGS is 0H; bit 1 must be 1; nearest legal value 2H
                """), check.out());
        assertTrue(check.out().contains("GUEST-NRS-010: there must not be blocking by both STI and MOV SS"), check.out());
    }

    @Test void whatADumpDoesNotTellIsUnknownAndNotPassed() throws Exception {
        var check = HvProcess.run("vmcs", "check", KVM);
        assertTrue(check.out().contains("could not be judged, for the dump does not tell:\n"), check.out());
        assertTrue(check.out().contains("\n  VMCS_LINK_POINTER ("), check.out());
        assertTrue(HvProcess.run("vmcs", "check", "--all", KVM).out().contains("(VMCS_LINK_POINTER)"));
    }

    @Test void aDumpThatBreaksNothingEndsWithStatusZero(@TempDir Path folder) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("little.txt"), "GUEST_RFLAGS = 0x2\n");
        var check = HvProcess.run("vmcs", "check", file.toString());
        assertEquals(0, check.status(), check.out() + check.err());
        assertTrue(check.out().contains("requirements judged: all are fulfilled."), check.out());
    }

    @ParameterizedTest @CsvSource(delimiter = '|', textBlock = """
            vmcs                            | Name a command: check or explain
            vmcs check                      | Missing required parameter: 'FILE'
            vmcs check nowhere.txt          | There is no file nowhere.txt.
            vmcs check --cpu i486 %s        | unknown processor 'i486'
            vmcs explain nonesuch           | nothing is called 'nonesuch'; hv vmcs explain takes
            vmcs explain cr3                | nothing is called exactly 'cr3'; there are CR3_TARGET_COUNT
            """)
    void mistakesGetOneSentenceAndStatusTwo(String arguments, String message) throws Exception {
        var mistaken = HvProcess.run(arguments.formatted(KVM).split(" "));
        assertEquals(2, mistaken.status(), mistaken.err());
        assertTrue(mistaken.err().startsWith("hv: " + message), mistaken.err());
    }
}
