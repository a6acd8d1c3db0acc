package hv.ept;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.Mapping;
import hv.api.MemoryTranslator;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.testkit.FakeVm;
import hv.testkit.MemoryTranslatorContract;
import org.junit.jupiter.api.Test;

class OffsetTests extends MemoryTranslatorContract {
    @Override protected MemoryTranslator translator() { return new Offset(); }
    @Override protected FakeVm machine() { return new FakeVm(new Hpa(0x4000_0000L)); }

    @Test void answersWithRamAtItsPlaceInHostMemory() {
        var offset = new Offset();
        offset.attach(machine());
        assertEquals(new Mapping.Backed(new Gpa(0), new Hpa(0x4000_0000L), 1 << 20, Access.ALL, MemoryType.WRITE_BACK),
                offset.translate(request(0x5000, Access.EXECUTE), _ -> new Mapping.Unbacked()));
    }
}
