package hv.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.Intercept;
import hv.api.x86.Access;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InterceptTextTests {
    private static List<String> texts(Intercept... intercepts) { return InterceptText.texts(Stream.of(intercepts)); }

    @Test void rangesOfOneKindStandTogetherByNumber() {
        assertEquals(List.of("reads of MSRs 10H, 1BH-1FH, C0000080H", "ports 60H-64H"), texts(Intercept.msrReads(0xC000_0080, 1), Intercept.msrReads(0x1B, 5),
                Intercept.ports(0x60, 5), Intercept.msrReads(0x10, 1)));
    }

    @Test void oneNumberIsSingular() { assertEquals(List.of("writes of MSR 10H"), texts(Intercept.msrWrites(0x10, 1))); }

    @Test void othersAreSentences() {
        assertEquals(List.of("every CPUID", "#PF", "writes that change bits 20H of CR4", "writes of CR3", "reads of CR8"), texts(Intercept.every(ExitReason.CPUID),
                Intercept.exception(14), Intercept.controlRegister(4, 0x20), Intercept.controlRegister(3, 0), new Intercept.ControlRegisterReads(8)));
        assertEquals(List.of("-w- accesses to 4096 bytes from guest-physical 1000H on"), texts(Intercept.memory(new Gpa(0x1000), 4096, Access.WRITE)));
    }
}
