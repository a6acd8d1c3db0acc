package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.Frame;
import hv.api.Intercept;
import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.core.report.Ending;
import hv.testkit.GuestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Guest memory through translators: hooked pages, watched pages, and what lies nowhere. */
class MemoryTests {
    /** Executes a copy of the code's page in which the immediate at offset 8 (mov ecx, 7) is 9. */
    static final class Hook implements MemoryTranslator {
        private static final Gpa PAGE = new Gpa(GuestRun.CODE);
        private Frame copy;
        @Override public Stage stage() { return Stage.FILTER; }
        @Override public Set<Range> claims() { return Set.of(new Range(PAGE, 4096)); }
        @Override public void attach(VirtualMachine vm) { copy = vm.newFrame(); }
        @Override public Mapping translate(MemoryRequest asked, Inner inner) {
            var inside = inner.translate(asked);
            if (!asked.accesses().has(Access.EXECUTE)) return inside.allowing(Access.READ_WRITE);
            copy.copyFrom((Mapping.Backed) inside, PAGE);
            copy.write(8, new byte[] {9});
            return Mapping.Backed.page(PAGE, copy, Access.EXECUTE);
        }
    }

    @Test void aHookedPageExecutesOneCopyAndShowsAnotherToItself() {
        var end = GuestRun.asm64("""
                mov eax, [data]
                mov ecx, 7
                lock inc dword [data]
                mov ebx, [data]
                hlt
                data: dd 0x1111
                """).with(Hook::new).run();
        assertEquals(0x1111, end.get(Gpr.RAX));
        assertEquals(9, end.get(Gpr.RCX));
        assertEquals(0x1112, end.get(Gpr.RBX));
    }

    @Test void whatIsWrittenToTheShownPageExecutesNext() {
        var end = GuestRun.asm64("""
                times 7 nop
                mov ecx, 7
                mov byte [other + 1], 0x42
                nop
                other: mov edx, 1
                hlt
                """).with(Hook::new).run();
        assertEquals(9, end.get(Gpr.RCX));
        assertEquals(0x42, end.get(Gpr.RDX));
    }

    private static final List<VmExit.EptViolation> SEEN = new ArrayList<>();

    /** Watches writes to the page at 200000H, and lets them happen. */
    static final class Watch implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.memory(new Gpa(0x20_0000), 0x1000, Access.WRITE)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            SEEN.add((VmExit.EptViolation) exit);
            return next.handle(exit, vcpu);
        }
    }

    @Test void aWatchedWriteIsSeenAndHappens() {
        SEEN.clear();
        var end = GuestRun.asm64("mov dword [0x200008], 5; mov eax, [0x200008]; mov dword [0x201008], 6; hlt").with(Watch::new).run();
        assertEquals(5, end.get(Gpr.RAX));
        assertEquals(List.of(new Gpa(0x20_0008)), SEEN.stream().map(VmExit.EptViolation::address).toList());
    }

    /** Sees the value after each watched write. */
    static final class After implements ExitHandler {
        static long value;
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.memory(new Gpa(0x20_0000), 0x1000, Access.WRITE)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.step(after -> value = after.rip()); }
    }

    @Test void aStepShowsTheGuestAfterTheInstruction() {
        var guest = GuestRun.asm64("mov dword [0x200008], 5; next: hlt");
        guest.with(After::new).run();
        assertEquals(guest.symbol("next"), After.value);
    }

    @Test void memoryThatIsNowhereStopsTheMachineWithAReport() {
        var failed = assertInstanceOf(Ending.Failed.class, GuestRun.asm64("mov eax, [0x10000000]; hlt").run().ending());
        assertTrue(failed.report().contains("EPT violation at guest-physical 10000000H"), failed.report());
        assertTrue(failed.report().contains("give the guest more memory"), failed.report());
    }

    @Test void filledTablesMakeNoViolations() {
        assertEquals(0, GuestRun.asm64("mov eax, [0x200000]; hlt").run().exits(ExitReason.EPT_VIOLATION));
    }
}
