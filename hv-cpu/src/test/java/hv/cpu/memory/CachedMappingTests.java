package hv.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.SecondaryControls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cached mappings stay usable after the tables have changed, until an invalidation drops them. */
class CachedMappingTests extends MemoryTests {
    private static final long OLD = 0x70000, NEW = 0x71000, RIGHTS = 7 | 6 << 3, G = 1 << 8;

    @BeforeEach
    void markFrames() {
        ram.write(OLD, 1, 1);
        ram.write(NEW, 1, 2);
    }

    private void guestMapping() {
        tables(OLD | P | W);
        enable4Level(0, 0);
        assertEquals(1, memory.read(0, 1));
        put(0x4000, NEW | P | W);
    }

    /** Guest-physical page 5 through EPT, without paging. */
    private void eptMapping(int vpid) {
        put(0x10000, 0x11000 | 7);
        put(0x11000, 0x12000 | 7);
        put(0x12000, 0x13000 | 7);
        put(0x13000 + 8 * 5, OLD | RIGHTS);
        enterGuest(vpid);
        assertEquals(1, memory.read(0x5000, 1));
        put(0x13000 + 8 * 5, NEW | RIGHTS);
    }

    private void enterGuest(int vpid) {
        controls.nonRoot = true;
        controls.secondary = SecondaryControls.ENABLE_EPT | (vpid != 0 ? SecondaryControls.ENABLE_VPID : 0);
        controls.vpid = vpid;
        controls.eptp = 0x10000 | 3 << 3 | 6;
        memory.contextChanged();
    }

    private void leaveGuest() {
        controls.nonRoot = false;
        controls.secondary = 0;
        memory.contextChanged();
    }

    @Test
    void aChangedPageTableEntryIsNotSeenWithoutInvalidation() {
        guestMapping();
        assertEquals(1, memory.read(0, 1));
    }

    private void globalMapping() {
        tables(OLD | P | W | G);
        enable4Level(1 << 7, 0);
        assertEquals(1, memory.read(0, 1));
        put(0x4000, NEW | P | W | G);
    }

    @Test
    void aGlobalPageStaysWhenCr3IsLoaded() {
        globalMapping();
        memory.flushLocal();
        assertEquals(1, memory.read(0, 1));
        memory.flush();
        assertEquals(2, memory.read(0, 1));
    }

    @Test
    void invlpgDropsAGlobalPage() {
        globalMapping();
        memory.flushPage(0);
        assertEquals(2, memory.read(0, 1));
    }

    @Test
    void onlyItsOwnPcidsPagesAreDropped() {
        guestMapping();
        usePcid(1);
        put(0x4000, OLD | P | W);
        assertEquals(1, memory.read(0, 1));
        put(0x4000, NEW | P | W);
        memory.flushLocal(2);
        assertEquals(1, memory.read(0, 1), "another PCID was invalidated");
        memory.flushLocalPage(1, 0);
        assertEquals(2, memory.read(0, 1));
    }

    @Test
    void aPcidsPagesAreStillThereWhenItIsUsedAgain() {
        guestMapping();
        usePcid(1);
        put(0x4000, OLD | P | W);
        assertEquals(1, memory.read(0, 1));
        put(0x4000, NEW | P | W);
        usePcid(2);
        assertEquals(2, memory.read(0, 1));
        usePcid(1);
        assertEquals(1, memory.read(0, 1));
        memory.flushAllLocal();
        assertEquals(2, memory.read(0, 1));
    }

    private void usePcid(int pcid) {
        registers.cr4 |= 1 << 17;
        registers.cr3 = registers.cr3 & ~0xFFFL | pcid;
        memory.contextChanged();
    }

    @Test
    void invlpgDropsThePage() {
        guestMapping();
        memory.flushPage(0xFFF);
        assertEquals(2, memory.read(0, 1));
    }

    @Test
    void invlpgDropsTheWholeLargePage() {
        tables();
        put(0x3000, 0x40_0000 | P | W | PS);
        enable4Level(0, 0);
        ram.write(0x40_5000, 1, 1);
        ram.write(0x60_5000, 1, 2);
        assertEquals(1, memory.read(0x5000, 1));
        put(0x3000, 0x60_0000 | P | W | PS);
        memory.flushPage(0x1F_F000);
        assertEquals(2, memory.read(0x5000, 1));
    }

    @Test
    void reloadingCr3DropsEverything() {
        guestMapping();
        memory.flush();
        assertEquals(2, memory.read(0, 1));
    }

    @Test
    void flushingAlsoReachesTheOtherPrivilege() {
        tables(OLD | P | W | U);
        enable4Level(0, 0);
        user();
        assertEquals(1, memory.read(0, 1));
        registers.cpl = 0;
        memory.contextChanged();
        put(0x4000, NEW | P | W | U);
        memory.flush();
        user();
        assertEquals(2, memory.read(0, 1));
    }

    @Test
    void aMissingInveptKeepsTheOldMappingAcrossVmExits() {
        eptMapping(0);
        leaveGuest();
        memory.invalidation().vpid(0);
        enterGuest(0);
        assertEquals(1, memory.read(0x5000, 1));
    }

    @Test
    void inveptOfTheRootDropsTheMapping() {
        eptMapping(3);
        memory.invalidation().eptRoot(0x10000 | 3 << 3 | 6);
        assertEquals(2, memory.read(0x5000, 1));
    }

    @Test
    void inveptOfAnotherRootDropsNothing() {
        eptMapping(3);
        memory.invalidation().eptRoot(0x20000);
        assertEquals(1, memory.read(0x5000, 1));
    }

    @Test
    void globalInveptDropsTheMapping() {
        eptMapping(0);
        memory.invalidation().allEptRoots();
        assertEquals(2, memory.read(0x5000, 1));
    }

    @Test
    void invvpidDoesNotDropGuestPhysicalMappings() {
        eptMapping(3);
        memory.invalidation().vpid(3);
        assertEquals(1, memory.read(0x5000, 1));
    }

    @Test
    void addedRightsNeedNoInvept() {
        eptMapping(3);
        put(0x13000 + 8 * 6, OLD | 1 | 6 << 3);
        assertEquals(1, memory.read(0x6000, 1));
        assertExits(48, 2 | 1 << 3 | 0x180 | 0x600, 0x6000, 0x6000, () -> memory.write(0x6000, 1, 9));
        put(0x13000 + 8 * 6, OLD | 3 | 6 << 3);
        memory.write(0x6000, 1, 9);
        assertEquals(9, ram.read(OLD, 1));
    }

    @Test
    void anEptViolationDropsTheMappingOfItsPage() {
        eptMapping(3);
        put(0x13000 + 8 * 5, NEW | 1 | 6 << 3);
        memory.invalidation().vpid(3);
        put(0x13000 + 8 * 6, OLD | 1 | 6 << 3);
        assertEquals(1, memory.read(0x6000, 1));
        put(0x13000 + 8 * 6, NEW | 1 | 6 << 3);
        assertExits(48, 2 | 1 << 3 | 0x180 | 0x600, 0x6000, 0x6000, () -> memory.write(0x6000, 1, 9));
        assertEquals(2, memory.read(0x6000, 1));
    }

    @Test
    void guestsWithDifferentVpidsDoNotShareTranslations() {
        tables(OLD | P | W);
        controls.nonRoot = true;
        controls.secondary = SecondaryControls.ENABLE_VPID;
        controls.vpid = 1;
        enable4Level(0, 0);
        assertEquals(1, memory.read(0, 1));
        put(0x4000, NEW | P | W);
        controls.vpid = 2;
        memory.contextChanged();
        assertEquals(2, memory.read(0, 1));
        controls.vpid = 1;
        memory.contextChanged();
        assertEquals(1, memory.read(0, 1));
    }
}
