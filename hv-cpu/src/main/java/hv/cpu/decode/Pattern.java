package hv.cpu.decode;

import java.util.HexFormat;

/**
 * A row's encoding, parsed. The notation is the manual's, with words separated by spaces:
 * <ul>
 *   <li>a mandatory prefix {@code 66}, {@code F3} or {@code F2}; {@code NP}: none of them; {@code NFx}: not F2H or F3H;
 *       without one of these words they don't matter;
 *   <li>{@code REX.W0}, {@code REX.W1}, {@code REX.B0}, {@code REX.B1}: this bit of REX decides;
 *   <li>{@code 0F}, {@code 0F 38}, {@code 0F 3A}: the opcode map;
 *   <li>the opcode in hexadecimal; {@code 50+r}: up to the end of its group of eight, a register in the low three bits;
 *   <li>{@code /r}: a ModRM byte; {@code /0} to {@code /7}: one with this reg field; {@code mod=3}: its register form;
 *       two more digits: exactly this ModRM byte.
 * </ul>
 * Operands and traits restrict it further: a memory operand excludes the register form, NOT_64 and ONLY_64 choose the code.
 *
 * @sdm 2A 3.1.1.1 "Opcode Column in the Instruction Summary Table"
 */
public final class Pattern {
    public final Row row;
    /** 0 one-byte, 1 0FH, 2 0F38H, 3 0F3AH. */
    public int map;
    /** The opcodes, from {@link #first} to {@link #last}. */
    public int first = -1, last;
    public boolean modrm;
    /** The bits of the selector (see {@link Axis}) that the row asks for, and their values. */
    public int care, value;

    public Pattern(Row row) {
        this.row = row;
        for (String word : row.opcode().split(" ")) read(word);
        for (Operand operand : row.operands()) if (operand.addressing == Addressing.M) require(Axis.REGISTER_FORM, 0);
        if (row.has(Trait.NOT_64)) require(Axis.CODE_64, 0);
        if (row.has(Trait.ONLY_64)) require(Axis.CODE_64, Axis.CODE_64);
    }

    private void require(int field, int bits) {
        care |= field;
        value |= bits;
    }

    private void read(String word) {
        if (first >= 0) readAfterOpcode(word);
        else if (map > 0) readOpcode(word);
        else switch (word) {
            case "NP" -> require(Axis.PREFIX, 0);
            case "NFx" -> require(Axis.REPEAT_PREFIX, 0);
            case "66" -> require(Axis.PREFIX, Axis.P66);
            case "F3" -> require(Axis.PREFIX, Axis.PF3);
            case "F2" -> require(Axis.PREFIX, Axis.PF2);
            case "REX.W0" -> require(Axis.REX_W, 0);
            case "REX.W1" -> require(Axis.REX_W, Axis.REX_W);
            case "REX.B0" -> require(Axis.REX_B, 0);
            case "REX.B1" -> require(Axis.REX_B, Axis.REX_B);
            default -> readOpcode(word);
        }
    }

    private void readOpcode(String word) {
        if (map == 0 && word.equals("0F")) map = 1;
        else if (map == 1 && word.equals("38")) map = 2;
        else if (map == 1 && word.equals("3A")) map = 3;
        else {
            first = HexFormat.fromHexDigits(word, 0, 2);
            last = word.endsWith("+r") ? first | 7 : first;
        }
    }

    private void readAfterOpcode(String word) {
        modrm = true;
        if (word.equals("mod=3")) require(Axis.REGISTER_FORM, Axis.REGISTER_FORM);
        else if (word.startsWith("/")) {
            if (!word.equals("/r")) require(Axis.REG, (word.charAt(1) - '0') << 3);
        } else require(Axis.REGISTER_FORM | Axis.REG | Axis.RM, HexFormat.fromHexDigits(word) & 0x3F | Axis.REGISTER_FORM);
    }
}
