package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Device;
import hv.api.machine.Machine;
import hv.core.image.Mode;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import org.junit.jupiter.api.Test;

/** An x87 exception of native code with CR0.NE = 0, which devices have to deal with. */
class FloatingPointErrorTests {
    private static final String DIVIDES_BY_ZERO = """
            mov eax, cr0; and al, 0xDF; mov cr0, eax            # NE := 0
            fninit; fldz; fld1
            mov word [0x200000], 0x37B; fldcw [0x200000]        # division by zero is not masked
            fdiv st, st(1); fwait
            mov al, 6; out 0xF4, al
            """;
    private static final String INTERRUPTS_ON = "sti\n";

    /** Lets instructions go on, whatever happens. */
    static final class Ignores implements Device {
        @Override public void plugIn(Machine machine) { machine.pins().onFloatingPointError(machine.pins()::ignoreFloatingPointError); }
    }

    static final class Fails implements Device {
        @Override public void plugIn(Machine machine) {
            machine.pins().onFloatingPointError(() -> { throw new IllegalStateException("no coprocessor"); });
        }
    }

    private static Machines main(String text) { return new Machines().add("main", text, Mode.PROTECTED_32); }
    private static Ending bare(Machines machines) { return machines.hypervisor().bare().machines().getFirst().ending(); }

    @Test void whereNobodyDealsWithItTheMachineEndsWithAReport() {
        var failed = assertInstanceOf(Ending.Failed.class, bare(main(DIVIDES_BY_ZERO)));
        assertEquals(ErrorKind.GUEST, failed.kind());
        assertTrue(failed.report().contains("the x87 instruction at RIP 10001FH waits") && failed.report().contains("RFLAGS.IF is 0"), failed.report());
        failed = assertInstanceOf(Ending.Failed.class, bare(main(INTERRUPTS_ON + DIVIDES_BY_ZERO)));
        assertTrue(failed.report().contains("no interrupt is on its way"), failed.report());
    }

    @Test void aDeviceCanLetInstructionsGoOn() {
        assertEquals(new Ending.Stopped(13, "exit port"), bare(main(DIVIDES_BY_ZERO).with(Ignores::new)));
    }

    @Test void aDeviceThatFailsIsNamed() {
        var failed = assertInstanceOf(Ending.Failed.class, bare(main(DIVIDES_BY_ZERO).with(Fails::new)));
        assertEquals(ErrorKind.PLUGIN, failed.kind());
        assertTrue(failed.report().contains("take FERR#"), failed.report());
    }
}
