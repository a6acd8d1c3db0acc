package hv.examples.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.ExitHandler;
import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.api.x86.Gpr;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import hv.testkit.GuestRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuidSpoofTests extends ExitHandlerContract {
    private static final Outcome INNER = Outcome.answer(new CpuidResult(1, 2, 3, 4));

    @Override protected ExitHandler handler() { return new CpuidSpoof(); }

    private static Outcome ask(int leaf) {
        return new CpuidSpoof().handle(new VmExit.Cpuid(leaf, 0), new FakeVm().vcpu(), (_, _) -> INNER);
    }

    @Test void signatureIsSpoofed() {
        assertEquals(Outcome.answer(CpuidResult.signature(0x4000_0000, "JavaJavaJava")), ask(0x4000_0000));
    }

    @Test void theGuestReadsIt() {
        var end = GuestRun.asm64("mov eax, 0x40000000; cpuid; hlt").with(CpuidSpoof::new).run();
        long java = 'J' | 'a' << 8 | 'v' << 16 | 'a' << 24;
        assertEquals(List.of(java, java, java), List.of(end.get(Gpr.RBX), end.get(Gpr.RCX), end.get(Gpr.RDX)));
    }

    @Test void otherLeavesAreTheInnerHandlers() {
        assertEquals(INNER, ask(1));
    }
}
