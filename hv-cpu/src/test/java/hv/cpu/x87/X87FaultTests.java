package hv.cpu.x87;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hv.cpu.state.GuestException;
import hv.cpu.state.X87State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** #NM by CR0.EM, TS and MP, and #MF for exceptions that wait. */
class X87FaultTests {
    private static final int NM = 7, MF = 16;
    private static final String FADD = "fadd st, st(1)", FNINIT = "fninit", FNSTSW_AX = "fnstsw ax", FNSTENV = "fnstenv [rbx]", FNCLEX = "fnclex",
            FLDCW = "fldcw [rbx]", FWAIT = "fwait";

    private final X87Bench b = new X87Bench(64);

    @AfterEach void close() { b.close(); }

    @ParameterizedTest @ValueSource(strings = {FADD, FNINIT, FNSTSW_AX, FNSTENV, FLDCW, "fnsave [rbx]", "frstor [rbx]", "fxsave [rbx]", "fxrstor [rbx]",
            "fneni"})
    void emulationAndTaskSwitchedMakeTheFpuUnavailable(String instruction) {
        b.c.cr0 |= X87Bench.EM;
        assertEquals(NM, b.fault(instruction));
        b.c.cr0 ^= X87Bench.EM | X87Bench.TS;
        assertEquals(NM, b.fault(instruction));
        b.c.cr0 ^= X87Bench.TS;
        b.run(instruction);
    }

    @Test void waitIsUnavailableOnlyIfMonitoredAndSwitched() {
        for (long bits : new long[] {0, X87Bench.EM, X87Bench.TS, X87Bench.MP, X87Bench.MP | X87Bench.EM}) {
            b.c.cr0 = X87Bench.NE | 1 | bits;
            b.run(FWAIT);
        }
        b.c.cr0 |= X87Bench.TS;
        assertEquals(NM, b.fault(FWAIT));
    }

    private void divideByZeroUnmasked() {
        b.x.control(0x37B);
        b.run("fld1");
        b.run("fldz");
        b.run("fdivp st(1), st");
    }

    @Test void anUnmaskedExceptionIsReportedByTheNextWaitingInstruction() {
        divideByZeroUnmasked();
        assertEquals(0xB084, b.x.statusWord());
        assertEquals("0000:0000000000000000", b.st(0), "nothing is popped or written");
        for (var waiting : new String[] {FADD, FWAIT, FLDCW, "fnop", "fxam", "fldenv [rbx]"}) assertEquals(MF, b.fault(waiting), waiting);
    }

    @Test void instructionsThatDontWaitIgnoreIt() {
        divideByZeroUnmasked();
        for (var instruction : new String[] {FNSTSW_AX, "fnstcw [rbx]", FNSTENV, "fxsave [rbx]"}) b.run(instruction);
        assertEquals(0xB084, b.c.r[0], "error summary and busy");
        b.run(FADD);
    }

    @Test void clearingTheExceptionOrMaskingItEndsTheWait() {
        divideByZeroUnmasked();
        b.run(FNCLEX);
        assertEquals(0x3000, b.x.statusWord());
        b.run(FWAIT);
    }

    @Test void withoutNumericErrorWaitingInstructionsFreezeUnlessIgnneIsAsserted() {
        divideByZeroUnmasked();
        b.c.cr0 &= ~X87Bench.NE;
        for (var waiting : new String[] {FWAIT, FADD, FLDCW}) assertEquals(GuestException.FREEZE, b.fault(waiting), waiting);
        for (var instruction : new String[] {FNSTSW_AX, FNSTENV}) b.run(instruction);
        b.x.ferr = b.x.ignne = true;
        b.run(FWAIT);
        b.run(FADD);
    }

    @ParameterizedTest @ValueSource(strings = {FNCLEX, FNINIT, "fldenv [rbx]", "frstor [rbx]", "fxrstor [rbx]", "xrstor [rbx]"})
    void whatEndsTheExceptionEndsFerrAndIgnne(String instruction) {
        b.write(0, 8, 0x37F);
        b.write(0x18, 8, 0xFFFF_0000_1F80L);
        b.write(0x200, 8, instruction.equals("xrstor [rbx]") ? 1 : 0);
        divideByZeroUnmasked();
        b.c.cr0 &= ~X87Bench.NE;
        b.c.cr4 |= 1 << 18;
        b.c.r[0] = 1;
        b.c.r[2] = 0;
        b.x.ferr = b.x.ignne = true;
        b.run(instruction);
        assertFalse(b.x.ferr || b.x.ignne);
    }

    @Test void loadingAControlWordCanMakeAnOldExceptionWait() {
        b.x.status = X87State.PE;
        b.write(0, 2, 0x35F);
        b.run(FLDCW);
        assertEquals(MF, b.fault(FWAIT));
    }
}
