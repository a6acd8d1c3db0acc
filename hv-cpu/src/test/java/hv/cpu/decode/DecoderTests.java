package hv.cpu.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decoder's rules, one instruction each. */
class DecoderTests {
    private static Op decode(int codeWidth, String hex) { return decode(codeWidth, 0x1000, hex); }

    private static Op decode(int codeWidth, long rip, String hex) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        return new Decoder().decode(at -> bytes[at], rip, codeWidth);
    }

    // ---- fetching ----

    @Test
    void asksForEachByteOfTheInstructionOnceAndInOrder() {
        byte[] bytes = HexFormat.of().parseHex("f0488184c81000000011223344");   // lock add qword [rax+rcx*8+0x10], imm32
        List<Integer> asked = new ArrayList<>();
        Op op = new Decoder().decode(at -> {
            asked.add(at);
            return bytes[at];
        }, 0, 64);
        assertEquals(bytes.length, op.length);
        assertEquals(IntStream.range(0, bytes.length).boxed().toList(), asked);
    }

    @Test
    void aFaultOfTheFetchPassesThrough() {
        RuntimeException pageFault = new RuntimeException("page fault");
        Fetch fetch = at -> {
            if (at == 1) throw pageFault;
            return 0x05;
        };
        Decoder decoder = new Decoder();
        assertSame(pageFault, assertThrows(RuntimeException.class, () -> decoder.decode(fetch, 0, 32)));
        assertSame(Mnemonic.NOP, decoder.decode(at -> 0x90, 0, 32).mnemonic, "the decoder is good for the next instruction");
    }

    @Test
    void fifteenBytesAreAnInstruction() {
        assertSame(Mnemonic.NOP, decode(64, "66 ".repeat(14) + "90").mnemonic);
    }

    @Test
    void sixteenBytesAreTooLongAndTheSixteenthIsNotFetched() {
        Op op = decode(64, "66 ".repeat(14) + "66");
        assertSame(Row.TOO_LONG, op.row);
        assertEquals(15, op.length);
    }

    // ---- LOCK ----

    @Test
    void lockIsAllowedForTheseInstructionsAlone() {
        Set<Mnemonic> lockable = EnumSet.noneOf(Mnemonic.class);
        for (Row row : OpcodeMaps.ROWS) if (row.has(Trait.LOCKABLE)) lockable.add(row.mnemonic());
        assertEquals(EnumSet.of(Mnemonic.ADC, Mnemonic.ADD, Mnemonic.AND, Mnemonic.BTC, Mnemonic.BTR, Mnemonic.BTS, Mnemonic.CMPXCHG,
                Mnemonic.CMPXCHG8B, Mnemonic.CMPXCHG16B, Mnemonic.DEC, Mnemonic.INC, Mnemonic.NEG, Mnemonic.NOT, Mnemonic.OR, Mnemonic.SBB, Mnemonic.SUB, Mnemonic.XADD,
                Mnemonic.XCHG, Mnemonic.XOR), lockable);
    }

    @Test
    void lockOfAMemoryDestinationIsAllowed() { assertTrue(decode(32, "f0 01 08").lock); }

    @Test
    void lockOfARegisterDestinationIsUndefined() { assertSame(Row.UNDEFINED, decode(32, "f0 01 c8").row); }

    @Test
    void lockOfAMemorySourceIsUndefined() { assertSame(Row.UNDEFINED, decode(32, "f0 03 08").row); }

    // ---- prefixes ----

    @Test
    void rexCountsOnlyRightBeforeTheOpcode() { assertEquals(2, decode(64, "48 66 01 c8").width); }

    @Test
    void rexWPrevailsOverTheOperandSizePrefix() { assertEquals(8, decode(64, "66 48 01 c8").width); }

    @Test
    void theLastRepeatPrefixCounts() {
        Op op = decode(32, "f2 f3 a6");
        assertTrue(op.rep);
        assertFalse(op.repne);
    }

    @Test
    void theLastSegmentPrefixCounts() { assertEquals(5, decode(32, "64 2e 65 8b 00").segment); }

    @Test
    void sixtyFourBitCodeIgnoresTheOldSegmentPrefixes() { assertEquals(4, decode(64, "64 2e 8b 00").segment); }

    @Test
    void anOverrideChangesTheSourceOfAStringInstruction() {
        Op op = decode(32, "26 a4");
        assertEquals(Kind.STRING_DESTINATION, op.dk);
        assertEquals(Kind.STRING_SOURCE, op.sk);
        assertEquals(0, op.segment);
    }

    @Test
    void nearBranchesIn64BitCodeIgnoreTheOperandSizePrefix() {
        Op op = decode(64, "66 e8 00 00 00 00");
        assertEquals(8, op.width);
        assertEquals(0x1006, op.target);
    }

    // ---- operands ----

    @Test
    void byteRegistersFourToSevenAreHighBytesWithoutRex() {
        Op op = decode(64, "88 e7");
        assertEquals(List.of(Kind.REG_HIGH, 3, Kind.REG_HIGH, 0), List.of(op.dk, op.dr, op.sk, op.sr));
    }

    @Test
    void byteRegistersFourToSevenAreLowBytesWithAnyRex() {
        Op op = decode(64, "40 88 e7");
        assertEquals(List.of(Kind.REG, 7, Kind.REG, 4), List.of(op.dk, op.dr, op.sk, op.sr));
    }

    @Test
    void ripRelativeAddressesAreResolvedFromTheEndOfTheInstruction() {
        Op op = decode(64, 0x1000, "c7 05 00 01 00 00 78 56 34 12");   // mov dword [rip+0x100], 0x12345678
        assertTrue(op.ripRelative);
        assertEquals(16, op.base);
        assertEquals(0x1000 + 10 + 0x100, op.displacement);
    }

    @Test
    void eipRelativeAddressesWrapAt32Bits() { assertEquals(7, decode(64, 0xFFFF_FFF0L, "67 8b 05 10 00 00 00").displacement); }

    @Test
    void basesRspAndRbpAreInTheStackSegment() {
        assertEquals(2, decode(32, "8b 04 24").segment);
        assertEquals(2, decode(32, "8b 45 00").segment);
        assertEquals(2, decode(16, "8b 42 00").segment);
        assertEquals(3, decode(32, "8b 04 6d 00 00 00 00").segment, "as an index rBP does not count");
        assertEquals(3, decode(64, "41 8b 45 00").segment, "R13 is not rBP");
    }

    @Test
    void r12IsAnIndexAndRspIsNone() {
        assertEquals(12, decode(64, "42 8b 04 20").index);
        assertEquals(16, decode(64, "8b 04 20").index);
    }

    @Test
    void widthsOfSourceAndDestinationMayDiffer() {
        Op op = decode(64, "48 0f b6 07");
        assertEquals(List.of(8, 8, 1), List.of(op.width, op.dw, op.sw));
    }

    @Test
    void portInstructionsAreAsWideAsTheirData() {
        assertEquals(1, decode(32, "ee").width);
        assertEquals(4, decode(32, "ef").width);
        assertEquals(2, decode(32, "66 e7 80").width);
        assertEquals(4, decode(64, "48 ef").width, "there are no 64-bit ports");
    }

    @Test
    void shortImmediatesAreSignExtended() { assertEquals(-1, decode(32, "83 c0 ff").immediate); }

    @Test
    void vectorsAndPortsAreNotSignExtended() {
        assertEquals(0x80, decode(32, "cd 80").immediate);
        assertEquals(0xF4, decode(32, "e6 f4").immediate);
    }

    @Test
    void enterHasTwoImmediates() {
        Op op = decode(64, "c8 10 80 03");
        assertEquals(List.of(0x8010L, 3L), List.of(op.immediate, (long) op.immediate2));
    }

    @Test
    void farPointersAreOffsetAndSelector() {
        Op op = decode(32, "ea 78 56 34 f2 08 00");
        assertEquals(List.of(Kind.FAR, 0xF2345678L, 8L), List.of(op.dk, op.immediate, (long) op.immediate2));
    }

    @Test
    void stackInstructionsAre64BitIn64BitCode() {
        assertEquals(8, decode(64, "50").width);
        assertEquals(2, decode(64, "66 50").width);
        assertEquals(8, decode(64, "ff 30").width);
        assertEquals(4, decode(64, "cb").width, "far returns are not");
    }

    // ---- RIP ----

    @Test
    void theNextInstructionAndTargetsWrapAtTheCodesWidth() {
        Op op = decode(16, 0xFFFE, "eb 10");
        assertEquals(0, op.next);
        assertEquals(0x10, op.target);
        assertEquals(0, decode(32, 0xFFFF_FFFFL, "90").next);
        assertEquals(0x1_0000_0000L, decode(64, 0xFFFF_FFFFL, "90").next);
    }

    @Test
    void anOperandSizeOf16TruncatesTheTarget() { assertEquals(0x1004, decode(32, 0x1_1000, "66 e9 00 00").target); }

    // ---- what is no instruction ----

    @Test
    void instructionsOf32BitCodeAreUndefinedIn64BitCode() {
        for (String hex : List.of("06", "27", "60", "62 00", "9a 00 00 00 00 00 00", "c4 00", "ce", "d4 0a", "82 c0 01"))
            assertSame(Row.UNDEFINED, decode(64, hex).row, hex);
    }

    @Test
    void registerFormsOfMemoryInstructionsAreUndefined() {
        for (String hex : List.of("8d c0", "c4 c0", "0f b2 c0", "0f 01 fa", "0f c7 c8", "0f ae c0"))
            assertSame(Row.UNDEFINED, decode(32, hex).row, hex);
    }

    @Test
    void csCanBeStoredButNotLoaded() {
        assertSame(Mnemonic.MOV_FROM_SEG, decode(32, "8c c8").mnemonic);
        assertSame(Row.UNDEFINED, decode(32, "8e c8").row);
    }

    @Test
    void controlRegistersAreZeroTwoThreeFourAndEight() {
        List<Integer> legal = IntStream.range(0, 16)
                .filter(n -> decode(64, (n < 8 ? "40" : "44") + " 0f 20 " + Integer.toHexString(0xC0 | (n & 7) << 3)).row != Row.UNDEFINED)
                .boxed().toList();
        assertEquals(List.of(0, 2, 3, 4, 8), legal);
    }

    @Test
    void movToControlRegistersIgnoresMod() { assertEquals(Kind.REG, decode(32, "0f 22 1b").sk); }

    @Test
    void endbrIsANop() { assertSame(Mnemonic.NOP, decode(64, "f3 0f 1e fa").mnemonic); }

    /** ModRM, SIB, displacement and immediate are those of the opcode's other forms, or of its map. */
    @ParameterizedTest
    @CsvSource({"64, fe bc 25 00 00 00 00, 7", "64, c6 4b 08 01, 4", "64, c7 c8 00 00 00 00, 6", "64, 66 c7 c8 00 00, 5", "64, 0f ba 80 00 00 00 00 01, 8", "64, 82 c0 01, 3",
        "64, 06, 1", "64, d4 0a, 2", "64, 9a 00 00 00 00 00 00, 7", "32, 8d c0, 2", "32, 0f 20 88, 3", "64, f3 0f c6 c0 00, 5", "64, 0f 38 ee 48 01, 5",
        "64, 0f 3a ee 48 01 00, 6", "64, 0f 39 00 48 01, 5", "64, 0f 3f 00 48 01 00, 6", "64, 0f 7a 48 01, 4", "64, 0f 24, 2", "64, 0f 0f, 2", "16, ff b8 00 00, 4",
        "32, 8e 88 00 00 00 00, 6"})
    void anUndefinedInstructionIsAsLongAsOnesLikeIt(int codeWidth, String hex, int length) {
        Op op = decode(codeWidth, hex);
        assertSame(Row.UNDEFINED, op.row);
        assertEquals(length, op.length);
    }

    @Test
    void anUndefinedInstructionCanBeTooLong() {
        assertSame(Row.UNDEFINED, decode(64, "66 ".repeat(8) + "fe bc 25 00 00 00 00").row);
        assertSame(Row.TOO_LONG, decode(64, "66 ".repeat(9) + "fe bc 25 00 00 00 00").row);
    }

    @Test
    void anUndefinedInstructionHasNoOperands() {
        Op op = decode(64, "f0 89 04 8b");
        assertSame(Row.UNDEFINED, op.row);
        assertEquals(List.of(Kind.NONE, Kind.NONE, 16, 16), List.of(op.dk, op.sk, op.base, op.index));
        assertEquals(4, op.length);
    }
}
