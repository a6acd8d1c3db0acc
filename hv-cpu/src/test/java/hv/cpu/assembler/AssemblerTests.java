package hv.cpu.assembler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of the assembler. */
class AssemblerTests {
    private static Program program(int codeWidth, String text) { return Assembler.assemble(text, codeWidth, 0x1000); }

    private static String hex(int codeWidth, String text) { return HexFormat.of().formatHex(program(codeWidth, text).bytes()); }

    @Test
    void statementsEndAtSemicolonsAndLinesAndCommentsAtLines() {
        assertEquals("90f4c3", hex(64, "nop; hlt # halt; cli\n ;; // nothing here\nret"));
    }

    @Test
    void instructionsAndRegistersMayBeInCapitalsAndLabelsAreToldApartByThem() {
        assertEquals("ebfeebfc", hex(64, "a: JMP a; A: Jmp a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "0x64", "64h", "0b110_0100", "1100100b", "144o", "'d'", "~0 & 100", "(3+7)*10", "-(-100)", "1 << 6 | 36", "400 / 4 % 1000",
        "0x1000064 >> 24 << 6 ^ 0x24"})
    void numbersHaveManySpellings(String hundred) { assertEquals("b064", hex(64, "mov al, " + hundred)); }

    @Test
    void localLabelsBelongToTheLabelBeforeThem() {
        var program = program(64, "f: nop; .x: jmp .x; g: .x: jmp .x; jmp f.x");
        assertEquals(Map.of("f", 0x1000L, "f.x", 0x1001L, "g", 0x1003L, "g.x", 0x1003L), program.symbols());
        assertEquals("90ebfeebfeebfa", HexFormat.of().formatHex(program.bytes()));
    }

    @Test
    void symbolsCanBeAskedFor() {
        var program = program(64, "nop; text: db 'abc'; size equ $-text");
        assertEquals(0x1001, program.symbol("text"));
        assertEquals(3, program.symbol("size"));
        assertEquals("there is no symbol 'texd'; did you mean 'text'?", assertThrows(NoSuchElementException.class, () -> program.symbol("texd")).getMessage());
    }

    @Test
    void orgSaysWhereTheCodeIsLoaded() {
        var program = program(16, "org 0x7c00; a: nop");
        assertEquals(0x7C00, program.address());
        assertEquals(0x7C00, program.symbol("a"));
    }

    @Test
    void jumpsAreAsShortAsTheyCanBe() {
        assertEquals("eb00", hex(64, "jmp a; a:"));
        assertEquals(2 + 127, program(64, "jmp a; times 127 nop; a:").bytes().length);
        assertEquals(5 + 128, program(64, "jmp a; times 128 nop; a:").bytes().length);
        assertEquals(6 + 128, program(64, "jz a; times 128 nop; a:").bytes().length);
        assertEquals("e900000000", hex(64, "jmp near a; a:"));
    }

    /** The first jump is out of reach only because the second one is. */
    @Test
    void jumpsThatGrowMoveOthersOutOfReach() {
        assertEquals(5 + 5 + 124 + 10, program(64, "jmp a; jmp b; times 124 nop; a: times 10 nop; b:").bytes().length);
    }

    @Test
    void displacementsAndImmediatesAreAsShortAsTheyCanBe() {
        assertEquals("8b00 8b407f 8b8080000000".replace(" ", ""), hex(64, "mov eax, [rax]; mov eax, [rax+127]; mov eax, [rax+128]"));
        assertEquals("83c07f 0580000000 83c3ff".replace(" ", ""), hex(64, "add eax, 127; add eax, 128; add ebx, 0xffffffff"));
        assertEquals("48c7c0ffffffff 48b8ffffffff00000000".replace(" ", ""), hex(64, "mov rax, -1; mov rax, 0xffffffff"));
    }

    @Test
    void addressesBeyondTheUsualSizeTakeAnother() {
        assertEquals("678b042500e0e0fe", hex(64, "mov eax, [0xfee0e000]"));
        assertEquals("67a100001000", hex(16, "o16 mov ax, [0x100000]"));
    }

    @Test
    void addressesMayBeRelativeToTheNextInstruction() {
        assertEquals("c6050000000005", hex(64, "mov byte [rel a], 5; a:"));
        assertEquals("c6050800000005", hex(64, "mov byte [rip+8], 5"));
    }

    @Test
    void codeMayChangeItsWidth() {
        assertEquals("0f20c0 66ea0b1000000800 0f20c0 48ffc0".replace(" ", ""),
                hex(16, "mov eax, cr0; jmp dword 8:a\n bits 32\n a: mov eax, cr0\n bits 64\n inc rax"));
    }

    @Test
    void dataMayHaveANameWithoutColon() { assertEquals(0x1002, program(64, "a dw 5; b resb 3; c equ 1").symbol("b")); }

    @Test
    void alignFillsWithNopsOrAnythingElse() {
        assertEquals("f4909090f4", hex(64, "hlt; align 4; hlt"));
        assertEquals("f4000000", hex(64, "hlt; align 4, 0"));
        assertEquals("f4000000", hex(64, "hlt; align 4, db 0"));
    }

    @Test
    void selectorsMayBeInWiderRegisters() { assertEquals("8ed8", hex(64, "mov ds, eax")); }

    @Test
    void instructionsOfTheX87UnitMayWait() { assertEquals("9bdbe3 9bdfe0".replace(" ", ""), hex(64, "finit; fstsw ax")); }

    @Test
    void whatTheDisassemblerWritesIsRead() {
        assertEquals("f0480fb10f", hex(64, "lock cmpxchg QWORD PTR [rdi],rcx"));
        assertEquals("f348a5", hex(64, "rep movs QWORD PTR es:[rdi],QWORD PTR ds:[rsi]"));
        assertEquals("64488b042528000000", hex(64, "mov rax,QWORD PTR fs:0x28"));
    }
}
