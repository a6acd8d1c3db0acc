package hv.cpu.assembler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The Netwide Assembler, asked about many instructions at once. */
final class Nasm {
    /** Bytes from one case to the next. */
    static final int SLOT = 32;
    /** Cases a file, so that addresses and targets of jumps stay below 64 KiB. */
    private static final int CASES = 500;
    private static final Pattern ERROR = Pattern.compile("(?m)^[^:]*:(\\d+): error:");

    private Nasm() {}

    static boolean installed() {
        try {
            return new ProcessBuilder("nasm", "-v").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** The address that case {@code i} is assembled for. */
    static int address(int i) { return i % CASES * SLOT; }

    /** The bytes of each case's slot, filled up with NOPs; null where nasm refused the case. */
    static List<byte[]> assemble(List<String> cases, int codeWidth, Path directory) throws IOException, InterruptedException {
        List<byte[]> all = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += CASES) {
            all.addAll(file(cases.subList(from, Math.min(cases.size(), from + CASES)), codeWidth, directory));
        }
        return all;
    }

    private static List<byte[]> file(List<String> cases, int codeWidth, Path directory) throws IOException, InterruptedException {
        var refused = new TreeSet<Integer>();
        for (int before = -1; before < refused.size();) {             // its passes each find mistakes of their own
            before = refused.size();
            ERROR.matcher(run(cases, refused, codeWidth, directory)).results().map(Nasm::errorLine).forEach(refused::add);
        }
        byte[] image = Files.readAllBytes(directory.resolve("cases.bin"));
        List<byte[]> slots = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) slots.add(refused.contains(i) ? null : Arrays.copyOfRange(image, i * SLOT, (i + 1) * SLOT));
        return slots;
    }

    /** Each case is two lines, behind one for all. */
    private static int errorLine(MatchResult error) { return (Integer.parseInt(error.group(1)) - 2) / 2; }

    /** @return what nasm has to say */
    private static String run(List<String> cases, TreeSet<Integer> without, int codeWidth, Path directory) throws IOException, InterruptedException {
        var source = new StringBuilder("bits " + codeWidth + "\n");
        for (int i = 0; i < cases.size(); i++) {
            source.append(without.contains(i) ? "" : cases.get(i)).append("\ntimes ").append((i + 1) * SLOT).append("-($-$$) nop\n");
        }
        return run(source.toString(), directory);
    }

    /** A whole program's bytes. */
    static byte[] assemble(String program, Path directory) throws IOException, InterruptedException {
        assertEquals("", run(program, directory), program);
        return Files.readAllBytes(directory.resolve("cases.bin"));
    }

    private static String run(String source, Path directory) throws IOException, InterruptedException {
        var file = Files.writeString(directory.resolve("cases.asm"), source);
        var process = new ProcessBuilder("nasm", "-f", "bin", "-w-all", "-o", directory.resolve("cases.bin").toString(), file.toString())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }
}
