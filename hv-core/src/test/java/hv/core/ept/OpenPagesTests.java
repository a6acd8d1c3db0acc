package hv.core.ept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Stage;
import hv.api.machine.MmioDevice;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.core.host.FrameAllocator;
import hv.core.machine.MmioMap;
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.Exemption;
import hv.cpu.platform.Exemption.Frames;
import hv.cpu.platform.Ram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

/** Pages that one instruction reaches although EPT refuses them. */
class OpenPagesTests {
    private static final int READ = 1, WRITE = 2, READ_WRITE = 3, EXECUTE = 4;
    private static final long A20 = 1 << 20, PAGE = 0x5000, EXECUTED = 0xA000, SHOWN = 0xB000, NOWHERE = 0x7000, DEVICE = 0x9000;
    private final Ram ram = new Ram(1 << 20);
    private final MmioMap devices = new MmioMap();
    private final List<String> log = new ArrayList<>();
    private GuestSpace space;
    private OpenPages pages;

    /** A page that executes one frame and shows another, and a device that tells what it is asked. */
    @BeforeEach void build() {
        var cpu = mock(LogicalProcessor.class);
        when(cpu.ram()).thenReturn(ram);
        space = new GuestSpace(cpu, new FrameAllocator(ram, new Hpa(0x1000)), devices, 1 << 20, Comparator.comparing(MemoryTranslator::stage));
        var split = mock(MemoryTranslator.class);
        when(split.id()).thenReturn("split");
        when(split.stage()).thenReturn(Stage.EMULATE);
        when(split.claims()).thenReturn(Set.of(new MemoryTranslator.Range(new Gpa(PAGE), 0x1000)));
        when(split.translate(ArgumentMatchers.any(), ArgumentMatchers.any())).thenAnswer(call -> answer(call.getArgument(0)));
        space.add(split);
        devices.processorPage(DEVICE >>> 12, new LoggingDevice());
        pages = new OpenPages(space);
    }
    @AfterEach void close() { ram.close(); }

    private static Mapping answer(MemoryRequest request) {
        boolean execute = request.accesses().has(Access.EXECUTE);
        return new Mapping.Backed(new Gpa(PAGE), new Hpa(execute ? EXECUTED : SHOWN), 0x1000, execute ? Access.ALL : Access.READ_WRITE, MemoryType.WRITE_BACK);
    }

    private final class LoggingDevice implements MmioDevice {
        @Override public long read(long offset, int bytes) {
            log.add("read %X".formatted(offset));
            return log.size();
        }
        @Override public void write(long offset, int bytes, long value) { log.add("write %X %X".formatted(offset, value)); }
    }

    // ---- kinds ----

    @Test void aPageIsOpenForTheKindOfAccessThatExited() {
        pages.open(PAGE + 8, Access.READ);
        assertEquals(SHOWN, pages.of(PAGE, READ));
        assertEquals(Frames.AS_EPT_SAYS, pages.of(PAGE, WRITE));
        assertEquals(Frames.AS_EPT_SAYS, pages.of(PAGE, EXECUTE));
        assertEquals(Frames.AS_EPT_SAYS, pages.of(PAGE + 0x1000, READ));
    }

    @Test void eachKindHasItsFrame() {
        pages.open(PAGE, Access.READ.or(Access.EXECUTE));
        assertEquals(SHOWN, pages.of(PAGE, READ));
        assertEquals(EXECUTED, pages.of(PAGE, EXECUTE));
    }

    @Test void aReadModifyWriteNeedsBothKinds() {
        pages.open(PAGE, Access.READ);
        assertEquals(Frames.AS_EPT_SAYS, pages.of(PAGE, READ_WRITE));
        pages.open(PAGE, Access.WRITE);
        assertEquals(SHOWN, pages.of(PAGE, READ_WRITE));
    }

    @Test void whereNothingIsAllOnesAreRead() {
        pages.open(NOWHERE, Access.READ_WRITE);
        assertEquals(Frames.ON_THE_BUS, pages.of(NOWHERE, READ));
        assertEquals(0xFFFF, pages.read(NOWHERE, 2));
    }

    @Test void theNextInstructionFindsThemClosed() {
        pages.open(PAGE, Access.READ);
        pages.close();
        assertEquals(Frames.AS_EPT_SAYS, pages.of(PAGE, READ));
    }

    @Test void withA20MaskedBothAddressesAreOpen() {
        space.a20(false);
        pages.open(PAGE, Access.READ);
        assertEquals(SHOWN, pages.of(A20 | PAGE, READ));
    }

    @Test void itIsToldWhetherAWriteMissesTheCopyThatExecutes() {
        assertFalse(pages.open(PAGE, Access.WRITE));
        space.settle(PAGE, Access.EXECUTE);
        assertTrue(pages.open(PAGE, Access.WRITE));
        assertFalse(pages.open(PAGE, Access.READ));
    }

    // ---- devices ----

    @Test void aDevicesPageIsOpenForAll() {
        assertTrue(pages.isDevice(DEVICE));
        pages.openDevice(DEVICE, Access.ALL);
        for (int access : new int[] {READ, WRITE, READ_WRITE, EXECUTE}) assertEquals(Frames.ON_THE_BUS, pages.of(DEVICE, access));
    }

    @Test void aDeviceIsAskedOutsideTheInstructionAndOnce() {
        pages.openDevice(DEVICE, Access.ALL);
        pages.begin();
        assertThrows(Exemption.Unanswered.class, () -> pages.read(DEVICE + 0x20, 4));
        assertEquals(List.of(), log);
        assertTrue(pages.readDevice());
        assertFalse(pages.readDevice());
        for (int again = 0; again < 2; again++) {
            pages.begin();
            assertEquals(1, pages.read(DEVICE + 0x20, 4));
        }
        assertEquals(List.of("read 20"), log);
    }

    @Test void whatItHasReadComesInItsOrder() {
        pages.openDevice(DEVICE, Access.ALL);
        for (int i = 0; i < 2; i++) {
            pages.begin();
            for (int done = 0; done < i; done++) pages.read(DEVICE, 4);
            long register = DEVICE + 0x10 * i;
            assertThrows(Exemption.Unanswered.class, () -> pages.read(register, 4));
            pages.readDevice();
        }
        pages.begin();
        assertEquals(1, pages.read(DEVICE, 4));
        assertEquals(2, pages.read(DEVICE + 0x10, 4));
        assertEquals(List.of("read 0", "read 10"), log);
    }

    @Test void writesReachTheirDeviceAfterTheInstructionInOrderAndOnce() {
        pages.begin();
        pages.write(DEVICE + 4, 4, 0xA);
        pages.write(DEVICE, 4, 0xB);
        assertEquals(List.of(), log);
        pages.writeDevices();
        pages.writeDevices();
        assertEquals(List.of("write 4 A", "write 0 B"), log);
    }

    @Test void whatAnInstructionWroteBeforeItBeganAgainIsForgotten() {
        pages.begin();
        pages.write(DEVICE, 4, 0xA);
        pages.begin();
        pages.write(DEVICE, 4, 0xB);
        pages.writeDevices();
        assertEquals(List.of("write 0 B"), log);
    }

    @Test void anotherInstructionAsksItsDeviceAnew() {
        pages.openDevice(DEVICE, Access.ALL);
        assertThrows(Exemption.Unanswered.class, () -> pages.read(DEVICE, 4));
        pages.readDevice();
        pages.close();
        pages.begin();
        assertThrows(Exemption.Unanswered.class, () -> pages.read(DEVICE, 4));
    }
}
