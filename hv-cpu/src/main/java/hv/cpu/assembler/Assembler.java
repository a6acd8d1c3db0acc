package hv.cpu.assembler;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns Intel syntax into machine code, by the opcode tables that the processor decodes with.
 * {@snippet :
 * var program = Assembler.assemble("mov eax, 0x40000000; cpuid; hlt", 64, 0x10_0000);
 * }
 *
 * <p><b>Statements</b> end at a semicolon or at the end of their line; a comment begins with {@code #} or {@code //} and ends with its line.
 * <pre>
 * start:  mov ecx, 10                         # a label ends with a colon
 * .next:  dec ecx; jnz .next                  # a local label belongs to the label before it: start.next
 *         lock add dword [rbx+rcx*4+8], 5     # sizes: byte, word, dword, fword, qword, tbyte, xmmword; a "ptr" behind them may stand there
 *         mov rax, [fs:0x28]                  # or fs:[0x28]
 *         lea rsi, [rel text]                 # relative to RIP; [rip+8] is 8 bytes behind the instruction
 *         jmp 8:far_away                      # far jumps: selector:offset, or far [memory]
 * text:   db "text", 0                        # dw, dd, dq; resb, resw, resd, resq for zeroes
 * size    equ $-text                          # $ is the address of the statement, $$ that of the first byte
 *         times 510-($-$$) db 0
 *         align 16                            # fills with NOP; align 16, 0 with zeroes
 * </pre>
 * {@code org ADDRESS} before the first byte says where the code is to be loaded, {@code bits 16}, {@code 32} or {@code 64} what code follows.
 * Numbers are 255, 0xFF, 0FFh, 0b1111_1111, 11111111b, 377o or up to eight characters in quotes; {@code + - * / % << >> & ^ | ~} and
 * parentheses join them. Names of instructions and registers may be in capitals; labels are told apart by them. Prefixes stand before the instruction:
 * {@code lock}, {@code rep}, {@code repe}, {@code repne}, a segment register, and {@code o16 o32 o64 a16 a32 a64} for sizes that no operand shows;
 * {@code [dword 0x100000]} sets an address size, too.
 *
 * <p>Of several encodings the shortest is taken, jumps included; {@code short} and {@code near} force one. Nothing is left to chance: a memory
 * operand whose size nothing tells, and a number that does not fit, are mistakes.
 */
public final class Assembler {
    private static final int PASSES = 100;

    private Assembler() {}

    /**
     * Assembles a text.
     *
     * @param codeWidth 16, 32 or 64: the code that it begins with
     * @param address   where the first byte will be, unless the text has an {@code org}
     * @throws AssemblyException        for the first mistake in the text
     * @throws IllegalArgumentException if the code width is none of these
     */
    public static Program assemble(String text, int codeWidth, long address) {
        if (codeWidth != 16 && codeWidth != 32 && codeWidth != 64) throw new IllegalArgumentException("code of 16, 32 or 64 bits, not of " + codeWidth);
        var parser = new StatementParser(codeWidth);
        parser.parse(text);
        return settle(parser.statements(), parser.symbols(), parser.origin().orElse(address));
    }

    /** Passes, until all addresses stay as they are. */
    private static Program settle(List<Statement> statements, Symbols symbols, long address) {
        Map<Statement, List<Integer>> lengths = new IdentityHashMap<>();
        for (int pass = 0; pass < PASSES; pass++) {
            symbols.startPass();
            var output = new Output(address, symbols, lengths);
            output.emit(statements);
            if (!symbols.settled()) continue;
            if (output.mistake() != null) throw output.mistake();
            if (symbols.circular() != null) throw symbols.circular();
            return new Program(address, output.bytes(), symbols.numbers());
        }
        throw symbols.restless();
    }
}
