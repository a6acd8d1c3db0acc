package hv.cpu.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.decode.Decoder;
import java.lang.foreign.Arena;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How results of RCPPS and RSQRTPS are compared with those of a host of any vendor. */
class ReciprocalsTests {
    private static final String INTEL = "GenuineIntel", AMD = "AuthenticAMD";

    /** Results in the destination's lowest lane: 0.5, and what differs from it by this part of it. */
    @ParameterizedTest @CsvSource({INTEL + ",0,true", INTEL + ",1e-4,false", AMD + ",0,true", AMD + ",1e-4,true", AMD + ",-7e-4,true", AMD + ",8e-4,false"})
    void onlyOtherVendorsAreComparedByTheBound(String vendor, double error, boolean same) {
        var host = new Host(vendor, "", Set.of());
        assertEquals(same, Comparison.differences(result("0f53c1", 0.5, 0.5 * (1 + error), 0), true, host).isEmpty(), "rcpps xmm0, xmm1");
        assertFalse(Comparison.differences(result("0f53c1", 0.5, 0.5 * (1 + error), 1), true, host).isEmpty() && error != 0, "another register");
        assertEquals(error == 0, Comparison.differences(result("0f51c1", 0.5, 0.5 * (1 + error), 0), true, host).isEmpty(), "sqrtps xmm0, xmm1");
    }

    private static Case result(String code, double ours, double theirs, int register) {
        var made = new Case();
        byte[] bytes = HexFormat.of().parseHex(code);
        made.op = new Decoder().decode(i -> i < bytes.length ? bytes[i] : 0, 0, 64);
        made.before = state(0, register);
        made.ours = state(ours, register);
        made.theirs = state(theirs, register);
        return made;
    }

    private static State state(double result, int register) {
        var state = new State(Arena.ofAuto().allocate(State.BYTES, 8));
        state.set(State.VECTOR, State.NONE);
        FxImage.initial(state);
        state.set(FxImage.XMM + 16 * register, Float.floatToRawIntBits((float) result));
        return state;
    }

    @Test
    void numbersOfOneSignWithinTwiceTheBoundAreNear() {
        assertTrue(near(1, 1 + 3 * 0x1p-12f));
        assertFalse(near(1, 1 + 3.1f * 0x1p-12f));
        assertFalse(near(1, -1));
        assertFalse(near(0f, -0f));
        assertTrue(Reciprocals.near(bits(1) | bits(2) << 32, bits(1) | bits(2.001f) << 32), "both lanes count");
        assertFalse(Reciprocals.near(bits(1) | bits(2) << 32, bits(1) | bits(2.01f) << 32));
    }

    @Test
    void whatIsNoNormalNumberIsTheSame() {
        assertFalse(near(Float.POSITIVE_INFINITY, Float.MAX_VALUE));
        assertFalse(Reciprocals.near(0x7FC0_0000L, 0x7FC0_0001L), "payloads of NaNs");
        assertTrue(near(Float.MIN_NORMAL, 0), "a tiny result may be flushed to zero");
        assertFalse(near(2 * Float.MIN_NORMAL, 0));
    }

    private static boolean near(float a, float b) { return Reciprocals.near(bits(a), bits(b)); }
    private static long bits(float value) { return Float.floatToRawIntBits(value) & 0xFFFF_FFFFL; }
}
