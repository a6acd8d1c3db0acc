package hv.launcher.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/** A table of the manual: rows of named columns, as text. */
final class Table {
    private Table() {}

    static List<Map<String, String>> rows(String name) {
        try (var in = Table.class.getResourceAsStream(name + ".csv")) {
            return new CsvMapper().readerForMapOf(String.class).with(CsvSchema.emptySchema().withHeader()).<Map<String, String>>readValues(in.readAllBytes()).readAll();
        } catch (IOException e) {
            throw new UncheckedIOException("the table " + name + " can't be read", e);
        }
    }
}
