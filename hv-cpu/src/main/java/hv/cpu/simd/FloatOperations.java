package hv.cpu.simd;

import static hv.cpu.decode.Mnemonic.*;

import hv.cpu.decode.Mnemonic;
import hv.cpu.semantics.Operation;
import hv.cpu.simd.FloatVector.PackedDouble;
import hv.cpu.simd.FloatVector.PackedSingle;
import hv.cpu.simd.FloatVector.ScalarDouble;
import hv.cpu.simd.FloatVector.ScalarSingle;
import java.util.Map;

/** The floating-point part of {@link SimdOperations}. */
record FloatOperations(Map<Mnemonic, Operation> table) {
    private void bind(Mnemonic mnemonic, Operation operation) { table.put(mnemonic, operation); }

    void bind() {
        arithmetic();
        comparisons();
        conversions();
        acrossElements();
    }

    private void doubles(Mnemonic packed, Mnemonic scalar, FloatFunction function) {
        bind(packed, new PackedDouble(function));
        bind(scalar, new ScalarDouble(function));
    }

    private void singles(Mnemonic packed, Mnemonic scalar, FloatFunction function) {
        bind(packed, new PackedSingle(function));
        bind(scalar, new ScalarSingle(function));
    }

    private void arithmetic() {
        doubles(ADDPD, ADDSD, Doubles::add); doubles(SUBPD, SUBSD, Doubles::subtract); doubles(MULPD, MULSD, Doubles::multiply);
        doubles(DIVPD, DIVSD, Doubles::divide); doubles(SQRTPD, SQRTSD, Doubles::squareRoot); doubles(MINPD, MINSD, Doubles::minimum);
        doubles(MAXPD, MAXSD, Doubles::maximum);
        singles(ADDPS, ADDSS, Singles::add); singles(SUBPS, SUBSS, Singles::subtract); singles(MULPS, MULSS, Singles::multiply);
        singles(DIVPS, DIVSS, Singles::divide); singles(SQRTPS, SQRTSS, Singles::squareRoot); singles(MINPS, MINSS, Singles::minimum);
        singles(MAXPS, MAXSS, Singles::maximum);
        singles(RCPPS, RCPSS, Approximations::reciprocal); singles(RSQRTPS, RSQRTSS, Approximations::reciprocalRoot);
    }

    private void comparisons() {
        bind(CMPPD, Comparisons::cmppd); bind(CMPPS, Comparisons::cmpps); bind(CMPSD, Comparisons::cmpsd); bind(CMPSS, Comparisons::cmpss);
        bind(COMISD, Comparisons::comisd); bind(COMISS, Comparisons::comiss);
        bind(UCOMISD, Comparisons::ucomisd); bind(UCOMISS, Comparisons::ucomiss);
    }

    private void conversions() {
        bind(CVTSI2SD, Conversions::cvtsi2sd); bind(CVTSI2SS, Conversions::cvtsi2ss); bind(CVTSD2SI, Conversions::cvtsd2si);
        bind(CVTTSD2SI, Conversions::cvttsd2si); bind(CVTSS2SI, Conversions::cvtss2si); bind(CVTTSS2SI, Conversions::cvttss2si);
        bind(CVTSS2SD, Conversions::cvtss2sd); bind(CVTSD2SS, Conversions::cvtsd2ss); bind(CVTPS2PD, Conversions::cvtps2pd);
        bind(CVTPD2PS, Conversions::cvtpd2ps); bind(CVTDQ2PD, Conversions::cvtdq2pd); bind(CVTPD2DQ, Conversions::cvtpd2dq);
        bind(CVTTPD2DQ, Conversions::cvttpd2dq);
        bind(CVTDQ2PS, (c, o, w, dk, sk) -> Conversions.halves(c, o, sk, (v, a, b) -> Conversions.toSingles(v, b)));
        bind(CVTPS2DQ, (c, o, w, dk, sk) -> Conversions.halves(c, o, sk, (v, a, b) -> Conversions.fromSingles(v, b, false)));
        bind(CVTTPS2DQ, (c, o, w, dk, sk) -> Conversions.halves(c, o, sk, (v, a, b) -> Conversions.fromSingles(v, b, true)));
        bind(CVTPI2PS, Conversions::cvtpi2ps); bind(CVTPI2PD, Conversions::cvtpi2pd); bind(CVTPS2PI, Conversions::cvtps2pi);
        bind(CVTTPS2PI, Conversions::cvttps2pi); bind(CVTPD2PI, Conversions::cvtpd2pi); bind(CVTTPD2PI, Conversions::cvttpd2pi);
    }

    private void acrossElements() {
        bind(HADDPD, new Horizontal.Doubled(Doubles::add)); bind(HSUBPD, new Horizontal.Doubled(Doubles::subtract));
        bind(HADDPS, new Horizontal.Singled(Singles::add)); bind(HSUBPS, new Horizontal.Singled(Singles::subtract));
        bind(ADDSUBPD, Horizontal::addsubpd); bind(ADDSUBPS, Horizontal::addsubps); bind(DPPS, Horizontal::dpps); bind(DPPD, Horizontal::dppd);
        bind(ROUNDPS, Rounds::roundps); bind(ROUNDPD, Rounds::roundpd); bind(ROUNDSS, Rounds::roundss); bind(ROUNDSD, Rounds::roundsd);
    }
}
