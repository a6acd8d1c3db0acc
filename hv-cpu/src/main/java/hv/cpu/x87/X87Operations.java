package hv.cpu.x87;

import static hv.cpu.decode.Mnemonic.*;

import hv.cpu.decode.Mnemonic;
import hv.cpu.semantics.Operation;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The operations of x87 instructions, and of those that save and restore state, by mnemonic. */
public final class X87Operations {
    private final Map<Mnemonic, Operation> table = new EnumMap<>(Mnemonic.class);

    private X87Operations() {
        arithmetic();
        moves();
        compares();
        functions();
        control();
        state();
    }

    /** Operations by mnemonic; unmodifiable. */
    public static Map<Mnemonic, Operation> table() { return Collections.unmodifiableMap(new X87Operations().table); }

    private void bind(Mnemonic mnemonic, Operation operation) { table.put(mnemonic, operation); }

    private void arithmetic() {
        bind(FADD, Arithmetic::fadd); bind(FADDP, Arithmetic::faddp); bind(FIADD, Arithmetic::fiadd);
        bind(FSUB, Arithmetic::fsub); bind(FSUBP, Arithmetic::fsubp); bind(FISUB, Arithmetic::fisub);
        bind(FSUBR, Arithmetic::fsubr); bind(FSUBRP, Arithmetic::fsubrp); bind(FISUBR, Arithmetic::fisubr);
        bind(FMUL, Arithmetic::fmul); bind(FMULP, Arithmetic::fmulp); bind(FIMUL, Arithmetic::fimul);
        bind(FDIV, Arithmetic::fdiv); bind(FDIVP, Arithmetic::fdivp); bind(FIDIV, Arithmetic::fidiv);
        bind(FDIVR, Arithmetic::fdivr); bind(FDIVRP, Arithmetic::fdivrp); bind(FIDIVR, Arithmetic::fidivr);
        bind(FSQRT, Arithmetic::fsqrt); bind(FRNDINT, Arithmetic::frndint); bind(FSCALE, Arithmetic::fscale);
        bind(FPREM, Arithmetic::fprem); bind(FPREM1, Arithmetic::fprem1);
        bind(FCHS, Control::fchs); bind(FABS, Control::fabs);
    }

    private void moves() {
        bind(FLD, Loads::fld); bind(FILD, Loads::fild); bind(FBLD, Loads::fbld);
        bind(FLD1, Loads::fld1); bind(FLDZ, Loads::fldz); bind(FLDPI, Loads::fldpi); bind(FLDL2E, Loads::fldl2e); bind(FLDL2T, Loads::fldl2t);
        bind(FLDLG2, Loads::fldlg2); bind(FLDLN2, Loads::fldln2);
        bind(FST, Stores::fst); bind(FSTP, Stores::fstp); bind(FSTPNCE, Stores::fstpnce); bind(FIST, Stores::fist); bind(FISTP, Stores::fistp); bind(FISTTP, Stores::fisttp);
        bind(FBSTP, Stores::fbstp);
        bind(FXCH, Control::fxch);
    }

    private void compares() {
        bind(FCOM, Compares::fcom); bind(FCOMP, Compares::fcomp); bind(FCOMPP, Compares::fcompp);
        bind(FUCOM, Compares::fucom); bind(FUCOMP, Compares::fucomp); bind(FUCOMPP, Compares::fucompp);
        bind(FICOM, Compares::ficom); bind(FICOMP, Compares::ficomp); bind(FTST, Compares::ftst); bind(FXAM, Compares::fxam);
        bind(FCOMI, Compares::fcomi); bind(FCOMIP, Compares::fcomip); bind(FUCOMI, Compares::fucomi); bind(FUCOMIP, Compares::fucomip);
        bind(FCMOVB, Compares::fcmovb); bind(FCMOVE, Compares::fcmove); bind(FCMOVBE, Compares::fcmovbe); bind(FCMOVU, Compares::fcmovu);
        bind(FCMOVNB, Compares::fcmovnb); bind(FCMOVNE, Compares::fcmovne); bind(FCMOVNBE, Compares::fcmovnbe);
        bind(FCMOVNU, Compares::fcmovnu);
    }

    private void functions() {
        bind(FXTRACT, Functions::fxtract); bind(F2XM1, Functions::f2xm1); bind(FYL2X, Functions::fyl2x); bind(FYL2XP1, Functions::fyl2xp1);
        bind(FPATAN, Functions::fpatan); bind(FPTAN, Functions::fptan); bind(FSIN, Functions::fsin); bind(FCOS, Functions::fcos);
        bind(FSINCOS, Functions::fsincos);
    }

    private void state() {
        bind(FXSAVE, FxSave::fxsave); bind(FXRSTOR, FxSave::fxrstor);
        bind(XSAVE, Xsave::xsave); bind(XSAVEOPT, Xsave::xsaveopt); bind(XSAVEC, Xsave::xsavec); bind(XSAVES, Xsave::xsaves);
        bind(XRSTOR, Xsave::xrstor); bind(XRSTORS, Xsave::xrstors);
    }

    private void control() {
        bind(FWAIT, Fpu::fwait); bind(FNOP, Control::fnop); bind(FNINIT, Control::fninit); bind(FNCLEX, Control::fnclex);
        bind(FNENI, Control::nothing); bind(FNDISI, Control::nothing); bind(FNSETPM, Control::nothing);
        bind(FINCSTP, Control::fincstp); bind(FDECSTP, Control::fdecstp); bind(FFREE, Control::ffree); bind(FFREEP, Control::ffreep);
        bind(FLDCW, Control::fldcw); bind(FNSTCW, Control::fnstcw); bind(FNSTSW, Control::fnstsw);
        bind(FNSTENV, Environment::fnstenv); bind(FLDENV, Environment::fldenv); bind(FNSAVE, Environment::fnsave);
        bind(FRSTOR, Environment::frstor);
    }
}
