package hv.launcher.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolsTests {
    @Test void addressIsNamedByTheSymbolBeforeIt(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("System.map"), "ffffffff81000000 T _stext\nffffffff81000100 t other\nno symbol\n");
        var symbols = Symbols.of(file);
        assertEquals("FFFFFFFF81000010H _stext+10H", symbols.name(0xFFFF_FFFF_8100_0010L));
        assertEquals("FFFFFFFF81000100H other+0H", symbols.name(0xFFFF_FFFF_8100_0100L));
        assertEquals("1000H", symbols.name(0x1000));
    }
}
