package hv.cpu.simd;

import static hv.cpu.decode.Mnemonic.*;

import hv.cpu.decode.Mnemonic;
import hv.cpu.semantics.Operation;
import java.util.Map;

/** The part of {@link SimdOperations} that moves data. */
record MoveOperations(Map<Mnemonic, Operation> table) {
    private void bind(Mnemonic mnemonic, Operation operation) { table.put(mnemonic, operation); }

    void bind() {
        for (var m : new Mnemonic[] {MOVAPS, MOVAPD, MOVDQA, MOVNTPS, MOVNTPD, MOVNTDQ, MOVNTDQA}) bind(m, VectorMoves::aligned);
        for (var m : new Mnemonic[] {MOVUPS, MOVUPD, MOVDQU, LDDQU}) bind(m, VectorMoves::unaligned);
        bind(MOVSS, VectorMoves::movss); bind(MOVSD, VectorMoves::movsd); bind(MOVQ, VectorMoves::movq); bind(MOVD, VectorMoves::movd);
        bind(MOVLPS, VectorMoves::low); bind(MOVLPD, VectorMoves::low); bind(MOVHPS, VectorMoves::high); bind(MOVHPD, VectorMoves::high);
        bind(MOVDDUP, VectorMoves::movddup); bind(MOVMSKPS, VectorMoves::movmskps); bind(MOVMSKPD, VectorMoves::movmskpd);
        bind(MOVQ2DQ, MmxMoves::movq2dq); bind(MOVDQ2Q, MmxMoves::movdq2q); bind(MOVNTQ, MmxMoves::movntq); bind(EMMS, MmxMoves::emms);
        bind(MASKMOVDQU, MaskedStores::maskmovdqu); bind(MASKMOVQ, MaskedStores::maskmovq);
        bind(LDMXCSR, ControlAndStatus::ldmxcsr); bind(STMXCSR, ControlAndStatus::stmxcsr);
        elements();
        extensions();
    }

    private void elements() {
        bind(PINSRB, Elements::pinsrb); bind(PINSRW, Elements::pinsrw); bind(PINSRD, Elements::pinsrd); bind(INSERTPS, Elements::insertps);
        bind(PEXTRB, Elements::pextrb); bind(PEXTRW, Elements::pextrw); bind(PEXTRD, Elements::pextrd); bind(EXTRACTPS, Elements::extractps);
        bind(PMOVMSKB, Elements::pmovmskb);
    }

    private void extensions() {
        extension(PMOVSXBW, PMOVZXBW, 1, 2); extension(PMOVSXBD, PMOVZXBD, 1, 4); extension(PMOVSXBQ, PMOVZXBQ, 1, 8);
        extension(PMOVSXWD, PMOVZXWD, 2, 4); extension(PMOVSXWQ, PMOVZXWQ, 2, 8); extension(PMOVSXDQ, PMOVZXDQ, 4, 8);
    }

    private void extension(Mnemonic signed, Mnemonic unsigned, int from, int to) {
        bind(signed, (c, o, w, dk, sk) -> Elements.extend(c, o, sk, from, to, true));
        bind(unsigned, (c, o, w, dk, sk) -> Elements.extend(c, o, sk, from, to, false));
    }
}
