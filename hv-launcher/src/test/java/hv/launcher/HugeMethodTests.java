package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.LogicalProcessor;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * HotSpot never compiles a method of more than 8,000 bytes: one such method would make the processor an order of magnitude slower. A static
 * initialiser runs once, so its size does not matter.
 */
class HugeMethodTests {
    private static final int GREATEST = 8_000;
    private static final int METHODS_AT_LEAST = 1_000;

    @Test void noMethodOfTheProcessorIsTooLargeToBeCompiled() throws IOException {
        List<String> tooLarge = new ArrayList<>();
        int methods = 0;
        for (var type : processorClasses()) {
            for (var method : type.methods()) {
                methods++;
                int bytes = method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
                if (bytes > GREATEST && !method.methodName().equalsString("<clinit>")) tooLarge.add(type.thisClass().asInternalName() + "." + method.methodName().stringValue() + ": " + bytes + " bytes");
            }
        }
        assertTrue(methods > METHODS_AT_LEAST, "only " + methods + " methods were found");
        assertEquals(List.of(), tooLarge);
    }

    private static List<ClassModel> processorClasses() throws IOException {
        var place = Path.of(URI.create(LogicalProcessor.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        if (Files.isDirectory(place)) return classesBelow(place);
        try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
            return classesBelow(jar.getPath("/"));
        }
    }

    private static List<ClassModel> classesBelow(Path folder) throws IOException {
        List<ClassModel> classes = new ArrayList<>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(path -> path.toString().endsWith(".class")).toList()) classes.add(ClassFile.of().parse(Files.readAllBytes(file)));
        }
        return classes;
    }
}
