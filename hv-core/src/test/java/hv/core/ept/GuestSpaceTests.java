package hv.core.ept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import hv.api.Intercept;
import hv.api.Mapping;
import hv.api.MemoryTranslator;
import hv.api.MemoryTranslator.Range;
import hv.api.Stage;
import hv.api.machine.MmioDevice;
import hv.api.x86.Access;
import hv.api.x86.EptVpidCap;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.api.x86.MsrIndex;
import hv.core.ept.GuestSpace.Settlement;
import hv.core.host.FrameAllocator;
import hv.core.machine.MmioMap;
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.Ram;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A virtual machine's memory: EPT entries from what translators, devices and watches say. */
class GuestSpaceTests {
    private static final long A20 = 1 << 20, LARGE = 0x20_0000, RAM = 0x80_0000, BASE = 0x1_4000_0000L;
    private final Ram ram = new Ram(1 << 20);
    private final LogicalProcessor cpu = mock(LogicalProcessor.class);
    private final MmioMap devices = new MmioMap();
    private GuestSpace space;

    @BeforeEach void ramIsBackedFromBaseOn() {
        when(cpu.ram()).thenReturn(ram);
        when(cpu.inVmxOperation()).thenReturn(true);
        processorHas(EptVpidCap.PAGE_2M | EptVpidCap.PAGE_1G | EptVpidCap.EXECUTE_ONLY);
    }
    @AfterEach void close() { ram.close(); }

    private void processorHas(long capabilities) {
        when(cpu.rdmsr(MsrIndex.IA32_VMX_EPT_VPID_CAP)).thenReturn(OptionalLong.of(capabilities));
        space = new GuestSpace(cpu, new FrameAllocator(ram, new Hpa(0x1000)), devices, RAM, Comparator.comparing(MemoryTranslator::stage));
        translator(Stage.FALLBACK, backed(0, BASE, RAM, Access.ALL));
    }

    private MemoryTranslator translator(Stage stage, Mapping answer, Range... claims) {
        var translator = mock(MemoryTranslator.class);
        when(translator.id()).thenReturn(stage.name());
        when(translator.stage()).thenReturn(stage);
        when(translator.claims()).thenReturn(Set.of(claims));
        when(translator.translate(any(), any())).thenReturn(answer);
        space.add(translator);
        return translator;
    }

    private static Mapping backed(long first, long from, long bytes, Access allowed) {
        return new Mapping.Backed(new Gpa(first), new Hpa(from), bytes, allowed, MemoryType.WRITE_BACK);
    }

    private void hook(long page, Access allowed) { translator(Stage.EMULATE, backed(page, 0x9000, 0x1000, allowed), new Range(new Gpa(page), 0x1000)); }

    private void device(long page) { devices.processorPage(page >>> 12, mock(MmioDevice.class)); }

    /** How much memory the entry of this address maps, found by a walk of its own; 0 for none. */
    private long mapped(long address) {
        long table = space.eptPointer() & -0x1000L;
        for (int shift = 39; ; shift -= 9) {
            long entry = ram.read(table + (address >>> shift & 511) * 8, 8);
            if ((entry & 7) == 0) return 0;
            if (shift == 12 || (entry & 0x80) != 0) return 1L << shift;
            table = entry & 0xF_FFFF_FFFF_F000L;
        }
    }

    private void invepts(int count) { verify(cpu, times(count)).invept(anyInt(), anyLong()); }

    // ---- sizes and boundaries ----

    @Test void allRamIsMappedInTheLargestPagesThatFit() {
        space.fill();
        for (long at = 0; at < RAM; at += 0x1000) assertEquals(LARGE, mapped(at));
        assertEquals(0, mapped(RAM));
        assertFalse(space.executesAnother(0x5000, BASE + 0x5000));
    }

    @Test void withoutLargePagesAllPagesAreSmall() {
        processorHas(0);
        space.fill();
        assertEquals(0x1000, mapped(0));
        assertEquals(0x1000, mapped(RAM - 1));
    }

    @Test void anEntryDoesNotCrossAClaim() {
        hook(LARGE + 0x5000, Access.READ);
        space.fill();
        assertEquals(LARGE, mapped(0));
        assertEquals(0x1000, mapped(LARGE));
        assertEquals(0, mapped(LARGE + 0x5000));
        assertEquals(0x1000, mapped(LARGE + 0x6000));
        assertEquals(LARGE, mapped(2 * LARGE));
    }

    @Test void anEntryDoesNotCrossADevice() {
        device(0x3000);
        space.fill();
        assertEquals(0, mapped(0x3000));
        assertEquals(0x1000, mapped(0x4000));
        assertEquals(Settlement.DEVICE, space.settle(0x3010, Access.READ));
    }

    @Test void framesThatAreNotAlignedNeedSmallPages() {
        space = new GuestSpace(cpu, new FrameAllocator(ram, new Hpa(0x8_0000)), devices, RAM, Comparator.comparing(MemoryTranslator::stage));
        translator(Stage.FALLBACK, backed(0, BASE + 0x1000, RAM, Access.ALL));
        space.fill();
        assertEquals(0x1000, mapped(0));
    }

    // ---- violations ----

    @Test void theFirstAccessOfAHookedPageMakesItsEntry() {
        hook(0x5000, Access.READ_WRITE);
        space.fill();
        assertEquals(Settlement.RETRY, space.settle(0x5008, Access.WRITE));
        assertEquals(Access.READ_WRITE, space.allowed(0x5000));
        assertEquals(Settlement.REFUSED, space.settle(0x5008, Access.EXECUTE));
    }

    @Test void whereNothingIsThereIsNoEntry() {
        space = new GuestSpace(cpu, new FrameAllocator(ram, new Hpa(0x8_0000)), devices, RAM, Comparator.comparing(MemoryTranslator::stage));
        assertEquals(Settlement.UNBACKED, space.settle(0x5000, Access.READ));
        assertTrue(space.isUnbacked(0x5000, Access.READ));
        assertEquals(0, mapped(0x5000));
    }

    @Test void anEntryThatExecutesOnlyNeedsAProcessorThatHasIt() {
        hook(0x5000, Access.EXECUTE);
        assertEquals(Settlement.RETRY, space.settle(0x5000, Access.EXECUTE));
        processorHas(0);
        hook(0x5000, Access.EXECUTE);
        assertEquals(Settlement.REFUSED, space.settle(0x5000, Access.EXECUTE));
        assertEquals(Access.NONE, space.allowed(0x5000));
    }

    @Test void anEntryNeverWritesWithoutReading() {
        hook(0x5000, Access.WRITE.or(Access.EXECUTE));
        assertEquals(Settlement.REFUSED, space.settle(0x5000, Access.WRITE));
        assertEquals(Access.EXECUTE, space.allowed(0x5000));
    }

    @Test void aPageExecutesAnotherFrameThanItShows() {
        hook(0x5000, Access.EXECUTE);
        space.settle(0x5000, Access.EXECUTE);
        assertTrue(space.executesAnother(0x5000, BASE + 0x5000));
        assertFalse(space.executesAnother(0x5000, 0x9000));
        hook(0x6000, Access.READ_WRITE);
        space.settle(0x6000, Access.READ);
        assertFalse(space.executesAnother(0x6000, BASE + 0x6000));
    }

    // ---- watches ----

    @Test void aWatchNarrowsItsPagesUntilItIsClosed() {
        space.fill();
        var watch = space.watch(new Intercept.Memory(new Gpa(0x5FFF), 2, Access.WRITE));
        for (long page : new long[] {0x5000, 0x6000}) {
            assertEquals(Settlement.REFUSED, space.settle(page, Access.WRITE));
            assertEquals(Settlement.RETRY, space.settle(page, Access.READ));
        }
        assertEquals(Access.ALL, space.allowed(0x4000));
        assertEquals(Access.ALL, space.allowed(0x7000));
        watch.close();
        assertEquals(Settlement.RETRY, space.settle(0x5000, Access.WRITE));
    }

    @Test void watchesOfOnePageAddUp() {
        space.watch(new Intercept.Memory(new Gpa(0x5000), 1, Access.WRITE));
        var other = space.watch(new Intercept.Memory(new Gpa(0x5800), 1, Access.EXECUTE));
        space.settle(0x5000, Access.READ);
        assertEquals(Access.READ, space.allowed(0x5000));
        other.close();
        space.settle(0x5000, Access.READ);
        assertEquals(Access.READ.or(Access.EXECUTE), space.allowed(0x5000));
    }

    @Test void watchedPagesWaitForTheirFirstAccess() {
        space.watch(new Intercept.Memory(new Gpa(0x5000), 1, Access.WRITE));
        space.fill();
        assertEquals(0, mapped(0x5000));
        assertEquals(0x1000, mapped(0x4000));
    }

    // ---- entries that go ----

    @Test void aForgottenPageIsAskedForAgain() {
        var hook = translator(Stage.EMULATE, backed(0x5000, 0x9000, 0x1000, Access.ALL), new Range(new Gpa(0x5000), 0x1000));
        space.settle(0x5000, Access.READ);
        when(hook.translate(any(), any())).thenReturn(backed(0x5000, 0xA000, 0x1000, Access.READ));
        assertEquals(Access.ALL, space.allowed(0x5000));
        space.forget(0x5123);
        assertEquals(Access.NONE, space.allowed(0x5000));
        space.settle(0x5000, Access.READ);
        assertEquals(Access.READ, space.allowed(0x5000));
    }

    @Test void aRemapDropsWholePages() {
        space.fill();
        space.remap(0x5FFF, 2);
        assertEquals(0x1000, mapped(0x4000));
        assertEquals(0, mapped(0x5000));
        assertEquals(0, mapped(0x6000));
        assertEquals(0x1000, mapped(0x7000));
    }

    @Test void onlyChangesOfPresentEntriesInvalidate() {
        hook(0x5000, Access.ALL);
        space.fill();
        space.settle(0x5000, Access.READ);
        space.settle(0x5000, Access.READ);
        invepts(0);
        space.forget(0x5000);
        verify(cpu).invept(1, space.eptPointer());
        space.forget(0x5000);
        invepts(1);
    }

    @Test void beforeVmxOperationThereIsNothingToInvalidate() {
        when(cpu.inVmxOperation()).thenReturn(false);
        space.fill();
        space.forget(0x5000);
        verify(cpu, never()).invept(anyInt(), anyLong());
    }

    // ---- A20 ----

    @Test void withA20MaskedAddressesFoldAndPagesAreSmall() {
        space.fill();
        space.a20(false);
        assertEquals(0, mapped(0));
        assertEquals(new Gpa(0x5000), space.reached(A20 | 0x5000));
        space.settle(0x5000, Access.READ);
        assertEquals(0x1000, mapped(0x5000));
        assertEquals(0x1000, mapped(A20 | 0x5000));
        space.a20(true);
        assertEquals(0, mapped(0x5000));
        assertEquals(new Gpa(A20 | 0x5000), space.reached(A20 | 0x5000));
        space.settle(0x5000, Access.READ);
        assertEquals(LARGE, mapped(A20 | 0x5000));
    }

    @Test void theSameA20GateAgainChangesNothing() {
        space.fill();
        space.a20(true);
        assertEquals(LARGE, mapped(0));
        invepts(0);
    }

    // ---- overlay ----

    @Test void dataOfAnOverlaidPageIsTheHosts() {
        device(0x5000);
        space.overlay(0x5000, new Hpa(0xB000));
        assertEquals(Settlement.RETRY, space.settle(0x5020, Access.READ));
        assertEquals(Access.READ_WRITE, space.allowed(0x5000));
        assertEquals(Settlement.REFUSED, space.settle(0x5020, Access.EXECUTE));
        assertFalse(space.isUnbacked(0x5020, Access.EXECUTE));
    }

    @Test void anOverlayThatMovesLeavesItsPage() {
        space.fill();
        space.overlay(0x5000, new Hpa(0xB000));
        assertEquals(0, mapped(0x5000));
        space.settle(0x5000, Access.READ);
        space.overlay(GuestSpace.NO_OVERLAY, new Hpa(0xB000));
        assertEquals(0, mapped(0x5000));
        space.settle(0x5000, Access.EXECUTE);
        assertEquals(Access.ALL, space.allowed(0x5000));
    }
}
