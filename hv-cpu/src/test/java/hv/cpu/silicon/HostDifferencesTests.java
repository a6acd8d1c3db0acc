package hv.cpu.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.decode.Decoder;
import hv.cpu.state.Registers;
import java.lang.foreign.Arena;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our state after a case is adapted to hosts of other vendors; the expected values were measured on an AMD EPYC of family 1AH. */
class HostDifferencesTests {
    private static final Host INTEL = host("GenuineIntel"), AMD = host("AuthenticAMD"), UNKNOWN = host("CentaurHauls");
    private static final long RIP = Region.CODE.linear + 0x800;

    private final Arena arena = Arena.ofShared();
    private final OurProcessor processor = new OurProcessor(true, true);

    @AfterEach
    void close() {
        processor.close();
        arena.close();
    }

    private static Host host(String vendor, String... features) { return new Host(vendor, "", Set.of(features)); }

    /** A case after ours has executed it. */
    private Case execute(Mode mode, String code, Consumer<State> change) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(code);
        var made = new Case();
        made.region = Region.WINDOW;
        made.before = state();
        made.ours = state();
        made.theirs = state();
        made.before.set(State.RIP, RIP);
        made.before.set(State.CODE_PLACE, SharedFile.BASE + Region.CODE.offset() + 0x800);
        made.before.set(State.RFLAGS, 2);
        made.before.selector(State.CS, mode.codeSelector);
        made.before.selector(State.SS, Tables.USER_DATA);
        for (int field : new int[] {State.DS, State.ES, State.FS, State.GS}) made.before.set(field, Tables.USER_DATA);
        made.before.register(Registers.RSP, Region.WINDOW.middle());
        FxImage.initial(made.before);
        for (int i = 0; i < State.CODE_BYTES; i++) made.before.put(State.CODE + i, i < bytes.length ? bytes[i] : HostProgram.FILLER);
        change.accept(made.before);
        made.op = new Decoder().decode(i -> made.before.at(State.CODE + i), RIP, mode.codeWidth);
        processor.run(made.before, made.region, made.ours);
        made.theirs.set(State.VECTOR, State.NONE);
        return made;
    }

    private State state() { return new State(arena.allocate(State.BYTES, 8)); }

    private HostDifferences adapt(Host host, Case at) {
        var differences = new HostDifferences(host, processor, arena);
        assertTrue(differences.adapt(at));
        return differences;
    }

    private Case onAmd(Mode mode, String code, Consumer<State> change) {
        var at = execute(mode, code, change);
        adapt(AMD, at);
        return at;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0f 0d c9", "f3 43 90", "66 eb 10", "f2 e1 10", "48 0f b2 03"})
    void theReferenceVendorsHostsChangeNothing(String code) {
        var at = execute(Mode.LONG_64, code, state -> {});
        var before = state();
        before.copy(at.ours);
        assertEquals(Map.of(), adapt(INTEL, at).met());
        assertEquals(-1, before.bytes.mismatch(at.ours.bytes));
    }

    @Test
    void aCaseThatShowsADifferenceIsNotComparedWithAnUnknownVendors() {
        assertFalse(new HostDifferences(UNKNOWN, processor, arena).adapt(execute(Mode.LONG_64, "0f 0d c9", state -> {})), "prefetch of a register");
        assertTrue(new HostDifferences(UNKNOWN, processor, arena).adapt(execute(Mode.LONG_64, "01 c8", state -> {})), "add eax, ecx");
    }

    @Test
    void prefetchNeedsMemory() {
        var at = onAmd(Mode.LONG_64, "0f 0d c9", state -> {});
        assertEquals(6, at.ours.get(State.VECTOR));
        assertEquals(RIP, at.ours.get(State.RIP));
    }

    @Test
    void pauseWithRexBExchanges() {
        var at = onAmd(Mode.LONG_64, "f3 43 90", state -> {
            state.register(Registers.RAX, 1);
            state.register(8, 2);
        });
        assertEquals(2, at.ours.register(Registers.RAX));
        assertEquals(1, at.ours.register(8));
    }

    @Test
    void nearBranchesOfSixteenBits() {
        assertEquals(RIP + 3 + 0x10 & 0xFFFF, onAmd(Mode.LONG_64, "66 eb 10", state -> {}).ours.get(State.RIP), "JMP");
        assertEquals(RIP + 5, onAmd(Mode.LONG_64, "66 0f 84 34 12", state -> {}).ours.get(State.RIP), "JE that is not taken has a distance of two bytes");
        var call = onAmd(Mode.LONG_64, "66 e8 34 12", state -> {});
        assertEquals(RIP + 4 + 0x1234 & 0xFFFF, call.ours.get(State.RIP));
        assertEquals(Region.WINDOW.middle() - 2, call.ours.register(Registers.RSP));
        assertEquals(RIP + 4 & 0xFFFF, call.ours.selector(State.MEMORY + State.MEMORY_BYTES / 2 - 2));
        var ret = onAmd(Mode.LONG_64, "66 c2 08 00", state -> state.selector(State.MEMORY + State.MEMORY_BYTES / 2, 0x4321));
        assertEquals(0x4321, ret.ours.get(State.RIP));
        assertEquals(Region.WINDOW.middle() + 2 + 8, ret.ours.register(Registers.RSP));
    }

    @Test
    void loopsTakeTheirConditionFromThePrefix() {
        Consumer<State> twice = state -> state.register(Registers.RCX, 2);
        assertEquals(RIP + 3 + 0x10, onAmd(Mode.FLAT_32, "f2 e1 10", twice).ours.get(State.RIP), "LOOPE as LOOPNE, ZF = 0");
        assertEquals(RIP + 3, onAmd(Mode.FLAT_32, "f3 e0 10", twice).ours.get(State.RIP), "LOOPNE as LOOPE, ZF = 0");
    }

    @Test
    void aSelectorIsPushedWithZeros() {
        int top = State.MEMORY + State.MEMORY_BYTES / 2;
        var at = onAmd(Mode.FLAT_32, "1e", state -> state.set(top - 8, -1));
        assertEquals((long) Tables.USER_DATA << 32 | 0xFFFF_FFFFL, at.ours.get(top - 8));
    }

    @Test
    void theSourceOfCmpsFaultsFirst() {
        var at = onAmd(Mode.LONG_64, "a7", state -> {
            state.register(Registers.RSI, 0x1000);
            state.register(Registers.RDI, 0x2000);
        });
        assertEquals(0x1000, at.ours.get(State.CR2));
    }

    @Test
    void anOperandAcrossFourGigabytesIsBeyondTheLimit() {
        Consumer<State> high = state -> state.register(Registers.RAX, 0xFFFF_FFFEL);
        assertEquals(13, onAmd(Mode.FLAT_32, "03 10", high).ours.get(State.VECTOR));
        assertEquals(12, onAmd(Mode.FLAT_32, "36 03 10", high).ours.get(State.VECTOR), "SS");
        assertEquals(14, onAmd(Mode.FLAT_32, "66 03 10", high).ours.get(State.VECTOR), "two bytes end there");
    }

    @Test
    void aFaultOnlyTheFetchHasStays() {
        Consumer<State> atTheEnd = state -> {
            state.set(State.RIP, Region.CODE.linear + 0x1FFF);
            state.set(State.CODE_PLACE, SharedFile.BASE + Region.CODE.offset() + 0x1FFF);
        };
        var at = onAmd(Mode.FLAT_32, "0f a0", atTheEnd);
        assertEquals(14, at.ours.get(State.VECTOR));
        assertEquals(Region.CODE.linear + 0x2000, at.ours.get(State.CR2));
    }

    @Test
    void newerHostsCountZeros() {
        var newer = host("GenuineIntel", "bmi1", "abm");
        Consumer<State> number = state -> state.register(Registers.RCX, 0x10);
        var at = execute(Mode.LONG_64, "f3 0f bd c1", number);
        adapt(newer, at);
        assertEquals(27, at.ours.register(Registers.RAX), "LZCNT");
        at = execute(Mode.LONG_64, "f3 0f bc c1", state -> {});
        adapt(newer, at);
        assertEquals(32, at.ours.register(Registers.RAX), "TZCNT of 0");
    }
}
