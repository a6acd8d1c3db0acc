package hv.handlers.msr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.Event;
import hv.api.x86.VmcsField;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVcpu;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsrTests extends ExitHandlerContract {
    private static final Outcome FAULT = Outcome.inject(Event.gp(0));
    private static final int FEATURE_CONTROL = 0x3A, BIOS_SIGN_ID = 0x8B, MCG_STATUS = 0x17A, DEBUGCTL = 0x1D9, MTRR_PHYSBASE0 = 0x200,
            MTRR_FIX64K = 0x250, TSC = 0x10, LSTAR = 0xC000_0082;

    private final FakeVm vm = machine();
    private final FakeVcpu vcpu = vm.vcpu();

    @Override protected ExitHandler handler() { return new Msr(); }

    @Override protected FakeVm machine() {
        var machine = new FakeVm();
        machine.processor().cpuid(0x8000_0008, 0, 0x302E, 0, 0, 0).msr(BIOS_SIGN_ID, 0x0200_0065_0000_0000L).msr(0xFE, 0x50A).msr(MCG_STATUS, 0)
                .msr(MTRR_PHYSBASE0, 6).msr(MTRR_FIX64K, 0);
        return machine;
    }

    private Msr attached(FakeVm to) {
        var msr = new Msr();
        msr.attach(to);
        return msr;
    }

    private static Outcome read(Msr msr, FakeVcpu of, int index) {
        return msr.handle(new VmExit.ReadMsr(index), of, (_, _) -> { throw new AssertionError("nobody else is asked"); });
    }

    private static Outcome write(Msr msr, FakeVcpu of, int index, long value) {
        return msr.handle(new VmExit.WriteMsr(index, value), of, (_, _) -> { throw new AssertionError("nobody else is asked"); });
    }

    @ParameterizedTest @ValueSource(ints = {0x0, 0x480, 0x1FFF, 0x2000, 0x4B56_4D00, 0x8000_0000, 0xC000_1FFF, 0xC001_0015, -1})
    void unknownRegisterFaults(int index) {
        var msr = attached(vm);
        assertEquals(FAULT, read(msr, vcpu, index));
        assertEquals(FAULT, write(msr, vcpu, index, 0));
    }

    @Test void registerThatTheMachineLacksFaults() {
        assertEquals(FAULT, read(attached(new FakeVm()), vcpu, BIOS_SIGN_ID));
        assertEquals(Outcome.answer(0x0200_0065_0000_0000L), read(attached(vm), vcpu, BIOS_SIGN_ID));
    }

    @Test void featureControlIsLockedWithVmxOff() {
        var msr = attached(vm);
        assertEquals(Outcome.answer(1), read(msr, vcpu, FEATURE_CONTROL));
        assertEquals(FAULT, write(msr, vcpu, FEATURE_CONTROL, 5));
        assertEquals(FAULT, write(msr, vcpu, FEATURE_CONTROL, 1));
    }

    @Test void writableBitsAreKeptForEachProcessorAlone() {
        var msr = attached(vm);
        assertEquals(Outcome.ADVANCE, write(msr, vm.vcpu(1), MCG_STATUS, 5));
        assertEquals(Outcome.answer(5), read(msr, vm.vcpu(1), MCG_STATUS));
        assertEquals(Outcome.answer(0), read(msr, vm.vcpu(0), MCG_STATUS));
    }

    @Test void restoredRegistersAreThoseOfTheSavedProcessors() {
        write(attached(vm), vm.vcpu(1), MCG_STATUS, 5);
        var other = machine();
        var restored = attached(other);
        other.restore(vm.save());
        assertEquals(Outcome.answer(5), read(restored, other.vcpu(1), MCG_STATUS));
        assertEquals(Outcome.answer(0), read(restored, other.vcpu(0), MCG_STATUS));
    }

    @Test void writeOfAReservedBitFaultsAndChangesNothing() {
        var msr = attached(vm);
        assertEquals(FAULT, write(msr, vcpu, MCG_STATUS, 8 | 1));
        assertEquals(Outcome.answer(0), read(msr, vcpu, MCG_STATUS));
    }

    @Test void writeOfAKeptRegisterIsDropped() {
        var msr = attached(vm);
        assertEquals(Outcome.ADVANCE, write(msr, vcpu, BIOS_SIGN_ID, 0));
        assertEquals(Outcome.answer(0x0200_0065_0000_0000L), read(msr, vcpu, BIOS_SIGN_ID));
    }

    @Test void debugctlLivesInTheVmcs() {
        var msr = attached(vm);
        assertEquals(Outcome.ADVANCE, write(msr, vcpu, DEBUGCTL, 2));
        assertEquals(2, vcpu.read(VmcsField.GUEST_IA32_DEBUGCTL));
        assertEquals(Outcome.answer(2), read(msr, vcpu, DEBUGCTL));
        assertEquals(FAULT, write(msr, vcpu, DEBUGCTL, 1 << 16));
    }

    @Test void memoryTypesOfRangesAreChecked() {
        var msr = attached(vm);
        assertEquals(Outcome.ADVANCE, write(msr, vcpu, MTRR_PHYSBASE0, 0x3FFF_FFFF_F006L));
        assertEquals(FAULT, write(msr, vcpu, MTRR_PHYSBASE0, 2));
        assertEquals(FAULT, write(msr, vcpu, MTRR_PHYSBASE0, 0x4000_0000_0006L));
        assertEquals(Outcome.ADVANCE, write(msr, vcpu, MTRR_FIX64K, 0x0606_0504_0100_0606L));
        assertEquals(FAULT, write(msr, vcpu, MTRR_FIX64K, 0x0606_0506_0300_0606L));
    }

    @Test void registersInTheProcessorDoNotExit() {
        var intercepts = attached(vm).intercepts();
        assertFalse(intercepts.stream().anyMatch(i -> holdsRead(i, LSTAR) || holdsWrite(i, LSTAR)), intercepts.toString());
    }

    @ParameterizedTest @ValueSource(ints = {0x0, 0xF, 0x11, 0x3A, 0x480, 0x1FFF, 0x2000, 0x7FFF_FFFF, 0x8000_0000, 0xC000_0000, 0xC000_0085,
        0xC000_1FFF, 0xC000_2000, -1})
    void allOthersExitOnce(int index) {
        var intercepts = attached(vm).intercepts();
        assertEquals(1, intercepts.stream().filter(i -> holdsRead(i, index)).count());
        assertEquals(1, intercepts.stream().filter(i -> holdsWrite(i, index)).count());
    }

    private static boolean holdsRead(Intercept intercept, int index) {
        return intercept instanceof Intercept.MsrReads(int first, int count) && Integer.compareUnsigned(index - first, count) < 0;
    }

    private static boolean holdsWrite(Intercept intercept, int index) {
        return intercept instanceof Intercept.MsrWrites(int first, int count) && Integer.compareUnsigned(index - first, count) < 0;
    }

    @ParameterizedTest @ValueSource(ints = {TSC, 0x1B, 0x3B, 0x6E0, 0x800, 0x8FF})
    void theFrameworkAnswersForTheLocalApicAndTheTimeStampCounter(int index) {
        var msr = attached(vm);
        var framework = Outcome.answer(0xFEE0_0900L);
        assertEquals(framework, msr.handle(new VmExit.ReadMsr(index), vcpu, (_, _) -> framework));
        assertEquals(Outcome.ADVANCE, msr.handle(new VmExit.WriteMsr(index, 1), vcpu, (_, _) -> Outcome.ADVANCE));
        assertFalse(msr.intercepts().stream().anyMatch(i -> holdsRead(i, index) || holdsWrite(i, index)));
    }

    @Test void valuesCanBeSetByHand() {
        var msr = attached(machine().with("values", "0xce=0x80000000, 0xc0000082=7"));
        assertEquals(Outcome.answer(0x8000_0000L), read(msr, vcpu, 0xCE));
        assertEquals(Outcome.answer(7), read(msr, vcpu, LSTAR));
        assertEquals(FAULT, write(msr, vcpu, LSTAR, 7));
        assertTrue(msr.intercepts().stream().anyMatch(i -> holdsRead(i, LSTAR)));
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "0xce          | '0xce' has no value; write INDEX=VALUE as in 0xce=0x80000000",
        "0xce=1,0xce=2 | register CEH has two values",
        "tsc=1         | 'tsc' is not a number; write 4096 or 0x1000",
        "0x100000000=1 | '0x100000000=1' names no register; an index has 32 bits"})
    void wrongValuesAreExplained(String text, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> ExtraMsrs.parse(text)).getMessage());
    }

    @Test void registerThatIsToFaultFaults() {
        var msr = attached(machine().with("fault", "0x8b,0x10"));
        assertEquals(FAULT, read(msr, vcpu, BIOS_SIGN_ID));
        assertEquals(FAULT, write(msr, vcpu, BIOS_SIGN_ID, 0));
        assertTrue(asks(msr, TSC) && !asks(attached(machine()), TSC), "one that lives in the processor exits for it");
        assertThrows(IllegalArgumentException.class, () -> attached(machine().with("fault", "0x100000000")));
    }

    @Test void supervisorStatesToSaveAreTheProcessorsOwn() { assertFalse(asks(attached(machine()), 0xDA0)); }

    @ParameterizedTest @ValueSource(ints = {0xC1, 0xC8, 0x186, 0x18D, 0x309, 0x30B, 0x38D, 0x38E, 0x38F, 0x390})
    void performanceCountersAreTheProcessorsOwn(int index) {
        assertFalse(asks(attached(machine()), index));
        assertTrue(attached(machine()).intercepts().stream().noneMatch(what -> what instanceof Intercept.MsrWrites(int first, int count)
                && Integer.compareUnsigned(index - first, count) < 0));
    }

    private static boolean asks(Msr msr, int index) {
        return msr.intercepts().stream().anyMatch(what -> what instanceof Intercept.MsrReads(int first, int count)
                && Integer.compareUnsigned(index - first, count) < 0);
    }
}
