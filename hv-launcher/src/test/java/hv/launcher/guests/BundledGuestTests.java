package hv.launcher.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hv.api.machine.PhysicalMemory;
import hv.api.x86.Gpa;
import hv.core.image.Boot;
import hv.core.image.GuestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The committed binaries are those of the source beside them: compared as loaded, for linkers lay files out differently. */
class BundledGuestTests {
    @TempDir private static Path built;

    @BeforeAll static void assemble() throws IOException, InterruptedException {
        var tools = new ProcessBuilder("sh", "-c", "command -v as && command -v ld && command -v objcopy").start();
        assumeTrue(tools.waitFor() == 0, "no assembler is installed, so the bundled guests are not compared with their source");
        assertEquals(0, new ProcessBuilder("src/main/guests/build.sh", built.toString()).inheritIO().start().waitFor());
    }

    @ParameterizedTest @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXITS")
    void isWhatItsSourceSays(BundledGuest guest) throws IOException {
        var name = guest.id() + ".elf";
        assertEquals(loaded(name, Files.readAllBytes(built.resolve(name))), loaded(name, guest.content()));
    }

    @ParameterizedTest @EnumSource(names = "EXITS")
    void flatCodeIsWhatItsSourceSays(BundledGuest guest) throws IOException {
        assertEquals(HexFormat.of().formatHex(Files.readAllBytes(built.resolve("exits.bin"))), HexFormat.of().formatHex(guest.content()));
    }

    private static Map<Long, String> loaded(String name, byte[] content) {
        var memory = new Recorded(new TreeMap<>());
        var start = GuestImages.of(name, content, Boot.NOTHING).load(memory);
        memory.writes.put(-1L, List.of(start.rip(), start.rflags(), start.general(), start.system(), start.segments()).toString());
        return memory.writes;
    }

    /** Memory that remembers what was written where. */
    private record Recorded(Map<Long, String> writes) implements PhysicalMemory {
        @Override public List<Region> map() { return List.of(new Region(new Gpa(0), 64 << 20, Region.Kind.RAM)); }
        @Override public void read(Gpa from, byte[] into, int offset, int length) {}
        @Override public void write(Gpa to, byte[] bytes, int offset, int length) {
            writes.put(to.value(), HexFormat.of().formatHex(bytes, offset, offset + length));
        }
    }
}
