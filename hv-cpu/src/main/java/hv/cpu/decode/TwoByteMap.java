package hv.cpu.decode;

import static hv.cpu.decode.Flag.*;
import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.decode.Operand.*;
import static hv.cpu.decode.Row.row;
import static hv.cpu.decode.Trait.*;

import hv.cpu.platform.CpuidFeature;
import java.util.ArrayList;
import java.util.List;

/**
 * User-mode integer instructions with opcodes of two and three bytes.
 *
 * @sdm 2D appendix A "Two-byte Opcode Map" and "Three-byte Opcode Map"
 */
final class TwoByteMap {
    private TwoByteMap() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(hints());
        rows.addAll(Conditions.rows("0F 40+cc /r", CMOVO, Gv, Ev));
        rows.addAll(Row.each(Conditions.rows("0F 80+cc", JO, Jz), FORCED_64, BRANCH));
        rows.addAll(Conditions.rows("0F 90+cc /r", SETO, Eb));
        rows.addAll(bits());
        rows.addAll(moves());
        rows.addAll(exchanges());
        rows.addAll(extended());
        return rows;
    }

    /** Prefetches, and no-operations with ModRM. Encodings among them that newer processors use (ENDBR, say) do nothing here. */
    private static List<Row> hints() {
        List<Row> rows = new ArrayList<>(List.of(
                row("0F 0D /0", NOP, Ev),
                row("0F 0D /1", PREFETCHW, Mb),
                row("0F 0D mod=3 /1", NOP, Ev),
                row("0F 18 /0", PREFETCHNTA, Mb),
                row("0F 18 /1", PREFETCHT0, Mb),
                row("0F 18 /2", PREFETCHT1, Mb),
                row("0F 18 /3", PREFETCHT2, Mb)));
        for (int reg = 2; reg < 8; reg++) rows.add(row("0F 0D /" + reg, NOP, Ev));
        for (int reg = 0; reg < 4; reg++) rows.add(row("0F 18 mod=3 /" + reg, NOP, Ev));
        for (int reg = 4; reg < 8; reg++) rows.add(row("0F 18 /" + reg, NOP, Ev));
        for (int opcode = 0x19; opcode < 0x20; opcode++) rows.add(row("0F " + Integer.toHexString(opcode).toUpperCase() + " /r", NOP, Ev));
        return rows;
    }

    private static List<Row> bits() {
        return List.of(
                row("0F A3 /r", BT, Ev, Gv).sets(CF).undefined(OF, SF, AF, PF),
                row("0F AB /r", BTS, Ev, Gv).sets(CF).undefined(OF, SF, AF, PF).is(LOCKABLE),
                row("0F B3 /r", BTR, Ev, Gv).sets(CF).undefined(OF, SF, AF, PF).is(LOCKABLE),
                row("0F BB /r", BTC, Ev, Gv).sets(CF).undefined(OF, SF, AF, PF).is(LOCKABLE),
                row("0F BA /4", BT, Ev, Ib).sets(CF).undefined(OF, SF, AF, PF),
                row("0F BA /5", BTS, Ev, Ib).sets(CF).undefined(OF, SF, AF, PF).is(LOCKABLE),
                row("0F BA /6", BTR, Ev, Ib).sets(CF).undefined(OF, SF, AF, PF).is(LOCKABLE),
                row("0F BA /7", BTC, Ev, Ib).sets(CF).undefined(OF, SF, AF, PF).is(LOCKABLE),
                row("0F BC /r", BSF, Gv, Ev).sets(ZF).undefined(OF, SF, AF, PF, CF),
                row("0F BD /r", BSR, Gv, Ev).sets(ZF).undefined(OF, SF, AF, PF, CF),
                row("F3 0F B8 /r", POPCNT, Gv, Ev).arithmetic().needs(CpuidFeature.POPCNT),
                row("0F A4 /r", SHLD, Ev, Gv, Ib).sets(SF, ZF, PF, CF).undefined(OF, AF),
                row("0F A5 /r", SHLD, Ev, Gv, CL).sets(SF, ZF, PF, CF).undefined(OF, AF),
                row("0F AC /r", SHRD, Ev, Gv, Ib).sets(SF, ZF, PF, CF).undefined(OF, AF),
                row("0F AD /r", SHRD, Ev, Gv, CL).sets(SF, ZF, PF, CF).undefined(OF, AF),
                row("0F AF /r", IMUL, Gv, Ev).sets(OF, CF).undefined(SF, ZF, AF, PF));
    }

    private static List<Row> moves() {
        return List.of(
                row("0F B6 /r", MOVZX, Gv, Eb),
                row("0F B7 /r", MOVZX, Gv, Ew),
                row("0F BE /r", MOVSX, Gv, Eb),
                row("0F BF /r", MOVSX, Gv, Ew),
                row("NP 0F C3 /r", MOVNTI, My, Gy),
                row("0F C8+r", BSWAP, Zv),
                row("NP 0F AE mod=3 /5", LFENCE),
                row("NP 0F AE mod=3 /6", MFENCE),
                row("NP 0F AE mod=3 /7", SFENCE));
    }

    private static List<Row> exchanges() {
        return List.of(
                row("0F B0 /r", CMPXCHG, Eb, Gb).arithmetic().is(LOCKABLE),
                row("0F B1 /r", CMPXCHG, Ev, Gv).arithmetic().is(LOCKABLE),
                row("REX.W0 0F C7 /1", CMPXCHG8B, Mq).sets(ZF).is(LOCKABLE),
                row("REX.W1 0F C7 /1", CMPXCHG16B, Mdq).sets(ZF).is(LOCKABLE),
                row("0F C0 /r", XADD, Eb, Gb).arithmetic().is(LOCKABLE),
                row("0F C1 /r", XADD, Ev, Gv).arithmetic().is(LOCKABLE));
    }

    private static List<Row> extended() {
        return List.of(
                row("NFx 0F 38 F0 /r", MOVBE, Gv, Mv).needs(CpuidFeature.MOVBE),
                row("NFx 0F 38 F1 /r", MOVBE, Mv, Gv).needs(CpuidFeature.MOVBE),
                row("F2 0F 38 F0 /r", CRC32, Gy, Eb).needs(CpuidFeature.SSE4_2),
                row("F2 0F 38 F1 /r", CRC32, Gy, Ev).needs(CpuidFeature.SSE4_2));
    }
}
