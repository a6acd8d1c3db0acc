package hv.testkit.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts for the assembler, from files beside the tests' classes. */
final class Texts {
    private Texts() {}

    static String read(String name) {
        try (var stream = Texts.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
