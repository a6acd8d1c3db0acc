package hv.cpu.decode;

/**
 * Operand size and address size.
 *
 * @sdm 1 3.6 "Operand-Size and Address-Size Attributes"; 2A 2.2.1.7 "Default 64-Bit Operand Size"
 */
public final class Sizes {
    private Sizes() {}

    static void resolve(Draft d, Form form) {
        d.operandSize = operandSize(form, d.codeWidth, d.operandSizeOverride, d.rexW());
        d.addressWidth = addressWidth(d.codeWidth, d.addressSizeOverride);
        d.width = form.width.bytes(d.operandSize, d.mod() != 3);
    }

    /** @param override 66H is present */
    public static int operandSize(Form form, int codeWidth, boolean override, boolean rexW) {
        if (codeWidth != 64) return legacy(codeWidth, override);
        if (form.forced64 || rexW) return 8;
        if (override) return 2;
        return form.default64 ? 8 : 4;
    }

    /** @param override 67H is present */
    public static int addressWidth(int codeWidth, boolean override) {
        return codeWidth == 64 ? override ? 4 : 8 : legacy(codeWidth, override);
    }

    private static int legacy(int codeWidth, boolean override) { return codeWidth == 32 != override ? 4 : 2; }
}
