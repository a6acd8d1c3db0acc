package hv.examples.byhand;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ByHandTests {
    private static final String STORY = """
            Processor: Xeon-like server processor with VT-x and EPT
            Host: 64-bit mode, paging on, CR4.VMXE = 1
            VMXON: success
            VMCLEAR: success
            VMPTRLD: success
            VMCS filled: 29 bytes of guest code at 100000H
            VMLAUNCH: success
            VM exit 10 (CPUID) at RIP 100002H after 1 guest instructions
              answered by hand: the maker is hand-written
            VM exit 30 (IO_INSTRUCTION) at RIP 100006H after 2 guest instructions
            VM exit 18 (VMCALL) at RIP 100017H after 5 guest instructions
              hypercall: 40 + 2 = 42
            VM exit 30 (IO_INSTRUCTION) at RIP 10001AH after 5 guest instructions
            VM exit 12 (HLT) at RIP 10001CH after 5 guest instructions
            VMCLEAR: success
            VMXOFF: success
            CR4.VMXE = 0: the processor is as it was before
            The guest wrote: h*
            """;

    @Test
    void theStoryIsToldFromVmxonToVmxoff() {
        var text = new ByteArrayOutputStream();
        ByHand.run(new PrintStream(text, true, StandardCharsets.UTF_8));
        assertEquals(STORY, text.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }
}
