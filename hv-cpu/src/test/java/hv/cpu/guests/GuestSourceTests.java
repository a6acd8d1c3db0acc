package hv.cpu.guests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The images are what {@code src/test/guests} says: compared as loaded, for linkers lay files out differently. */
class GuestSourceTests {
    @TempDir private static Path built;

    @BeforeAll
    static void assemble() throws IOException, InterruptedException {
        var tools = new ProcessBuilder("sh", "-c", "command -v as && command -v ld && command -v objcopy")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assumeTrue(tools.waitFor() == 0, "no assembler is installed, so the guests are not compared with their source");
        assertEquals(0, new ProcessBuilder("src/test/guests/build.sh", built.toString()).inheritIO().start().waitFor());
    }

    @Test
    void everySourceHasItsPlaceInTheList() throws IOException {
        try (var files = Files.list(built)) {
            var images = files.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".elf")).sorted().toList();
            assertEquals(Arrays.stream(SelfCheckingGuest.values()).map(SelfCheckingGuest::image).sorted().toList(), images);
        }
    }

    @Test
    void bootSectorIsWhatItsSourceSays() throws IOException {
        try (var in = GuestSourceTests.class.getResourceAsStream("/hv/cpu/images/guests/boot.bin")) {
            assertArrayEquals(Files.readAllBytes(built.resolve("boot.bin")), in.readAllBytes());
        }
    }

    @ParameterizedTest @EnumSource
    void imageIsWhatItsSourceSays(SelfCheckingGuest guest) throws IOException {
        try (var in = GuestSourceTests.class.getResourceAsStream("/hv/cpu/images/guests/" + guest.image())) {
            assertEquals(loaded(Files.readAllBytes(built.resolve(guest.image()))), loaded(in.readAllBytes()));
        }
    }

    /** The contents of an ELF32 file's segments by address; the entry point is under address -1. */
    private static Map<Long, String> loaded(byte[] file) {
        var elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        var memory = new TreeMap<Long, String>();
        int headers = elf.getInt(28), size = elf.getShort(42), count = elf.getShort(44);
        for (int at = headers; at < headers + count * size; at += size) {
            if (elf.getInt(at) == 1) memory.put((long) elf.getInt(at + 12), hex(file, elf.getInt(at + 4), elf.getInt(at + 16)));
        }
        memory.put(-1L, Integer.toHexString(elf.getInt(24)));
        return memory;
    }

    private static String hex(byte[] file, int from, int length) { return HexFormat.of().formatHex(file, from, from + length); }
}
