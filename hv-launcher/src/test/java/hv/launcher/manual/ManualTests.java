package hv.launcher.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.ExitReason;
import hv.api.x86.VmcsField;
import hv.cpu.platform.ProcessorProfiles;
import hv.golden.Golden;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManualTests {
    private static final Manual MANUAL = new Manual(ProcessorProfiles.load(ProcessorProfiles.REFERENCE));

    @ParameterizedTest @EnumSource
    void everyFieldIsFoundByNameAndEncoding(VmcsField field) {
        assertEquals("VMCS field", MANUAL.find(field.name()).getFirst().kind());
        assertEquals(List.of(field.name()), MANUAL.find("0x%x".formatted(field.encoding())).stream().map(Entry::name).toList());
    }

    @ParameterizedTest @EnumSource
    void everyExitReasonIsFoundByNameAndNumber(ExitReason reason) {
        assertTrue(MANUAL.find(reason.name()).stream().anyMatch(entry -> entry.kind().equals("exit reason")), reason.name());
        assertTrue(MANUAL.find(Integer.toString(reason.number())).stream().anyMatch(entry -> entry.name().equals(reason.name())), reason.name());
    }

    @ParameterizedTest @ValueSource(strings = {"VMCS field", "control", "exit reason", "VM-instruction error"})
    void allThatThereIsToReadIsWhatTheGoldenFileSays(String kind) {
        var name = kind.toLowerCase(Locale.ROOT).replace(' ', '-') + "s";
        var all = MANUAL.all().filter(entry -> entry.kind().equals(kind)).map(Entry::text).flatMap(List::stream).toList();
        Golden.of(ManualTests.class, name).holds(all);
    }

    @Test void aNumberMayMeanAnExitReasonAndAnError() {
        assertEquals(List.of("exit reason", "VM-instruction error"), MANUAL.find("7").stream().map(Entry::kind).toList());
    }

    @ParameterizedTest @ValueSource(strings = {"0x4002", "4002", "4002h", "4002H"})
    void anEncodingMayBeWrittenInAnyOfTheUsualForms(String encoding) {
        assertEquals(List.of("PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS"), MANUAL.find(encoding).stream().map(Entry::name).toList());
    }

    @Test void anExitReasonsNumberMayBeHexadecimal() { assertEquals(MANUAL.find("48"), MANUAL.find("0x30")); }

    @Test void partsOfNamesFindWhatHoldsThem() {
        assertTrue(MANUAL.like("cr3 load").stream().map(Entry::name).toList().contains("CR3_LOAD_EXITING"));
        assertEquals(List.of(), MANUAL.like("nonesuch"));
    }
}
