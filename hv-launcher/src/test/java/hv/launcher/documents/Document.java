package hv.launcher.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file for people, taken apart: what it names between backquotes, what it quotes, and the files that its commands write. */
record Document(String name, String text) {
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$"), SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern WRITTEN = Pattern.compile("(?ms)^cat > (\\S+) <<'JAVA'\n(.*?)^JAVA$");

    /** A block of code. @param above the text before it */
    record Block(String language, String code, String above) {}

    static List<Document> all() throws IOException {
        try (var guides = Files.list(Sources.TOP.resolve("docs"))) {
            var files = Stream.concat(Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md").map(Sources.TOP::resolve), guides);
            return files.filter(file -> file.toString().endsWith(".md")).sorted().map(Document::read).toList();
        }
    }

    static Document of(String name) { return read(Sources.TOP.resolve(name)); }

    private static Document read(Path file) { return new Document(Sources.TOP.relativize(file).toString(), Sources.text(file)); }

    /** The texts between backquotes, blocks left out. */
    List<String> spans() { return SPAN.matcher(FENCE.matcher(text).replaceAll("")).results().map(span -> span.group(1)).toList(); }

    List<Block> blocks() {
        var blocks = new ArrayList<Block>();
        FENCE.matcher(text).results().forEach(fence -> blocks.add(new Block(fence.group(1), fence.group(2), text.substring(0, fence.start()))));
        return blocks;
    }

    /** Java files that the commands write, by their paths. */
    Map<String, String> written() {
        var files = new LinkedHashMap<String, String>();
        WRITTEN.matcher(text).results().forEach(file -> files.put(file.group(1), file.group(2)));
        return files;
    }

    @Override public String toString() { return name; }
}
