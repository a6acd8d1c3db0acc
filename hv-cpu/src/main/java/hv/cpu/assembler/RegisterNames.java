package hv.cpu.assembler;

import hv.cpu.decode.Kind;
import hv.cpu.decode.OperandText;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The registers by name, as the disassembler writes them. */
final class RegisterNames {
    /**
     * A register.
     *
     * @param kind  one of {@link Kind}
     * @param width in bytes, of a general register; 0 for others
     */
    record Register(String name, int kind, int number, int width) {
        boolean general() { return kind == Kind.REG || kind == Kind.REG_HIGH; }

        /** Whether the register can only be encoded with REX, or is wider than other code's registers. */
        boolean only64() { return number >= 8 || kind == Kind.REG && (width == 8 || needsRex()); }

        /** SPL, BPL, SIL and DIL: without REX they would be AH to BH. */
        boolean needsRex() { return kind == Kind.REG && width == 1 && number >= 4 && number < 8; }
    }

    private static final Map<String, Register> REGISTERS = registers();

    private RegisterNames() {}

    /** Null if there is no such register. */
    static Register of(String name) { return REGISTERS.get(name.toLowerCase(Locale.ROOT)); }

    /** Registers that can be operands, and the instruction pointer. */
    static boolean isRegister(String name) { return of(name) != null || pointerWidth(name) != 0; }

    /** Bytes of RIP or EIP, which only addresses can be made of; 0 for other names. */
    static int pointerWidth(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "rip" -> 8;
            case "eip" -> 4;
            default -> 0;
        };
    }

    private static Map<String, Register> registers() {
        Map<String, Register> all = new HashMap<>();
        for (int width = 1; width <= 8; width *= 2) add(all, Kind.REG, 16, width);
        add(all, Kind.REG_HIGH, 4, 1);
        add(all, Kind.SEG, 6, 0);
        add(all, Kind.CR, 16, 0);
        add(all, Kind.DR, 16, 0);
        add(all, Kind.MMX, 8, 0);
        add(all, Kind.XMM, 16, 0);
        for (int number = 0; number < 8; number++) all.put("st" + number, new Register("st" + number, Kind.ST, number, 0));
        all.put("st", new Register("st", Kind.ST, 0, 0));
        return all;
    }

    private static void add(Map<String, Register> all, int kind, int count, int width) {
        for (int number = 0; number < count; number++) {
            String name = OperandText.register(kind, number, width);
            all.put(name, new Register(name, kind, number, width));
        }
    }
}
