package hv.cpu.decode;

/** Intel syntax for traces and reports, as {@code objdump -M intel} writes it. */
public final class Disassembler {
    private Disassembler() {}

    /** The instruction as text: {@code mov eax,DWORD PTR [rbx+0x8]}. */
    public static String text(Op op) { return op.mnemonic.text(op.width); }
}
