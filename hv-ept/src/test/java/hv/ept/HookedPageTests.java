package hv.ept;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Mapping;
import hv.api.MemoryTranslator;
import hv.api.MemoryTranslator.Range;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.testkit.FakeVm;
import hv.testkit.MemoryTranslatorContract;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HookedPageTests extends MemoryTranslatorContract {
    private final FakeVm vm = machine();
    private final HookedPage hooked = new HookedPage();

    @Override protected MemoryTranslator translator() { return new HookedPage(); }
    @Override protected FakeVm machine() { return new FakeVm().with("hooks", "0x3002=c3,0x3004=9090"); }

    private Mapping.Backed ask(Access access) {
        return assertInstanceOf(Mapping.Backed.class, hooked.translate(request(0x3000, access), backedBy(vm)));
    }

    private byte[] executed(int bytes) { return Arrays.copyOf(vm.hostPage(ask(Access.EXECUTE).from()), bytes); }

    @Test void readersAndWritersGetTheShownPageAndCanNotExecuteIt() {
        hooked.attach(vm);
        for (var access : List.of(Access.READ, Access.WRITE, Access.READ_WRITE)) {
            var shown = ask(access);
            assertEquals(0x3000, shown.from().value());
            assertEquals(Access.READ_WRITE, shown.allowed());
        }
    }

    @Test void executionGetsACopyWithAllPatchesThatCanNotBeRead() {
        vm.memory().write(0x3000, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6, (byte) 7);
        hooked.attach(vm);
        assertEquals(Access.EXECUTE, ask(Access.EXECUTE).allowed());
        assertNotEquals(0x3000, ask(Access.EXECUTE).from().value());
        assertArrayEquals(new byte[] {1, 2, (byte) 0xC3, 4, (byte) 0x90, (byte) 0x90, 7}, executed(7));
    }

    @Test void whatIsWrittenToTheShownPageIsExecutedNextButForPatchedBytes() {
        hooked.attach(vm);
        executed(1);
        vm.memory().write(0x3001, (byte) 0x11, (byte) 0x22, (byte) 0x33);
        assertArrayEquals(new byte[] {0, 0x11, (byte) 0xC3, 0x33}, executed(4));
    }

    @Test void laterPatchLiesOverAnEarlierOneAndUncoversItWhenRemoved() {
        hooked.attach(vm);
        var over = Patch.of(0x3002, new byte[] {(byte) 0xCC});
        hooked.set(over);
        assertEquals((byte) 0xCC, executed(3)[2]);
        hooked.remove(over);
        assertEquals((byte) 0xC3, executed(3)[2]);
    }

    @Test void twoHookingTranslatorsOnOnePageCompose() {
        hooked.attach(vm);
        var inner = new HookedPage();
        inner.attach(vm);
        inner.set(Patch.of(0x3008, new byte[] {(byte) 0xF4}));
        var executes = (Mapping.Backed) hooked.translate(request(0x3000, Access.EXECUTE), asked -> inner.translate(asked, backedBy(vm)));
        var page = vm.hostPage(executes.from());
        assertEquals((byte) 0xC3, page[2]);
        assertEquals((byte) 0xF4, page[8]);
    }

    @Test void hookSetWhileRunningIsClaimedAndRemapped() {
        hooked.attach(new FakeVm());
        assertEquals(Set.of(), hooked.claims());
        var later = new HookedPage();
        later.attach(vm);
        later.set(Patch.of(0x5FFF, new byte[] {1, 2}));
        assertEquals(Set.of(page(0x3000), page(0x5000), page(0x6000)), later.claims());
        assertEquals(Set.of(page(0x5000), page(0x6000)), Set.copyOf(vm.remaps()));
    }

    @Test void lastHookOfAPageGivesThePageAndItsFrameBack() {
        var empty = new FakeVm();
        hooked.attach(empty);
        var patches = Patch.of(0x3000, new byte[] {(byte) 0xC3});
        hooked.set(patches);
        assertEquals(1, empty.framesInUse());
        hooked.remove(patches);
        assertEquals(0, empty.framesInUse());
        assertTrue(hooked.claims().isEmpty());
        assertEquals(List.of(page(0x3000), page(0x3000)), empty.remaps());
    }

    private static Range page(long first) { return new Range(new Gpa(first), 4096); }
}
