package hv.cpu.simd;

import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.simd.Lanes.BYTES;
import static hv.cpu.simd.Lanes.DWORDS;
import static hv.cpu.simd.Lanes.WORDS;

import hv.cpu.decode.Mnemonic;
import hv.cpu.semantics.Operation;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** The integer part of {@link SimdOperations}. */
record IntegerOperations(Map<Mnemonic, Operation> table) {
    private static final long ONE_WORD_EACH = 0x0001_0001_0001_0001L, ONE_DWORD_EACH = 0x0000_0001_0000_0001L;

    private void bind(Mnemonic mnemonic, Operation operation) { table.put(mnemonic, operation); }
    private void halves(Mnemonic mnemonic, LongBinaryOperator function) { bind(mnemonic, new Halves(function)); }
    private void joined(Mnemonic mnemonic, LongUnaryOperator function) { bind(mnemonic, new Joined(function)); }
    private void wide(Mnemonic mnemonic, Wide.Function function) { bind(mnemonic, new Wide(function)); }

    private void signedBytes(Mnemonic mnemonic, IntBinaryOperator function) { halves(mnemonic, Lanes.signedBytes(function)); }
    private void bytes(Mnemonic mnemonic, IntBinaryOperator function) { halves(mnemonic, Lanes.bytes(function)); }
    private void signedWords(Mnemonic mnemonic, IntBinaryOperator function) { halves(mnemonic, Lanes.signedWords(function)); }
    private void words(Mnemonic mnemonic, IntBinaryOperator function) { halves(mnemonic, Lanes.words(function)); }
    private void dwords(Mnemonic mnemonic, IntBinaryOperator function) { halves(mnemonic, Lanes.dwords(function)); }

    void bind() {
        logic();
        sums();
        saturated();
        products();
        comparisons();
        extremes();
        signs();
        packs();
        shifts();
        shuffles();
        others();
    }

    private void logic() {
        for (var m : new Mnemonic[] {PAND, ANDPS, ANDPD}) halves(m, (a, b) -> a & b);
        for (var m : new Mnemonic[] {PANDN, ANDNPS, ANDNPD}) halves(m, (a, b) -> ~a & b);
        for (var m : new Mnemonic[] {POR, ORPS, ORPD}) halves(m, (a, b) -> a | b);
        for (var m : new Mnemonic[] {PXOR, XORPS, XORPD}) halves(m, (a, b) -> a ^ b);
    }

    private void sums() {
        halves(PADDB, (a, b) -> Lanes.add(a, b, BYTES)); halves(PSUBB, (a, b) -> Lanes.subtract(a, b, BYTES));
        halves(PADDW, (a, b) -> Lanes.add(a, b, WORDS)); halves(PSUBW, (a, b) -> Lanes.subtract(a, b, WORDS));
        halves(PADDD, (a, b) -> Lanes.add(a, b, DWORDS)); halves(PSUBD, (a, b) -> Lanes.subtract(a, b, DWORDS));
        halves(PADDQ, (a, b) -> a + b); halves(PSUBQ, (a, b) -> a - b);
        bytes(PAVGB, (a, b) -> a + b + 1 >> 1); words(PAVGW, (a, b) -> a + b + 1 >> 1);
    }

    private void saturated() {
        signedBytes(PADDSB, (a, b) -> Lanes.saturateByte(a + b)); signedBytes(PSUBSB, (a, b) -> Lanes.saturateByte(a - b));
        signedWords(PADDSW, (a, b) -> Lanes.saturateWord(a + b)); signedWords(PSUBSW, (a, b) -> Lanes.saturateWord(a - b));
        bytes(PADDUSB, (a, b) -> Math.min(a + b, 0xFF)); bytes(PSUBUSB, (a, b) -> Math.max(a - b, 0));
        words(PADDUSW, (a, b) -> Math.min(a + b, 0xFFFF)); words(PSUBUSW, (a, b) -> Math.max(a - b, 0));
    }

    private void products() {
        signedWords(PMULLW, (a, b) -> a * b); signedWords(PMULHW, (a, b) -> a * b >> 16); words(PMULHUW, (a, b) -> a * b >>> 16);
        signedWords(PMULHRSW, (a, b) -> (a * b >> 14) + 1 >> 1); dwords(PMULLD, (a, b) -> a * b);
        halves(PMULUDQ, (a, b) -> (a & 0xFFFF_FFFFL) * (b & 0xFFFF_FFFFL)); halves(PMULDQ, (a, b) -> (long) (int) a * (int) b);
        halves(PMADDWD, Sums::pmaddwd); halves(PMADDUBSW, Sums::pmaddubsw); halves(PSADBW, Sums::psadbw);
    }

    private void comparisons() {
        halves(PCMPEQB, (a, b) -> Lanes.equal(a, b, BYTES)); halves(PCMPEQW, (a, b) -> Lanes.equal(a, b, WORDS));
        halves(PCMPEQD, (a, b) -> Lanes.equal(a, b, DWORDS)); halves(PCMPEQQ, (a, b) -> a == b ? -1 : 0);
        signedBytes(PCMPGTB, (a, b) -> a > b ? -1 : 0); signedWords(PCMPGTW, (a, b) -> a > b ? -1 : 0);
        dwords(PCMPGTD, (a, b) -> a > b ? -1 : 0); halves(PCMPGTQ, (a, b) -> a > b ? -1 : 0);
    }

    private void extremes() {
        bytes(PMINUB, Math::min); bytes(PMAXUB, Math::max); signedBytes(PMINSB, Math::min); signedBytes(PMAXSB, Math::max);
        words(PMINUW, Math::min); words(PMAXUW, Math::max); signedWords(PMINSW, Math::min); signedWords(PMAXSW, Math::max);
        dwords(PMINSD, Math::min); dwords(PMAXSD, Math::max);
        dwords(PMINUD, (a, b) -> Integer.compareUnsigned(a, b) < 0 ? a : b); dwords(PMAXUD, (a, b) -> Integer.compareUnsigned(a, b) > 0 ? a : b);
    }

    private void signs() {
        signedBytes(PABSB, (a, b) -> Math.abs(b)); signedWords(PABSW, (a, b) -> Math.abs(b)); dwords(PABSD, (a, b) -> Math.abs(b));
        signedBytes(PSIGNB, (a, b) -> a * Integer.signum(b)); signedWords(PSIGNW, (a, b) -> a * Integer.signum(b));
        dwords(PSIGND, (a, b) -> a * Integer.signum(b));
    }

    private void packs() {
        joined(PACKSSWB, Packs.words(Lanes::saturateByte)); joined(PACKUSWB, Packs.words(Lanes::saturateUnsignedByte));
        joined(PACKSSDW, Packs.dwords(Lanes::saturateWord)); joined(PACKUSDW, Packs.dwords(Lanes::saturateUnsignedWord));
        joined(PHADDW, Packs::phaddw); joined(PHADDD, Packs::phaddd); joined(PHADDSW, Packs::phaddsw);
        joined(PHSUBW, Packs::phsubw); joined(PHSUBD, Packs::phsubd); joined(PHSUBSW, Packs::phsubsw);
        interleaved(PUNPCKLBW, PUNPCKHBW, Packs::interleaveBytes); interleaved(PUNPCKLWD, PUNPCKHWD, Packs::interleaveWords);
        interleaved(PUNPCKLDQ, PUNPCKHDQ, Packs::interleaveDwords); interleaved(UNPCKLPS, UNPCKHPS, Packs::interleaveDwords);
        wide(PUNPCKLQDQ, Shuffles::punpcklqdq); wide(PUNPCKHQDQ, Shuffles::punpckhqdq);
        wide(UNPCKLPD, Shuffles::punpcklqdq); wide(UNPCKHPD, Shuffles::punpckhqdq);
    }

    private void interleaved(Mnemonic lower, Mnemonic upper, LongBinaryOperator function) {
        bind(lower, new Interleaved(function, false));
        bind(upper, new Interleaved(function, true));
    }

    private void shifts() {
        bind(PSLLW, VectorShifts.left(16, ONE_WORD_EACH)); bind(PSLLD, VectorShifts.left(32, ONE_DWORD_EACH)); bind(PSLLQ, VectorShifts.left(64, 1));
        bind(PSRLW, VectorShifts.right(16, ONE_WORD_EACH)); bind(PSRLD, VectorShifts.right(32, ONE_DWORD_EACH));
        bind(PSRLQ, VectorShifts.right(64, 1)); bind(PSRAW, VectorShifts.arithmeticWords()); bind(PSRAD, VectorShifts.arithmeticDwords());
        bind(PSLLDQ, Shuffles::pslldq); bind(PSRLDQ, Shuffles::psrldq); bind(PALIGNR, Shuffles::palignr);
    }

    private void shuffles() {
        wide(PSHUFD, Shuffles::pshufd); wide(PSHUFLW, Shuffles::pshuflw); wide(PSHUFHW, Shuffles::pshufhw); bind(PSHUFW, Shuffles::pshufw);
        wide(SHUFPS, Shuffles::shufps); wide(SHUFPD, Shuffles::shufpd); bind(PSHUFB, Shuffles::pshufb);
        wide(MOVHLPS, Shuffles::movhlps); wide(MOVLHPS, Shuffles::movlhps); wide(MOVSLDUP, Shuffles::movsldup); wide(MOVSHDUP, Shuffles::movshdup);
        wide(PBLENDW, Shuffles::pblendw); wide(BLENDPS, Shuffles::blendps); wide(BLENDPD, Shuffles::blendpd);
        bind(PBLENDVB, Shuffles::pblendvb); bind(BLENDVPS, Shuffles::blendvps); bind(BLENDVPD, Shuffles::blendvpd);
    }

    private void others() {
        wide(MPSADBW, Sums::mpsadbw); wide(PHMINPOSUW, Sums::phminposuw); bind(PTEST, Comparisons::ptest);
        bind(PCMPESTRI, StringComparison::pcmpestri); bind(PCMPESTRM, StringComparison::pcmpestrm);
        bind(PCMPESTRIQ, StringComparison::pcmpestriq); bind(PCMPESTRMQ, StringComparison::pcmpestrmq);
        bind(PCMPISTRI, StringComparison::pcmpistri); bind(PCMPISTRM, StringComparison::pcmpistrm);
        wide(AESENC, Aes::aesenc); wide(AESENCLAST, Aes::aesenclast); wide(AESDEC, Aes::aesdec); wide(AESDECLAST, Aes::aesdeclast);
        wide(AESIMC, Aes::aesimc); wide(AESKEYGENASSIST, Aes::aeskeygenassist); wide(PCLMULQDQ, CarryLess::pclmulqdq);
    }
}
