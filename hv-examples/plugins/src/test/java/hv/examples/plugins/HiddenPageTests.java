package hv.examples.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.Mapping;
import hv.api.MemoryTranslator;
import hv.api.x86.Access;
import hv.testkit.FakeVm;
import hv.testkit.MemoryTranslatorContract;
import org.junit.jupiter.api.Test;

class HiddenPageTests extends MemoryTranslatorContract {
    private final FakeVm vm = machine();
    private final HiddenPage page = new HiddenPage();

    @Override protected MemoryTranslator translator() { return new HiddenPage(); }
    @Override protected FakeVm machine() { return new FakeVm().with("page", "0x3000"); }

    private Mapping.Backed ask(Access access) {
        return (Mapping.Backed) page.translate(request(0x3000, access), backedBy(vm));
    }

    @Test void executesRetAndShowsWhatWasThere() {
        vm.memory().write(0x3000, (byte) 0x55, (byte) 0x48);
        page.attach(vm);
        assertEquals((byte) 0xC3, vm.hostPage(ask(Access.EXECUTE).from())[0]);
        assertEquals((byte) 0x48, vm.hostPage(ask(Access.EXECUTE).from())[1]);
        assertEquals((byte) 0x55, vm.hostPage(ask(Access.READ).from())[0]);
        assertEquals(Access.READ_WRITE, ask(Access.READ).allowed());
    }
}
