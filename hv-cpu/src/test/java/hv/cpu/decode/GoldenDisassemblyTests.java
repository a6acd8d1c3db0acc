package hv.cpu.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Instructions whose text is written down: holds wherever the tests run, with objdump or without. */
class GoldenDisassemblyTests {
    @ParameterizedTest
    @MethodSource("golden")
    void saysWhatIsWrittenDown(int codeWidth, String hex, String text) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        Op op = new Decoder().decode(at -> bytes[at], 0, codeWidth);
        assertEquals(bytes.length + " " + text, op.length + " " + op);
    }

    static Stream<Object[]> golden() {
        var file = GoldenDisassemblyTests.class.getResourceAsStream("golden.txt");
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(" \\| "))
                    .map(part -> new Object[] {Integer.valueOf(part[0]), part[1], part[2]}).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
