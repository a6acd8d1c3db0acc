package hv.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.VmExit;
import hv.api.x86.Event;
import hv.api.x86.Gva;
import org.junit.jupiter.api.Test;

class ExitSentenceTests {
    @Test void exceptionsHaveTheManualsNames() {
        assertEquals("#PF at " + new Gva(0x1234) + ", error code 6H", ExitSentence.of(new VmExit.Exception(new Event.PageFault(new Gva(0x1234), 6))));
        assertEquals("#GP, error code 18H", ExitSentence.of(new VmExit.Exception(Event.gp(0x18))));
        assertEquals("#UD", ExitSentence.of(new VmExit.Exception(Event.UD)));
        assertEquals("#XM", ExitSentence.of(new VmExit.Exception(new Event.Fault(19))));
        assertEquals("#DB with DR6 bits 4000H", ExitSentence.of(new VmExit.Exception(new Event.Debug(0x4000))));
        assertEquals("NMI", ExitSentence.of(new VmExit.Exception(Event.NMI)));
    }

    @Test void instructionsTellTheirOperands() {
        assertEquals("CPUID leaf 7H, subleaf 1H", ExitSentence.of(new VmExit.Cpuid(7, 1)));
        assertEquals("WRMSR of 8FFH to C0000080H", ExitSentence.of(new VmExit.WriteMsr(0xC000_0080, 0x8FF)));
        assertEquals("OUT of 41H (1 bytes) to port E9H", ExitSentence.of(new VmExit.PortOut(0xE9, 1, 0x41)));
    }
}
