package hv.cpu.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same images under Bochs, which unlike QEMU checks segments, alignment and the values of registers. It boots each from a disk whose first
 * sector is {@code boot.bin}; {@code bochs-differences.txt} tells where it is Bochs that errs.
 */
@Tag("long")
@EnabledIfSystemProperty(named = "hv.long", matches = "true", disabledReason = "runs in the Maven profile 'long'")
class BochsTests {
    private static final Path BIOS = Path.of("/usr/share/bochs/BIOS-bochs-latest");
    private static final List<Path> VIDEO_BIOSES = List.of(Path.of("/usr/share/bochs/VGABIOS-lgpl-latest"),
            Path.of("/usr/share/seabios/vgabios-stdvga.bin"), Path.of("/usr/share/vgabios/vgabios.bin"));
    private static final int SECONDS = 60, CYLINDERS = 20, HEADS = 16, SECTORS = 63;
    private static final int AT_ONCE = 64 * 512, CHUNKS_AT = 502, ENTRY_AT = 504;
    private static final long LOADED_AT = 0x10_0000;
    private static final KnownDifferences DIFFERENCES = KnownDifferences.of("bochs-differences.txt");
    private static final String CONFIGURATION = """
            cpu: model=corei7_skylake_x, count=1, ips=50000000, reset_on_triple_fault=0, ignore_bad_msrs=1
            memory: guest=64, host=64
            romimage: file=%s
            vgaromimage: file=%s
            ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
            ata0-master: type=disk, path=%s, mode=flat, cylinders=%d, heads=%d, spt=%d
            boot: disk
            com1: enabled=1, mode=file, dev=%s
            log: /dev/null
            panic: action=fatal
            display_library: rfb, options="timeout=0"
            sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
            clock: sync=none, time0=local
            """;
    @TempDir private Path scratch;

    @ParameterizedTest @EnumSource
    void agrees(SelfCheckingGuest guest) throws IOException, InterruptedException {
        DIFFERENCES.assumeItEnds(guest);
        var video = VIDEO_BIOSES.stream().filter(Files::exists).findFirst();
        assumeTrue(Files.exists(BIOS) && video.isPresent() && installed(), "Bochs is not installed, so no guest is compared with it");
        var disk = Files.write(scratch.resolve("disk"), disk(content(guest.image())));
        var serial = scratch.resolve("serial");
        var configuration = CONFIGURATION.formatted(BIOS, video.get(), disk, CYLINDERS, HEADS, SECTORS, serial);
        assertEquals(List.of(), DIFFERENCES.unexplained(guest, run(Files.writeString(scratch.resolve("bochsrc"), configuration), serial)));
    }

    private static boolean installed() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v bochs").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    /** Bochs does not end by itself: the guest's last line ends the run. (A build with a debugger waits for the command to continue.) */
    private String run(Path configuration, Path serial) throws IOException, InterruptedException {
        var commands = Files.writeString(scratch.resolve("commands"), "c\n");
        var bochs = new ProcessBuilder("bochs", "-q", "-f", configuration.toString()).directory(scratch.toFile()).redirectInput(commands.toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            for (int tenths = 0; tenths < SECONDS * 10 && !ended(serial) && !bochs.waitFor(100, TimeUnit.MILLISECONDS); tenths++) { }
            return printed(serial);
        } finally {
            bochs.destroyForcibly().waitFor();
        }
    }

    private static boolean ended(Path serial) { return printed(serial).matches("(?s).*\\npassed \\d+, failed \\d+\\n"); }

    private static String printed(Path serial) {
        try {
            return Files.exists(serial) ? Files.readString(serial, StandardCharsets.ISO_8859_1).replace("\0", "").replace("\r", "") : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The boot sector, and the guest as it lies in memory. */
    private static byte[] disk(byte[] file) {
        var elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        var disk = ByteBuffer.allocate(CYLINDERS * HEADS * SECTORS * 512).order(ByteOrder.LITTLE_ENDIAN).put(0, content("boot.bin"));
        int end = 0;
        for (int i = 0, at = elf.getInt(28); i < elf.getShort(44); i++, at += elf.getShort(42)) {
            if (elf.getInt(at) != 1) continue;
            int offset = (int) (elf.getInt(at + 12) - LOADED_AT), length = elf.getInt(at + 16);
            disk.put(512 + offset, file, elf.getInt(at + 4), length);
            end = Math.max(end, offset + length);
        }
        return disk.putShort(CHUNKS_AT, (short) Math.ceilDiv(end, AT_ONCE)).putInt(ENTRY_AT, elf.getInt(24)).array();
    }

    private static byte[] content(String name) {
        try (var in = BochsTests.class.getResourceAsStream("/hv/cpu/images/guests/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
