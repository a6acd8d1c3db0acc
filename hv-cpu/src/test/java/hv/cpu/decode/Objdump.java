package hv.cpu.decode;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The disassembler of GNU binutils, asked about many byte strings at once. */
final class Objdump {
    /** Bytes from one case to the next: a case, and enough NOPs behind it for the listing to fall into step again. */
    private static final int SLOT = 32;
    /** Cases a file, so that addresses stay below 64 KiB and 16-bit branch targets don't wrap. */
    private static final int CASES = 2000;
    private static final Pattern PREFIXES_ONLY = Pattern.compile("(?:(?:rex\\S*|data16|data32|addr16|addr32|lock|repn?z|[c-gs]s|es) ?)+");

    /** Objdump's line about one case. Where it prints two lines for one instruction, the first of prefixes alone, they are joined by a semicolon. */
    record Line(int length, String text) {
        Line followedBy(Line next) { return new Line(length + next.length, text + "; " + next.text); }
        boolean onlyPrefixes() { return PREFIXES_ONLY.matcher(text).matches(); }
    }

    private Objdump() {}

    static boolean installed() {
        try {
            return new ProcessBuilder("objdump", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** The address that case {@code i} is taken to be at. */
    static int address(int i) { return i % CASES * SLOT; }

    static List<Line> disassemble(List<byte[]> cases, int codeWidth, Path directory) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += CASES) {
            List<byte[]> part = cases.subList(from, Math.min(cases.size(), from + CASES));
            lines.addAll(listing(part.size(), codeWidth, Files.write(directory.resolve("cases.bin"), image(part))));
        }
        return lines;
    }

    private static byte[] image(List<byte[]> cases) {
        byte[] image = new byte[cases.size() * SLOT];
        Arrays.fill(image, (byte) 0x90);
        for (int i = 0; i < cases.size(); i++) System.arraycopy(cases.get(i), 0, image, i * SLOT, cases.get(i).length);
        return image;
    }

    private static List<Line> listing(int cases, int codeWidth, Path file) throws IOException {
        String machine = codeWidth == 64 ? "i386:x86-64" : codeWidth == 32 ? "i386" : "i8086";
        Process process = new ProcessBuilder("objdump", "-D", "-z", "-b", "binary", "-m", machine, "-M", "intel,intel64", "--insn-width=16",
                file.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Line[] lines = new Line[cases];
        try (BufferedReader output = process.inputReader()) {
            int unfinished = -1;
            for (String row = output.readLine(); row != null; row = output.readLine()) {
                String[] columns = row.split("\t");
                if (columns.length == 3) unfinished = read(columns, lines, unfinished);
            }
        }
        return List.of(lines);
    }

    /** Reads address, bytes and text of one row. @return the case of which this row was only prefixes, or -1 */
    private static int read(String[] columns, Line[] lines, int unfinished) {
        int address = Integer.parseInt(columns[0].strip().replace(":", ""), 16);
        if (unfinished < 0 && address % SLOT != 0) return -1;
        int at = unfinished < 0 ? address / SLOT : unfinished;
        Line line = new Line(columns[1].strip().split(" ").length, columns[2].replaceFirst(" *#.*", "").strip().replaceAll(" +", " "));
        lines[at] = lines[at] == null ? line : lines[at].followedBy(line);
        return line.onlyPrefixes() ? at : -1;
    }
}
