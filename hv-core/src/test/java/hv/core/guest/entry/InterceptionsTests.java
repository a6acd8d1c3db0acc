package hv.core.guest.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Intercept;
import hv.api.x86.Cr0;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import hv.api.x86.Hpa;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmcsField;
import hv.core.guest.Bench;
import hv.core.guest.state.ControlBit;
import hv.core.host.ControlWord;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The intercepts, as the processor is told: controls, bitmaps and masks. */
class InterceptionsTests {
    private static final int READS_LOW = 0, READS_HIGH = 0x400, WRITES_LOW = 0x800, WRITES_HIGH = 0xC00;
    private final Bench bench = new Bench();
    private final Interceptions interceptions = bench.interceptions;

    @AfterEach void close() { bench.close(); }

    private void intercept(Intercept what) {
        interceptions.add(what, "test");
        interceptions.write(bench.vmcs);
    }

    private boolean isOn(ControlBit control) { return (bench.vmcs.get(control.word().field()) & Integer.toUnsignedLong(control.mask())) != 0; }
    private boolean bit(Hpa frame, int offset, int number) { return (bench.ram.read(frame.value() + offset + (number >> 3), 1) & 1 << (number & 7)) != 0; }
    private boolean msr(int area, int number) { return bit(bench.bitmaps.msr(), area, number); }
    private boolean port(int number) { return bit(number < 0x8000 ? bench.bitmaps.ioA() : bench.bitmaps.ioB(), 0, number & 0x7FFF); }
    private long exceptions() { return bench.vmcs.get(VmcsField.EXCEPTION_BITMAP); }

    @ParameterizedTest @EnumSource(value = ControlBit.class, names = {"HLT_EXITING", "EXTERNAL_INTERRUPT_EXITING", "USE_IO_BITMAPS", "USE_MSR_BITMAPS",
            "ENABLE_EPT", "UNRESTRICTED_GUEST"})
    void theFrameworkHasItsOwn(ControlBit control) {
        interceptions.write(bench.vmcs);
        assertTrue(isOn(control));
    }

    @ParameterizedTest @EnumSource(value = ExitReason.class, names = {"RDTSC", "RDTSCP", "PAUSE", "INVLPG", "MOV_DR", "RDRAND", "WBINVD_OR_WBNOINVD"})
    void everyExitOfAReasonIsItsControl(ExitReason reason) {
        var control = ControlBit.of(reason).orElseThrow();
        interceptions.write(bench.vmcs);
        assertFalse(isOn(control));
        intercept(Intercept.every(reason));
        assertTrue(isOn(control));
        assertTrue(interceptions.wants(reason));
        interceptions.remove(Intercept.every(reason), "test");
        interceptions.write(bench.vmcs);
        assertFalse(isOn(control));
        assertFalse(interceptions.wants(reason));
    }

    @Test void whatTwoPluginsWantStaysUntilBothHaveLetGo() {
        var rdtsc = Intercept.every(ExitReason.RDTSC);
        interceptions.add(rdtsc, "one");
        interceptions.add(rdtsc, "two");
        interceptions.remove(rdtsc, "one");
        interceptions.write(bench.vmcs);
        assertTrue(isOn(ControlBit.RDTSC_EXITING));
        interceptions.remove(rdtsc, "two");
        interceptions.write(bench.vmcs);
        assertFalse(isOn(ControlBit.RDTSC_EXITING));
    }

    @Test void writesOnlyWhatHasChanged() {
        interceptions.write(bench.vmcs);
        bench.vmcs.set(VmcsField.EXCEPTION_BITMAP, 0x1234);
        interceptions.own(ControlBit.HLT_EXITING, true);
        interceptions.write(bench.vmcs);
        assertEquals(0x1234, exceptions());
        interceptions.own(ControlBit.MONITOR_TRAP_FLAG, true);
        interceptions.write(bench.vmcs);
        assertEquals(0x1234, exceptions());
        assertTrue(isOn(ControlBit.MONITOR_TRAP_FLAG));
        intercept(new Intercept.Exception(ExceptionVector.PF));
        assertEquals(1 << ExceptionVector.PF, exceptions());
    }

    @Test void portsOfBothBitmaps() {
        intercept(Intercept.ports(0x7FFF, 2));
        assertFalse(port(0x7FFE));
        assertTrue(port(0x7FFF));
        assertTrue(port(0x8000));
        assertFalse(port(0x8001));
    }

    @Test void everyPort() {
        intercept(Intercept.every(ExitReason.IO_INSTRUCTION));
        for (int number : new int[] {0, 0x7FFF, 0x8000, 0xFFFF}) assertTrue(port(number));
    }

    @Test void msrsOfBothRangesForReadingAndForWriting() {
        intercept(Intercept.msrReads(0x174, 1));
        intercept(Intercept.msrWrites(0xC000_0080, 2));
        assertTrue(msr(READS_LOW, 0x174));
        assertFalse(msr(WRITES_LOW, 0x174));
        assertFalse(msr(READS_LOW, 0x175));
        assertTrue(msr(WRITES_HIGH, 0x80));
        assertTrue(msr(WRITES_HIGH, 0x81));
        assertFalse(msr(READS_HIGH, 0x80));
    }

    @Test void msrsOutsideTheTwoRangesHaveNoBits() {
        intercept(Intercept.msrReads(0x1FFF, 2));
        assertTrue(msr(READS_LOW, 0x1FFF));
        assertFalse(msr(READS_HIGH, 0));
    }

    @ParameterizedTest @ValueSource(ints = {MsrIndex.IA32_APIC_BASE, MsrIndex.IA32_TSC_DEADLINE, MsrIndex.IA32_X2APIC_TPR, MsrIndex.IA32_TSC_ADJUST})
    void theFrameworkAnswersForWhatItVirtualizes(int index) {
        interceptions.write(bench.vmcs);
        assertTrue(msr(READS_LOW, index));
        assertTrue(msr(WRITES_LOW, index));
    }

    @Test void theTimeStampCounterIsReadWithItsOffsetAndWrittenByTheFramework() {
        interceptions.write(bench.vmcs);
        assertFalse(msr(READS_LOW, MsrIndex.IA32_TIME_STAMP_COUNTER));
        assertTrue(msr(WRITES_LOW, MsrIndex.IA32_TIME_STAMP_COUNTER));
    }

    @Test void theVirtualApicPageServesSomeMsrsOfTheLocalApic() {
        interceptions.own(ControlBit.VIRTUALIZE_X2APIC_MODE, true);
        interceptions.write(bench.vmcs);
        assertFalse(msr(READS_LOW, MsrIndex.IA32_X2APIC_TPR));
        assertFalse(msr(WRITES_LOW, MsrIndex.IA32_X2APIC_EOI));
        assertTrue(msr(READS_LOW, MsrIndex.IA32_APIC_BASE));
        assertTrue(msr(WRITES_LOW, MsrIndex.IA32_APIC_BASE));
    }

    @Test void exceptionsAreBitsAndNmisNeedNone() {
        intercept(Intercept.exception(ExceptionVector.GP));
        intercept(Intercept.exception(ExceptionVector.NMI));
        assertEquals(1 << ExceptionVector.GP, exceptions());
        intercept(Intercept.every(ExitReason.EXCEPTION_OR_NMI));
        assertEquals(0xFFFF_FFFFL & ~(1 << ExceptionVector.NMI), exceptions());
    }

    @Test void watchedBitsOfCr0AreOwnedAndReadAsBefore() {
        bench.vmcs.set(VmcsField.GUEST_CR0, Cr0.PE | Cr0.TS);
        intercept(Intercept.controlRegister(0, Cr0.TS));
        assertTrue((bench.vmcs.get(VmcsField.CR0_GUEST_HOST_MASK) & Cr0.TS) != 0);
        assertEquals(Cr0.PE | Cr0.TS, bench.shadowed.cr0(bench.vmcs));
        interceptions.remove(Intercept.controlRegister(0, Cr0.TS), "test");
        interceptions.write(bench.vmcs);
        assertEquals(0, bench.vmcs.get(VmcsField.CR0_GUEST_HOST_MASK) & Cr0.TS);
        assertEquals(Cr0.PE | Cr0.TS, bench.shadowed.cr0(bench.vmcs));
    }

    @Test void cr3ExitsByControls() {
        intercept(Intercept.controlRegister(3, -1));
        assertTrue(isOn(ControlBit.CR3_LOAD_EXITING));
        assertFalse(isOn(ControlBit.CR3_STORE_EXITING));
        intercept(new Intercept.ControlRegisterReads(3));
        assertTrue(isOn(ControlBit.CR3_STORE_EXITING));
    }

    @Test void whatTheProcessorCannotInterceptIsSaid() {
        try (var old = new Bench("ept-2008")) {
            var refused = assertThrows(HvException.class, () -> old.interceptions.add(Intercept.every(ExitReason.RDRAND), "dice"));
            assertEquals("plugin 'dice' asks for exits for RDRAND, which this processor can't make", refused.getMessage());
            assertEquals(ErrorKind.PROCESSOR, refused.kind());
        }
    }

    @Test void reservedBitsAreAsTheProcessorWantsThem() {
        interceptions.write(bench.vmcs);
        for (var word : new ControlWord[] {ControlWord.PIN, ControlWord.PRIMARY, ControlWord.SECONDARY}) {
            int written = (int) bench.vmcs.get(word.field());
            assertEquals(word.allowed(bench.cpu).adjust(written), written);
        }
    }
}
