package hv.ept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.Mapping;
import hv.api.MemoryTranslator;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.testkit.FakeVm;
import hv.testkit.MemoryTranslatorContract;
import org.junit.jupiter.api.Test;

class IdentityTests extends MemoryTranslatorContract {
    @Override protected MemoryTranslator translator() { return new Identity(); }

    private static Mapping ask(long page) {
        var identity = new Identity();
        identity.attach(new FakeVm());
        return identity.translate(request(page, Access.READ), _ -> { throw new AssertionError("nobody else is asked"); });
    }

    @Test void answersWithTheWholeOfRamSoThatLargePagesFit() {
        assertEquals(new Mapping.Backed(new Gpa(0), new Hpa(0), 1 << 20, Access.ALL, MemoryType.WRITE_BACK), ask(0x5000));
    }

    @Test void backsNothingOutsideRam() {
        assertEquals(new Mapping.Unbacked(), ask(1 << 20));
        assertEquals(new Mapping.Unbacked(), ask(-4096));
    }

    @Test void refusesAMachineWhoseMemoryLiesElsewhere() {
        var refused = assertThrows(IllegalArgumentException.class, () -> new Identity().attach(new FakeVm(new Hpa(0x4000_0000L))));
        assertEquals("the memory of 'fake' lies at host-physical 40000000H, not at 0: give it the translator 'offset'", refused.getMessage());
    }
}
