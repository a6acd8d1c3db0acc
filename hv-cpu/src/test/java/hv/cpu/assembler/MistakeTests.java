package hv.cpu.assembler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.golden.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every kind of mistake has its sentence in the golden file: a line {@code 64| text}, where | stands for the end of a line, and what is said of it. */
class MistakeTests {
    private static final Golden FILE = Golden.of(MistakeTests.class, "mistakes");

    @Test
    void eachMistakeIsToldWithItsPlaceAndWhatWouldBeRight() {
        List<String> now = new ArrayList<>();
        for (String line : FILE.lines()) {
            if (line.startsWith("    ")) continue;
            now.add(line);
            if (line.matches("\\d\\d\\|.*")) now.add("    " + mistake(line));
        }
        FILE.holds(now);
    }

    private static String mistake(String line) {
        String text = line.substring(3).strip().replace('|', '\n');
        return assertThrows(AssemblyException.class, () -> Assembler.assemble(text, Integer.parseInt(line.substring(0, 2)), 0x1000), line).getMessage();
    }

    @Test
    void lineAndColumnCanBeAskedFor() {
        var mistake = assertThrows(AssemblyException.class, () -> Assembler.assemble("nop\n  mov eax, foo", 64, 0));
        assertEquals("2 12", mistake.line() + " " + mistake.column());
    }

    @Test
    void codeHasSixteenThirtyTwoOrSixtyFourBits() {
        assertEquals("code of 16, 32 or 64 bits, not of 8", assertThrows(IllegalArgumentException.class, () -> Assembler.assemble("nop", 8, 0)).getMessage());
    }

    /** Words of the language in an order that means nothing, or something: there is a program or one of these exceptions. */
    @Test
    void nothingElseIsThrown() {
        var random = new Random(1);
        var words = """
                mov add lock rep movsb jmp call far short eax rax ah r9b cr3 xmm1 st mm2 ds : [ ] ( ) + - * / , 5 0x123456789 8 'ab' x .y $ $$ db dq times
                align resb org bits 16 64 equ byte dword ptr rel rip fld fadd xchg push imul ; # ~ << = o16 a32 jz loop movq""".split("\s+");
        var names = List.copyOf(Vocabulary.names());
        int programs = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(random.nextInt(4) == 0 ? words[random.nextInt(words.length)] + " " : "");
            if (random.nextBoolean()) text.append(names.get(random.nextInt(names.size()))).append(' ');
            for (int n = random.nextInt(9); n > 0; n--) text.append(words[random.nextInt(words.length)]).append(' ');
            if (isProgram(text.toString(), 16 << random.nextInt(3))) programs++;
        }
        assertEquals(true, programs > 200, () -> "there were programs among the texts");
    }

    private static boolean isProgram(String text, int codeWidth) {
        try {
            Assembler.assemble(text, codeWidth, 0x1000);
            return true;
        } catch (AssemblyException e) {
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(text, e);
        }
    }
}
