package hv.cpu.decode;

import static hv.cpu.decode.Flag.*;
import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.decode.Operand.*;
import static hv.cpu.decode.Row.row;
import static hv.cpu.decode.Trait.*;

import hv.api.x86.ExitReason;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.cpu.platform.CpuidFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * System instructions, and user-mode instructions that need segments, gates, ports, or the machine's time and identity.
 *
 * @sdm 2D appendix A "Opcode Map"
 */
final class SystemMap {
    private SystemMap() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (var part : List.of(segments(), farPointers(), farTransfers(), fastCalls(), interrupts(), flags(), ports(), descriptors(), group7(), processor(),
                time(), controlRegisters(), state(), bases())) rows.addAll(Row.each(part, SYSTEM));
        return rows;
    }

    private static List<Row> segments() {
        return List.of(
                row("06", PUSH_SEG, ES).is(NOT_64, SUFFIXED),
                row("07", POP_SEG, ES).is(NOT_64, UNCHAINED, SUFFIXED),
                row("0E", PUSH_SEG, CS).is(NOT_64, SUFFIXED),
                row("16", PUSH_SEG, SS).is(NOT_64, SUFFIXED),
                row("17", POP_SEG, SS).is(NOT_64, UNCHAINED, SUFFIXED),
                row("1E", PUSH_SEG, DS).is(NOT_64, SUFFIXED),
                row("1F", POP_SEG, DS).is(NOT_64, UNCHAINED, SUFFIXED),
                row("0F A0", PUSH_SEG, FS).is(DEFAULT_64, SUFFIXED),
                row("0F A1", POP_SEG, FS).is(DEFAULT_64, UNCHAINED, SUFFIXED),
                row("0F A8", PUSH_SEG, GS).is(DEFAULT_64, SUFFIXED),
                row("0F A9", POP_SEG, GS).is(DEFAULT_64, UNCHAINED, SUFFIXED),
                row("8C /r", MOV_FROM_SEG, RvMw, Sw),
                row("8E /r", MOV_TO_SEG, Sw, Ew).is(UNCHAINED));
    }

    private static List<Row> farPointers() {
        return List.of(
                row("C4 /r", LES, Gv, Mp).is(NOT_64, UNCHAINED),
                row("C5 /r", LDS, Gv, Mp).is(NOT_64, UNCHAINED),
                row("0F B2 /r", LSS, Gv, Mp).is(UNCHAINED),
                row("0F B4 /r", LFS, Gv, Mp).is(UNCHAINED),
                row("0F B5 /r", LGS, Gv, Mp).is(UNCHAINED));
    }

    private static List<Row> farTransfers() {
        return List.of(
                row("9A", CALL_FAR, Ap).is(NOT_64, UNCHAINED),
                row("EA", JMP_FAR, Ap).is(NOT_64, UNCHAINED),
                row("FF /3", CALL_FAR, Mp).is(UNCHAINED),
                row("FF /5", JMP_FAR, Mp).is(UNCHAINED),
                row("CA", RET_FAR, Iw).is(UNCHAINED, SUFFIXED),
                row("CB", RET_FAR).is(UNCHAINED, SUFFIXED),
                row("CF", IRET).sets(Flag.values()).is(UNCHAINED, SUFFIXED),
                row("0F AA", RSM).sets(Flag.values()).is(UNCHAINED));
    }

    private static List<Row> fastCalls() {
        return List.of(
                row("0F 05", SYSCALL).sets(Flag.values()).is(ONLY_64, UNCHAINED, TRAPS_BY_NEW_TF),
                row("0F 07", SYSRET).sets(Flag.values()).is(ONLY_64, UNCHAINED, TRAPS_BY_NEW_TF),
                row("0F 34", SYSENTER).sets(IF).is(UNCHAINED),
                row("0F 35", SYSEXIT).is(UNCHAINED));
    }

    private static List<Row> interrupts() {
        return List.of(
                row("CC", INT3).is(ALONE, SOFTWARE_EVENT),
                row("CD", INT, Ib).is(ALONE, SOFTWARE_EVENT),
                row("CE", INTO).tests(OF).is(NOT_64, ALONE, SOFTWARE_EVENT),
                row("F1", INT1).is(ALONE, SOFTWARE_EVENT),
                row("0F 0B", UD2).is(UNCHAINED),
                row("0F B9 /r", UD1, Gv, Ev).is(UNCHAINED),
                row("0F FF /r", UD0, Gv, Ev).is(UNCHAINED),
                row("F4", HLT).is(ALONE, UNCHAINED).exits(ExitReason.HLT).byPrimary(PrimaryControls.HLT_EXITING),
                row("F3 90", PAUSE).is(ALONE).exits(ExitReason.PAUSE).byPrimary(PrimaryControls.PAUSE_EXITING));
    }

    private static List<Row> flags() {
        return List.of(
                row("9D", POPF).sets(Flag.values()).is(DEFAULT_64, UNCHAINED, SUFFIXED),
                row("FA", CLI).sets(IF),
                row("FB", STI).sets(IF).is(UNCHAINED),
                row("NP 0F 01 CA", CLAC).sets(AC).is(UNCHAINED).needs(CpuidFeature.SMAP),
                row("NP 0F 01 CB", STAC).sets(AC).is(UNCHAINED).needs(CpuidFeature.SMAP));
    }

    private static List<Row> ports() {
        return Stream.of(
                row("6C", INS, Yb, DX).tests(DF).is(REPEATABLE),
                row("6D", INS, Yz, DX).tests(DF).is(REPEATABLE),
                row("6E", OUTS, DX, Xb).tests(DF).is(REPEATABLE),
                row("6F", OUTS, DX, Xz).tests(DF).is(REPEATABLE),
                row("E4", IN, AL, Ib),
                row("E5", IN, eAX, Ib),
                row("E6", OUT, Ib, AL),
                row("E7", OUT, Ib, eAX),
                row("EC", IN, AL, DX),
                row("ED", IN, eAX, DX),
                row("EE", OUT, DX, AL),
                row("EF", OUT, DX, eAX)).map(row -> row.is(ALONE).exits(ExitReason.IO_INSTRUCTION)).toList();
    }

    private static List<Row> descriptors() {
        return List.of(
                row("63 /r", ARPL, Ew, Gw).sets(ZF).is(NOT_64),
                table("0F 00 /0", SLDT, RvMw, ExitReason.LDTR_OR_TR_ACCESS),
                table("0F 00 /1", STR, RvMw, ExitReason.LDTR_OR_TR_ACCESS),
                table("0F 00 /2", LLDT, Ew, ExitReason.LDTR_OR_TR_ACCESS),
                table("0F 00 /3", LTR, Ew, ExitReason.LDTR_OR_TR_ACCESS),
                row("0F 00 /4", VERR, Ew).sets(ZF),
                row("0F 00 /5", VERW, Ew).sets(ZF),
                row("0F 02 /r", LAR, Gv, Ew).sets(ZF),
                row("0F 03 /r", LSL, Gv, Ew).sets(ZF));
    }

    /** A load or store of GDTR, IDTR, LDTR or TR. */
    private static Row table(String opcode, Mnemonic mnemonic, Operand operand, ExitReason reason) {
        return row(opcode, mnemonic, operand).exits(reason).bySecondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING);
    }

    private static List<Row> group7() {
        return List.of(
                table("0F 01 /0", SGDT, Ms, ExitReason.GDTR_OR_IDTR_ACCESS).is(FORCED_64, SUFFIXED),
                table("0F 01 /1", SIDT, Ms, ExitReason.GDTR_OR_IDTR_ACCESS).is(FORCED_64, SUFFIXED),
                table("0F 01 /2", LGDT, Ms, ExitReason.GDTR_OR_IDTR_ACCESS).is(FORCED_64, SUFFIXED),
                table("0F 01 /3", LIDT, Ms, ExitReason.GDTR_OR_IDTR_ACCESS).is(FORCED_64, SUFFIXED),
                row("0F 01 /4", SMSW, RvMw),
                row("0F 01 /6", LMSW, Ew).is(UNCHAINED).exits(ExitReason.CONTROL_REGISTER_ACCESS),
                row("0F 01 /7", INVLPG, Mb).is(UNCHAINED).exits(ExitReason.INVLPG).byPrimary(PrimaryControls.INVLPG_EXITING),
                row("NP 0F 01 C8", MONITOR).exits(ExitReason.MONITOR).byPrimary(PrimaryControls.MONITOR_EXITING),
                row("NP 0F 01 C9", MWAIT).is(ALONE, UNCHAINED).exits(ExitReason.MWAIT).byPrimary(PrimaryControls.MWAIT_EXITING),
                row("NP 0F 01 D0", XGETBV).needs(CpuidFeature.XSAVE),
                row("NP 0F 01 D1", XSETBV).is(UNCHAINED).needs(CpuidFeature.XSAVE).exits(ExitReason.XSETBV).always(),
                row("0F 01 F8", SWAPGS).is(ONLY_64),
                row("0F 01 F9", RDTSCP).is(ALONE).needs(CpuidFeature.RDTSCP).enabledBy(SecondaryControls.ENABLE_RDTSCP)
                        .exits(ExitReason.RDTSCP).byPrimary(PrimaryControls.RDTSC_EXITING));
    }

    private static List<Row> processor() {
        return List.of(
                row("0F 06", CLTS).is(UNCHAINED).exits(ExitReason.CONTROL_REGISTER_ACCESS),
                row("0F 08", INVD).exits(ExitReason.INVD).always(),
                row("0F 09", WBINVD).exits(ExitReason.WBINVD_OR_WBNOINVD).bySecondary(SecondaryControls.WBINVD_EXITING),
                row("0F A2", CPUID).exits(ExitReason.CPUID).always(),
                row("NP 0F AE /7", CLFLUSH, Mb),
                row("66 0F 38 82 /r", INVPCID, Gy, Mdq).is(FORCED_64, UNCHAINED).needs(CpuidFeature.INVPCID).enabledBy(SecondaryControls.ENABLE_INVPCID)
                        .exits(ExitReason.INVPCID).byPrimary(PrimaryControls.INVLPG_EXITING),
                row("NFx 0F C7 mod=3 /6", RDRAND, Rv).arithmetic().needs(CpuidFeature.RDRAND)
                        .exits(ExitReason.RDRAND).bySecondary(SecondaryControls.RDRAND_EXITING),
                row("NFx 0F C7 mod=3 /7", RDSEED, Rv).arithmetic().needs(CpuidFeature.RDSEED)
                        .exits(ExitReason.RDSEED).bySecondary(SecondaryControls.RDSEED_EXITING));
    }

    private static List<Row> time() {
        return List.of(
                row("0F 30", WRMSR).is(ALONE, UNCHAINED).exits(ExitReason.WRMSR),
                row("0F 31", RDTSC).is(ALONE).exits(ExitReason.RDTSC).byPrimary(PrimaryControls.RDTSC_EXITING),
                row("0F 32", RDMSR).is(ALONE).exits(ExitReason.RDMSR),
                row("0F 33", RDPMC).is(ALONE).exits(ExitReason.RDPMC).byPrimary(PrimaryControls.RDPMC_EXITING));
    }

    private static List<Row> controlRegisters() {
        return List.of(
                move("0F 20 /r", MOV_FROM_CR, Ry, Cd).exits(ExitReason.CONTROL_REGISTER_ACCESS),
                move("0F 21 /r", MOV_FROM_DR, Ry, Dd).is(UNCHAINED).exits(ExitReason.MOV_DR).byPrimary(PrimaryControls.MOV_DR_EXITING),
                move("0F 22 /r", MOV_TO_CR, Cd, Ry).is(UNCHAINED).exits(ExitReason.CONTROL_REGISTER_ACCESS),
                move("0F 23 /r", MOV_TO_DR, Dd, Ry).is(UNCHAINED).exits(ExitReason.MOV_DR).byPrimary(PrimaryControls.MOV_DR_EXITING));
    }

    private static Row move(String opcode, Mnemonic mnemonic, Operand to, Operand from) {
        return row(opcode, mnemonic, to, from).undefined(OF, SF, ZF, AF, PF, CF).is(FORCED_64);
    }

    private static List<Row> state() {
        return List.of(
                row("NP 0F AE /0", FXSAVE, M),
                row("NP 0F AE /1", FXRSTOR, M),
                row("NP 0F AE /4", XSAVE, M).needs(CpuidFeature.XSAVE),
                row("NP 0F AE /5", XRSTOR, M).needs(CpuidFeature.XSAVE),
                row("NP 0F AE /6", XSAVEOPT, M).needs(CpuidFeature.XSAVEOPT),
                row("NP 0F C7 /3", XRSTORS, M).needs(CpuidFeature.XSAVES).enabledBy(SecondaryControls.ENABLE_XSAVES_XRSTORS).exits(ExitReason.XRSTORS),
                row("NP 0F C7 /4", XSAVEC, M).needs(CpuidFeature.XSAVEC),
                row("NP 0F C7 /5", XSAVES, M).needs(CpuidFeature.XSAVES).enabledBy(SecondaryControls.ENABLE_XSAVES_XRSTORS).exits(ExitReason.XSAVES));
    }

    private static List<Row> bases() {
        return Row.each(List.of(
                row("F3 0F AE mod=3 /0", RDFSBASE, Ry).is(ONLY_64),
                row("F3 0F AE mod=3 /1", RDGSBASE, Ry).is(ONLY_64),
                row("F3 0F AE mod=3 /2", WRFSBASE, Ry).is(ONLY_64),
                row("F3 0F AE mod=3 /3", WRGSBASE, Ry).is(ONLY_64)), CpuidFeature.FSGSBASE);
    }
}
