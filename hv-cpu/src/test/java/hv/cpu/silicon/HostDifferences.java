package hv.cpu.silicon;

import hv.cpu.decode.Mnemonic;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Where the host's processor may do otherwise than the reference processor, an Intel part, and both are right: the one table of these
 * differences. What our processor left is made into what the host's has to leave then, so that a case is still compared, up to exactly that
 * difference. On the host of a vendor that is in no row, nobody knows: such a case is not compared there.
 *
 * <p>The reasons name the manuals' own words where they have some; "AMD" is AMD64 Architecture Programmer's Manual, "Intel" the SDM. What neither tells
 * was measured.
 */
final class HostDifferences {
    /**
     * A row of the table.
     *
     * @param where on which hosts
     * @param shows whether the instruction of a case shows it; asked after both processors have executed it
     * @param adapt makes our state after the host's
     */
    private record Difference(String name, Predicate<Host> where, String reason, Predicate<Case> shows, BiConsumer<Case, Rerun> adapt) {}

    private static final Predicate<Host> AMD = host -> !host.intel();

    /** The differences, in the order in which a case is adapted to them. */
    private static final List<Difference> TABLE = List.of(
        new Difference("F3H BSF is TZCNT", host -> host.has("bmi1"), "BMI1; the reference processor lacks it and ignores the prefix (Intel: TZCNT)",
                at -> AmdDecoding.countsZeros(at, Mnemonic.BSF), AmdDecoding::trailingZeros),
        new Difference("F3H BSR is LZCNT", host -> host.has("abm"), "LZCNT; the reference processor lacks it and ignores the prefix (Intel: LZCNT)",
                at -> AmdDecoding.countsZeros(at, Mnemonic.BSR), AmdDecoding::leadingZeros),
        new Difference("prefetch of a register", AMD, "Intel: a NOP with ModRM; AMD: PREFETCH, whose operand must be memory (#UD)",
                AmdDecoding::prefetchOfRegister, AmdDecoding::undefined),
        new Difference("PAUSE with REX.B", AMD, "AMD: opcode 90H with REX.B is XCHG r8, rAX, also behind F3H; Intel: F3H makes it PAUSE",
                AmdDecoding::pauseWithRexB, AmdDecoding::withoutRep),
        new Difference("far pointer with REX.W", AMD, "Intel: m16:64; AMD: offsets of far pointers in memory have 32 bits at most",
                AmdDecoding::farPointerWithRexW, AmdDecoding::withoutRexW),
        new Difference("MOVSXD of 16 bits", AMD, "Intel: r16, r/m16; AMD reads 32 bits of memory", AmdDecoding::narrowMovsxd, AmdDecoding::wideLoad),
        new Difference("LOOPE and LOOPNE with REP", AMD, "F2H and F3H are reserved; on AMD's the prefix chooses the condition",
                AmdDecoding::loopWithOtherCondition, AmdDecoding::otherLoop),
        new Difference("VMREAD's length", AMD, "AMD: 0F 78 is EXTRQ and INSERTQ, with two immediate bytes", AmdDecoding::vmread, AmdDecoding::twoBytesMore),
        new Difference("length of undefined opcodes", AMD, "Intel: UD0, UD1 and reserved opcodes have ModRM, whose bytes are fetched before #UD; AMD's have none",
                AmdDecoding::shorterUndefined, AmdDecoding::undefined),
        new Difference("near branch with 66H", AMD, "Intel: the operand size of near branches is 64 bits in 64-bit code; AMD: 66H makes it 16",
                AmdDecoding::narrowBranch, AmdDecoding::narrowBranch),
        new Difference("CMPS with two faults", AMD, "which operand is accessed first is open; AMD's begin with the source", AmdAccesses::comparesAndFaults,
                AmdAccesses::sourceFirst),
        new Difference("x87 store that faults", AMD, "Intel: an unmasked exception keeps the store from memory; AMD's check the address first",
                AmdAccesses::storesX87, AmdAccesses::addressFirst),
        new Difference("operand across 4 GByte", AMD, "Intel: an operand may wrap in a flat segment, depending on the implementation; AMD: beyond the limit, #GP or #SS",
                AmdAccesses::mayWrap, AmdAccesses::wrap),
        new Difference("BOUND at the edge of memory", AMD, "AMD's read both bounds before they compare the first", AmdAccesses::outOfBounds, AmdAccesses::readBounds),
        new Difference("flags of a repetition that faults", AMD, "Intel: flags as before the instruction; AMD: as after the last iteration",
                AmdAccesses::faultsInRepetition, AmdAccesses::flagsOfIterations),
        new Difference("upper halves after no iteration", AMD, "Intel's clear those of rCX, rSI and rDI with a 32-bit address size; AMD's leave registers alone",
                AmdAccesses::nothingRepeated, AmdAccesses::upperHalvesStay),
        new Difference("CALL to where it may not", AMD, "Intel's have stored the return address before the target faults, AMD's have not",
                AmdAccesses::callThatFaults, AmdAccesses::memoryStays),
        new Difference("PUSH of a selector", AMD, "Intel: two bytes of the slot are written; AMD: all, with zeros", AmdAccesses::pushesSelector, AmdAccesses::pushWidely),
        new Difference("POP of a selector", AMD, "Intel: two bytes of the slot are read; AMD: all", AmdAccesses::popsSelector, AmdAccesses::popWidely),
        new Difference("stack of a far return", AMD, "Intel's read two bytes of the selector's slot, AMD's all, and the outer stack pointer before they look at the selector", AmdAccesses::returnsInward,
                AmdAccesses::stackFirst),
        new Difference("error code of IRET in 64-bit code", AMD, "which check is the first is open where several fail: a selector, or 0", AmdAccesses::interruptReturn,
                AmdAccesses::otherCheck),
        new Difference("far return from 64-bit code", AMD, "Intel: RIP is truncated; AMD's raise #GP where its upper half is not 0", AmdAccesses::leaves64BitCode,
                AmdAccesses::canonicalTarget),
        new Difference("misaligned and not canonical", AMD, "Intel's report #AC, AMD's #GP or #SS", AmdAccesses::leavesCanonicalAddresses,
                AmdAccesses::segmentFault),
        new Difference("offset in FS or GS that is not canonical", AMD, "Intel's add the base before they look, AMD's raise #GP for the offset alone",
                AmdAccesses::offsetOutOfRange, AmdAccesses::segmentFault),
        new Difference("#AC of unaligned vectors", AMD, "Intel: depends on the implementation for MOVUPS and its kin; AMD: #AC where misaligned",
                AmdAccesses::unalignedVector, AmdAccesses::checkAlignment),
        new Difference("MASKMOVDQU and MASKMOVQ that fault", AMD, "which bytes are looked at is open; Intel's report the first that is written, AMD's the operand's",
                AmdAccesses::maskedStore, AmdAccesses::wholeOperand),
        new Difference("data pointer of 57 bits", AMD, "Intel's keep 64 bits of FDP, AMD's a linear address of 57 bits", AmdImages::restoresPointers,
                AmdImages::signExtendPointer),
        new Difference("page fault at an image", AMD, "the order of accesses is open; AMD's look at the whole image, also for components that need none of it",
                AmdImages::faults, AmdImages::anyPage),
        new Difference("misaligned XSAVE area", AMD, "Intel: #GP, or #AC depending on the implementation, or what else is wrong; AMD: #GP first",
                AmdImages::misaligned, AmdImages::generalProtection),
        new Difference("FXSAVE and FXRSTOR with several faults", AMD, "which of alignment, limit and paging is the first is open", AmdImages::severalFaults,
                AmdImages::theirFault),
        new Difference("MXCSR bit 17", AMD, "AMD: misaligned exception mask; Intel: reserved", AmdNumbers::loadsMxcsr, AmdNumbers::misalignedMode),
        new Difference("remainder of a denormal and infinity", AMD, "Intel's leave the denormal as it is, AMD's raise an unmasked underflow exception",
                AmdNumbers::remainderOfDenormal, AmdNumbers::underflow),
        new Difference("NaNs of dot products", AMD, "Intel: which NaN of several propagates across elements is open (DPPS, DPPD)", AmdNumbers::dotProduct,
                AmdNumbers::otherNan),
        new Difference("x87 pointers of a thread", AMD, "AMD: x87 pointers are saved and restored only while an exception waits, so that a context switch loses them",
                AmdNumbers::losesPointers, AmdNumbers::lostPointers),
        new Difference("saved x87 pointers of a thread", AMD, "the same, as FNSAVE and FNSTENV show it", AmdNumbers::savesPointers, AmdNumbers::lostSavedPointers),
        new Difference("SHLD and SHRD above 16", AMD, "both: result and flags are undefined", AmdAccesses::countsAboveSize, AmdAccesses::undefinedResult));

    private final List<Difference> here;
    private final boolean known;
    private final Rerun rerun;
    private final State unadapted;
    private final Map<String, Integer> met = new TreeMap<>();

    HostDifferences(Host host, OurProcessor ours, Arena arena) {
        rerun = new Rerun(ours, arena);
        unadapted = new State(arena.allocate(State.BYTES, 8));
        known = host.intel() || host.amd();
        here = TABLE.stream().filter(difference -> difference.where.test(host)).toList();
    }

    /** @return whether the case can be compared, with our state after as the host's has to be */
    boolean adapt(Case at) {
        for (var difference : here) {
            if (!difference.shows.test(at)) continue;
            unadapted.copy(at.ours);
            difference.adapt.accept(at, rerun);
            if (at.ours.bytes.mismatch(unadapted.bytes) < 0) continue;
            met.merge(difference.name, 1, Integer::sum);
            if (!known) return false;
        }
        return true;
    }

    /** How many cases showed each difference. */
    Map<String, Integer> met() { return met; }
}
