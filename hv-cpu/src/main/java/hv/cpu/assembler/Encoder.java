package hv.cpu.assembler;

import hv.cpu.assembler.Argument.Far;
import hv.cpu.assembler.Argument.Immediate;
import hv.cpu.assembler.Argument.Memory;
import hv.cpu.assembler.Argument.Reg;
import hv.cpu.assembler.RegisterNames.Register;
import hv.cpu.assembler.Statement.Instruction;
import hv.cpu.decode.Addressing;
import hv.cpu.decode.Axis;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Operand;
import hv.cpu.decode.Pattern;
import hv.cpu.decode.Sizes;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Writes one instruction from its row. Prefixes are in the order LOCK or REP, segment, 66H, 67H, what the row asks for, REX.
 *
 * @sdm 2A chapter 2 "Instruction Format"
 */
final class Encoder {
    private final Variant variant;
    private final Pattern pattern;
    private final Place instruction;
    private final Prefixes prefixes;
    private final List<Argument> arguments;
    private final Scope scope;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int reg, rm, rex, plus;
    private boolean rexFits = true, rexNeeded;
    private int addressWidth;
    private int segment;
    private Address address = Address.NONE;

    private Encoder(Variant variant, Instruction written, List<Argument> arguments, Scope scope) {
        this.variant = variant;
        instruction = written.place();
        prefixes = written.prefixes();
        this.arguments = arguments;
        this.scope = scope;
        pattern = variant.template().pattern;
        segment = prefixes.segment();
    }

    /**
     * The bytes.
     *
     * @param arguments        what is written, as the row's operands
     * @param wideDisplacement a displacement takes all the bytes that it can have
     * @param nameWidth        address size that the name tells, or 0
     */
    static byte[] encode(Variant variant, Instruction written, List<Argument> arguments, int nameWidth, Scope scope, boolean wideDisplacement) throws Misfit {
        return new Encoder(variant, written, arguments, scope).encode(nameWidth, wideDisplacement);
    }

    private byte[] encode(int nameWidth, boolean wideDisplacement) throws Misfit {
        rex = variant.rexW() ? 8 : 0;
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Reg(var register, var place)) place(operand(i), register, place);
        }
        resolveAddress(nameWidth, wideDisplacement);
        prefixes();
        opcode();
        int immediates = 0;
        for (int i = 0; i < arguments.size(); i++) immediates += lengthInInstruction(operand(i));
        long next = scope.here() + out.size() + address.length() + immediates;
        address.write(out, next);
        for (int i = 0; i < arguments.size(); i++) if (operand(i).addressing.inInstruction()) immediate(operand(i), arguments.get(i), next);
        return out.toByteArray();
    }

    private Operand operand(int i) { return variant.template().operands().get(i); }

    private void place(Operand operand, Register register, Place place) throws Misfit {
        int number = register.number();
        rexNeeded |= register.needsRex();
        rexFits &= register.kind() != Kind.REG_HIGH;
        int field = register.kind() == Kind.REG_HIGH ? number + 4 : number;
        switch (operand.addressing) {
            case G, P, V, S, C, D -> {
                reg = field & 7;
                rex |= number >> 1 & 4;
            }
            case E, R, Q, N, W, U, ST_I -> {
                rm = field & 7 | 0xC0;
                rex |= number >> 3;
            }
            case Z -> plus(field, number, place);
            default -> { }
        }
    }

    /** The register is in the opcode, which may not go through its whole group of eight. */
    private void plus(int field, int number, Place place) throws Misfit {
        plus = field & 7;
        rex |= number >> 3;
        int opcode = pattern.first & ~7 | plus;
        boolean extended = number >= 8;
        boolean other = variant.template().asks(Axis.REX_B, 0) && extended || variant.template().asks(Axis.REX_B, Axis.REX_B) && !extended;
        if (other || opcode < pattern.first || opcode > pattern.last) throw new Misfit(place, 0, "another row has this register");
    }

    private void resolveAddress(int nameWidth, boolean wideDisplacement) throws Misfit {
        int asked = prefixes.addressSize(), wanted = nameWidth != 0 ? nameWidth : asked;
        if (asked != 0 && asked != wanted)
            throw new Misfit(instruction, 0, "the name tells an address size of " + 8 * nameWidth + " bits, the prefix one of " + 8 * asked);
        addressWidth = wanted != 0 ? wanted : variant.codeWidth() / 8;
        for (int i = 0; i < arguments.size(); i++) {
            if (!(arguments.get(i) instanceof Memory memory)) continue;
            takeSegment(memory, operand(i).addressing);
            int width = width(memory, wanted);
            wanted = width;                                   // two operands of a string instruction have it in common
            if (width != 0) addressWidth = width;
            address = switch (operand(i).addressing) {
                case X, Y -> Address.NONE;
                case O -> Address.offset(memory, memory.displacement().in(scope), width, variant.codeWidth());
                default -> Address.modRm(memory, memory.displacement().in(scope), width, variant.codeWidth(), wideDisplacement);
            };
            rex |= address.rex();
            if (address != Address.NONE) addressWidth = address.width();
        }
    }

    private int width(Memory memory, int wanted) throws Misfit {
        if (memory.width() == 0 || memory.width() == wanted || wanted == 0) return memory.width() == 0 ? wanted : memory.width();
        throw new Misfit(memory.place(), 0,
                "the registers in " + memory.text() + " have " + 8 * memory.width() + " bits, the address size asked for is " + 8 * wanted);
    }

    private void takeSegment(Memory memory, Addressing addressing) {
        int usual = addressing == Addressing.Y ? 0 : memory.base() == 4 || memory.base() == 5 ? 2 : 3;
        if (memory.segment() >= 0 && memory.segment() != usual) segment = memory.segment();
    }

    private void prefixes() throws Misfit {
        int usual = Sizes.addressWidth(variant.codeWidth(), false), other = Sizes.addressWidth(variant.codeWidth(), true);
        if (addressWidth != usual && addressWidth != other)
            throw new Misfit(instruction, 0, variant.codeWidth() + "-bit code has no " + 8 * addressWidth + "-bit addresses");
        if (prefixes.lock()) out.write(0xF0);
        if (prefixes.repeat() != 0) out.write(prefixes.repeat());
        if (segment >= 0) out.write(segment < 4 ? 0x26 | segment << 3 : 0x60 | segment);
        boolean mandatory = variant.template().asks(Axis.PREFIX, Axis.P66);
        if (variant.override() && !mandatory) out.write(0x66);
        if (addressWidth != usual) out.write(0x67);
        if (mandatory) out.write(0x66);
        if (variant.template().asks(Axis.PREFIX, Axis.PF3)) out.write(0xF3);
        if (variant.template().asks(Axis.PREFIX, Axis.PF2)) out.write(0xF2);
        if (rex == 0 && !rexNeeded) return;
        if (!rexFits) throw highWithRex();
        out.write(0x40 | rex);
    }

    private Misfit highWithRex() {
        var high = arguments.stream().filter(a -> a instanceof Reg(var register, _) && register.kind() == Kind.REG_HIGH).findFirst().orElseThrow();
        return new Misfit(high.place(), 0,
                high.text() + " can't be encoded together with REX, which a 64-bit operand, R8 to R15, SPL, BPL, SIL or DIL needs");
    }

    private void opcode() {
        if (pattern.map > 0) out.write(0x0F);
        if (pattern.map > 1) out.write(pattern.map == 2 ? 0x38 : 0x3A);
        boolean ranged = pattern.first != pattern.last || plus != 0;
        out.write(ranged ? pattern.first & ~7 | plus : pattern.first);
        if (!pattern.modrm) return;
        int fixed = pattern.value & (Axis.REG | Axis.RM);
        int mod = (pattern.value & Axis.REGISTER_FORM) != 0 ? 0xC0 : 0;
        out.write(fixed | mod | reg << 3 | rm | address.modRm());
    }

    private int lengthInInstruction(Operand operand) {
        return switch (operand.addressing) {
            case I, SIGNED_I, J -> bytes(operand);
            case A -> bytes(operand) + 2;
            default -> 0;
        };
    }

    private int bytes(Operand operand) { return operand.size.bytes(variant.operandSize(), false); }

    private void immediate(Operand operand, Argument argument, long next) throws Misfit {
        switch (argument) {
            case Immediate immediate -> {
                var value = immediate.value().in(scope);
                if (operand.addressing == Addressing.J) branch(immediate, value, bytes(operand), next);
                else out.writeBytes(fitted(value, bytes(operand), extended(operand), immediate));
            }
            case Far far -> {
                out.writeBytes(fitted(far.offset().in(scope), bytes(operand), bytes(operand), far));
                out.writeBytes(fitted(far.selector().in(scope), 2, 2, far));
            }
            default -> { }                                      // an offset of MOV, written as an address
        }
    }

    /** How wide an immediate is when it is used. */
    private int extended(Operand operand) { return operand.addressing == Addressing.SIGNED_I ? variant.operandSize() : bytes(operand); }

    /** @param full the width that the encoded bytes are extended to */
    private static byte[] fitted(Value value, int encoded, int full, Argument argument) throws Misfit {
        long number = Octets.signed(value.number(), full);
        if (!Octets.hold(value.number(), full) || encoded < full && Octets.signed(number, encoded) != number)
            throw new Misfit(argument.place(), encoded, Argument.told(argument.text(), value) + " does not fit: there is room for " + 8 * encoded + " bits here"
                    + (encoded < full ? ", which are sign-extended to " + 8 * full : ""));
        return Octets.of(number, encoded);
    }

    private void branch(Immediate target, Value value, int bytes, long next) throws Misfit {
        int size = variant.operandSize();
        if (value.known() && size < 8 && !Octets.hold(value.number(), size))
           
            throw new Misfit(target.place(), bytes,
                    Argument.told(target.text(), value) + " can't be reached: addresses of this jump have " + 8 * size + " bits");
        long distance = value.known() ? Octets.signed(value.number() - next, size) : 0;
        if (Octets.signed(distance, bytes) != distance)
            throw new Misfit(target.place(), bytes,
                    Argument.told(target.text(), value) + " is " + distance + " bytes away, too far for a jump of " + 8 * bytes + " bits");
        out.writeBytes(Octets.of(distance, bytes));
    }
}
