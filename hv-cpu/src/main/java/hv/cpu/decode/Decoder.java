package hv.cpu.decode;

import hv.cpu.platform.CpuidFeature;
import hv.cpu.platform.ProcessorProfile;
import java.util.EnumSet;
import java.util.Set;

/**
 * Decodes bytes into {@link Op}s. It knows which features the processor lacks, and no state but the width of the code: whether an instruction is
 * allowed in the present mode is decided where it is executed. A decoder keeps scratch state between calls, so there is one for each processor; it is
 * not thread-safe.
 *
 * @sdm 2A chapter 2 "Instruction Format"
 */
public final class Decoder {
    private final Draft d = new Draft();
    private final Set<CpuidFeature> absent = EnumSet.noneOf(CpuidFeature.class);

    /** A decoder of all instructions. */
    public Decoder() {}

    /** A decoder for a processor. Instructions that its CPUID does not offer are undefined opcodes. */
    public Decoder(ProcessorProfile profile) {
        for (var feature : CpuidFeature.values()) if (!profile.has(feature)) absent.add(feature);
    }

    /**
     * Decodes one instruction.
     *
     * @param bytes     the instruction's bytes; an exception that this throws is passed on
     * @param rip       offset of the instruction in its code segment
     * @param codeWidth 16, 32 or 64
     * @return never null: bytes that are no instruction give {@link Row#UNDEFINED} or {@link Row#TOO_LONG}
     */
    public Op decode(Fetch bytes, long rip, int codeWidth) {
        d.start(bytes, rip, codeWidth);
        Form form;
        try {
            form = read();
        } catch (Draft.TooLong e) {
            form = Form.TOO_LONG;
        }
        if (form.row.mnemonic().noInstruction()) d.clearOperands();
        finish();
        return new Op(d, form);
    }

    private Form read() {
        int first = Prefixes.read(d);
        Opcode opcode = opcode(first);
        if (opcode.modrm) d.modrm = d.u8();
        Form form = opcode.form(d);
        Sizes.resolve(d, form);
        if (form == Form.UNDEFINED || !absent.isEmpty() && absent.contains(form.row.feature())) return undefined(opcode);
        if (d.override >= 0) d.segment = d.override;
        boolean exists = true;
        for (int i = 0; i < form.operands.length; i++) exists &= Operands.read(d, form.operands[i], i);
        return !exists || d.lock && !(form.lockable && d.kind[0] == Kind.MEM) ? Form.UNDEFINED : form;
    }

    /** The undefined form of an opcode. It is as long as the opcode's other forms: fetching it may fault, and it may be too long. */
    private Form undefined(Opcode opcode) {
        if (opcode.modrm && d.mod() != 3) ModRm.address(d);
        for (Operand operand : opcode.immediates) Operands.read(d, operand, 0);
        return Form.UNDEFINED;
    }

    private Opcode opcode(int first) {
        int map = OpcodeMaps.ONE_BYTE;
        d.opcode = first;
        if (first == 0x0F) {
            map = OpcodeMaps.MAP_0F;
            d.opcode = d.u8();
            if ((d.opcode & ~7) == 0x38) {
                map = OpcodeMaps.escaped(d.opcode);
                d.opcode = d.u8();
            }
        }
        return OpcodeMaps.opcode(map, d.opcode);
    }

    /** Completes the parts that depend on the instruction's end. */
    private void finish() {
        d.next = Draft.truncate(d.rip + d.length, d.codeWidth >> 3);
        if (d.ripRelative) d.displacement = Draft.truncate(d.next + d.displacement, d.addressWidth);
        for (int kind : d.kind) if (kind == Kind.REL) d.target = Draft.truncate(d.next + d.immediate, d.operandSize);
    }
}
