package hv.core.guest.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.Event;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmcsField;
import hv.core.guest.Bench;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native results and native completion of exits. */
class NativelyTests {
    private static final Outcome GP = Outcome.inject(Event.gp(0)), UD = Outcome.inject(Event.UD);
    private static final int NO_MSR = 0x4000_0000, EDX_APIC = 1 << 9;
    private static final long APIC_AT_RESET = 0xFEE0_0900L, APIC_DISABLED = 0xFEE0_0100L, X2APIC = 0xFEE0_0D00L, FAR = 1L << 40;

    private final Bench bench = new Bench();
    private final Natively natively = bench.natively;

    @AfterEach void close() { bench.close(); }

    private Outcome read(int index) { return natively.value(new VmExit.ReadMsr(index)); }
    private Outcome write(int index, long value) { return natively.complete(new VmExit.WriteMsr(index, value)); }
    private int features() { return assertInstanceOf(Outcome.Cpuid.class, natively.value(new VmExit.Cpuid(1, 0))).answer().edx(); }

    // ---- MSRs of the local APIC ----

    @Test void theLocalApicIsTheVirtualProcessorsOwn() {
        assertEquals(Outcome.answer(APIC_AT_RESET), read(MsrIndex.IA32_APIC_BASE));
        assertEquals(Outcome.ADVANCE, write(MsrIndex.IA32_APIC_BASE, APIC_DISABLED));
        assertEquals(Outcome.answer(APIC_DISABLED), read(MsrIndex.IA32_APIC_BASE));
        assertTrue(bench.cpu.apic().isEnabled());
    }

    @Test void registersOfTheLocalApicAreMsrsInX2apicModeAlone() {
        assertEquals(GP, read(MsrIndex.IA32_X2APIC_TPR));
        assertEquals(GP, write(MsrIndex.IA32_X2APIC_TPR, 0x30));
        write(MsrIndex.IA32_APIC_BASE, X2APIC);
        assertEquals(Outcome.ADVANCE, write(MsrIndex.IA32_X2APIC_TPR, 0x30));
        assertEquals(Outcome.answer(0x30), read(MsrIndex.IA32_X2APIC_TPR));
    }

    @Test void reservedBitsOfTheLocalApicFault() { assertEquals(GP, write(MsrIndex.IA32_APIC_BASE, -1)); }

    @Test void cpuidShowsTheLocalApicWhileItIsEnabled() {
        assertEquals(EDX_APIC, features() & EDX_APIC);
        write(MsrIndex.IA32_APIC_BASE, APIC_DISABLED);
        assertEquals(0, features() & EDX_APIC);
    }

    @Test void cr8IsTheTaskPriority() {
        assertEquals(Outcome.ADVANCE, natively.complete(new VmExit.MovToCr(8, 5)));
        assertEquals(Outcome.answer(5), natively.value(new VmExit.MovFromCr(8, Gpr.RAX)));
        assertEquals(GP, natively.complete(new VmExit.MovToCr(8, 16)));
    }

    // ---- the time-stamp counter ----

    @Test void aWrittenTimeStampCounterIsAnOffset() {
        long processors = bench.cpu.rdmsr(MsrIndex.IA32_TIME_STAMP_COUNTER).orElseThrow();
        assertEquals(Outcome.ADVANCE, write(MsrIndex.IA32_TIME_STAMP_COUNTER, FAR));
        assertEquals(FAR - processors, bench.vmcs.get(VmcsField.TSC_OFFSET));
        assertEquals(Outcome.answer(FAR), read(MsrIndex.IA32_TIME_STAMP_COUNTER));
        assertEquals(Outcome.answer(FAR), natively.value(new VmExit.Rdtsc()));
        assertEquals(Outcome.answer(FAR), natively.value(new VmExit.Rdtscp()));
        assertEquals(processors, bench.cpu.rdmsr(MsrIndex.IA32_TIME_STAMP_COUNTER).orElseThrow());
    }

    @Test void itsAdjustmentMovesAlong() {
        long before = bench.time.counter();
        assertEquals(Outcome.ADVANCE, write(MsrIndex.IA32_TSC_ADJUST, FAR));
        assertEquals(Outcome.answer(FAR), read(MsrIndex.IA32_TSC_ADJUST));
        assertEquals(Outcome.answer(before + FAR), natively.value(new VmExit.Rdtsc()));
    }

    // ---- other MSRs ----

    @Test void whatAFieldHoldsIsReadFromThere() {
        bench.vmcs.set(VmcsField.GUEST_IA32_SYSENTER_ESP, 0x1234);
        assertEquals(Outcome.answer(0x1234), read(MsrIndex.IA32_SYSENTER_ESP));
    }

    @Test void anUnknownMsrFaults() { assertEquals(GP, read(NO_MSR)); }

    @Test void otherMsrsAreWrittenByTheProcessorItself() {
        assertEquals(Outcome.RETRY, write(MsrIndex.IA32_SYSENTER_ESP, 0x1234));
        assertTrue(bench.exemptions.take().covers(ExitReason.WRMSR));
    }

    @Test void theFrameworksOwnMsrsNeedNoExemption() {
        write(MsrIndex.IA32_APIC_BASE, APIC_DISABLED);
        write(MsrIndex.IA32_TIME_STAMP_COUNTER, FAR);
        assertFalse(bench.exemptions.waits());
    }

    // ---- other exits ----

    @ParameterizedTest @CsvSource({"1, 0xFF", "2, 0xFFFF", "4, 0xFFFFFFFF"})
    void aPortWithoutADeviceReadsAllOnes(int bytes, String ones) {
        assertEquals(Outcome.answer(Long.decode(ones)), natively.value(new VmExit.PortIn(0x1234, bytes)));
    }

    @Test void anInstructionWithoutResultIsDoneByTheProcessor() {
        var wbinvd = new VmExit.WriteBackAndInvalidate(false);
        assertEquals(Outcome.NATIVE, natively.value(wbinvd));
        assertEquals(Outcome.RETRY, natively.complete(wbinvd));
        assertTrue(bench.exemptions.take().covers(ExitReason.WBINVD_OR_WBNOINVD));
    }

    @Test void vmxInstructionsAreInvalid() {
        assertEquals(UD, natively.complete(new VmExit.Vmcall()));
        assertEquals(UD, natively.complete(new VmExit.Vmxoff()));
    }

    @Test void hltHalts() { assertEquals(Outcome.HALT, natively.complete(new VmExit.Hlt())); }

    @Test void exceptionsGoOnToTheGuestAndNmisAreTheHosts() {
        assertEquals(GP, natively.complete(new VmExit.Exception(Event.gp(0))));
        assertEquals(Outcome.RETRY, natively.complete(new VmExit.Exception(Event.NMI)));
    }

    @Test void aTripleFaultEndsTheGuest() {
        var failure = assertThrows(HvException.class, () -> natively.complete(new VmExit.TripleFault()));
        assertEquals(ErrorKind.GUEST, failure.kind());
    }
}
