package hv.cpu.testing;

import hv.cpu.assembler.Assembler;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Machine code that tests write as text. */
public final class Code {
    private Code() {}

    /** The bytes of a text for the {@link Assembler}, to be loaded at an address. */
    public static byte[] of(String text, int codeWidth, long address) { return Assembler.assemble(text, codeWidth, address).bytes(); }

    /** The bytes of a text that serves several widths: outside 64-bit code, rax to rdi in it are the registers as wide as the code. */
    public static byte[] fitting(String text, int codeWidth, long address) {
        return of(codeWidth == 64 ? text : text.replaceAll("\\br([abcd]x|[sd]i|[sb]p)\\b", codeWidth == 32 ? "e$1" : "$1"), codeWidth, address);
    }

    /** A text of particular bytes: for tests of encodings, and of what is no instruction. @param hex blanks may stand anywhere */
    public static String octets(String hex) {
        var octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        return IntStream.range(0, octets.length).mapToObj(i -> "0x%02X".formatted(octets[i])).collect(Collectors.joining(", ", "db ", ""));
    }
}
