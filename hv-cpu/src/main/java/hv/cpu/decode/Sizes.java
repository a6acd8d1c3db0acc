package hv.cpu.decode;

/**
 * Operand size and address size.
 *
 * @sdm 1 3.6 "Operand-Size and Address-Size Attributes"; 2A 2.2.1.7 "Default 64-Bit Operand Size"
 */
final class Sizes {
    private Sizes() {}

    static void resolve(Draft d, Form form) {
        d.operandSize = d.in64() ? in64(d, form) : legacy(d.codeWidth, d.operandSizeOverride);
        d.addressWidth = d.in64() ? d.addressSizeOverride ? 4 : 8 : legacy(d.codeWidth, d.addressSizeOverride);
        d.width = form.width.bytes(d.operandSize, d.mod() != 3);
    }

    private static int in64(Draft d, Form form) {
        if (form.forced64 || d.rexW()) return 8;
        if (d.operandSizeOverride) return 2;
        return form.default64 ? 8 : 4;
    }

    private static int legacy(int codeWidth, boolean override) { return codeWidth == 32 != override ? 4 : 2; }
}
