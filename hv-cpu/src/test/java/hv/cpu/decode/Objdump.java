package hv.cpu.decode;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The disassembler of GNU binutils, asked about many byte strings at once. */
final class Objdump {
    /** Bytes from one case to the next: a case, and enough NOPs behind it for the listing to fall into step again. */
    private static final int SLOT = 32;
    /** Cases a file, so that addresses stay below 64 KiB and 16-bit branch targets don't wrap. */
    private static final int CASES = 2000;
    private static final Pattern PREFIXES_ONLY = Pattern.compile("(?:(?:rex\\S*|data16|data32|addr16|addr32|lock|repn?z|[c-gs]s|es) ?)+");

    /** What it says about one case; a semicolon stands where it made two lines of one instruction, the first of prefixes alone. */
    record Line(int length, String text) {}

    private Objdump() {}

    static boolean installed() {
        try {
            return new ProcessBuilder("objdump", "--version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
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
            lines.addAll(disassembleFile(part, codeWidth, Files.write(directory.resolve("cases.bin"), image(part))));
        }
        return lines;
    }

    private static byte[] image(List<byte[]> cases) {
        byte[] image = new byte[cases.size() * SLOT];
        java.util.Arrays.fill(image, (byte) 0x90);
        for (int i = 0; i < cases.size(); i++) System.arraycopy(cases.get(i), 0, image, i * SLOT, cases.get(i).length);
        return image;
    }

    private static List<Line> disassembleFile(List<byte[]> cases, int codeWidth, Path file) throws IOException {
        String machine = codeWidth == 64 ? "i386:x86-64" : codeWidth == 32 ? "i386" : "i8086";
        Process process = new ProcessBuilder("objdump", "-D", "-z", "-b", "binary", "-m", machine, "-M", "intel,intel64", "--insn-width=16",
                file.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Line[] lines = new Line[cases.size()];
        try (BufferedReader output = process.inputReader()) {
            int pending = -1;   // the case whose prefixes were listed as an instruction of their own
            for (String row = output.readLine(); row != null; row = output.readLine()) {
                String[] columns = row.split("\t");
                if (columns.length < 3) continue;
                int address = Integer.parseInt(columns[0].strip().replace(":", ""), 16);
                int at = pending >= 0 ? pending : address % SLOT == 0 ? address / SLOT : -1;
                if (at < 0) continue;
                String text = columns[2].replaceFirst(" *#.*", "").strip().replaceAll(" +", " ");
                Line before = lines[at] == null ? new Line(0, "") : lines[at];
                lines[at] = new Line(before.length + columns[1].strip().split(" ").length, before.text + text);
                pending = PREFIXES_ONLY.matcher(text).matches() ? at : -1;
                if (pending >= 0) lines[at] = new Line(lines[at].length, lines[at].text + "; ");
            }
        }
        return List.of(lines);
    }
}
