package hv.cpu.decode;

import java.util.Locale;

/**
 * An operation of the processor. Where the manual uses one name for operations that have little in common (near and far CALL, MOV to
 * a control register …), each has its own constant; {@link #text} gives the manual's name.
 */
public enum Mnemonic {
    /** No instruction has this encoding: #UD. */
    UNDEFINED("(bad)"),
    /** Longer than 15 bytes: #GP(0). */
    TOO_LONG("(bad)"),

    // ---- integer ----
    AAA, AAD, AAM, AAS, ADC, ADD, AND, BOUND, BSF, BSR, BSWAP, BT, BTC, BTR, BTS, CALL,
    /** Sign-extends AL, AX or EAX within rAX: CBW, CWDE, CDQE. */
    CBW("cbw", "cwde", "cdqe"),
    CLC, CLD, CMC,
    CMOVO, CMOVNO, CMOVB, CMOVAE, CMOVE, CMOVNE, CMOVBE, CMOVA, CMOVS, CMOVNS, CMOVP, CMOVNP, CMOVL, CMOVGE, CMOVLE, CMOVG,
    CMP, CMPS, CMPXCHG, CMPXCHG8B, CMPXCHG16B, CRC32,
    /** Sign-extends rAX into rDX: CWD, CDQ, CQO. */
    CWD("cwd", "cdq", "cqo"),
    DAA, DAS, DEC, DIV, ENTER, IDIV, IMUL, INC,
    /** Jumps if CX, ECX or RCX (by address width) is zero. */
    JCXZ("jcxz", "jecxz", "jrcxz"),
    JO, JNO, JB, JAE, JE, JNE, JBE, JA, JS, JNS, JP, JNP, JL, JGE, JLE, JG,
    JMP, LAHF, LEA, LEAVE, LFENCE, LODS, LOOP, LOOPE, LOOPNE, MFENCE, MOV, MOVBE, MOVNTI, MOVS, MOVSX, MOVSXD, MOVZX, MUL,
    NEG, NOP, NOT, OR, POP, POPA, POPCNT, PREFETCHNTA, PREFETCHT0, PREFETCHT1, PREFETCHT2, PREFETCHW, PUSH, PUSHA, PUSHF,
    RCL, RCR, RET, ROL, ROR, SAHF,
    /** AL := FFH or 0, by CF. Every processor has it, and no manual of Intel's. */
    SALC,
    SAR, SBB, SCAS,
    SETO, SETNO, SETB, SETAE, SETE, SETNE, SETBE, SETA, SETS, SETNS, SETP, SETNP, SETL, SETGE, SETLE, SETG,
    SFENCE, SHL, SHLD, SHR, SHRD, STC, STD, STOS, SUB, TEST, XADD, XCHG, XLAT, XOR,

    // ---- system ----
    ARPL, CALL_FAR("call"), CLAC, CLFLUSH, CLI, CLTS, CPUID, FXRSTOR("fxrstor", "fxrstor", "fxrstor64"),
    FXSAVE("fxsave", "fxsave", "fxsave64"), HLT, IN, INS, INT, INT1, INT3, INTO, INVD, INVLPG, INVPCID, IRET, JMP_FAR("jmp"), LAR, LDS, LES,
    LFS, LGDT, LGS, LIDT, LLDT, LMSW, LSL, LSS, LTR, MONITOR, MOV_FROM_CR("mov"), MOV_FROM_DR("mov"), MOV_FROM_SEG("mov"), MOV_TO_CR("mov"),
    MOV_TO_DR("mov"), MOV_TO_SEG("mov"), MWAIT, OUT, OUTS, PAUSE, POPF, POP_SEG("pop"), PUSH_SEG("push"), RDFSBASE, RDGSBASE, RDMSR, RDPMC,
    RDRAND, RDSEED, RDTSC, RDTSCP, RET_FAR("retf"), RSM, SGDT, SIDT, SLDT, SMSW, STAC, STI, STR, SWAPGS, SYSCALL, SYSENTER,
    SYSEXIT("sysexit", "sysexit", "sysexitq"), SYSRET("sysret", "sysret", "sysretq"), UD0, UD1, UD2, VERR, VERW, WBINVD, WRFSBASE, WRGSBASE,
    WRMSR, XGETBV, XRSTOR("xrstor", "xrstor", "xrstor64"), XRSTORS("xrstors", "xrstors", "xrstors64"), XSAVE("xsave", "xsave", "xsave64"),
    XSAVEC("xsavec", "xsavec", "xsavec64"), XSAVEOPT("xsaveopt", "xsaveopt", "xsaveopt64"), XSAVES("xsaves", "xsaves", "xsaves64"), XSETBV,

    // ---- MMX, and the same for XMM registers ----
    EMMS, MASKMOVQ, MOVD("movd", "movd", "movq"), MOVNTQ, MOVQ, PABSB, PABSD, PABSW, PACKSSDW, PACKSSWB, PACKUSWB, PADDB, PADDD, PADDQ, PADDSB,
    PADDSW, PADDUSB, PADDUSW, PADDW, PALIGNR, PAND, PANDN, PAVGB, PAVGW, PCMPEQB, PCMPEQD, PCMPEQW, PCMPGTB, PCMPGTD, PCMPGTW, PEXTRW, PHADDD,
    PHADDSW, PHADDW, PHSUBD, PHSUBSW, PHSUBW, PINSRW, PMADDUBSW, PMADDWD, PMAXSW, PMAXUB, PMINSW, PMINUB, PMOVMSKB, PMULHRSW, PMULHUW, PMULHW,
    PMULLW, PMULUDQ, POR, PSADBW, PSHUFB, PSHUFW, PSIGNB, PSIGND, PSIGNW, PSLLD, PSLLQ, PSLLW, PSRAD, PSRAW, PSRLD, PSRLQ, PSRLW, PSUBB, PSUBD,
    PSUBQ, PSUBSB, PSUBSW, PSUBUSB, PSUBUSW, PSUBW, PUNPCKHBW, PUNPCKHDQ, PUNPCKHWD, PUNPCKLBW, PUNPCKLDQ, PUNPCKLWD, PXOR,

    // ---- SSE floating point ----
    ADDPD, ADDPS, ADDSD, ADDSS, ADDSUBPD, ADDSUBPS, ANDNPD, ANDNPS, ANDPD, ANDPS, CMPPD, CMPPS, CMPSD, CMPSS, COMISD, COMISS, CVTDQ2PD, CVTDQ2PS,
    CVTPD2DQ, CVTPD2PI, CVTPD2PS, CVTPI2PD, CVTPI2PS, CVTPS2DQ, CVTPS2PD, CVTPS2PI, CVTSD2SI, CVTSD2SS, CVTSI2SD, CVTSI2SS, CVTSS2SD, CVTSS2SI,
    CVTTPD2DQ, CVTTPD2PI, CVTTPS2DQ, CVTTPS2PI, CVTTSD2SI, CVTTSS2SI, DIVPD, DIVPS, DIVSD, DIVSS, HADDPD, HADDPS, HSUBPD, HSUBPS, LDMXCSR, MAXPD,
    MAXPS, MAXSD, MAXSS, MINPD, MINPS, MINSD, MINSS, MOVAPD, MOVAPS, MOVDDUP, MOVHLPS, MOVHPD, MOVHPS, MOVLHPS, MOVLPD, MOVLPS, MOVMSKPD, MOVMSKPS,
    MOVNTPD, MOVNTPS, MOVSD, MOVSHDUP, MOVSLDUP, MOVSS, MOVUPD, MOVUPS, MULPD, MULPS, MULSD, MULSS, ORPD, ORPS, RCPPS, RCPSS, RSQRTPS, RSQRTSS,
    SHUFPD, SHUFPS, SQRTPD, SQRTPS, SQRTSD, SQRTSS, STMXCSR, SUBPD, SUBPS, SUBSD, SUBSS, UCOMISD, UCOMISS, UNPCKHPD, UNPCKHPS, UNPCKLPD, UNPCKLPS,
    XORPD, XORPS,

    // ---- SSE integer, AES, carry-less multiplication ----
    AESDEC, AESDECLAST, AESENC, AESENCLAST, AESIMC, AESKEYGENASSIST, BLENDPD, BLENDPS, BLENDVPD, BLENDVPS, DPPD, DPPS, EXTRACTPS, INSERTPS, LDDQU,
    MASKMOVDQU, MOVDQ2Q, MOVDQA, MOVDQU, MOVNTDQ, MOVNTDQA, MOVQ2DQ, MPSADBW, PACKUSDW, PBLENDVB, PBLENDW, PCLMULQDQ, PCMPEQQ, PCMPESTRI,
    /** PCMPESTRI with lengths in RAX and RDX. */
    PCMPESTRIQ, PCMPESTRM, PCMPESTRMQ,
    PCMPGTQ, PCMPISTRI, PCMPISTRM, PEXTRB, PEXTRD("pextrd", "pextrd", "pextrq"), PHMINPOSUW, PINSRB, PINSRD("pinsrd", "pinsrd", "pinsrq"), PMAXSB,
    PMAXSD, PMAXUD, PMAXUW, PMINSB, PMINSD, PMINUD, PMINUW, PMOVSXBD, PMOVSXBQ, PMOVSXBW, PMOVSXDQ, PMOVSXWD, PMOVSXWQ, PMOVZXBD, PMOVZXBQ,
    PMOVZXBW, PMOVZXDQ, PMOVZXWD, PMOVZXWQ, PMULDQ, PMULLD, PSHUFD, PSHUFHW, PSHUFLW, PSLLDQ, PSRLDQ, PTEST, PUNPCKHQDQ, PUNPCKLQDQ, ROUNDPD,
    ROUNDPS, ROUNDSD, ROUNDSS,

    // ---- x87 ----
    F2XM1, FABS, FADD, FADDP, FBLD, FBSTP, FCHS, FCMOVB, FCMOVBE, FCMOVE, FCMOVNB, FCMOVNBE, FCMOVNE, FCMOVNU, FCMOVU, FCOM, FCOMI, FCOMIP,
    FCOMP, FCOMPP, FCOS, FDECSTP, FDIV, FDIVP, FDIVR, FDIVRP, FFREE, FFREEP, FIADD, FICOM, FICOMP, FIDIV, FIDIVR, FILD, FIMUL, FINCSTP, FIST,
    FISTP, FISTTP, FISUB, FISUBR, FLD, FLD1, FLDCW, FLDENV, FLDL2E, FLDL2T, FLDLG2, FLDLN2, FLDPI, FLDZ, FMUL, FMULP, FNCLEX,
    /** Instructions of the 8087 and 287 that do nothing on later processors. */
    FNDISI, FNENI, FNSETPM,
    FNINIT, FNOP, FNSAVE, FNSTCW, FNSTENV, FNSTSW, FPATAN, FPREM, FPREM1, FPTAN, FRNDINT, FRSTOR, FSCALE, FSIN, FSINCOS, FSQRT, FST, FSTP,
    /** Like FSTP; but if ST(0) is empty, that is no stack fault: it is popped, and nothing is stored. */
    FSTPNCE, FSUB,
    FSUBP, FSUBR, FSUBRP, FTST, FUCOM, FUCOMI, FUCOMIP, FUCOMP, FUCOMPP, FWAIT, FXAM, FXCH, FXTRACT, FYL2X, FYL2XP1,

    // ---- VMX ----
    INVEPT, INVVPID, VMCALL, VMCLEAR, VMFUNC, VMLAUNCH, VMPTRLD, VMPTRST, VMREAD, VMRESUME, VMWRITE, VMXOFF, VMXON;

    private final String[] texts;

    Mnemonic(String... texts) { this.texts = texts.length > 0 ? texts : new String[] {name().toLowerCase(Locale.ROOT)}; }

    /** The manual's name in lower case; where there are several, the one for 16 bits. */
    public String text() { return texts[0]; }

    /** The manual's name in lower case, for a width of 2, 4 or 8 bytes where the name depends on it. */
    public String text(int width) { return texts.length == 1 ? texts[0] : texts[Integer.numberOfTrailingZeros(width) - 1]; }

    /** The name depends on the width. */
    public boolean namedByWidth() { return texts.length > 1; }

    /** Whether this stands for bytes that are no instruction. */
    public boolean noInstruction() { return this == UNDEFINED || this == TOO_LONG; }

    /** The mnemonic of condition {@code cc} (0 O, 1 NO, … 15 G) in the family whose first member this is: JO, CMOVO or SETO. */
    Mnemonic on(int cc) { return VALUES[ordinal() + cc]; }

    /** The number of the condition in a member of those families, 0 elsewhere. */
    int condition() {
        for (Mnemonic first : FAMILIES)
            if (ordinal() >= first.ordinal() && ordinal() < first.ordinal() + 16) return ordinal() - first.ordinal();
        return 0;
    }

    private static final Mnemonic[] FAMILIES = {CMOVO, JO, SETO};
    private static final Mnemonic[] VALUES = values();
}
