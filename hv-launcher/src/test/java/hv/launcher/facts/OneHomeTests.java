package hv.launcher.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A number of the manual stands once, in hv.api.x86, and everything else says its name: exit reasons, controls, MSR indices, bits of registers and
 * capability MSRs, interruptibility and activity, types and vectors of events.
 */
class OneHomeTests {
    private static final int FACTS_AT_LEAST = 400;
    private static final SecondHomes SECOND_HOMES = new SecondHomes(Facts.all());

    @Test void noSourceSaysAFactAgain() {
        var found = Facts.mainSources().filter(path -> !path.startsWith(Facts.HOMES)).flatMap(OneHomeTests::secondHomes).toList();
        assertEquals("", String.join("\n", found));
    }

    private static Stream<String> secondHomes(String path) { return SECOND_HOMES.in(Facts.text(path)).stream().map(what -> path + ", " + what); }

    @Test void theFactsAreThere() {
        assertTrue(Facts.all().size() >= FACTS_AT_LEAST, "only " + Facts.all().size() + " facts were found");
    }

    @ParameterizedTest @ValueSource(strings = {
        "static final long CR0_PG = 1L << 31;",
        "static final int OTHER = 5, RFLAGS_TF = 8;",
        "private static final long LME = 1 << 8, NOT_LITERAL = 2 * LME;",
        "static final int NMI_BLOCKING = 0b1000;",
        "static final int FEATURE_CONTROL = 0x3A;",
        "static final int PAGE_FAULT = 14;",
        "private static final int EXIT = 28;",
        "static final int HLT_EXIT = 12;",
        "enum Control { HLT_EXITING(PRIMARY, 7), NMI_EXITING(PIN, 3); }",
        "return cpu.rdmsr(0x10);",
        "switch (index) { case 0xC000_0080 -> efer(); }",
        "throw c.fault(13, 0);",
        "throw c.exit(48, qualification, 0);",
        "if ((c.cr0 & 1) != 0) return;",
        "if ((cpu.cr4() & 1 << 13) != 0) return;",
        "boolean active = (c.efer >>> 10 & 1) != 0;",
        "if ((c.interruptibility & ~3) != 0) return;",
        "if (event.vector() == 14) return;",
        "return (read(VmcsField.GUEST_SS_ACCESS_RIGHTS) >>> 5 & 3) == 0;",
        "int reason = vmcs.getInt(EXIT_REASON) & 0xFFFF;",
        "rule(3, v -> bit(v, GUEST_CR0, 31));",
        "boolean ept = c.vmx.secondary(1 << 1);"})
    void aSecondHomeIsFound(String code) { assertFalse(SECOND_HOMES.in("class Other {\n" + code + "\n}").isEmpty(), code); }

    @ParameterizedTest @ValueSource(strings = {
        "static final long PAGING = Cr0.PG;",
        "static final int INVALID = 1, PE = 1 << 5;",
        "static final int SECTORS = 0x200;",
        "enum Needed { VME(Cr4.VME, 1, 4); }",
        "// CR0_PG = 1L << 31",
        "String text = \"static final long CR0_PG = 1L << 31;\";",
        "if ((c.cr0 & Cr0.PE) != 0) return;",
        "throw c.exit(ExitReason.HLT, 0, o.length);"})
    void otherCodeIsLeftAlone(String code) { assertEquals(List.of(), SECOND_HOMES.in("class Other {\n" + code + "\n}")); }

    @Test void aSecondHomeIsToldWithItsLineAndTheFact() {
        assertEquals(List.of("line 3: CR4_VMXE; it is Cr4.VMXE"), SECOND_HOMES.in("/** Text. */\nclass Other {\n    static final long CR4_VMXE = 1 << 13;\n}"));
    }
}
