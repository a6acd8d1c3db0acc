package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Device;
import hv.api.machine.Machine;
import hv.core.image.Mode;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** An x87 exception of native code with CR0.NE = 0, which devices have to deal with. */
class FloatingPointErrorTests {
    /**
     * mov eax, cr0; and al, DFH; mov cr0, eax; fninit; fldz; fld1; mov word [200000H], 37BH; fldcw [200000H]; fdiv st, st(1); fwait; mov al, 6;
     * out F4H, al
     */
    private static final String DIVIDES_BY_ZERO = "0f20c0 24df 0f22c0 dbe3 d9ee d9e8 66c705000020007b03 d92d00002000 d8f1 9b b006 e6f4";
    private static final String INTERRUPTS_ON = "fb ";

    /** Lets instructions go on, whatever happens. */
    static final class Ignores implements Device {
        @Override public void plugIn(Machine machine) { machine.pins().onFloatingPointError(machine.pins()::ignoreFloatingPointError); }
    }

    static final class Fails implements Device {
        @Override public void plugIn(Machine machine) {
            machine.pins().onFloatingPointError(() -> { throw new IllegalStateException("no coprocessor"); });
        }
    }

    private static Machines main(String hex) { return new Machines().add("main", HexFormat.of().parseHex(hex.replace(" ", "")), Mode.PROTECTED_32); }
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
