package hv.cpu.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Rflags;
import hv.cpu.state.Flags;
import org.junit.jupiter.api.Test;

class FlagsTests {
    /** Each of the 64 combinations of the six status flags. */
    private static int combination(int n) {
        int image = 0;
        for (int flag : new int[] {Rflags.CF, Rflags.PF, Rflags.AF, Rflags.ZF, Rflags.SF, Rflags.OF}) {
            if ((n & 1) != 0) image |= flag;
            n >>= 1;
        }
        return image;
    }

    @Test
    void everyCombinationOfStatusFlagsCanBeSet() {
        var flags = new Flags();
        for (int n = 0; n < 64; n++) {
            flags.setStatus(combination(n));
            assertEquals(combination(n), flags.status());
            assertEquals((combination(n) & Rflags.SF) != 0 != ((combination(n) & Rflags.OF) != 0), flags.less());
        }
    }

    @Test
    void settingTheCarryLeavesTheOtherFlagsAlone() {
        var flags = new Flags();
        for (int n = 0; n < 128; n++) {
            flags.setStatus(combination(n));
            flags.setCf(n >= 64);
            assertEquals(combination(n) & ~Rflags.CF | (n >= 64 ? Rflags.CF : 0), flags.status());
        }
    }

    @Test
    void aRotateChangesCarryAndOverflowAlone() {
        var flags = new Flags();
        for (int n = 0; n < 64; n++) {
            flags.setStatus(combination(n));
            flags.rotate(1, 0);
            assertEquals(combination(n) & ~Rflags.OF | Rflags.CF, flags.status());
        }
    }

    @Test
    void incrementKeepsTheCarryWhateverTheFlagsWere() {
        var flags = new Flags();
        for (int n = 0; n < 64; n++) {
            flags.setStatus(combination(n));
            Alu.inc(flags, 1, 0x7F);
            assertEquals(combination(n) & Rflags.CF | Rflags.OF | Rflags.SF | Rflags.AF, flags.status());
        }
    }

    @Test
    void bitsThatRflagsDoesNotHaveAreDropped() {
        var flags = new Flags();
        flags.setImage(-1);
        assertEquals(Rflags.ALL | 2, flags.image());
        flags.setImage(0);
        assertEquals(2, flags.image());
    }
}
