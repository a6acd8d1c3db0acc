package hv.cpu.silicon;

import hv.cpu.platform.CpuidFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The host's processor. */
record Host(String vendor, String model, Set<String> features) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** Whether code for Linux on x86-64 can run here. */
    static boolean suitable() {
        return System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64") && Files.isReadable(CPUINFO);
    }

    static Host read() throws IOException {
        List<String> lines = Files.readAllLines(CPUINFO);
        return new Host(System.getProperty("silicon.vendor", value(lines, "vendor_id")), value(lines, "model name"), Set.of(value(lines, "flags").split(" ")));
    }

    /** None in particular: an Intel part that has every feature that there is a name for here. */
    static Host withEverything() {
        var features = Arrays.stream(CpuidFeature.values()).map(feature -> feature.name().toLowerCase(Locale.ROOT));
        return new Host("GenuineIntel", "", features.collect(Collectors.toSet()));
    }

    private static String value(List<String> lines, String key) {
        return lines.stream().filter(line -> line.startsWith(key)).map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("");
    }

    @Override
    public String toString() { return vendor + ", " + model; }

    boolean has(String feature) { return features.contains(feature); }
    boolean intel() { return vendor.equals("GenuineIntel"); }
    boolean amd() { return vendor.equals("AuthenticAMD") || vendor.equals("HygonGenuine"); }
}
