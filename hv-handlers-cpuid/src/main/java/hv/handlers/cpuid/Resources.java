package hv.handlers.cpuid;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Reads the data files of this package and files of their form. */
final class Resources {
    private Resources() {}

    /** The keys and values of a file of this package; {@code name} has no extension. */
    static Map<String, String> lines(String name) {
        try (var in = Resources.class.getResourceAsStream(name + ".properties")) {
            if (in == null) throw new IllegalArgumentException("there is no data file " + name);
            return lines(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> lines(Reader from) throws IOException {
        var properties = new Properties();
        properties.load(from);
        var lines = new TreeMap<String, String>();
        properties.forEach((key, value) -> lines.put((String) key, ((String) value).strip()));
        return lines;
    }
}
