package hv.cpu.platform;

import hv.api.Names;
import hv.api.x86.CpuidResult;
import hv.cpu.platform.ProcessorProfile.Leaf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The processors that {@code --cpu} knows, read from {@code profile/NAME.properties} beside this class. Keys: {@code title}; {@code base}, a profile
 * that this one changes; {@code cpuid.LEAF.SUBLEAF = EAX EBX ECX EDX}; {@code msr.INDEX}, a value or {@code absent}; {@code cr4}. All
 * numbers are hexadecimal.
 */
public final class ProcessorProfiles {
    public static final String REFERENCE = "reference";
    private static final List<String> NAMES = List.of(REFERENCE, "no-vmx", "locked-off", "unlocked", "vmxe-taken", "no-ept", "no-apicv", "vt-2006", "ept-2008");

    private ProcessorProfiles() {}

    /** In the order in which help texts list them. */
    public static List<String> names() { return NAMES; }

    /** @throws IllegalArgumentException with a message for the user, if there is no such profile */
    public static ProcessorProfile load(String name) {
        if (!NAMES.contains(name)) throw new IllegalArgumentException("unknown processor '" + name + "'" + Names.choices(name, NAMES));
        Map<Leaf, CpuidResult> cpuid = new HashMap<>();
        Map<Integer, Long> msrs = new HashMap<>();
        var keys = merged(name);
        for (var key : keys.stringPropertyNames()) {
            var value = keys.getProperty(key).strip();
            if (key.startsWith("cpuid.")) cpuid.put(leaf(key), answer(value));
            else if (key.startsWith("msr.") && !value.equals("absent")) msrs.put((int) hex(key.substring(4)), hex(value));
        }
        return new ProcessorProfile(name, keys.getProperty("title"), Map.copyOf(cpuid), Map.copyOf(msrs), hex(keys.getProperty("cr4", "0")));
    }

    /** The keys of a profile over those of its base. */
    private static Properties merged(String name) {
        var own = read(name);
        if (own.getProperty("base") == null) return own;
        var all = new Properties();
        all.putAll(merged(own.getProperty("base").strip()));
        all.putAll(own);
        return all;
    }

    private static Properties read(String name) {
        var properties = new Properties();
        try (var in = ProcessorProfiles.class.getResourceAsStream("/hv/cpu/profile/" + name + ".properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("processor profile '" + name + "' can't be read", e);
        }
        return properties;
    }

    private static Leaf leaf(String key) {
        var parts = key.split("\\.");
        return new Leaf((int) hex(parts[1]), (int) hex(parts[2]));
    }

    private static CpuidResult answer(String value) {
        var parts = value.split("\\s+");
        return new CpuidResult((int) hex(parts[0]), (int) hex(parts[1]), (int) hex(parts[2]), (int) hex(parts[3]));
    }

    private static long hex(String text) { return Long.parseUnsignedLong(text.strip().replace("_", ""), 16); }
}
