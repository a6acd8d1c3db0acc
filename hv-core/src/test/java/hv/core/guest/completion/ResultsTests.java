package hv.core.guest.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.AccessRights;
import hv.api.x86.CpuidResult;
import hv.api.x86.EntryControls;
import hv.api.x86.Gpr;
import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.core.guest.Bench;
import hv.cpu.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A result reaches the guest's registers the way its instruction writes it. */
class ResultsTests {
    private static final long OLD = 0x1111_2222_3333_4444L, NEW = 0xAAAA_BBBB_CCCC_DDDDL;
    private final Bench bench = new Bench();
    private final Results results = new Results(bench.cpu, bench.guest);

    @AfterEach void close() { bench.close(); }

    private void in64BitMode() {
        bench.vmcs.set(VmcsField.VM_ENTRY_CONTROLS, EntryControls.IA32E_MODE_GUEST);
        bench.vmcs.set(VmcsField.GUEST_CS_ACCESS_RIGHTS, AccessRights.CODE_64);
    }

    @Test void rdmsrFillsEdxAndEaxAndClearsTheUpperHalves() {
        bench.cpu.set(Gpr.RAX, OLD);
        bench.cpu.set(Gpr.RDX, OLD);
        assertEquals(Outcome.ADVANCE, results.write(new VmExit.ReadMsr(0), NEW));
        assertEquals(0xCCCC_DDDDL, bench.cpu.get(Gpr.RAX));
        assertEquals(0xAAAA_BBBBL, bench.cpu.get(Gpr.RDX));
    }

    @Test void rdtscpReadsIa32TscAuxToo() {
        bench.cpu.set(SystemRegister.TSC_AUX, 0x77);
        results.write(new VmExit.Rdtscp(), NEW);
        assertEquals(0x77, bench.cpu.get(Gpr.RCX));
    }

    @Test void cpuidClearsTheUpperHalves() {
        for (var register : new Gpr[] {Gpr.RAX, Gpr.RBX, Gpr.RCX, Gpr.RDX}) bench.cpu.set(register, OLD);
        results.cpuid(new CpuidResult(-1, 2, 3, 4));
        assertEquals(0xFFFF_FFFFL, bench.cpu.get(Gpr.RAX));
        assertEquals(2, bench.cpu.get(Gpr.RBX));
        assertEquals(3, bench.cpu.get(Gpr.RCX));
        assertEquals(4, bench.cpu.get(Gpr.RDX));
    }

    @Test void aControlRegisterIsReadAsWideAsTheMode() {
        results.write(new VmExit.MovFromCr(3, Gpr.RSI), NEW);
        assertEquals(0xCCCC_DDDDL, bench.guest.get(Gpr.RSI));
        in64BitMode();
        results.write(new VmExit.MovFromCr(3, Gpr.RSI), NEW);
        assertEquals(NEW, bench.guest.get(Gpr.RSI));
    }

    @Test void theStackPointerIsTheVmcss() {
        results.write(new VmExit.MovFromDr(0, Gpr.RSP), 0x1234);
        assertEquals(0x1234, bench.vmcs.get(VmcsField.GUEST_RSP));
    }

    @ParameterizedTest @CsvSource({"2, 111122223333DDDD", "4, CCCCDDDD", "8, AAAABBBBCCCCDDDD"})
    void aRandomNumberIsAsWideAsItsOperandAndSetsCarryAlone(int bytes, String register) {
        bench.guest.set(Gpr.RDI, OLD);
        bench.vmcs.set(VmcsField.GUEST_RFLAGS, Rflags.FIXED | Rflags.STATUS | Rflags.IF);
        results.write(new VmExit.Rdrand(Gpr.RDI, bytes), NEW);
        assertEquals(Long.parseUnsignedLong(register, 16), bench.guest.get(Gpr.RDI));
        assertEquals(Rflags.FIXED | Rflags.CF | Rflags.IF, bench.vmcs.get(VmcsField.GUEST_RFLAGS));
    }

    @Test void anInstructionWithoutResultTakesNone() {
        assertThrows(IllegalArgumentException.class, () -> results.write(new VmExit.Hlt(), 1));
    }
}
